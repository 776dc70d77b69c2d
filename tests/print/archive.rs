//! What an archive may count on, as far as tools at hand can tell: poppler and qpdf read every paper. No validator of
//! PDF/A or PDF/UA runs here; the exporter's own refusal to write what breaks either standard is the other half.

use std::process::Command;

use serde_json::Value;

use super::others::{Much, every};
use super::reader::{Printed, said};
use motcua::domain::slip::Print;

/// Every paper, and a stack of all that share a size.
fn papers() -> Vec<Print> {
    let mut papers = every(Much::Usual);
    let mut stack = papers[0].clone();
    for paper in every(Much::Longest).iter().chain(&every(Much::Little)) {
        stack.sheets.extend(paper.sheets.clone());
    }
    papers.push(stack);
    papers
}

/// The objects of the file as qpdf sees them; fails when qpdf finds anything odd.
fn objects(printed: &Printed) -> Vec<Value> {
    said(Command::new("qpdf").arg("--check").arg(printed.path()));
    let json = said(
        Command::new("qpdf")
            .args(["--json=2", "--json-key=qpdf"])
            .arg(printed.path()),
    );
    let json: Value = serde_json::from_str(&json).unwrap();
    let objects = json["qpdf"][1].as_object().unwrap();
    objects
        .values()
        .map(|object| match object.get("stream") {
            Some(stream) => stream["dict"].clone(),
            None => object["value"].clone(),
        })
        .collect()
}

/// Calls `look` with every dictionary, the deepest too.
fn each<'a>(value: &'a Value, look: &mut impl FnMut(&'a serde_json::Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            look(fields);
            fields.values().for_each(|field| each(field, look));
        }
        Value::Array(items) => items.iter().for_each(|item| each(item, look)),
        _ => {}
    }
}

#[test]
fn every_paper_carries_all_it_needs_and_leads_nowhere() {
    for print in papers() {
        let printed = Printed::of(&print);
        let objects = objects(&printed);
        let catalogs: Vec<&Value> = objects
            .iter()
            .filter(|object| object["/Type"] == "/Catalog")
            .collect();
        let [catalog] = catalogs.as_slice() else {
            panic!("{} catalogues", catalogs.len());
        };
        assert_eq!(catalog["/Lang"], "u:vi-VN");
        assert!(catalog["/StructTreeRoot"].is_string());
        assert!(catalog["/Metadata"].is_string());
        assert!(!catalog["/OutputIntents"].is_null());
        assert_eq!(catalog["/AF"].as_array().map(Vec::len), Some(1));
        for object in &objects {
            each(object, &mut |fields| {
                for forbidden in [
                    "/URI",
                    "/JS",
                    "/JavaScript",
                    "/AA",
                    "/OpenAction",
                    "/Encrypt",
                    "/XFA",
                    "/Ref",
                    "/OPI",
                ] {
                    assert!(!fields.contains_key(forbidden), "{forbidden}: {fields:?}");
                }
                if fields.contains_key("/S") && fields.get("/Type") == Some(&"/Action".into()) {
                    assert_eq!(fields["/S"], "/GoTo");
                }
                if fields.get("/Type") == Some(&"/Font".into())
                    && fields.contains_key("/FontDescriptor")
                {
                    assert!(fields.contains_key("/BaseFont"), "{fields:?}");
                }
                if fields.get("/Type") == Some(&"/FontDescriptor".into()) {
                    assert!(fields.contains_key("/FontFile2"), "{fields:?}");
                }
                // What is not text says in words what it is.
                if fields.get("/S") == Some(&"/Figure".into()) {
                    assert!(fields.contains_key("/Alt"), "{fields:?}");
                }
                if fields.get("/Type") == Some(&"/Page".into()) {
                    assert!(fields.contains_key("/StructParents"), "{fields:?}");
                    assert_eq!(fields["/Tabs"], "/S");
                }
            });
        }

        let meta = said(Command::new("pdfinfo").arg("-meta").arg(printed.path()));
        let pages = format!("<xmpTPg:NPages>{}</xmpTPg:NPages>", printed.pages());
        assert!(meta.contains(&pages), "{pages}: {meta}");
        for claim in [
            "<pdfaid:part>3</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "<xmp:CreatorTool>motcua</xmp:CreatorTool>",
        ] {
            assert!(meta.contains(claim), "{claim} is missing: {meta}");
        }
        let fonts = said(Command::new("pdffonts").arg(printed.path()));
        for font in fonts.lines().skip(2) {
            assert!(font.contains("+LiberationSerif"), "{font}");
            assert!(font.contains(" yes yes yes "), "{font}");
        }
        let files = said(Command::new("pdfdetach").arg("-list").arg(printed.path()));
        assert!(
            files.contains("1 embedded files") && files.contains("phieu.json"),
            "{files}"
        );
        let wholes = objects.iter().filter(|it| it["/S"] == "/Document");
        assert_eq!(wholes.count(), 1);
    }
}
