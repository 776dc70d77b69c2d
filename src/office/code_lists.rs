//! Shared code lists (danh mục dùng chung): those the office ships, with what it changed, and its own.

use std::collections::BTreeSet;

use super::{Decline, Declined, Office, Viewer, samples, setting, units};
use crate::domain::audit::{Deed, Trace};
use crate::domain::code_list::{CodeList, CodeLists, ListChange, ListWord};
use crate::domain::fault::Fault;
use crate::domain::form::{Form, Kind};
use crate::domain::officer::Role;
use crate::domain::text::Line;
use crate::domain::time::{Day, Moment};
use crate::kv::{KvError, Tx, View};
use crate::store::{Save, audit, settings::Kept};

/// Lists of its own that an office may have.
const MOST: usize = 100;

impl Office {
    /// Every list, shipped or the office's own, by key.
    pub fn code_lists(&self) -> Result<Vec<CodeList>, KvError> {
        self.kv.read(|view| Ok(all(view)?.0))
    }

    /// The lists that a form offers words of, by their keys, with the words that hold on a day.
    pub fn lists_of(&self, form: &Form, day: Day) -> Result<Vec<(String, Vec<String>)>, KvError> {
        let wanted: BTreeSet<&str> = form
            .fields()
            .filter_map(|field| match &field.kind {
                Kind::Text { suggest, .. } => suggest.as_deref(),
                _ => None,
            })
            .collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut lists = self.code_lists()?;
        lists.retain(|list| wanted.contains(list.key.as_str()));
        let words = |list: &CodeList| list.on(day).map(|word| word.name.to_string()).collect();
        Ok(lists
            .iter()
            .map(|list| (list.key.clone(), words(list)))
            .collect())
    }

    /// Begins a list, or adds a word to one or ends one. Fields at fault are `key`, `code`, `from`, `until`.
    pub async fn change_code_list(
        &self,
        viewer: &Viewer,
        key: String,
        change: ListChange,
        now: Moment,
    ) -> Result<(), Declined> {
        if !viewer.has(Role::Admin) {
            return Err(Decline::Forbidden.into());
        }
        let trace = Trace::new(&viewer.by(), Deed::SettingChanged, now)
            .detail(format!("code_list {}", told(&key, &change)));
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                let CodeLists(mut lists) = all(tx)?;
                let at = lists.iter().position(|list| list.key == key);
                let refused = |(field, fault)| Decline::field(field, fault);
                match (change.clone(), at) {
                    (ListChange::Begin { .. }, Some(_)) => {
                        return Err(Decline::field("key", Fault::Taken).into());
                    }
                    (ListChange::Begin { name, source }, None) => {
                        if lists.len() >= MOST {
                            return Err(Decline::field("key", Fault::OutOfRange).into());
                        }
                        lists.push(CodeList {
                            key: key.clone(),
                            name,
                            source,
                            words: Vec::new(),
                        });
                    }
                    (_, None) => return Err(Decline::NotFound.into()),
                    (ListChange::Add(word), Some(at)) => lists[at].add(word).map_err(refused)?,
                    (ListChange::End { code, until }, Some(at)) => {
                        lists[at].end(&code, until).map_err(refused)?;
                    }
                }
                tx.save(&Kept(CodeLists(lists)))?;
                audit::write(tx, &trace)?;
                Ok(())
            })
            .await
    }
}

/// The lists as they are kept, and the shipped ones that nobody has touched.
fn all(view: &(impl View + ?Sized)) -> Result<CodeLists, KvError> {
    let CodeLists(kept) = setting::<CodeLists>(view)?.unwrap_or_default();
    let mut lists: Vec<CodeList> = shipped()
        .into_iter()
        .filter(|list| kept.iter().all(|other| other.key != list.key))
        .collect();
    lists.extend(kept);
    lists.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(CodeLists(lists))
}

/// What the office ships.
fn shipped() -> Vec<CodeList> {
    let words = units::rows(samples::ETHNIC_GROUPS).map(|row| {
        Some(ListWord {
            code: units::cell(&row, 0),
            name: Line::new(&units::cell(&row, 1)).ok()?,
            from: None,
            until: None,
        })
    });
    let list = |name, source, words: Option<Vec<ListWord>>| {
        Some(CodeList {
            key: "dan_toc".to_owned(),
            name: Line::new(name).ok()?,
            source: Line::new(source).ok()?,
            words: words?,
        })
    };
    list(
        "Dân tộc",
        "Danh mục các dân tộc Việt Nam (Quyết định 121-TCTK/PPCĐ ngày 02/3/1979 của Tổng cục Thống kê)",
        words.collect(),
    )
    .into_iter()
    .collect()
}

fn told(key: &str, change: &ListChange) -> String {
    match change {
        ListChange::Begin { name, .. } => format!("{key}: {name}"),
        ListChange::Add(word) => format!("{key}: {} {}", word.code, word.name),
        ListChange::End { code, until } => format!("{key}: {code} đến {until}"),
    }
}
