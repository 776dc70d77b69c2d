//! Papers that a dossier must hold, and how to tell them from the remarks that the catalogue lists among them.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::domain::fold::fold;

/// Dossier component (thành phần hồ sơ): a paper to hand in, or a remark that stands among the papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent marks, kept as the source has them"
)]
pub struct Component {
    /// Ours: lower-case letters, digits and dashes, so that it may stand in URLs and form field names; unique within the
    /// procedure, the same after every import of the same paper.
    pub id: String,
    /// Code of the source, may be empty and may repeat.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Heading of the source: sometimes a case, sometimes «* Giấy tờ phải nộp:», sometimes empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// Name for display, without the source's leading dashes and pluses.
    pub name: String,
    /// Name as the source writes it, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_name: Option<String>,
    /// Originals asked for (bản chính).
    #[serde(default)]
    pub original: u32,
    /// Copies asked for (bản sao).
    #[serde(default)]
    pub copy: u32,
    /// A remark (lưu ý), not a paper: shown, never asked for.
    #[serde(default)]
    pub note: bool,
    /// The office's own mark that the dossier is not received without it; the source says nothing useful.
    #[serde(default)]
    pub required: bool,
    /// An interactive electronic form exists at the national portal.
    #[serde(default, skip_serializing_if = "is_false")]
    pub eform: bool,
    /// The paper is itself a result of another procedure.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_result: bool,
    /// File names of form templates (mẫu đơn, tờ khai); the files themselves are not in the source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for this signature"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// One line of the source's paper list, before it has an identity.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// See [`Component::code`].
    pub code: String,
    /// See [`Component::group`].
    pub group: String,
    /// As written in the source.
    pub name: String,
    /// See [`Component::original`].
    pub original: u32,
    /// See [`Component::copy`].
    pub copy: u32,
    /// See [`Component::required`].
    pub required: bool,
    /// See [`Component::eform`].
    pub eform: bool,
    /// See [`Component::is_result`].
    pub is_result: bool,
    /// See [`Component::forms`].
    pub forms: Vec<String>,
}

/// Gives every listed line its identity, its display name and its kind.
///
/// A code that occurs once in the procedure is the identity, so a corrected name keeps it; a repeated or missing code is
/// told apart by heading and name, and identical lines by their order.
pub fn identify(listed: Vec<Listed>) -> Vec<Component> {
    let mut uses: HashMap<String, u32> = HashMap::new();
    for line in &listed {
        *uses.entry(line.code.clone()).or_default() += 1;
    }
    let mut taken = HashSet::new();
    listed
        .into_iter()
        .map(|line| {
            let alone = !line.code.is_empty() && uses.get(&line.code) == Some(&1);
            let text = if alone {
                line.code.clone()
            } else {
                format!(
                    "{}\u{1f}{}\u{1f}{}",
                    line.code,
                    fold(&line.group),
                    fold(&line.name)
                )
            };
            let stem = short_hash(&text);
            let id = (1..=u32::MAX)
                .map(|nth| {
                    if nth == 1 {
                        stem.clone()
                    } else {
                        format!("{stem}-{nth}")
                    }
                })
                .find(|id| taken.insert(id.clone()))
                .expect("a list of papers ends before the numbers do");
            let note = is_remark(&line.group, &line.name, line.original, line.copy);
            let name = display_name(&line.name);
            Component {
                id,
                source_name: (name != line.name).then_some(line.name),
                name,
                note,
                code: line.code,
                group: line.group,
                original: line.original,
                copy: line.copy,
                required: line.required && !note,
                eform: line.eform,
                is_result: line.is_result,
                forms: line.forms,
            }
        })
        .collect()
}

/// Adds a paper that the office asks for itself, under an identity that neither `papers` nor `others` has.
pub fn add<'a>(
    papers: &'a mut Vec<Component>,
    others: &[Component],
    listed: Listed,
) -> Option<&'a mut Component> {
    let mut added = identify(vec![listed]).pop()?;
    let taken = |id: &str| papers.iter().chain(others).any(|known| known.id == id);
    if taken(&added.id) {
        added.id = (2..u32::MAX)
            .map(|nth| format!("{}-{nth}", added.id))
            .find(|id| !taken(id))?;
    }
    papers.push(added);
    papers.last_mut()
}

/// The name without the list marks of the source: «- Tờ khai …» reads «Tờ khai …».
pub fn display_name(name: &str) -> String {
    let bare = name.trim_start_matches(|c: char| c.is_whitespace() || "-–—+*•·●○▪.".contains(c));
    if bare.is_empty() { name.trim() } else { bare }.to_owned()
}

/// Openings of remarks whatever the counts say.
const REMARK: [&str; 5] = ["luu y", "ghi chu", "chu y", "vi du", "chu thich"];

