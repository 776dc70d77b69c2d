//! Every shape in which a catalogue file comes, and every way in which it can be wrong.

use std::io::Write;

use motcua::domain::clock::Term;
use motcua::domain::procedure::{Channel, Level, Part};
use motcua::office::import_procedures::{LegalDocuments, parse};
use unicode_normalization::UnicodeNormalization;

use super::{one, read};

const LAY_THU_TUC: &str = r#"{"error_code":"0","result":[{
 "ID":"1234","MATTHC":" 1.000656 ","TENTTHC":"Thủ tục đăng ký khai tử","LINHVUCTHUCHIEN":[{"MALINHVUC":"G15-TP07","TENLINHVUC":"Hộ tịch"}],
 "CAPTHUCHIEN":[{"CAPTHUCHIEN":"3","MOTACOQUANTHUCHIEN":"UBND cấp xã","DIACHITIEPNHAN":""}],
 "COQUANTHUCHIEN":[{"MADONVI":"X","TENDONVI":"Ủy ban nhân dân cấp xã"}],
 "TRINHTUTHUCHIEN":[{"TRUONGHOP":"","TRINHTU":[{"TENTRINHTU":"Bước 1: nộp"},{"TENTRINHTU":"Bước 2: nhận"}]}],
 "CACHTHUCTHUCHIEN":[
  {"KENH":"1","THOIGIAN":[{"THOIGIANGIAIQUYET":"3","DONVITINH":"Ngày làm việc","MOTA":"","PHILEPHI":[{"SOTIEN":"8000","DONVI":"Đồng","MOTA":"lệ phí"}]}]},
  {"KENH":"2","THOIGIAN":[{"THOIGIANGIAIQUYET":"","DONVITINH":"Khác","MOTA":"ngay trong ngày"}],"PHILEPHI":[]}],
 "THANHPHANHOSO":[{"TRUONGHOP":"* Giấy tờ phải nộp:","GIAYTO":[
   {"MAGIAYTO":"KQ1","TENGIAYTO":"- Giấy báo tử","TENMAUDON":"","SOBANCHINH":"1","SOBANSAO":"0","URL":""},
   {"MAGIAYTO":"KQ2","TENGIAYTO":"- Tờ khai đăng ký khai tử","TENMAUDON":"TK.doc","SOBANCHINH":"1","SOBANSAO":"0","URL":"http://x"}]},
  {"TRUONGHOP":"* Lưu ý:","GIAYTO":[{"MAGIAYTO":"KQ3","TENGIAYTO":"Trường hợp ủy quyền thì có văn bản.","SOBANCHINH":"0","SOBANSAO":"0"}]}],
 "YEUCAU":"Không","MOTADOITUONGTHUCHIEN":"Công dân Việt Nam; Người nước ngoài",
 "CANCUPHAPLY":[{"SOVANBAN":"60/2014/QH13","TENVANBAN":"Luật Hộ tịch"}],"KETQUATHUCHIEN":[{"MAKETQUA":"K","TENKETQUA":"Trích lục khai tử"}]}]}"#;

#[test]
fn the_national_portals_own_answer_is_read() {
    let procedure = one(LAY_THU_TUC, "LayThuTuc.json");
    assert_eq!(procedure.code.as_str(), "1.000656");
    assert_eq!(procedure.id, "1234");
    assert_eq!(procedure.levels, [Level::Commune]);
    assert_eq!(procedure.field(), "Hộ tịch");
    assert_eq!(
        procedure.subjects,
        ["Công dân Việt Nam", "Người nước ngoài"]
    );
    assert_eq!(procedure.steps[0].text, "Bước 1: nộp\nBước 2: nhận");
    assert_eq!(procedure.methods.len(), 2);
    assert_eq!(procedure.methods[0].fees[0].value, Some(8000));
    assert_eq!(
        procedure.term(0, Channel::Counter),
        Some(Term::WorkingDays(3))
    );
    assert_eq!(procedure.term(0, Channel::Online), None);
    let names: Vec<_> = procedure
        .components
        .iter()
        .map(|component| (component.name.as_str(), component.note))
        .collect();
    assert_eq!(
        names,
        [
            ("Giấy báo tử", false),
            ("Tờ khai đăng ký khai tử", false),
            ("Trường hợp ủy quyền thì có văn bản.", true)
        ]
    );
    assert_eq!(
        procedure.components[0].source_name.as_deref(),
        Some("- Giấy báo tử")
    );
    assert_eq!(procedure.components[1].forms, ["TK.doc"]);
    assert_eq!(procedure.legal[0].no, "60/2014/QH13");
    // One object alone and a bare list read the same.
    let list = &LAY_THU_TUC[LAY_THU_TUC.find('[').unwrap()..LAY_THU_TUC.len() - 1];
    assert_eq!(one(list, "x.json"), procedure);
    assert_eq!(one(&list[1..list.len() - 1], "x.json"), procedure);
}

