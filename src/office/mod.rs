//! What people do: one file for each deed or question.
//!
//! The only place where law, records and files meet. Time is an argument; randomness comes from
//! the operating system and never inside a transaction, since a transaction may be run again.

pub mod accounts;
pub mod act_on_dossier;
pub mod act_on_many;
pub mod audit;
pub mod backups;
pub mod change_calendar;
pub mod change_procedure;
pub mod code_lists;
pub mod collect_files;
pub mod confirm_number;
pub mod decline;
pub mod delegate;
pub mod digitisation;
pub mod dossier_codes;
mod dossier_words;
pub mod drafts;
pub mod expressions;
mod favourites;
pub mod feedback;
pub mod find_dossiers;
pub mod follow_dossiers;
pub mod forms;
pub mod found;
pub mod import_holidays;
pub mod import_procedures;
pub mod import_units;
pub mod known_person;
mod learn_usage;
mod org_units;
pub mod prefill;
pub mod prefill_links;
pub mod procedures;
pub mod processes;
pub mod random;
pub mod read_dossiers;
pub mod read_feed;
mod read_photo;
pub mod renew_catalogue;
pub mod rows;
pub mod run_timers;
pub mod samples;
pub mod scrub_files;
pub mod shipped;
pub mod sign_in;
pub mod signing;
pub mod slips;
pub mod submit_dossier;
pub mod templates;
pub mod track_dossier;
pub mod units;
pub mod upload_file;
pub mod verified_papers;
pub mod viewer;
pub mod views;
mod walk;
pub mod work_lists;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, RwLock};

pub use decline::{Decline, Declined};
pub use viewer::Viewer;
pub use walk::Page;

use crate::domain::audit::By;
use crate::domain::calendar::CalendarRows;
use crate::domain::officer::User;
use crate::domain::org_units::OrgUnits;
use crate::domain::slip::FormSets;
use crate::domain::{calendar::OfficeCalendar, officer::Role};
use crate::files::Files;
use crate::kv::{Kv, KvError, Span, View, keys};
use crate::seal::Seal;
use crate::search::CatalogueIndex;
use crate::search::dossiers::DossierSearch;
use crate::store::{
    Load,
    settings::{Profile, setting},
    slips::Template,
    spaces,
};

/// Tells the time; deeds get it as an argument, and only whoever calls them asks.
pub type Clock = Arc<dyn Fn() -> crate::domain::time::Moment + Send + Sync>;

/// The open office: records, files, search and seal, with what every deed needs at hand.
#[derive(Clone)]
pub struct Office {
    /// Records.
    pub kv: Kv,
    /// Attachments.
    pub files: Files,
    /// The catalogue's full text.
    pub search: Arc<CatalogueIndex>,
    /// The dossiers' full text.
    pub dossier_search: Arc<DossierSearch>,
    /// The office's own signature.
    pub seal: Arc<Seal>,
    by: By,
    facts: Arc<RwLock<Option<Facts>>>,
    procedures: Arc<procedures::Recent>,
    listed: procedures::Listed,
    lists: audit::Lists,
    processes: Arc<processes::Known>,
    inspections: signing::Inspections,
    passwords: Arc<tokio::sync::Semaphore>,
    /// One follower of the journal at a time,
    following: Arc<Mutex<()>>,
    /// and beside it one who makes the index of the dossiers anew.
    rebuilding: Arc<Mutex<()>>,
    /// One who changes the catalogue at a time.
    renewing: Arc<Mutex<()>>,
}

/// Settings that are read at every deed.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Who the office is.
    pub profile: Arc<Profile>,
    /// Its working time.
    pub calendar: Arc<OfficeCalendar>,
    /// Its units.
    pub units: Arc<OrgUnits>,
    /// The sets of statutory forms it knows.
    pub forms: Arc<FormSets>,
    /// Its own print templates in use, by the shipped name.
    pub own: Arc<BTreeMap<String, Template>>,
}

impl Office {
    /// Puts the rooms together and reads the settings.
    pub fn open(kv: Kv, files: Files, search: CatalogueIndex, seal: Seal) -> Result<Self, KvError> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let office = Self {
            kv,
            files,
            search: Arc::new(search),
            dossier_search: Arc::new(DossierSearch::in_ram()),
            seal: Arc::new(seal),
            by: By::CONSOLE,
            facts: Arc::default(),
            procedures: Arc::default(),
            listed: Arc::default(),
            lists: Arc::default(),
            processes: Arc::default(),
            inspections: signing::Inspections::default(),
            passwords: Arc::new(tokio::sync::Semaphore::new(cores)),
            following: Arc::default(),
            rebuilding: Arc::default(),
            renewing: Arc::default(),
        };
        office.refresh_facts()?;
        office.understand_expressions()?;
        Ok(office)
    }

    /// The same office as somebody else uses it: what they do is written down under their name. Where nobody is said,
    /// it is whoever sits at the machine.
    #[must_use]
    pub fn used_by(&self, by: By) -> Self {
        Self { by, ..self.clone() }
    }

    /// The same office with the index of its dossiers in the data directory, not in memory.
    #[must_use]
    pub fn searching(self, dossier_search: DossierSearch) -> Self {
        Self {
            dossier_search: Arc::new(dossier_search),
            ..self
        }
    }

    /// Reads the settings again, after they were written.
    pub fn refresh_facts(&self) -> Result<(), KvError> {
        let facts = self.kv.read(|view| {
            let Some(profile) = setting::<Profile>(view)? else {
                return Ok(None);
            };
            let rows = setting::<CalendarRows>(view)?.unwrap_or_default();
            let calendar = OfficeCalendar::new(rows).unwrap_or_default();
            let forms = setting::<FormSets>(view)?.unwrap_or_else(shipped::form_sets);
            Ok(Some(Facts {
                profile: Arc::new(profile),
                calendar: Arc::new(calendar),
                units: Arc::new(setting::<OrgUnits>(view)?.unwrap_or_default()),
                forms: Arc::new(forms),
                own: Arc::new(templates::in_use(view)?),
            }))
        })?;
        *self
            .facts
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = facts;
        Ok(())
    }

    /// The settings; `None` until the office is set up.
    pub fn facts(&self) -> Option<Facts> {
        self.facts
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// The settings of an office that is set up.
    pub(crate) fn settled(&self) -> Result<Facts, Declined> {
        self.facts().ok_or(Declined::Declined(Decline::NotSetUp))
    }
}

/// Enabled accounts with `role`, oldest first: the order in which work is routed.
pub(crate) fn with_role(view: &dyn View, role: Role) -> Result<Vec<User>, KvError> {
    let mut users = of_role(view, role)?;
    users.retain(|user| user.enabled);
    Ok(users)
}

/// Accounts with `role`, oldest first, disabled ones too.
fn of_role(view: &dyn View, role: Role) -> Result<Vec<User>, KvError> {
    let span = Span::prefix(keys::encode(&role.key()));
    let mut users = Vec::new();
    for (key, _) in view.rows(spaces::USERS_BY_ROLE, &span)? {
        let (_, _, username) = keys::decode::<(String, i64, String)>(&key)
            .map_err(|error| KvError::unreadable(spaces::USERS_BY_ROLE, &key, error))?;
        users.extend(view.load::<User>(&username)?);
    }
    Ok(users)
}
