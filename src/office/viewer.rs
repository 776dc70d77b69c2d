//! Who is looking: only a sign-in makes one, and every list, count and download asks for one.

use std::net::IpAddr;

use crate::domain::{
    audit::{By, Ground, Who},
    dossier::Dossier,
    event::Actor,
    officer::{Role, User},
};

/// A signed-in person (người dùng đã đăng nhập).
#[derive(Debug, Clone)]
pub struct Viewer {
    user: User,
    form_token: String,
    from: Option<IpAddr>,
}

impl Viewer {
    pub(super) fn new(user: User, form_token: String) -> Self {
        Self {
            user,
            form_token,
            from: None,
        }
    }

    /// A viewer for the office's own command line and tests, which need no password.
    pub fn trusted(user: User) -> Self {
        Self::new(user, String::new())
    }

    /// The same person at the machine with this address.
    #[must_use]
    pub fn at(mut self, address: IpAddr) -> Self {
        self.from = Some(address);
        self
    }

    /// This person in the audit record.
    pub fn by(&self) -> By {
        By {
            who: Who::Account(self.user.username.clone()),
            from: self.from,
        }
    }

    /// On which ground this person may read the dossier.
    pub fn ground(&self, dossier: &Dossier) -> Ground {
        if dossier.owner.as_ref() == Some(&self.user.username) {
            Ground::Own
        } else if dossier.is_held_by(&self.user.holder()) {
            Ground::Holder
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

    /// The account.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// Account name.
    pub fn username(&self) -> &str {
        self.user.username.as_str()
    }

    /// What forms of this sign-in must carry.
    pub fn form_token(&self) -> &str {
        &self.form_token
    }

    /// Whether the account has `role`.
    pub fn has(&self, role: Role) -> bool {
        self.user.has(role)
    }

    /// Whether it is one of the office's people.
    pub fn is_officer(&self) -> bool {
        self.user.roles.iter().any(|role| role.is_officer())
    }

    /// Whether this person may know of the dossier: citizens of their own, officers of the office's.
    pub fn may_see(&self, dossier: &Dossier) -> bool {
        self.is_officer() || dossier.owner.as_ref() == Some(&self.user.username)
    }

    /// Whether personal data is hidden from this person: keeping accounts is no reason to read papers.
    pub fn sees_masked(&self) -> bool {
        self.is_officer()
            && ![Role::Reception, Role::Specialist, Role::Leader]
                .iter()
                .any(|role| self.has(*role))
    }

    /// Whether the lookup secret is shown: to its owner and reception only.
    pub fn sees_secret(&self, dossier: &Dossier) -> bool {
        self.has(Role::Reception) || dossier.owner.as_ref() == Some(&self.user.username)
    }

    /// This person in the history of a dossier.
    pub fn actor(&self) -> Actor {
        if self.is_officer() {
            Actor::Officer {
                officer: self.user.holder(),
                roles: self.user.roles.clone(),
                stands_for: Vec::new(),
            }
        } else {
            Actor::Citizen {
                name: self.user.name.to_string(),
            }
        }
    }
}