/// Openings that explain who, when and how, and name no paper of their own.
const EXPLANATION: [&str; 36] = [
    "truong hop",
    "cac truong hop",
    "doi voi",
    "nguoi ",
    "ca nhan co",
    "co quan ",
    "khi ",
    "neu ",
    "viec ",
    "so luong",
    "so bo ho so",
    "tuy truong hop",
    "tuy tung",
    "cham nhat",
    "trong thoi han",
    "trong truong hop",
    "trong vong",
    "thoi han",
    "khong quy dinh",
    "khong yeu cau",
    "khong co",
    "chua co quy dinh",
    "giay to do co quan",
    "giay to co trong ho so",
    "giay to phai",
    "ban chup cac giay to gui kem",
    "phieu nay",
    "ngoai ",
    "cach thuc",
    "to chuc, ca nhan",
    "thanh phan ho so",
    "mot (01) ban",
    "ho so gom",
    "ho so bao gom",
    "thu tuong",
    "xuat trinh",
];

/// Openings of what can be handed over a counter.
const PAPER: [&str; 58] = [
    "to khai",
    "giay",
    "don ",
    "ban ",
    "van ban",
    "hop dong",
    "hoa don",
    "chung tu",
    "chung cu",
    "chung chi",
    "chung nhan",
    "van don",
    "van tai don",
    "ly lich",
    "phieu",
    "danh muc",
    "danh sach",
    "bao cao",
    "de an",
    "du an",
    "du thao",
    "du toan",
    "quyet dinh",
    "so yeu",
    "so ",
    "ho so",
    "ho chieu",
    "the ",
    "bang ",
    "mau ",
    "bien ban",
    "bien lai",
    "cong van",
    "to trinh",
    "thong bao",
    "ke hoach",
    "phuong an",
    "anh ",
    "tai lieu",
    "hinh anh",
    "thuyet minh",
    "dieu le",
    "nghi quyet",
    "cam ket",
    "loi chung",
    "can cuoc",
    "cac giay to",
    "cac tai lieu",
    "cac van ban",
    "ket qua",
    "y kien",
    "lich trinh",
    "vi bang",
    "di chuc",
    "trich luc",
    "xac nhan",
    "thong tin",
    "de nghi",
];

/// Longest opening-less line that is still taken for a paper, in characters; the explanations of the catalogue start
/// around 150 and the names of papers seldom pass 200.
const PLAIN_NAME: usize = 200;

/// Whether a line of the paper list is a remark rather than a paper.
///
/// The source has no mark for it. A remark stands under a heading «Lưu ý» or opens like one, or asks for no original and
/// no copy and reads like an explanation or a heading. In doubt a line stays a paper: an officer sees it and can say so.
pub fn is_remark(group: &str, name: &str, original: u32, copy: u32) -> bool {
    let heading = fold(group);
    let heading = after_marks(&heading);
    let text = fold(name);
    let text = after_marks(&text);
    if opens_with(heading, &REMARK) || opens_with(text, &REMARK) || text.is_empty() {
        return true;
    }
    if original > 0 || copy > 0 {
        return false;
    }
    let list_head = text.trim_end().ends_with(':');
    if opens_with(text, &EXPLANATION) {
        // «Đối với hộ nghèo: Giấy chứng nhận …» explains and then names the paper.
        let named = text.split_once(':').is_some_and(|(_, rest)| {
            opens_with(after_marks(rest), &PAPER)
                && !rest.contains(" phai ")
                && !rest.contains(" thi ")
        });
        return list_head || !named;
    }
    if opens_with(text, &PAPER) {
        return list_head
            && ["gom:", "sau:", "sau day:", "gom :"]
                .iter()
                .any(|end| text.trim_end().ends_with(end));
    }
    list_head || text.chars().count() > PLAIN_NAME
}

fn opens_with(text: &str, openings: &[&str]) -> bool {
    openings.iter().any(|opening| text.starts_with(opening))
}

/// Skips dashes, stars and numbering such as «a)», «1.2.», «(4.3)», «II.».
fn after_marks(text: &str) -> &str {
    let mut rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    loop {
        let head: &str = rest.split_whitespace().next().unwrap_or("");
        let is_number = head.ends_with([')', '.', ':'])
            && head.len() <= 6
            && head
                .trim_end_matches([')', '.', ':'])
                .chars()
                .all(|c| c.is_ascii_digit() || c == '.' || "ivx".contains(c))
            || head.len() == 2 && head.ends_with(')');
        if !is_number {
            return rest;
        }
        rest = rest[head.len()..].trim_start_matches(|c: char| !c.is_alphanumeric());
    }
}

/// Eight characters of a 64-bit FNV-1a hash: short enough for a URL, and a clash inside one procedure only adds a number.
fn short_hash(text: &str) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // FNV leaves the last bytes in the low bits only; mix them through.
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 29;
    (0..8)
        .map(|place| {
            char::from(LETTERS[usize::try_from((hash >> (place * 5)) & 31).expect("below 32")])
        })
        .collect()
}
