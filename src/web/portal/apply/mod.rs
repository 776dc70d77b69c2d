//! Filing online, page by page. What is typed is kept in a draft at every step, and while it is typed.

mod check;
mod go_on;
mod known;
mod resume;
mod save;
mod send;
mod upload;

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::response::Response;
use maud::Markup;

pub use go_on::go_on;
use known::{Linked, known};
pub use resume::{by_code, code_form, unfinished_of};
pub use save::{communes, save};
pub use upload::{Arriving, begin as begin_file, piece, state};

use crate::domain::form::{Evaluation, Form, Typed};
use crate::domain::person::PaperNumber;
use crate::domain::procedure::{Procedure, Taking};
use crate::domain::verified_paper::Offer;
use crate::office::drafts::typed_in;
use crate::office::{Decline, Viewer, forms, units};
use crate::store::papers::Draft;
use crate::store::settings::OnlineFiling;
use crate::ui::language::{self, say};
use crate::ui::portal::apply::{
    FormPage, Gap, Stage, Wizard, applicant_page, check_page, delivery_page, form_page, papers_page,
};
use crate::ui::{Entries, words};
use crate::web::{
    page::{Asked, go},
    problem::Problem,
};

/// A draft on its way, with what belongs to it.
pub(super) struct Work {
    pub procedure: std::sync::Arc<Procedure>,
    pub form: std::sync::Arc<Form>,
    pub draft: Draft,
    pub entries: Entries,
    pub judged: Evaluation,
    pub offers: Vec<Offer>,
    /// Words that fields of the form offer, by the key of the list.
    pub lists: Vec<(String, Vec<String>)>,
}

/// What a page shows beside the answers.
#[derive(Debug, Clone, Default)]
struct Extra<'a> {
    /// A table with one more row.
    more: &'a str,
    /// There are further questions.
    grown: bool,
    /// The link that the draft will begin with.
    link: Linked,
}

impl Work {
    /// The draft with its procedure and form; what the account knows fills in a new one.
    fn open(asked: &Asked, code: &str, draft: Draft) -> Result<Self, Problem> {
        let office = asked.app.office();
        let procedure = office.procedure(code)?.ok_or_else(Problem::not_found)?;
        let form = match draft.form_version {
            Some(version) => office.form_version(code, version)?,
            None => None,
        };
        let form = match form {
            Some(form) => form,
            None => office.form(code)?,
        };
        let entries = typed(&draft);
        let judged = judge(asked, &form.form, &entries);
        let offers = offers(asked, &procedure, &entries)?;
        let lists = office.lists_of(&form.form, asked.app.now().day())?;
        Ok(Self {
            offers,
            lists,
            procedure,
            form: form.form,
            draft,
            entries,
            judged,
        })
    }

    /// The page of a stage.
    fn page(
        &self,
        asked: &Asked,
        stage: Stage,
        extra: &Extra<'_>,
        gaps: &[Gap],
    ) -> Result<Markup, Problem> {
        let earlier = self.earlier(asked, stage)?;
        let entries = &self.filled_in(asked, stage);
        let saved = (!self.draft.id.is_empty()).then(|| clock(self.draft.saved_at));
        let offers = &self.offers;
        let wizard = Wizard {
            offers,
            procedure: &self.procedure,
            form: Some(&self.form),
            stage,
            draft: &self.draft.id,
            saved,
            entries,
            files: &self.draft.files,
            largest_file: asked.app.office().files.largest(),
            link: &extra.link.token,
            dead_link: !extra.link.token.is_empty() && extra.link.link.is_none(),
            link_of: self.draft.filled.values().find_map(|one| one.from.link()),
            earlier: earlier.map(|earlier| words::prefill::source(&earlier.from)),
        };
        let frame = asked.frame();
        Ok(match stage {
            Stage::Applicant => applicant_page(&frame, &wizard),
            Stage::Papers => papers_page(&frame, &wizard),
            Stage::Delivery => delivery_page(&frame, &wizard),
            Stage::Check => {
                let filled = self.form.filled(&self.judged.answers);
                check_page(&frame, &wizard, &filled, gaps)
            }
            Stage::Section(_) | Stage::Sheet => {
                let provinces: Vec<String> = units::provinces()
                    .into_iter()
                    .map(|(_, name)| name)
                    .collect();
                let page = FormPage {
                    form: &self.form,
                    judged: &self.judged,
                    provinces: &provinces,
                    lists: &self.lists,
                    today: &asked.app.now().day().to_string(),
                    more: extra.more,
                    grown: extra.grown,
                };
                form_page(&frame, &wizard, &page)
            }
        })
    }
}