#[test]
fn the_rebuilt_portals_detail_is_read() {
    let text = r#"{"code":"OK","data":{"id":"019d","code":"1.004222","codeNotation":"1.004222","name":"Đăng ký thường trú","type":"STANDARD",
      "executionSteps":[{"name":"","description":"Bước 1"}],
      "executionMethods":[{"submissionMethod":"ONLINE","processingTime":7,"processingTimeUnit":"WORKING_DAY","description":"","fees":[{"type":"FEE","value":10000,"description":"","currencyName":"Việt Nam Đồng"}]}],
      "executionCases":[{"name":"Nhà của mình","profileComponents":[{"originalQty":1,"copyQty":0,"required":false,"name":"Tờ khai CT01","code":"K1","attachments":[]}]}],
      "isWard":true,"isVertical":true,"categoriesDetails":[{"id":"x","name":"Đăng ký, quản lý cư trú","code":"G01-CA05"}],
      "cases":[{"name":"Đăng ký thường trú","code":"1.004222.01","processingDay":{"qty":7,"type":"WORKING_DAY"}}],
      "updatedAt":1777312416933,"procedureProposal":{"proposalNumber":"1523/QĐ-BCA-C06","decisionDate":1774458000000,"issuingAgency":{"name":"Bộ Công an"}}},"message":"OK"}"#;
    let procedure = one(text, "detail.json");
    assert_eq!(procedure.levels, [Level::Commune, Level::Vertical]);
    assert_eq!(procedure.term(0, Channel::Post), Some(Term::WorkingDays(7)));
    assert_eq!(
        procedure
            .decision
            .as_ref()
            .unwrap()
            .date
            .unwrap()
            .to_string(),
        "2026-03-26"
    );
    assert_eq!(procedure.components[0].group, "Nhà của mình");
}

#[test]
fn a_table_is_read() {
    let text = "Mã;Tên;Lĩnh vực;level;time;unit;fee;papers\nX.001;Cấp thẻ ra vào chợ;Thương mại;xa;1,5;ngày làm việc;20.000;\"Đơn đề nghị; Ảnh 3×4\"\n";
    let procedure = one(text, "cua-xa.csv");
    assert_eq!(
        procedure.term(0, Channel::Counter),
        Some(Term::WorkingDaysAndHours { days: 1, hours: 4 })
    );
    assert_eq!(procedure.methods[0].fees[0].value, Some(20_000));
    assert_eq!(procedure.components.len(), 2);
    assert_eq!(read("code,nme\n1,2\n", "a.csv").bad.len(), 2);
}

#[test]
fn one_bad_row_is_enough_and_every_bad_row_is_listed() {
    let text = concat!(
        r#"{"code":"1.000001","id":"a","name":"Tốt"}"#,
        "\n",
        r#"{"code":"","id":"b","name":"Không mã"}"#,
        "\n",
        r#"{"code":"1.000003","id":"c","name":"   "}"#,
        "\n\n",
        r#"{"code":"1/0","id":"d","name":"Mã sai"}"#,
        "\n",
        r#"{"code":" 1.000001","id":"e","name":"Trùng mã"}"#,
        "\n",
        r#"{"code":"1.000006","id":"a","name":"Trùng id"}"#,
        "\n",
        r#"{"code":"1.000007","id":"g","name":"Có \u0007 chuông"}"#,
        "\n",
        r#"{"code":"1.000008","id":"h","name":"Cấp lạ","levels":["lang"]}"#,
        "\n",
        r#"{"code":"1.000009","id":"i","name":"Hỏng""#,
        "\n",
        r#"{"code":"1.000010","id":"j","name":"Thời hạn","methods":[{"channels":["truc_tiep"],"time":"ba"}]}"#,
        "\n",
        "[1]\n",
    );
    let parsed = read(text, "x.jsonl");
    let bad: Vec<(usize, &str)> = parsed
        .bad
        .iter()
        .map(|bad| (bad.line, bad.code.as_str()))
        .collect();
    assert_eq!(
        bad,
        [
            (2, ""),
            (3, "1.000003"),
            (5, "1/0"),
            (6, "1.000001"),
            (7, "1.000006"),
            (8, "1.000007"),
            (9, "1.000008"),
            (10, ""),
            (11, "1.000010"),
            (12, "")
        ]
    );
    let reasons: Vec<&str> = parsed.bad.iter().map(|bad| bad.reason.as_str()).collect();
    for (nth, part) in [
        (0, "Thiếu mã"),
        (1, "Thiếu tên"),
        (2, "sai quy cách"),
        (3, "đã có ở dòng 1"),
        (4, "đã có ở dòng 1"),
        (5, "ký tự điều khiển"),
        (6, "«lang»"),
        (7, "JSON"),
        (8, "methods[0].time"),
        (9, "không phải một thủ tục"),
    ] {
        assert!(reasons[nth].contains(part), "{}", reasons[nth]);
    }
    assert_eq!(parsed.rows.len(), 1);
}

