//! Issuing the receipt (Mẫu 01): a record with everything that is printed, in the deed's own transaction.

use serde_json::{Value, json};

use crate::domain::{
    clock::Term,
    dossier::{Delivery, Dossier, ReturnMethod},
    event::Actor,
    person::PaperNumber,
    slip::{Slip, SlipKind},
    time::Moment,
};
use crate::kv::{KvError, Span, Tx, View, keys};
use crate::store::{Load, Save, sequence, settings::Profile};

/// Issues the receipt; an earlier edition becomes void and is named as replaced.
pub(super) fn issue(
    tx: &mut Tx,
    dossier: &Dossier,
    actor: &Actor,
    profile: &Profile,
    now: Moment,
) -> Result<Slip, KvError> {
    let earlier = newest(tx, dossier.code.as_str(), SlipKind::Receipt)?;
    let year = now.day().year();
    let number = sequence::next(tx, &("slip", SlipKind::Receipt.key(), i64::from(year)))?;
    if let Some(earlier) = &earlier {
        tx.save(&Slip {
            void: true,
            ..earlier.clone()
        })?;
    }
    let replaces = earlier.as_ref().map(|slip| written(slip.number));
    let slip = Slip {
        dossier: dossier.code.clone(),
        kind: SlipKind::Receipt,
        edition: earlier.map_or(1, |slip| slip.edition + 1),
        number,
        issued_at: now,
        issued_by: actor.officer().cloned(),
        void: false,
        facts: facts(dossier, actor, profile, number, replaces.as_deref(), now),
    };
    tx.save(&slip)?;
    Ok(slip)
}

/// The newest edition of a slip.
pub(super) fn newest(
    view: &dyn View,
    dossier: &str,
    kind: SlipKind,
) -> Result<Option<Slip>, KvError> {
    let span = Span::prefix(keys::encode(&(dossier, kind.key())))
        .reverse()
        .limit(1);
    let mut found = None;
    view.each::<Slip>(&span, &mut |slip| {
        found = Some(slip);
        Ok(crate::kv::STOP)
    })?;
    Ok(found)
}

/// Number of a receipt as it is written.
fn written(number: u64) -> String {
    format!("{number:04}/TNHS")
}

/// What `print::Receipt` prints, word for word; a later version of the program must not reword
/// a slip that was issued.
fn facts(
    dossier: &Dossier,
    actor: &Actor,
    profile: &Profile,
    number: u64,
    replaces: Option<&str>,
    now: Moment,
) -> Value {
    let code = dossier.code.as_str();
    let base = profile.base_url.trim_end_matches('/');
    let track = (!base.is_empty()).then(|| format!("{base}/tra-cuu/{code}"));
    let lookup = json!({
        "url": if base.is_empty() { "/tra-cuu".to_owned() } else { format!("{base}/tra-cuu") },
        "secret": dossier.lookup_secret,
    });
    let applicant = &dossier.applicant;
    let papers: Vec<Value> = dossier
        .papers
        .iter()
        .map(|paper| json!({"name": paper.name, "kind": paper.kind, "count": paper.count}))
        .collect();
    let fees: Vec<Value> = dossier
        .fees
        .iter()
        .map(|fee| json!({"name": fee.name, "amount": fee.amount}))
        .collect();
    let submitter = dossier.submitter.as_ref().unwrap_or(applicant);
    json!({
        "number": written(number),
        "issued_at": now,
        "place": profile.place,
        "parent_agency": profile.agency_name,
        "office": profile.centre_name,
        "reception_unit": profile.reception_unit,
        "dossier": code,
        "track_url": track,
        "lookup": lookup,
        "hotline": profile.hotline,
        "applicant": {
            "kind": applicant.kind,
            "name": applicant.name,
            "id_number": applicant.id_number.as_ref().map(PaperNumber::masked),
            "address": applicant.address,
            "phone": applicant.phone,
            "email": applicant.email,
        },
        "procedure_name": dossier.procedure.name,
        "procedure_code": dossier.procedure.code,
        "papers": papers,
        "term": dossier.procedure.term.map(term),
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "delivery": delivery(&dossier.delivery),
        "fees": fees,
        "book_volume": now.day().year().to_string(),
        "book_number": number.to_string(),
        "submitter": submitter.name,
        "officer": actor.officer().map(|officer| officer.name.clone()),
        "replaces": replaces,
    })
}

/// A statutory term as the form writes it, with a leading zero below ten.
fn term(term: Term) -> String {
    match term {
        Term::WorkingDays(days) => format!("{days:02} ngày làm việc"),
        Term::WorkingDaysAndHours { days, hours } => {
            format!("{days:02} ngày và {hours:02} giờ làm việc")
        }
        Term::CalendarDays(days) => format!("{days:02} ngày"),
        Term::Hours(hours) => format!("{hours:02} giờ làm việc"),
        Term::Months(months) => format!("{months:02} tháng"),
        Term::Years(years) => format!("{years:02} năm"),
        Term::SameDay => "trong ngày làm việc".to_owned(),
    }
}

fn delivery(delivery: &Delivery) -> String {
    let how = match delivery.method {
        ReturnMethod::Counter => "Trực tiếp tại bộ phận tiếp nhận và trả kết quả",
        ReturnMethod::Post => "Qua dịch vụ bưu chính công ích",
        ReturnMethod::Electronic => "Bản điện tử",
    };
    match &delivery.address {
        Some(address) => format!("{how}, địa chỉ: {address}"),
        None => how.to_owned(),
    }
}
