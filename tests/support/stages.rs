//! Dossiers as far along as a journey needs them, brought there by the people who would.

use serde_json::{Value, json};

use super::founding::{PROCEDURE, papers};
use super::{CITIZEN, LEADER, RECEPTION, SPECIALIST, TestApp};

/// Everything that a new dossier may hold.
pub fn new_dossier() -> Value {
    let [form, proof] = papers();
    json!({
        "procedure": PROCEDURE,
        "case": 0,
        "channel": "online",
        "applicant": {
            "kind": "person", "name": "Nguyễn Thị Hồng Ánh", "id_number": "001190012345",
            "birth_date": "1990-05-17", "sex": "female", "address": "Thôn Đoài, xã Đông Anh",
            "ward_code": null, "phone": "0912345678", "email": null,
        },
        "submitter": null,
        "form": {"noi_dung": "Cải chính tên đệm"},
        "components": [
            {"id": form, "kind": "original", "count": 1, "file": null},
            {"id": proof, "kind": "copy", "count": 2, "file": null},
        ],
        "delivery": {"method": "counter", "address": null},
        "note": "Xin nhận kết quả buổi sáng.",
    })
}

/// The same, brought to the counter.
pub fn at_the_counter() -> Value {
    let mut new = new_dossier();
    new["channel"] = json!("counter");
    new
}

pub fn because() -> Value {
    json!({"reason": "Theo đề nghị của người nộp"})
}

pub fn ask_supplement() -> Value {
    json!({
        "items": [{"component": papers()[1], "reason": "Bản sao bị mờ"}],
        "reason": "Giấy tờ chưa rõ", "until": "2026-03-31",
    })
}

pub fn supply() -> Value {
    json!({"components": [{"id": papers()[1], "kind": "copy", "count": 1}]})
}

/// The proof is right, and is kept for the next time.
pub fn verdicts() -> Value {
    json!({"items": [{"component": papers()[1], "state": "verified", "document": document()}]})
}

/// What the proof says of itself.
pub fn document() -> Value {
    json!({"issuer": "UBND xã Đông Anh", "number": "12/2020", "issued_on": "2020-02-01", "valid_until": "2030-02-01"})
}

pub fn ask_payment() -> Value {
    json!({"amount": 28_000, "reason": "Lệ phí hộ tịch"})
}

pub fn payment() -> Value {
    json!({"amount": 28_000, "method": "Tiền mặt", "reference": "0001234"})
}

pub fn proposal() -> Value {
    json!({"result": {"title": "Trích lục thay đổi hộ tịch", "number": "12/2026"}})
}

pub fn handover() -> Value {
    json!({"received_by": "Nguyễn Thị Hồng Ánh", "method": "counter"})
}

impl TestApp {
    /// A dossier that the citizen files online: status 1.
    pub async fn filed(&self) -> String {
        let reply = self.post(CITIZEN, "/api/v1/dossiers", &new_dossier()).await;
        code(&reply.expect(201))
    }

    /// … accepted: status 2.
    pub async fn accepted(&self) -> String {
        let code = self.filed().await;
        self.done(RECEPTION, &code, "accept", json!({})).await;
        code
    }

    /// … with the specialist: status 4.
    pub async fn forwarded(&self) -> String {
        let code = self.accepted().await;
        self.done(RECEPTION, &code, "forward", json!({})).await;
        code
    }

    /// … waiting for the leader: status 4.
    pub async fn proposed(&self) -> String {
        let code = self.forwarded().await;
        self.done(SPECIALIST, &code, "propose", proposal()).await;
        code
    }

    /// A dossier in the status with this number, the ordinary way.
    pub async fn in_status(&self, status: u64) -> String {
        let code = match status {
            1 | 3 => self.filed().await,
            2 => self.accepted().await,
            9 | 10 => self.proposed().await,
            _ => self.forwarded().await,
        };
        let steps: Vec<(&str, &str, Value)> = match status {
            3 => vec![(RECEPTION, "refuse", because())],
            5 => vec![(SPECIALIST, "request_supplement", ask_supplement())],
            6 => vec![(SPECIALIST, "request_payment", ask_payment())],
            7 => vec![(RECEPTION, "withdraw", because())],
            8 => vec![(LEADER, "stop", because())],
            9 => vec![(LEADER, "approve", json!({}))],
            10 => vec![
                (LEADER, "approve", json!({})),
                (RECEPTION, "return_result", handover()),
            ],
            _ => Vec::new(),
        };
        for (who, action, fields) in steps {
            self.done(who, &code, action, fields).await;
        }
        assert_eq!(self.dossier(CITIZEN, &code).await["status"]["code"], status);
        code
    }
}

/// The code in a dossier.
pub fn code(dossier: &Value) -> String {
    dossier["code"].as_str().unwrap().to_owned()
}
