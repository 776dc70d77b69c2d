//! Filing a dossier (nộp hồ sơ): number, dossier, files, receipt and history in one transaction.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{
    Decline, Declined, Office, Viewer, dossier_codes,
    forms::AnsweredForm,
    random,
    slips::{Issuer, Occasion},
    units,
    upload_file::{owned_by, use_in},
    verified_papers,
};
use crate::domain::{
    audit::{Deed, Trace},
    dossier::{Channel, Delivery, Dossier, FeeLine, FileRef, PaperInput, ProcedureRef},
    event::Actor,
    fault::{Fault, FieldFault},
    money::Dong,
    moves::{self, Circumstances, Filing, Routes},
    officer::{Role, Username},
    person::Applicant,
    procedure::{Procedure, Taking},
    refusal::Refusal,
    text::Prose,
    time::Moment,
};
use crate::kv::Tx;
use crate::store::{
    self, Load, Save, Subject, audit,
    papers::{Draft, Outcome, Upload},
    sequence,
    settings::{OnlineFiling, Profile},
};

/// What is filed, as the API takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDossier {
    /// Procedure code.
    pub procedure: String,
    /// Index of the case.
    #[serde(default, deserialize_with = "or_default")]
    #[schema(value_type = Option<usize>)]
    pub case: usize,
    /// How it comes in.
    #[schema(value_type = String, examples("online", "counter", "post"))]
    pub channel: Channel,
    /// Whose matter it is.
    #[schema(value_type = Object)]
    pub applicant: Applicant,
    /// Who files for them.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub submitter: Option<Applicant>,
    /// Answers of the e-form.
    #[serde(default, deserialize_with = "or_default")]
    #[schema(value_type = Option<Object>)]
    pub form: Map<String, Value>,
    /// Version of the e-form they answer; the newest where it is not said. A page knows it, the API does not.
    #[serde(skip)]
    pub form_version: Option<u32>,
    /// Papers: `{id, kind: original|copy|electronic, count, file}`, or `{id, kind: verified, reuse}` with the id of a verified paper.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub components: Vec<PaperInput>,
    /// How to return the result: `{method: counter|post|electronic, address}`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub delivery: Option<Delivery>,
    /// Remark.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub note: Option<Prose>,
    /// Due date, where reception must set one.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
}

/// What is optional may be null as well as absent.
fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// Who files: somebody signed in, or whoever holds the draft.
#[derive(Debug, Clone)]
pub enum Filer {
    /// Signed in.
    Viewer(Viewer),
    /// With the draft at hand, without an account.
    Draft(Draft),
}

impl Filer {
    /// Whose uploads may be used.
    fn owners(&self, draft: Option<&str>) -> Vec<String> {
        let mut owners: Vec<String> = draft.map(|id| format!("draft:{id}")).into_iter().collect();
        match self {
            Self::Viewer(viewer) => owners.push(viewer.username().to_owned()),
            Self::Draft(draft) => owners.push(format!("draft:{}", draft.id)),
        }
        owners
    }

    fn owner(&self) -> Option<Username> {
        match self {
            Self::Viewer(viewer) if !viewer.is_officer() => Some(viewer.user().username.clone()),
            _ => None,
        }
    }

    fn actor(&self, input: &NewDossier) -> Actor {
        match self {
            Self::Viewer(viewer) => viewer.actor(),
            Self::Draft(_) => Actor::Citizen {
                name: input.applicant.name.to_string(),
            },
        }
    }

    /// Citizens file online; reception also at the counter and from the post.
    fn check(&self, input: &NewDossier, profile: &Profile) -> Result<(), Decline> {
        let reception = matches!(self, Self::Viewer(viewer) if viewer.has(Role::Reception));
        let officer = matches!(self, Self::Viewer(viewer) if viewer.is_officer());
        if officer && !reception {
            return Err(Decline::Forbidden);
        }
        if !reception && input.channel != Channel::Online {
            return Err(Decline::field("channel", Fault::NotAChoice));
        }
        if !reception && input.due_at.is_some() {
            return Err(Decline::field("due_at", Fault::Unknown));
        }
        if !reception && profile.online_filing != OnlineFiling::On {
            return Err(Refusal::OnlineFilingOff.into());
        }
        Ok(())
    }

