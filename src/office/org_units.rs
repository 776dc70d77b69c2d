//! Units of the office (đơn vị): counter, divisions, leadership.

use std::collections::BTreeSet;

use super::Office;
use crate::kv::KvError;

impl Office {
    /// Names of the units that exist today.
    pub fn unit_names(&self) -> Result<Vec<String>, KvError> {
        let officers = self.officers()?;
        let counter = self
            .facts()
            .map(|facts| facts.profile.reception_unit.clone());
        let officers = officers.into_iter().filter_map(|officer| officer.unit);
        let names: BTreeSet<String> = officers.chain(counter).collect();
        Ok(names.into_iter().collect())
    }
}