/// Verified papers that fit, for whoever is signed in with a confirmed number and files for themselves.
fn offers(asked: &Asked, procedure: &Procedure, entries: &Entries) -> Result<Vec<Offer>, Problem> {
    let number = PaperNumber::new(entries.value("applicant.id_number")).ok();
    let confirmed = asked.viewer.as_ref().and_then(Viewer::confirmed_number);
    match (&asked.viewer, number) {
        (Some(viewer), Some(number)) if confirmed == Some(&number) => {
            let (office, day) = (asked.app.office(), asked.app.now().day());
            Ok(office.reusable_papers(viewer, &number, procedure, day)?)
        }
        _ => Ok(Vec::new()),
    }
}

/// "10:32"
pub(super) fn clock(at: crate::domain::time::Moment) -> String {
    let time = at.time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// What was typed so far.
fn typed(draft: &Draft) -> Entries {
    let fields = draft.fields.iter();
    Entries::sent(
        fields
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
    )
}

/// The answers of the form, judged on this day.
fn judge(asked: &Asked, form: &Form, entries: &Entries) -> Evaluation {
    forms::evaluate(form, &answers(entries), asked.app.now().day())
}

/// What was typed into the form, by field id.
fn answers(entries: &Entries) -> Typed {
    entries
        .values()
        .iter()
        .filter_map(|(name, value)| {
            let id = name.strip_prefix("form.")?;
            Some((id.to_owned(), value.clone()))
        })
        .collect()
}

/// A draft that is not kept yet.
fn blank(asked: &Asked, code: &str, linked: &Linked) -> Result<Draft, Problem> {
    let now = asked.app.now();
    let known = known(asked, linked)?;
    Ok(Draft {
        id: String::new(),
        procedure: code.to_owned(),
        owner: None,
        since: now,
        saved_at: now,
        fields: typed_in(&known),
        filled: known,
        files: Vec::new(),
        form_version: None,
        filed_as: None,
    })
}

/// Citizens file here only where the office takes online dossiers.
fn open_for_filing(asked: &Asked) -> Result<(), Problem> {
    let facts = asked.facts()?;
    if asked.viewer.as_ref().is_some_and(Viewer::is_officer) {
        return Err(Problem::forbidden());
    }
    if facts.profile.online_filing == OnlineFiling::On {
        Ok(())
    } else {
        Err(Decline::Refused(crate::domain::refusal::Refusal::OnlineFilingOff).into())
    }
}

/// `/thu-tuc/{code}/nop`: a new draft, or with `nhap` the one that is under way or filed; `buoc` is the page.
pub async fn begin(
    asked: Asked,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let office = asked.app.office();
    let procedure = office.procedure(&code)?.ok_or_else(Problem::not_found)?;
    open_for_filing(&asked)?;
    // Whoever began before the office stopped taking it may still read the draft; whoever begins now learns where to go.
    if procedure.taking() != Taking::EveryWay && !query.contains_key("nhap") {
        return Ok(go(&format!("/thu-tuc/{code}"), None));
    }
    let asks = |name: &str| query.get(name).map_or("", String::as_str);
    let linked = Linked::of(&asked, &code, &query)?;
    let draft = match query.get("nhap") {
        Some(id) => office
            .draft(id)?
            .filter(|draft| draft.procedure == code)
            .ok_or_else(Problem::not_found)?,
        None if asks("moi").is_empty() && asks("buoc").is_empty() => {
            if let Some(page) = resume::unfinished_page(&asked, &code, &linked.token)? {
                return Ok(page);
            }
            blank(&asked, &code, &linked)?
        }
        None => blank(&asked, &code, &linked)?,
    };
    if draft.filed_as.is_some() {
        return send::filed(&asked, &draft);
    }
    if !asks("ma").is_empty() {
        return resume::elsewhere_page(&asked, &draft, asks("ma"));
    }
    let work = Work::open(&asked, &code, draft)?;
    let stage = Stage::named(asks("buoc"), Some(&work.form));
    let extra = Extra {
        more: asks("them"),
        grown: !asks("hien").is_empty(),
        link: linked,
    };
    Ok(asked.show(&work.page(&asked, stage, &extra, &[])?))
}

/// A fault of a field, in words that name it.
pub fn words_of(form: &Form, field: &str, wrong: &crate::domain::form::Wrong) -> String {
    use crate::domain::form::Wrong;
    let label = form
        .fields()
        .find(|known| {
            let rest = field.strip_prefix(&known.id);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
        .map_or("", |known| language::said(&known.label));
    let part = match field.rsplit('.').next() {
        Some("tinh") => say!(" – tỉnh, thành phố"),
        Some("xa") => say!(" – xã, phường"),
        _ => "",
    };
    match wrong {
        Wrong::Said(words) => format!("{label}: {}", language::said(words)),
        Wrong::Fault(fault) => format!("{label}{part}: {}", lower(words::fault::fault(*fault))),
    }
}

/// With a small first letter, as it stands after a colon; an abbreviation keeps its letters.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    if letters.clone().nth(1).is_some_and(char::is_uppercase) {
        return sentence.to_owned();
    }
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
