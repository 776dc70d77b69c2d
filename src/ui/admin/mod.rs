//! Administration (quản trị): the office's facts, its accounts, its internal processes. No dossier is read here.

mod accounts;
mod audit;
mod backup;
mod calendar;
mod cells;
mod code_lists;
mod diagram;
mod difference;
mod dossier_codes;
mod expressions;
mod forms;
mod overview;
mod procedure_import;
mod procedures;
mod processes;
mod signing;
mod templates;
mod units;

pub use accounts::{AccountsPage, NewSecret, accounts_page};
pub use audit::{AuditPage, AuditRow, CheckpointSheet, audit_page, checkpoint_page};
pub use backup::{BackupPage, BackupRow, Outcome, backup_page};
pub use calendar::{CALENDAR, CalendarPage, Moving, WEEK, calendar_page};
pub use code_lists::{CODE_LISTS, code_list_page, code_lists_page};
pub use dossier_codes::{DOSSIER_CODES, DossierCodesPage, dossier_codes_page};
pub use expressions::{EXPRESSIONS, ExpressionsPage, TriedRow, expressions_page};
pub use forms::{Editor, editor, forms_page};
pub use overview::{Health, OfficeSheet, OnlineChoice, overview_page};
pub use procedure_import::{
    BadLine, ChangedRow, IMPORT, ImportPage, LookedAt, import_page, preferred,
};
pub use procedures::{
    Meanwhile, PROCEDURES, ProcedurePage, ProceduresPage, VersionPage, procedure_page,
    procedures_page, version_page,
};
pub use processes::{ListedProcess, PROCESSES, ProcessPage, process_page, processes_page};
pub use signing::{InUse, SIGNING, Signatory, SigningPage, signing_page};
pub use templates::{
    ListedTemplate, OwnTemplate, TEMPLATES, TemplateSheet, template_page, templates_page,
};
pub use units::{ListedUnit, UNITS, UnitsPage, units_page};