    /// What the office does not take, nobody files; what it does not take online, citizens bring to the counter.
    fn check_taken(&self, input: &NewDossier, procedure: &Procedure) -> Result<(), Decline> {
        let reception = matches!(self, Self::Viewer(viewer) if viewer.has(Role::Reception));
        match procedure.taking() {
            Taking::Never => Err(Decline::field("procedure", Fault::NotTaken)),
            Taking::NotOnline if !reception && input.channel == Channel::Online => {
                Err(Decline::field("procedure", Fault::NotOnline))
            }
            _ => Ok(()),
        }
    }
}

/// How a request is repeated without filing twice.
#[derive(Debug, Clone, Default)]
pub struct Once {
    /// The key the client chose.
    pub key: Option<String>,
    /// The draft that is being filed; it can be filed once only.
    pub draft: Option<String>,
}

impl Office {
    /// Files a dossier and answers when it is on disk; a repetition with the same key or of the
    /// same draft answers with the dossier that the first one made.
    pub async fn submit_dossier(
        &self,
        filer: Filer,
        input: NewDossier,
        once: Once,
        now: Moment,
    ) -> Result<Dossier, Declined> {
        let facts = self.settled()?;
        filer.check(&input, &facts.profile)?;
        let procedure = self
            .procedure(&input.procedure)?
            .ok_or_else(|| Decline::field("procedure", Fault::UnknownProcedure))?;
        filer.check_taken(&input, &procedure)?;
        let process = self.process_for(&input.procedure)?;
        let actor = filer.actor(&input);
        let signed_in = match &filer {
            Filer::Viewer(viewer) => Some(viewer.clone()),
            Filer::Draft(_) => None,
        };
        let by = match &filer {
            Filer::Viewer(viewer) => viewer.by(),
            Filer::Draft(_) => self.by.clone(),
        };
        let owner = filer.owner();
        let owners = filer.owners(once.draft.as_deref());
        let form =
            self.answered_form(&procedure.code, input.form_version, &input.form, now.day())?;
        let filing = filing(input, &procedure, owner, form.as_ref())?;
        let mut components = components(&procedure);
        // The deed needs the names of the papers handed in, and not all others at every run of its transaction.
        components.retain(|id, _| filing.papers.iter().any(|paper| paper.id == *id));
        let secret = random::lookup_secret();
        let issuer = Issuer::new(&facts, &self.seal);
        let who = owners.last().cloned().unwrap_or_default();
        self.kv
            .write(move |tx: &mut Tx| {
                if let Some(first) = repeated(tx, &who, &once)? {
                    return Ok(first);
                }
                let ids: Vec<&str> = filing
                    .papers
                    .iter()
                    .filter_map(|p| p.file.as_deref())
                    .collect();
                let uploads = owned_by(tx, &owners, &ids)?;
                let reusable = verified_papers::admitted(
                    tx,
                    signed_in.as_ref(),
                    filing.applicant.id_number.as_ref(),
                    Some(&procedure),
                    &filing.papers,
                    now.day(),
                )?;
                let around = Circumstances {
                    now,
                    calendar: &facts.calendar,
                    process: &process,
                    routes: Routes {
                        reception_unit: facts.profile.reception_unit.clone(),
                        ..Routes::default()
                    },
                    assignee: None,
                    advisers: BTreeMap::new(),
                    files: files_of(&uploads),
                    components: components.clone(),
                    reusable,
                    corrected: None,
                };
                let day = now.day();
                let agency = facts.profile.agency_code.clone();
                let number = sequence::next(tx, &("dossier", agency.to_string(), day.to_string()))?;
                let number = NonZeroU64::new(number).unwrap_or(NonZeroU64::MIN);
                let code = dossier_codes::pattern(tx)?.code(&agency, day, number);
                let (dossier, event) =
                    moves::file(filing.clone(), code, secret.clone(), &actor, &around)
                        .map_err(Decline::from)?;
                let code = dossier.code.to_string();
                tx.save_new(&dossier)?;
                use_in(tx, uploads, &code)?;
                if let Some(form) = &form {
                    form.keep(tx, now)?;
                }
                store::journal(tx, &Subject::record(&dossier), &event)?;
                audit::write(tx, &Trace::new(&by, Deed::DossierFiled, now).on(&*code))?;
                verified_papers::note(tx, None, &dossier, &actor, &by, now)?;
                let occasion = Occasion {
                    event: &event,
                    dossier: &dossier,
                    actor: &actor,
                    procedure: None,
                    now,
                };
                issuer.issue_for(tx, &occasion)?;
                remember(tx, &who, &once, &code, now)?;
                Ok(dossier)
            })
            .await
    }
}

