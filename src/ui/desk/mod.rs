//! The officers' pages: work list, search, counter intake, dossier with everything that may be done to it.

pub mod card;
pub mod check_papers;
mod confirm_number;
pub mod deeds;
mod delegations;
mod dossier;
pub mod facts;
mod feedback;
mod filter;
mod find;
mod intake;
mod many;
mod paper_list;
mod paper_store;
pub mod papers;
pub mod parts;
mod prefill_links;
mod signing;
mod slips;
mod work_list;

pub use confirm_number::confirm_number_page;
pub use delegations::{DELEGATIONS, DelegationsPage, delegations_page};
pub use dossier::{DossierPage, dossier_page};
pub use feedback::{
    FEEDBACK_DESK, FeedbackList, FeedbackPage, FeedbackTab, Possible, feedback_list, feedback_page,
    feedback_path,
};
pub use filter::{ME, WorkFilter, tray_key, tray_name};
pub use find::{FIND, FindFilter, FindPage, Fit, FoundRow, find_page};
pub use intake::{Intake, ProcedureHit, intake_page};
pub use many::{ManyPage, Outcome, many_page, results_page};
pub use paper_list::store_path;
pub use paper_store::{PaperStorePage, paper_store_page, standing_tag};
pub use prefill_links::{
    LINK_FIELDS, LinkList, LinkPage, NewLinkPage, PREFILL_LINKS, link_field, link_list, link_page,
    link_path, new_link_page,
};
pub use signing::{Findings, SignPage, Signatures, findings_page, sign_page, sign_path};
pub use slips::{RegisterPage, print_many_page, register_page};
pub use work_list::{WorkList, columns, row, work_list};
