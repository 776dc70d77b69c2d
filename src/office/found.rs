//! Setting up the office (thiết lập ban đầu): who it is, its calendar, its first administrator.

use super::{Decline, Declined, Office, setting};
use crate::domain::audit::{Deed, Trace};
use crate::domain::calendar::CalendarRows;
use crate::domain::time::Moment;
use crate::kv::Tx;
use crate::store::{
    Save, audit,
    settings::{Kept, Profile},
};

impl Office {
    /// Founds the office; declines when it is founded already.
    pub async fn found(
        &self,
        profile: Profile,
        calendar: CalendarRows,
        now: Moment,
    ) -> Result<(), Declined> {
        let trace = self.setting_changed("founded", now);
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                if setting::<Profile>(tx)?.is_some() {
                    return Err(Decline::AlreadySetUp.into());
                }
                tx.save(&Kept(profile.clone()))?;
                tx.save(&Kept(calendar.clone()))?;
                audit::write(tx, &trace)?;
                Ok(())
            })
            .await?;
        Ok(self.refresh_facts()?)
    }

    /// Changes who the office is.
    pub async fn change_profile(&self, profile: Profile, now: Moment) -> Result<(), Declined> {
        let trace = self.setting_changed("profile", now);
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                audit::write(tx, &trace)?;
                Ok(tx.save(&Kept(profile.clone()))?)
            })
            .await?;
        Ok(self.refresh_facts()?)
    }

    /// Changes the calendar; open due dates stay as they were promised.
    pub async fn change_calendar(
        &self,
        calendar: CalendarRows,
        now: Moment,
    ) -> Result<(), Declined> {
        let trace = self.setting_changed("calendar", now);
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                audit::write(tx, &trace)?;
                Ok(tx.save(&Kept(calendar.clone()))?)
            })
            .await?;
        Ok(self.refresh_facts()?)
    }

    /// That a setting was changed.
    pub(super) fn setting_changed(&self, which: &str, now: Moment) -> Trace {
        Trace::new(&self.by, Deed::SettingChanged, now).detail(which)
    }
}
