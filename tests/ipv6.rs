//! The journey over IPv6, on the socket that `serve` opens unless told otherwise: both families on one port.

use std::net::{Ipv6Addr, SocketAddr};

use serde_json::{Value, json};

use crate::crash::client::Client;
use crate::crash::process::{Demo, Server};
use crate::support::stages::{handover, new_dossier, proposal};

struct Person(Client);

impl Person {
    fn of(server: &Server, address: SocketAddr, role: &str) -> Self {
        let token = server.token(address, role);
        Self(Client::connect(address).unwrap().with(&token))
    }

    fn does(&mut self, code: &str, action: &str, mut fields: Value) -> Value {
        fields["action"] = json!(action);
        let path = format!("/api/v1/dossiers/{code}/actions");
        self.0.post(&path, &fields).unwrap().expect(200)
    }
}

#[test]
fn the_whole_journey_goes_over_ipv6_and_the_log_knows_from_where() {
    let demo = Demo::new("[::]:0");
    let mut server = demo.start("motcua=info");
    let address = SocketAddr::from((Ipv6Addr::LOCALHOST, server.address.port()));
    let mut anybody = Client::connect(address).unwrap();
    let found = anybody
        .get("/api/v1/procedures?q=khai%20sinh")
        .unwrap()
        .expect(200);
    let procedure = found["items"][0]["code"].as_str().unwrap().to_owned();
    let sheet = anybody
        .get(&format!("/api/v1/procedures/{procedure}"))
        .unwrap()
        .expect(200);
    let paper = sheet["components"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["note"] == false);
    let paper = paper.unwrap()["id"].as_str().unwrap();

    let mut citizen = Person::of(&server, address, "citizen");
    let file = citizen
        .0
        .upload("đơn.pdf", b"%PDF-1.7\nn\n")
        .unwrap()
        .expect(201);
    let mut new = new_dossier();
    new["procedure"] = json!(procedure);
    new["form"] = json!({});
    new["components"] =
        json!([{"id": paper, "kind": "electronic", "count": 1, "file": file["id"]}]);
    let filed = citizen
        .0
        .post("/api/v1/dossiers", &new)
        .unwrap()
        .expect(201);
    let code = filed["code"].as_str().unwrap();

    let mut reception = Person::of(&server, address, "reception");
    let accept = match sheet["cases"][0]["time"].as_f64() {
        Some(_) => json!({}),
        None => json!({"due_at": "2099-03-10T10:00:00+07:00"}),
    };
    reception.does(code, "accept", accept);
    let forwarded = reception.does(code, "forward", json!({}));
    assert_eq!(forwarded["status"]["code"], 4);
    let mut specialist = Person::of(&server, address, "specialist");
    specialist.does(code, "propose", proposal());
    Person::of(&server, address, "leader").does(code, "approve", json!({}));
    let returned = reception.does(code, "return_result", handover());
    assert_eq!(returned["status"]["code"], 10);

    let secret = filed["lookup_secret"].as_str().unwrap();
    let tracked = anybody
        .get(&format!("/api/v1/track?code={code}&secret={secret}"))
        .unwrap();
    assert_eq!(tracked.expect(200)["status"]["code"], 10);

    // The same port serves IPv4, and its clients are logged as IPv4.
    let mut neighbour = Client::connect(server.address).unwrap();
    assert_eq!(neighbour.get("/api/v1/dossiers").unwrap().status, 401);
    server.kill();
    let log = demo.log();
    let line = |client: &str, path: &str| {
        log.lines()
            .any(|line| line.contains(client) && line.contains(path))
    };
    assert!(
        line("client=::1", "/api/v1/dossiers/{code}/actions"),
        "{log}"
    );
    assert!(line("client=127.0.0.1", "/api/v1/dossiers"), "{log}");
}
