//! Whose signatures the office trusts (tổ chức chứng thực chữ ký số được tin cậy).

use super::packed;
use crate::domain::signature::{Certified, Obstacle};
use crate::domain::time::Moment;
use crate::kv::{KvError, Tx};
use crate::office::{Decline, Declined, Office};
use crate::seal::pades::authority;
use crate::store::{
    Save, audit,
    settings::{Kept, setting},
    signing::{TrustedRoot, TrustedRoots},
};

/// Authorities that are trusted at once.
const MOST: usize = 20;

impl Office {
    /// Every authority that the office trusts.
    pub fn trusted_roots(&self) -> Result<Vec<TrustedRoot>, KvError> {
        let kept = self.kv.read(|view| setting::<TrustedRoots>(view))?;
        Ok(kept.unwrap_or_default().0)
    }

    /// Trusts an authority from now on; one that is trusted already stays.
    pub async fn trust_root(&self, file: &[u8], now: Moment) -> Result<Certified, Declined> {
        let (der, certified) = authority(file).ok_or(Decline::from(Obstacle::NotAnAuthority))?;
        if self.trusted_roots()?.len() >= MOST {
            return Err(Decline::from(Obstacle::TooManyAuthorities).into());
        }
        let root = TrustedRoot {
            certified: certified.clone(),
            der: packed(&der),
        };
        let what = format!("trusted_root {}", certified.serial);
        self.change_roots(&what, now, move |roots| {
            if !roots.contains(&root) {
                roots.push(root.clone());
            }
        })
        .await?;
        Ok(certified)
    }

    /// Trusts the authority with this serial number no longer.
    pub async fn distrust_root(&self, serial: &str, now: Moment) -> Result<(), Declined> {
        let what = format!("distrusted_root {serial}");
        let serial = serial.to_owned();
        self.change_roots(&what, now, move |roots| {
            roots.retain(|root| root.certified.serial != serial);
        })
        .await
    }

    async fn change_roots(
        &self,
        what: &str,
        now: Moment,
        change: impl Fn(&mut Vec<TrustedRoot>) + Send + Sync + 'static,
    ) -> Result<(), Declined> {
        let trace = self.setting_changed(what, now);
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                let mut roots = setting::<TrustedRoots>(tx)?.unwrap_or_default();
                change(&mut roots.0);
                audit::write(tx, &trace)?;
                Ok(tx.save(&Kept(roots))?)
            })
            .await?;
        self.inspections.forget();
        Ok(())
    }
}
