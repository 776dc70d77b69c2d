//! What was typed into a form and what is wrong with it, so that nothing has to be typed twice.

use crate::domain::fault::FieldFault;
use crate::ui::words;

/// Raw values of a form and the faults found in them, by field name.
///
/// Field names are those of the HTML form, e.g. `applicant.phone` or `components[2].file`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries {
    values: Vec<(String, String)>,
    faults: Vec<(String, String)>,
    sources: Vec<(String, String)>,
}

impl Entries {
    /// An untouched form.
    pub fn new() -> Self {
        Self::default()
    }

    /// A form as it was sent.
    pub fn sent(values: Vec<(String, String)>) -> Self {
        Self {
            values,
            ..Self::default()
        }
    }

    /// Fills a field in beforehand, or replaces what it held.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.values.retain(|(known, _)| *known != name);
        self.values.push((name, value.into()));
    }

    /// The same, for building in one expression.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// Says what is wrong with a field, in words that tell what to do.
    pub fn refuse(&mut self, name: impl Into<String>, words: impl Into<String>) {
        self.faults.push((name.into(), words.into()));
    }

    /// The same for a fault that the law found: label and words together.
    pub fn refuse_fault(&mut self, fault: &FieldFault) {
        self.refuse(fault.field.clone(), words::fault::named(fault));
    }

    /// What a field holds; empty when it was not sent.
    pub fn value(&self, name: &str) -> &str {
        self.values
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    /// Whether a box or one of several boxes of this name is ticked.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values
            .iter()
            .any(|(known, held)| known == name && held == value)
    }

    /// What is wrong with a field.
    pub fn fault(&self, name: &str) -> Option<&str> {
        self.faults
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, words)| words.as_str())
    }

    /// Says where the value of a field comes from, in words.
    pub fn comes_from(&mut self, name: impl Into<String>, words: impl Into<String>) {
        self.sources.push((name.into(), words.into()));
    }

    /// Where the value of a field comes from, if nobody typed it.
    pub fn source(&self, name: &str) -> Option<&str> {
        self.sources
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, words)| words.as_str())
    }

    /// Whether anything was filled in beforehand.
    pub fn has_sources(&self) -> bool {
        !self.sources.is_empty()
    }

    /// All faults, in the order in which they were found.
    pub fn faults(&self) -> &[(String, String)] {
        &self.faults
    }

    /// Whether anything is wrong.
    pub fn is_faulty(&self) -> bool {
        !self.faults.is_empty()
    }

    /// All values as they were sent, to carry them through the steps of a wizard.
    pub fn values(&self) -> &[(String, String)] {
        &self.values
    }
}