/// What the law needs to know of the procedure for this filing.
fn filing(
    input: NewDossier,
    procedure: &Procedure,
    owner: Option<Username>,
    form: Option<&AnsweredForm>,
) -> Result<Filing, Decline> {
    for (field, applicant) in [
        ("applicant", Some(&input.applicant)),
        ("submitter", input.submitter.as_ref()),
    ] {
        let ward = applicant.and_then(|applicant| applicant.ward_code.as_deref());
        if ward.is_some_and(|code| units::commune(code).is_none()) {
            return Err(Decline::field(
                &format!("{field}.ward_code"),
                Fault::UnknownWard,
            ));
        }
    }
    let delivery = input.delivery.unwrap_or_default();
    Ok(Filing {
        procedure: reference(procedure, input.case, input.channel)
            .ok_or_else(|| Decline::field("case", Fault::UnknownCase))?,
        channel: input.channel,
        owner,
        applicant: input.applicant,
        submitter: input.submitter,
        papers: input.components,
        fees: fees(procedure, input.channel),
        delivery,
        form_version: form.map(|form| form.definition.version),
        form: form.map_or(input.form, |form| form.answers.clone()),
        note: input.note,
        due_at: input.due_at,
    })
}

/// What a dossier remembers of its procedure; `None` when there is no such case.
pub(super) fn reference(
    procedure: &Procedure,
    case: usize,
    channel: Channel,
) -> Option<ProcedureRef> {
    procedure.cases.get(case)?;
    Some(ProcedureRef {
        code: procedure.code.to_string(),
        name: procedure.name.clone(),
        version: procedure.version,
        case,
        field: procedure
            .fields
            .first()
            .map(|field| field.name.clone())
            .unwrap_or_default(),
        term: procedure.term(case, channel),
    })
}

/// Papers by id: what can be handed in.
pub(super) fn components(procedure: &Procedure) -> BTreeMap<String, String> {
    procedure
        .components
        .iter()
        .filter(|component| !component.note)
        .map(|component| (component.id.clone(), component.name.clone()))
        .collect()
}

/// The fee for this channel, when the catalogue leaves no doubt: exactly one amount above nothing.
/// Several are alternatives that only an officer can choose between.
fn fees(procedure: &Procedure, channel: Channel) -> Vec<FeeLine> {
    let mut amounts: Vec<i64> = procedure
        .methods
        .iter()
        .filter(|method| method.channels.contains(&channel))
        .flat_map(|method| &method.fees)
        .filter(|fee| fee.currency == "VND")
        .filter_map(|fee| fee.value.filter(|value| *value > 0))
        .collect();
    amounts.dedup();
    match amounts.as_slice() {
        [amount] => vec![FeeLine {
            name: "Phí, lệ phí".to_owned(),
            amount: Dong(*amount),
        }],
        _ => Vec::new(),
    }
}

pub(super) fn files_of(uploads: &[Upload]) -> Vec<FileRef> {
    uploads.iter().map(|upload| upload.file.clone()).collect()
}

/// The dossier that the first request with this key, or this draft, made.
fn repeated(tx: &Tx, who: &str, once: &Once) -> Result<Option<Dossier>, Declined> {
    let mut code = None;
    if let Some(key) = &once.key {
        let outcome = tx.load::<Outcome>(&(who.to_owned(), key.clone()))?;
        code = outcome.map(|outcome| outcome.made);
    }
    if let Some(id) = &once.draft {
        let draft = tx.load::<Draft>(id)?.ok_or(Decline::NotFound)?;
        code = code.or(draft.filed_as);
    }
    match code {
        Some(code) => Ok(tx.load::<Dossier>(&code)?),
        None => Ok(None),
    }
}

fn remember(tx: &mut Tx, who: &str, once: &Once, code: &str, now: Moment) -> Result<(), Declined> {
    if let Some(key) = &once.key {
        tx.save(&Outcome {
            who: who.to_owned(),
            key: key.clone(),
            made: code.to_owned(),
            at: now,
        })?;
    }
    if let Some(id) = &once.draft
        && let Some(mut draft) = tx.load::<Draft>(id)?
    {
        draft.filed_as = Some(code.to_owned());
        tx.save(&draft)?;
    }
    Ok(())
}

/// Names the first field of `value` that is wrong.
pub fn read_new_dossier(value: Value) -> Result<NewDossier, FieldFault> {
    crate::domain::fault::read_json(value)
}
