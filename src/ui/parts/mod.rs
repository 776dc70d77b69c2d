//! The parts that pages are made of. Ids and `aria-describedby` are wired here, so no page can forget them.
//!
//! A part with several inputs is a struct that renders itself; a small one is a function.

mod card_scan;
mod choice;
mod dossier;
mod field;
mod layout;
mod list;
mod message;
mod search;
mod table;
mod text;
mod timeline;

pub use card_scan::{CARD, CARD_PHOTO, CardScan, card_photo};
pub use choice::{Checkbox, Choice, Radios, Select};
pub use dossier::{due_mark, field_tag, level_tag, paper_tag, status_tag, tag};
pub use field::{DateField, FileField, TextArea, TextField, Width, field_id};
pub use layout::{
    Button, ButtonKind, breadcrumb, card, copy_button, fold, icon, link_button, print_button,
    qr_image, steps,
};
pub use list::{Fact, SummaryRow, Task, facts, summary, tasks};
pub use message::{EmptyState, error_summary, notice};
pub use search::SearchBox;
pub use table::{Column, Row, Table, next_page, page_numbers, tabs};
pub use text::{long_text, shortened};
pub use timeline::{Moved, timeline};
