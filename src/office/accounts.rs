//! Keeping accounts (quản trị tài khoản): make, change, disable, reset.

use std::collections::BTreeMap;

use super::{Decline, Declined, Office, Viewer, random, sign_in::sessions_of};
use crate::domain::{
    audit::{Deed, Trace},
    authority::Reach,
    fault::Fault,
    officer::{Role, User, Username},
    person::{PaperNumber, Phone},
    text::Line,
    time::Moment,
};
use crate::kv::{KvError, Tx};
use crate::store::{Load, Save, accounts::Session, audit};

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Unique name.
    pub username: Username,
    /// Full name.
    pub name: Line,
    /// Roles, the first one shown; at least one.
    pub roles: Vec<Role>,
    /// Unit, for officers.
    pub unit: Option<String>,
    /// Password in clear; hashed before anything is stored.
    pub password: String,
    /// Fields in charge of; empty means all.
    pub fields: Vec<String>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// Citizen number.
    pub id_number: Option<PaperNumber>,
}

/// How a person is called and reached.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Full name.
    pub name: Line,
    /// Telephone.
    pub phone: Option<Phone>,
    /// Citizen number.
    pub id_number: Option<PaperNumber>,
}

/// Shortest password, in characters.
pub const SHORTEST_PASSWORD: usize = 8;

/// Passwords need three of the four classes of characters (TCVN 11930 level 3), unless long.
pub fn check_password(password: &str, username: &str) -> Result<(), Fault> {
    let length = password.chars().count();
    let classes = [
        password.chars().any(char::is_lowercase),
        password.chars().any(char::is_uppercase),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| !c.is_alphanumeric()),
    ];
    let mixed = classes.into_iter().filter(|class| *class).count() >= 3;
    let same = password.to_lowercase().contains(username);
    if length < SHORTEST_PASSWORD || same || !(mixed || length >= 16) {
        return Err(Fault::WeakPassword);
    }
    if length > 200 {
        return Err(Fault::TooLong);
    }
    Ok(())
}

/// What an officer does, where, and how far they see.
#[derive(Debug, Clone)]
pub struct Duties {
    /// Roles.
    pub roles: Vec<Role>,
    /// Unit (đơn vị).
    pub unit: Option<String>,
    /// Fields (lĩnh vực) in charge of; none means all.
    pub fields: Vec<String>,
    /// How far they see.
    pub reach: Reach,
}

impl Duties {
    /// As the audit record keeps them: a line for each, which begins with a key.
    fn in_record(&self) -> String {
        let roles: Vec<&str> = self.roles.iter().map(|role| role.key()).collect();
        let reach: Vec<&str> = self.reach.limits().collect();
        format!(
            "roles {}\nunit {}\nfields {}\nreach {}",
            roles.join(" "),
            self.unit.as_deref().unwrap_or_default(),
            self.fields.join("; "),
            reach.join(" ")
        )
    }
}

impl Office {
    /// Makes an account; a name that is taken is a fault.
    pub async fn create_account(&self, new: NewAccount, now: Moment) -> Result<User, Declined> {
        check_password(&new.password, new.username.as_str())
            .map_err(|fault| Decline::field("password", fault))?;
        let by = self.by.clone();
        let user = User {
            password: self.hash_password(&new.password).await?,
            username: new.username,
            name: new.name,
            roles: new.roles,
            unit: new.unit,
            enabled: true,
            fields: new.fields,
            reach: Reach::default(),
            phone: new.phone,
            id_number: new.id_number,
            confirmed: None,
            created_at: now,
        };
        self.kv
            .write(move |tx: &mut Tx| {
                if tx.load::<User>(&user.username.to_string())?.is_some() {
                    return Err(Decline::field("username", Fault::Taken).into());
                }
                tx.save(&user)?;
                let roles: Vec<&str> = user.roles.iter().map(|role| role.key()).collect();
                let trace = Trace::new(&by, Deed::AccountMade, now).on(user.username.as_str());
                audit::write(tx, &trace.detail(roles.join(" ")))?;
                Ok(user.clone())
            })
            .await
    }

    /// Gives an account a new random password and ends its sign-ins.
    pub async fn reset_password(&self, username: &str, now: Moment) -> Result<String, Declined> {
        let password = random::password();
        let hash = self.hash_password(&password).await?;
        self.change_account(username, "password", now, move |user| {
            user.password.clone_from(&hash);
        })
        .await?;
        Ok(password)
    }

    /// Enables or disables an account; disabling ends its sign-ins.
    pub async fn enable_account(
        &self,
        username: &str,
        enabled: bool,
        now: Moment,
    ) -> Result<User, Declined> {
        let what = if enabled { "enabled" } else { "disabled" };
        self.change_account(username, what, now, move |user| user.enabled = enabled)
            .await
    }

