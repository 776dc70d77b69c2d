//! Who is looking: only a sign-in makes one, and every list, count and download asks for one.

use std::net::IpAddr;
use std::sync::Arc;

use super::Decline;
use crate::domain::{
    audit::{By, Ground, Who},
    authority::Sight,
    dossier::Dossier,
    event::Actor,
    officer::{Role, User},
};
use crate::store::dossiers::Summary;

/// A signed-in person (người dùng đã đăng nhập).
#[derive(Debug, Clone)]
pub struct Viewer {
    seen: Arc<Seen>,
    from: Option<IpAddr>,
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
        }
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
        By {
            who: Who::Account(self.seen.user.username.clone()),
            from: self.from,
        }
    }

    /// On which ground this person may read the dossier.
    pub fn ground(&self, dossier: &Dossier) -> Ground {
        if dossier.owner.as_ref() == Some(&self.seen.user.username) {
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

    /// Account name.
    pub fn username(&self) -> &str {
        self.seen.user.username.as_str()
    }

    /// Whose work this person does today besides their own.
    pub fn stands_for(&self) -> &[User] {
        &self.seen.stands_for
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
        self.seen.sight.sees(&dossier.concern())
    }

    /// The same for a row of a list.
    pub fn may_know(&self, summary: &Summary) -> bool {
        self.seen.sight.sees(&summary.concern())
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
