//! Who is looking: only a sign-in makes one, and every list, count and download asks for one.

use std::net::IpAddr;
use std::sync::Arc;

use super::Decline;
use crate::domain::{
    action::Verb,
    audit::{By, Ground, Who},
    authority::{Reach, Sight},
    codes::DossierCode,
    dossier::Dossier,
    event::Actor,
    officer::{Role, User, Username},
    person::PaperNumber,
};
use crate::store::dossiers::Summary;

/// What the lookup secret answers for; whoever corrects the contact or reads everything signs in.
const WITHOUT_ACCOUNT: [Verb; 5] = [
    Verb::Supply,
    Verb::Message,
    Verb::Withdraw,
    Verb::AskWithdraw,
    Verb::Rate,
];

/// A signed-in person (người dùng đã đăng nhập).
#[derive(Debug, Clone)]
pub struct Viewer {
    seen: Arc<Seen>,
    from: Option<IpAddr>,
    bearer: Option<Arc<Bearing>>,
}

/// What somebody without an account holds in hand.
#[derive(Debug)]
struct Bearing {
    /// The dossier whose secret it is.
    code: DossierCode,
    /// Whose the files are that they send.
    mark: String,
}

#[derive(Debug)]
struct Seen {
    user: User,
    stands_for: Vec<User>,
    sight: Sight,
    form_token: String,
}

impl Viewer {
    pub(super) fn new(
        user: User,
        stands_for: Vec<User>,
        units: Vec<String>,
        form_token: String,
    ) -> Self {
        Self {
            seen: Arc::new(Seen {
                sight: Sight::of(&user, &stands_for, units),
                user,
                stands_for,
                form_token,
            }),
            from: None,
            bearer: None,
        }
    }

    /// Whoever holds the lookup secret of this dossier (người có mã tra cứu): they see this one and no other, and do with it
    /// what needs no account.
    pub fn bearer(dossier: &Dossier, from: IpAddr) -> Self {
        let person = dossier.submitter.as_ref().unwrap_or(&dossier.applicant);
        let user = User {
            username: Username::NOBODY,
            name: person.name.clone(),
            roles: vec![Role::Citizen],
            unit: None,
            password: String::new(),
            enabled: false,
            fields: Vec::new(),
            reach: Reach::default(),
            phone: None,
            id_number: None,
            confirmed: None,
            created_at: dossier.submitted_at,
        };
        let bearing = Bearing {
            code: dossier.code.clone(),
            mark: format!("bearer:{}", dossier.code),
        };
        Self {
            bearer: Some(Arc::new(bearing)),
            ..Self::new(user, Vec::new(), Vec::new(), String::new()).at(from)
        }
    }

    /// Whether this person may try `verb` at all; without an account only what the secret alone answers for.
    pub fn may_try(&self, verb: Verb) -> bool {
        let known = verb.roles().iter().any(|role| self.has(*role));
        known && (self.bearer.is_none() || WITHOUT_ACCOUNT.contains(&verb))
    }

    /// A viewer for the office's own command line and tests, which need no password.
    pub fn trusted(user: User) -> Self {
        let units = user.unit.iter().cloned().collect();
        Self::new(user, Vec::new(), units, String::new())
    }

    /// The same person at the machine with this address.
    #[must_use]
    pub fn at(mut self, address: IpAddr) -> Self {
        self.from = Some(address);
        self
    }

    /// This person in the audit record.
    pub fn by(&self) -> By {
        let who = match self.bearer {
            Some(_) => Who::Bearer,
            None => Who::Account(self.seen.user.username.clone()),
        };
        By {
            who,
            from: self.from,
        }
    }

    /// On which ground this person may read the dossier.
    pub fn ground(&self, dossier: &Dossier) -> Ground {
        if self.bearer.is_some() {
            Ground::Secret
        } else if dossier.owner.as_ref() == Some(&self.seen.user.username) {
            Ground::Own
        } else if dossier.is_held_by(&self.seen.user.holder()) {
            Ground::Holder
        } else if self.stands_in_for_holder(dossier) {
            Ground::Delegation
        } else if self.has(Role::Reception) {
            Ground::Counter
        } else if self.has(Role::Leader) {
            Ground::Direction
        } else if self.has(Role::Specialist) {
            Ground::Field
        } else {
            Ground::Administration
        }
    }

    fn stands_in_for_holder(&self, dossier: &Dossier) -> bool {
        let mut absent = self.seen.stands_for.iter();
        absent.any(|user| dossier.is_held_by(&user.holder()))
    }

    /// The account.
    pub fn user(&self) -> &User {
        &self.seen.user
    }

    /// Account name; without an account, a mark that no account can have.
    pub fn username(&self) -> &str {
        match &self.bearer {
            Some(bearing) => &bearing.mark,
            None => self.seen.user.username.as_str(),
        }
    }

    /// Whose work this person does today besides their own.
    pub fn stands_for(&self) -> &[User] {
        &self.seen.stands_for
    }

    /// The citizen number that an officer has confirmed to be this person's; nobody has one without an account.
    pub fn confirmed_number(&self) -> Option<&PaperNumber> {
        self.seen.user.confirmed_number()
    }

    /// What forms of this sign-in must carry.
    pub fn form_token(&self) -> &str {
        &self.seen.form_token
    }

    /// Whether the account has `role`.
    pub fn has(&self, role: Role) -> bool {
        self.seen.user.has(role)
    }

    /// Whether it is one of the office's people.
    pub fn is_officer(&self) -> bool {
        self.seen.user.roles.iter().any(|role| role.is_officer())
    }

    /// Whether it keeps the machine and nothing else: such an account reads no dossier.
    pub fn only_keeps_the_machine(&self) -> bool {
        self.seen.sight.only_keeps_the_machine()
    }

    /// Keeping the machine is no reason to read dossiers, whichever they are.
    pub fn must_read_dossiers(&self) -> Result<(), Decline> {
        if self.only_keeps_the_machine() {
            Err(Decline::Forbidden)
        } else {
            Ok(())
        }
    }

    /// How far this person sees.
    pub fn sight(&self) -> &Sight {
        &self.seen.sight
    }

    /// Whether this person may know of the dossier; the law is [`Sight::sees`].
    pub fn may_see(&self, dossier: &Dossier) -> bool {
        match &self.bearer {
            Some(bearing) => bearing.code == dossier.code,
            None => self.seen.sight.sees(&dossier.concern()),
        }
    }

    /// The same for a row of a list.
    pub fn may_know(&self, summary: &Summary) -> bool {
        match &self.bearer {
            Some(bearing) => bearing.code.as_str() == summary.code,
            None => self.seen.sight.sees(&summary.concern()),
        }
    }

    /// Whether the lookup secret is shown: to its owner and reception only.
    pub fn sees_secret(&self, dossier: &Dossier) -> bool {
        self.has(Role::Reception) || dossier.owner.as_ref() == Some(&self.seen.user.username)
    }

    /// This person in the history of a dossier.
    pub fn actor(&self) -> Actor {
        if self.is_officer() {
            Actor::Officer {
                officer: self.seen.user.holder(),
                roles: self.seen.user.roles.clone(),
                stands_for: self.seen.stands_for.iter().map(User::holder).collect(),
            }
        } else {
            Actor::Citizen {
                name: self.seen.user.name.to_string(),
            }
        }
    }
}