    /// Sets the roles of an account.
    pub async fn grant(
        &self,
        username: &str,
        roles: Vec<Role>,
        now: Moment,
    ) -> Result<User, Declined> {
        let keys: Vec<&str> = roles.iter().map(|role| role.key()).collect();
        let what = format!("roles {}", keys.join(" "));
        self.change_account(username, &what, now, move |user| {
            user.roles.clone_from(&roles);
        })
        .await
    }

    /// Sets what an officer does, where, and how far they see (phân công, phạm vi dữ liệu).
    pub async fn change_duties(
        &self,
        username: &str,
        duties: Duties,
        now: Moment,
    ) -> Result<User, Declined> {
        let what = duties.in_record();
        self.change_account(username, &what, now, move |user| {
            user.roles.clone_from(&duties.roles);
            user.unit.clone_from(&duties.unit);
            user.fields.clone_from(&duties.fields);
            user.reach = duties.reach;
        })
        .await
    }

    /// Changes how a person is called and reached; the sign-ins stay.
    pub async fn change_contact(
        &self,
        viewer: &Viewer,
        contact: Contact,
        now: Moment,
    ) -> Result<(), Declined> {
        let username = viewer.username().to_owned();
        let trace = Trace::new(&viewer.by(), Deed::AccountChanged, now);
        let trace = trace.on(&*username).detail("contact");
        self.kv
            .write(move |tx: &mut Tx| {
                let mut user = tx.load::<User>(&username)?.ok_or(Decline::NotFound)?;
                user.name = contact.name.clone();
                user.phone.clone_from(&contact.phone);
                user.id_number.clone_from(&contact.id_number);
                audit::write(tx, &trace)?;
                Ok(tx.save(&user)?)
            })
            .await
    }

    /// Changes one's own password and ends every other sign-in of the account.
    pub async fn change_password(
        &self,
        viewer: &Viewer,
        present: &str,
        next: &str,
        now: Moment,
    ) -> Result<(), Declined> {
        if !self
            .password_matches(present, &viewer.user().password)
            .await?
        {
            return Err(Decline::field("password_now", Fault::NotTheSame).into());
        }
        let username = viewer.username().to_owned();
        check_password(next, &username).map_err(|fault| Decline::field("password", fault))?;
        let hash = self.hash_password(next).await?;
        let form_token = viewer.form_token().to_owned();
        let trace = Trace::new(&viewer.by(), Deed::AccountChanged, now);
        let trace = trace.on(&*username).detail("password");
        self.kv
            .write(move |tx: &mut Tx| {
                let mut user = tx.load::<User>(&username)?.ok_or(Decline::NotFound)?;
                user.password.clone_from(&hash);
                tx.save(&user)?;
                audit::write(tx, &trace)?;
                for session in sessions_of(tx, &username)? {
                    if session.form_token != form_token {
                        tx.remove::<Session>(&session.token_hash)?;
                    }
                }
                Ok(())
            })
            .await
    }

    /// Changes an account and ends its sign-ins, so that the change holds at once.
    async fn change_account(
        &self,
        username: &str,
        what: &str,
        now: Moment,
        mut change: impl FnMut(&mut User) + Send + 'static,
    ) -> Result<User, Declined> {
        let username = username.trim().to_lowercase();
        let trace = Trace::new(&self.by, Deed::AccountChanged, now);
        let trace = trace.on(&*username).detail(what);
        self.kv
            .write(move |tx: &mut Tx| {
                let mut user = tx.load::<User>(&username)?.ok_or(Decline::NotFound)?;
                change(&mut user);
                tx.save(&user)?;
                audit::write(tx, &trace)?;
                for session in sessions_of(tx, &username)? {
                    tx.remove::<Session>(&session.token_hash)?;
                }
                Ok(user)
            })
            .await
    }

    /// Accounts of officers, by name; citizens' accounts are their own matter.
    pub fn officers(&self) -> Result<Vec<User>, KvError> {
        let roles = Role::ALL.into_iter().filter(|role| role.is_officer());
        let mut officers: BTreeMap<Username, User> = BTreeMap::new();
        self.kv.read(|view| {
            for role in roles {
                for user in super::of_role(view, role)? {
                    officers.insert(user.username.clone(), user);
                }
            }
            Ok(())
        })?;
        Ok(officers.into_values().collect())
    }

    /// Everybody at work on dossiers, by name.
    pub fn colleagues(&self) -> Result<Vec<User>, KvError> {
        let mut colleagues = self.officers()?;
        colleagues
            .retain(|user| user.enabled && user.roles.iter().any(|role| role.works_on_dossiers()));
        Ok(colleagues)
    }

    /// Enabled specialists, in the order in which work is routed.
    pub fn specialists(&self) -> Result<Vec<User>, KvError> {
        self.kv
            .read(|view| super::with_role(view, Role::Specialist))
    }

    /// One account.
    pub fn account(&self, username: &str) -> Result<Option<User>, KvError> {
        self.kv.read(|view| view.load::<User>(&username.to_owned()))
    }
}
