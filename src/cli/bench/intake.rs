//! Measures of intake at the counter (tiếp nhận trực tiếp): each step of the page, from the empty form to the receipt.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use form_urlencoded::Serializer;
use serde_json::Value;

use super::load::{Call, Script};
use super::measures::{Measures, QUERIES};
use super::people::{Asked, application};

/// The page of intake.
const PAGE: &str = "/can-bo/tiep-nhan";
/// People whose cards are scanned: they have dossiers here already.
const KNOWN: u64 = 2_000;

impl Measures<'_> {
    /// One counter at work, one step after the other.
    pub async fn taking_in(&mut self) {
        let cookie = self.reception.cookie.clone();
        let script = Self::cycle(vec![PAGE.to_owned()], move |call| call.with_cookie(&cookie));
        self.http("intake_open", "tiếp nhận: mở trang", 1, script)
            .await;
        let cards: Vec<String> = (0..KNOWN)
            .map(|number| self.form(&[("card", &card(number)), ("_do", "card")]))
            .collect();
        let script = self.posting(cards, 200);
        self.http(
            "intake_card",
            "tiếp nhận: quét thẻ, điền điều đã biết",
            1,
            script,
        )
        .await;
        let words = QUERIES.iter();
        let searches = words.map(|words| self.form(&[("q", words)])).collect();
        let script = self.posting(searches, 200);
        self.http("intake_search", "tiếp nhận: tìm thủ tục", 1, script)
            .await;
        let procedures = Arc::clone(&self.procedures);
        let chosen = procedures.iter().enumerate().map(|(nth, procedure)| {
            let nth = u64::try_from(nth).unwrap_or(0) % KNOWN;
            let who = applicant(&applied(nth, procedure));
            let who = who
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()));
            let with: Vec<_> = who.chain([("choose", procedure.code())]).collect();
            self.form(&with)
        });
        let chosen = chosen.collect();
        let script = self.posting(chosen, 200);
        self.http(
            "intake_choose",
            "tiếp nhận: chọn thủ tục, xem giấy tờ",
            1,
            script,
        )
        .await;
        let (next, token) = (Arc::clone(&self.next), self.reception.form_token.clone());
        let cookie = self.reception.cookie.clone();
        let file: Script = Arc::new(move |_, nth| {
            let at = usize::try_from(nth).ok()? % procedures.len();
            let procedure = procedures.get(at)?;
            let number = next.fetch_add(1, Ordering::Relaxed);
            let (asked, nonce) = (applied(number, procedure), number.to_string());
            let mut fields = applicant(&asked);
            for paper in asked.get("components")?.as_array()? {
                let id = paper.get("id")?.as_str()?;
                let kind = paper.get("kind")?.as_str()?;
                fields.push((format!("components.{id}.kind"), kind.to_owned()));
                fields.push((format!("components.{id}.count"), "1".to_owned()));
            }
            let pairs = [
                ("_token", token.as_str()),
                // A form that is sent twice is one dossier; each of these is a form of its own.
                ("_nonce", nonce.as_str()),
                ("_do", "file"),
                ("procedure", procedure.code()),
            ];
            let body = Serializer::new(String::new())
                .extend_pairs(pairs)
                .extend_pairs(fields)
                .finish();
            let call = Call::get(PAGE).with_cookie(&cookie);
            Some(call.posting_form(body, 303))
        });
        self.http("intake_file", "tiếp nhận: ghi hồ sơ", 1, file)
            .await;
    }

    fn form(&self, fields: &[(&str, &str)]) -> String {
        Serializer::new(String::new())
            .append_pair("_token", &self.reception.form_token)
            .extend_pairs(fields)
            .finish()
    }

    fn posting(&self, bodies: Vec<String>, expect: u16) -> Script {
        let cookie = self.reception.cookie.clone();
        Arc::new(move |_, nth| {
            let nth = usize::try_from(nth).ok()? % bodies.len().max(1);
            let call = Call::get(PAGE).with_cookie(&cookie);
            Some(call.posting_form(bodies.get(nth)?.clone(), expect))
        })
    }
}

/// What the `number`-th citizen asks for.
fn applied(number: u64, asked: &Asked) -> Value {
    serde_json::from_str(&application(number, asked, "counter")).unwrap_or_default()
}

/// The fields of the form that say who applies.
fn applicant(asked: &Value) -> Vec<(String, String)> {
    let fields = asked.get("applicant").and_then(Value::as_object);
    let fields = fields.into_iter().flatten();
    fields
        .filter_map(|(name, value)| Some((format!("applicant.{name}"), value.as_str()?.to_owned())))
        .collect()
}

/// What a scanner reads off the identity card of the `number`-th citizen.
fn card(number: u64) -> String {
    let asked = applied(number, &Asked::nothing());
    let of = |name: &str| asked["applicant"][name].as_str().unwrap_or_default();
    let born: String = of("birth_date").split('-').rev().collect();
    let sex = if of("sex") == "male" { "Nam" } else { "Nữ" };
    format!(
        "{}||{}|{born}|{sex}|{}|01052022",
        of("id_number"),
        of("name"),
        of("address")
    )
}
