//! Setting up the office (thiết lập ban đầu): who it is, its calendar, its first administrator.

use super::{Decline, Declined, Office, setting};
use crate::domain::calendar::CalendarRows;
use crate::kv::Tx;
use crate::store::{
    Save,
    settings::{Kept, Profile},
};

impl Office {
    /// Founds the office; declines when it is founded already.
    pub async fn found(&self, profile: Profile, calendar: CalendarRows) -> Result<(), Declined> {
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                if setting::<Profile>(tx)?.is_some() {
                    return Err(Decline::AlreadySetUp.into());
                }
                tx.save(&Kept(profile.clone()))?;
                tx.save(&Kept(calendar.clone()))?;
                Ok(())
            })
            .await?;
        Ok(self.refresh_facts()?)
    }

    /// Changes who the office is.
    pub async fn change_profile(&self, profile: Profile) -> Result<(), Declined> {
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                Ok(tx.save(&Kept(profile.clone()))?)
            })
            .await?;
        Ok(self.refresh_facts()?)
    }

    /// Changes the calendar; open due dates stay as they were promised.
    pub async fn change_calendar(&self, calendar: CalendarRows) -> Result<(), Declined> {
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                Ok(tx.save(&Kept(calendar.clone()))?)
            })
            .await?;
        Ok(self.refresh_facts()?)
    }
}
