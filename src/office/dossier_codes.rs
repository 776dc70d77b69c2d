//! How the office gives codes to its dossiers (mẫu mã hồ sơ): the pattern, an example, and a change that cannot collide.

use std::num::NonZeroU64;

use super::{Decline, Declined, Office, Viewer, setting};
use crate::domain::audit::{Deed, Trace};
use crate::domain::codes::{AgencyCode, DossierCode, DossierCodeTemplate};
use crate::domain::dossier::Dossier;
use crate::domain::fault::Fault;
use crate::domain::officer::Role;
use crate::domain::time::{Day, Moment};
use crate::kv::{KvError, Tx, View};
use crate::store::settings::Kept;
use crate::store::{Load, Save, audit, sequence};

impl Office {
    /// The pattern that the next dossier gets its code by.
    pub fn dossier_codes(&self) -> Result<DossierCodeTemplate, KvError> {
        self.kv.read(|view| pattern(view))
    }

    /// The code that the next dossier of this day would get by a pattern.
    pub fn next_code(
        &self,
        pattern: DossierCodeTemplate,
        day: Day,
    ) -> Result<DossierCode, Declined> {
        let agency = self.settled()?.profile.agency_code.clone();
        Ok(self.kv.read(|view| next(view, pattern, &agency, day))?)
    }

    /// Gives codes by another pattern from now on; codes that were given stay. A pattern whose next code is another
    /// dossier's already is [`Fault::Taken`].
    pub async fn change_dossier_codes(
        &self,
        viewer: &Viewer,
        pattern: DossierCodeTemplate,
        now: Moment,
    ) -> Result<(), Declined> {
        if !viewer.has(Role::Admin) {
            return Err(Decline::Forbidden.into());
        }
        let agency = self.settled()?.profile.agency_code.clone();
        let detail = format!("dossier_codes {pattern}");
        let trace = Trace::new(&viewer.by(), Deed::SettingChanged, now).detail(detail);
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                let code = next(tx, pattern, &agency, now.day())?;
                if tx.load::<Dossier>(&code.to_string())?.is_some() {
                    return Err(Decline::field("width", Fault::Taken).into());
                }
                tx.save(&Kept(pattern))?;
                audit::write(tx, &trace)?;
                Ok(())
            })
            .await
    }
}

/// The pattern in force.
pub(super) fn pattern(view: &(impl View + ?Sized)) -> Result<DossierCodeTemplate, KvError> {
    Ok(setting::<DossierCodeTemplate>(view)?.unwrap_or_default())
}

fn next(
    view: &(impl View + ?Sized),
    pattern: DossierCodeTemplate,
    agency: &AgencyCode,
    day: Day,
) -> Result<DossierCode, KvError> {
    let last = sequence::last(view, &("dossier", agency.to_string(), day.to_string()))?;
    let number = NonZeroU64::new(last.saturating_add(1)).unwrap_or(NonZeroU64::MIN);
    Ok(pattern.code(agency, day, number))
}
