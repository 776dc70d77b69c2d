//! Confirming the citizen number of an account (xác nhận danh tính tại quầy): the counter has the person and the paper before
//! it, so that what is verified under the number may be offered to the account.

use super::{Decline, Declined, Office, Viewer};
use crate::domain::audit::{Deed, Trace};
use crate::domain::fault::Fault;
use crate::domain::fold::fold;
use crate::domain::officer::{NumberConfirmed, Role, User};
use crate::domain::person::PaperNumber;
use crate::domain::text::Line;
use crate::domain::time::Moment;
use crate::kv::Tx;
use crate::store::{Load, Save, audit};

/// What stands on the paper that the counter holds in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnThePaper {
    /// Full name.
    pub name: Line,
    /// Number.
    pub number: PaperNumber,
}

impl Office {
    /// Confirms that the account's number is that of the person at the counter. Name and number of the account must be those
    /// of the paper; an account without a number takes the paper's. A number that is changed later is no longer confirmed.
    pub async fn confirm_number(
        &self,
        viewer: &Viewer,
        username: &str,
        paper: OnThePaper,
        now: Moment,
    ) -> Result<User, Declined> {
        if !viewer.has(Role::Reception) {
            return Err(Decline::Forbidden.into());
        }
        let username = username.trim().to_lowercase();
        let by = viewer.user().username.clone();
        let trace = Trace::new(&viewer.by(), Deed::AccountChanged, now)
            .on(&*username)
            .detail("number_confirmed");
        self.kv
            .write(move |tx: &mut Tx| -> Result<User, Declined> {
                let user = tx.load::<User>(&username)?;
                let citizen = |user: &User| user.enabled && user.roles == [Role::Citizen];
                let mut user = user
                    .filter(citizen)
                    .ok_or_else(|| Decline::field("username", Fault::NoSuchAccount))?;
                if !same_name(user.name.as_str(), paper.name.as_str()) {
                    return Err(Decline::field("name", Fault::NotOnThePaper).into());
                }
                let known = user.id_number.as_ref();
                if known.is_some_and(|number| *number != paper.number) {
                    return Err(Decline::field("id_number", Fault::NotOnThePaper).into());
                }
                user.id_number = Some(paper.number.clone());
                user.confirmed = Some(NumberConfirmed {
                    number: paper.number.clone(),
                    by: by.clone(),
                    at: now,
                });
                tx.save(&user)?;
                audit::write(tx, &trace)?;
                Ok(user)
            })
            .await
    }
}

/// Cards write names in capitals and accounts without marks; the number tells people apart.
fn same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| {
        let folded = fold(name);
        folded.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    plain(one) == plain(other)
}
