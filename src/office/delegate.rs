//! Delegating work (uỷ quyền): arranging it, ending it, and who does whose work today.

use super::{Decline, Declined, Office, Viewer, random};
use crate::domain::audit::{Deed, Trace};
use crate::domain::delegation::{AwayGround, Delegation};
use crate::domain::fault::Fault;
use crate::domain::officer::{Role, User, Username};
use crate::domain::text::Line;
use crate::domain::time::{Day, Moment};
use crate::kv::{KvError, NEXT, Span, Tx, View, keys};
use crate::store::{Load, Save, audit, spaces};

/// A delegation to be arranged.
#[derive(Debug, Clone)]
pub struct NewDelegation {
    /// Who is away.
    pub from: Username,
    /// Who does their work.
    pub to: Username,
    /// First day.
    pub since: Day,
    /// Last day.
    pub until: Day,
    /// Why.
    pub ground: AwayGround,
    /// Decision or remark.
    pub note: Option<Line>,
}

impl Office {
    /// Arranges a delegation: officers for themselves, leaders for anybody.
    pub async fn delegate(
        &self,
        viewer: &Viewer,
        new: NewDelegation,
        now: Moment,
    ) -> Result<Delegation, Declined> {
        may_arrange(viewer, &new.from)?;
        if new.until < now.day() {
            return Err(Decline::field("until", Fault::DueNotAfter).into());
        }
        let delegation = Delegation {
            id: random::id(),
            from: new.from,
            to: new.to,
            since: new.since,
            until: new.until,
            ground: new.ground,
            note: new.note,
            made_by: viewer.user().username.clone(),
            made_at: now,
            ended_at: None,
        };
        let trace = Trace::new(&viewer.by(), Deed::AccountChanged, now)
            .on(delegation.from.as_str())
            .detail("delegate");
        self.kv
            .write(move |tx: &mut Tx| -> Result<Delegation, Declined> {
                let officer = |field: &str, name: &Username| -> Result<User, Declined> {
                    let user = tx.load::<User>(&name.to_string())?;
                    user.ok_or_else(|| Decline::field(field, Fault::NotAnOfficer).into())
                };
                let (from, to) = (
                    officer("from", &delegation.from)?,
                    officer("to", &delegation.to)?,
                );
                delegation.check(&from, &to).map_err(Decline::from)?;
                tx.save_new(&delegation)?;
                audit::write(tx, &trace)?;
                Ok(delegation.clone())
            })
            .await
    }

    /// Ends a delegation at once.
    pub async fn end_delegation(
        &self,
        viewer: &Viewer,
        id: &str,
        now: Moment,
    ) -> Result<Delegation, Declined> {
        let (viewer, id) = (viewer.clone(), id.to_owned());
        self.kv
            .write(move |tx: &mut Tx| -> Result<Delegation, Declined> {
                let mut delegation = tx.load::<Delegation>(&id)?.ok_or(Decline::NotFound)?;
                may_arrange(&viewer, &delegation.from)?;
                if !delegation.is_over(now) {
                    delegation.ended_at = Some(now);
                    tx.save(&delegation)?;
                    let trace = Trace::new(&viewer.by(), Deed::AccountChanged, now);
                    let trace = trace.on(delegation.from.as_str()).detail("delegation end");
                    audit::write(tx, &trace)?;
                }
                Ok(delegation)
            })
            .await
    }

    /// Every delegation that concerns this person, or all for a leader; the latest first.
    pub fn delegations(&self, viewer: &Viewer) -> Result<Vec<Delegation>, KvError> {
        let mut all = Vec::new();
        self.kv.read(|view| {
            view.each::<Delegation>(&Span::all(), &mut |one| {
                let own = [&one.from, &one.to].contains(&&viewer.user().username);
                if own || viewer.has(Role::Leader) {
                    all.push(one);
                }
                Ok(NEXT)
            })
        })?;
        all.sort_by_key(|one| std::cmp::Reverse((one.since, one.made_at)));
        Ok(all)
    }
}

/// Officers arrange who does their own work, leaders also who does that of others.
fn may_arrange(viewer: &Viewer, from: &Username) -> Result<(), Decline> {
    if viewer.user().username == *from || viewer.has(Role::Leader) {
        Ok(())
    } else {
        Err(Decline::Forbidden)
    }
}

/// Those whose work `user` does at `now`.
pub(super) fn stands_for(view: &dyn View, user: &User, now: Moment) -> Result<Vec<User>, KvError> {
    // Those whose last day is past come first and are passed over.
    let name = user.username.as_str();
    let span = Span::range(
        keys::encode(&(name, now.day().to_string())),
        keys::encode(&(name, "~")),
    );
    let mut absent = Vec::new();
    for (key, _) in view.rows(spaces::DELEGATIONS_BY_DELEGATE, &span)? {
        let (_, _, id) = keys::decode::<(String, String, String)>(&key)
            .map_err(|cause| KvError::unreadable(spaces::DELEGATIONS_BY_DELEGATE, &key, cause))?;
        let Some(delegation) = view.load::<Delegation>(&id)?.filter(|one| one.holds(now)) else {
            continue;
        };
        let known = |user: &User| user.username == delegation.from;
        if !absent.iter().any(known) {
            absent.extend(view.load::<User>(&delegation.from.to_string())?);
        }
    }
    Ok(absent)
}