#[test]
fn entries_of_one_document_are_named_by_their_line() {
    let text = "{\"result\": [\n  {\"MATTHC\":\"1.000001\",\n \"TENTTHC\":\"Một {[\"},\n  {\"MATTHC\":\"?\",\"TENTTHC\":\"Hai\"}\n]}";
    let parsed = read(text, "x.json");
    assert_eq!((parsed.rows[0].0, parsed.bad[0].line), (2, 4));
}

#[test]
fn files_that_are_no_catalogue_are_refused_in_words() {
    for (bytes, name) in [
        (&b""[..], "a.jsonl"), (b"\n\n", "a.jsonl"), (b"hello", "a.json"), (b"[]", "a.json"), (b"{", "a.json"), (b"\xff\xfe{}", "a.json"),
        (b"\x1f\x8b\x08\x00broken", "a.gz"), (b"code,name\n", "a.csv"), (b"42", "a.json"), (b"\x00\x00\x00", "a.csv"),
        (b"{\"code\":\"1.000001\",\"name\":\"A\"}\n{\"code\":\"1.000002\",\"name\":\"\xc3\x28\"}\n", "a.jsonl"),
    ] {
        let parsed = parse(bytes, name, &LegalDocuments::default());
        assert!(!parsed.bad.is_empty(), "{bytes:?}");
    }
    let broken = parse(b"{}\n{}\n\xc3\x28", "a.jsonl", &LegalDocuments::default());
    assert_eq!(broken.bad[0].line, 3);
}

#[test]
fn decomposed_letters_byte_order_marks_and_gzip_make_no_difference() {
    let plain = "{\"code\":\"1.000001\",\"name\":\"Đăng ký hoà giải ở cơ sở\"}\n";
    let decomposed: String = plain.nfd().collect();
    assert_ne!(plain, decomposed);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed
        .write_all(format!("\u{feff}{decomposed}").as_bytes())
        .unwrap();
    let packed = packed.finish().unwrap();
    let parsed = parse(&packed, "x.jsonl.gz", &LegalDocuments::default());
    assert_eq!(parsed.bad, Vec::new());
    assert_eq!(parsed.rows[0].1, one(plain, "x.jsonl"));
    assert_eq!(parsed.rows[0].1.name, "Đăng ký hoà giải ở cơ sở");
}

#[test]
fn legal_documents_given_by_number_are_looked_up_and_unknown_numbers_kept() {
    let documents = LegalDocuments::parse(
        "{\"id\":7,\"no\":\"60/2014/QH13\",\"name\":\"Luật Hộ tịch\"}\nrác\n".as_bytes(),
    );
    let parsed = parse(
        br#"{"code":"1.000001","name":"A","legal":[7,99]}"#,
        "a.jsonl",
        &documents,
    );
    let legal = &parsed.rows[0].1.legal;
    assert_eq!(
        (legal[0].title.as_str(), legal[1].no.as_str()),
        ("Luật Hộ tịch", "99")
    );
}

#[test]
fn an_unchanged_procedure_is_recognised() {
    let first = one(LAY_THU_TUC, "a.json");
    let mut second = first.clone();
    second.version = 9;
    assert_eq!(Part::differing(&first, &second), []);
    second.name.push('!');
    second.components[0].required = true;
    assert_eq!(
        Part::differing(&first, &second),
        [Part::Name, Part::Components]
    );
}
