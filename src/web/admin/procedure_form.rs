//! What an office says of a procedure as fields of a form, both ways.

use crate::domain::dossier::Channel;
use crate::domain::fault::FieldFault;
use crate::domain::fold::tidy;
use crate::domain::procedure::component::{Listed, add};
use crate::domain::procedure::{Fee, FeeKind, Method, Procedure, Taking, TimeUnit};
use crate::ui::Entries;
use crate::ui::words::fault::fault as words;
use crate::web::form::Sent;

/// Rows that a form has at most, of each kind.
const MOST: usize = 400;
/// Fees that a way of filing has at most.
const MOST_FEES: usize = 60;

/// What a form says.
pub struct Read {
    /// The procedure with the office's words, as far as they can be read.
    pub edited: Procedure,
    /// The form with what is wrong in it.
    pub entries: Entries,
    /// Its rows: ways of filing, and papers.
    pub rows: (usize, usize),
}

/// The form of a procedure.
pub fn filled(procedure: &Procedure) -> Entries {
    let mut values = vec![
        ("version".to_owned(), procedure.version.to_string()),
        ("taking".to_owned(), procedure.taking().key().to_owned()),
        (
            "level".to_owned(),
            if procedure.full_online {
                "full"
            } else {
                "part"
            }
            .to_owned(),
        ),
        ("address".to_owned(), procedure.receiving_address.clone()),
        ("note".to_owned(), procedure.note.clone()),
    ];
    let mut put = |name: String, value: String| values.push((name, value));
    for (at, case) in procedure.cases.iter().enumerate() {
        put(format!("case.{at}.time"), number(case.time));
        put(format!("case.{at}.unit"), case.unit.as_str().to_owned());
    }
    for (at, method) in procedure.methods.iter().enumerate() {
        for channel in &method.channels {
            put(format!("method.{at}.channels"), channel.as_str().to_owned());
        }
        put(format!("method.{at}.time"), number(method.time));
        put(format!("method.{at}.unit"), method.unit.as_str().to_owned());
        put(format!("method.{at}.note"), method.note.clone());
        for (nth, fee) in method.fees.iter().enumerate() {
            let of = format!("method.{at}.fee.{nth}");
            put(
                format!("{of}.value"),
                fee.value.map_or_else(String::new, grouped),
            );
            put(format!("{of}.kind"), kind_key(fee.kind).to_owned());
            put(format!("{of}.note"), fee.note.clone());
        }
    }
    for (at, paper) in procedure.components.iter().enumerate() {
        let kind = match (paper.note, paper.required) {
            (true, _) => "note",
            (false, true) => "required",
            (false, false) => "paper",
        };
        put(format!("paper.{at}.id"), paper.id.clone());
        put(format!("paper.{at}.name"), paper.name.clone());
        put(format!("paper.{at}.original"), paper.original.to_string());
        put(format!("paper.{at}.copy"), paper.copy.to_string());
        put(format!("paper.{at}.kind"), kind.to_owned());
    }
    Entries::sent(values)
}

fn number(number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| format!("{number}").replace('.', ","))
}

/// With points between the thousands.
fn grouped(amount: i64) -> String {
    let dong = crate::ui::words::dong(crate::domain::money::Dong(amount));
    dong.trim_end_matches(['\u{a0}', 'đ']).to_owned()
}

const fn kind_key(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Fee => "FEE",
        FeeKind::ServiceFee => "SERVICE_FEE",
        FeeKind::PriceLevel => "PRICE_LEVEL",
    }
}

/// A form that is read, and the rows from which the parts of the procedure came.
struct Reader<'a> {
    sent: &'a Sent,
    entries: Entries,
    /// The row of each way of filing, and those of its fees.
    methods: Vec<(usize, Vec<usize>)>,
    /// The row of each paper.
    papers: Vec<usize>,
}

/// Reads the form; `base` is the version that was edited.
pub fn read(sent: &Sent, base: &Procedure) -> Read {
    let mut reader = Reader {
        sent,
        entries: Entries::sent(sent.0.clone()),
        methods: Vec::new(),
        papers: Vec::new(),
    };
    let mut edited = base.clone();
    match Taking::from_key(sent.value("taking")) {
        Some(taking) => edited.set_taking(taking),
        None => reader.refuse("taking", "Tiếp nhận: hãy chọn một cách."),
    }
    match sent.value("level") {
        "full" => edited.full_online = true,
        "part" => edited.full_online = false,
        _ => reader.refuse("level", "Mức độ trực tuyến: hãy chọn một mức."),
    }
    for (at, case) in edited.cases.iter_mut().enumerate() {
        let (time, unit) = reader.time(&format!("case.{at}"), &format!("của {}", case.name));
        (case.time, case.unit) = (time, unit);
    }
    let rows = (reader.rows("method"), reader.rows("paper"));
    edited.methods = reader.all_methods(base, rows.0);
    reader.read_papers(&mut edited, base, rows.1);
    edited.receiving_address = tidy(sent.value("address"));
    edited.note = tidy(sent.value("note"));
    for fault in edited.own_faults() {
        reader.tell(&fault);
    }
    Read {
        edited,
        rows,
        entries: reader.entries,
    }
}

impl Reader<'_> {
    fn refuse(&mut self, name: &str, words: &str) {
        self.entries.refuse(name, words);
    }

    fn value(&self, name: &str) -> &str {
        self.sent.value(name).trim()
    }

    fn is_ticked(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }

    /// How many rows of this kind were sent.
    fn rows(&self, kind: &str) -> usize {
        let number = |name: &str| {
            let rest = name.strip_prefix(kind)?.strip_prefix('.')?;
            rest.split('.').next()?.parse::<usize>().ok()
        };
        let numbers = self.sent.0.iter().filter_map(|(name, _)| number(name));
        numbers.max().map_or(0, |last| (last + 1).min(MOST))
    }

    fn time(&mut self, of: &str, whose: &str) -> (Option<f64>, TimeUnit) {
        let unit = self.value(&format!("{of}.unit"));
        let unit = TimeUnit::ALL.into_iter().find(|one| one.as_str() == unit);
        let name = format!("{of}.time");
        let typed = self.value(&name).replace(',', ".");
        if typed.is_empty() {
            return (None, unit.unwrap_or_default());
        }
        let time = typed
            .parse::<f64>()
            .ok()
            .filter(|time| time.is_finite() && *time >= 0.0);
        if time.is_none() {
            let words = format!("Thời hạn {whose}: hãy nhập một số, ví dụ 3 hoặc 0,5.");
            self.refuse(&name, &words);
        }
        (time, unit.unwrap_or_default())
    }

    fn all_methods(&mut self, base: &Procedure, rows: usize) -> Vec<Method> {
        let mut methods = Vec::new();
        for at in 0..rows {
            let of = format!("method.{at}");
            if self.is_ticked(&format!("{of}.gone")) {
                continue;
            }
            let known = base.methods.get(at);
            let channels: Vec<Channel> = Channel::ALL
                .into_iter()
                .filter(|one| self.entries.has(&format!("{of}.channels"), one.as_str()))
                .collect();
            let (time, unit) = self.time(&of, &format!("của cách nộp {}", at + 1));
            let note = tidy(self.sent.value(&format!("{of}.note")));
            let (fees, rows) = self.fees(&of, known);
            // A row that was added and left blank is none.
            if known.is_none() && channels.is_empty() && time.is_none() && fees.is_empty() {
                continue;
            }
            self.methods.push((at, rows));
            methods.push(Method {
                channels,
                time,
                unit,
                note,
                fees,
            });
        }
        methods
    }

    fn fees(&mut self, of: &str, known: Option<&Method>) -> (Vec<Fee>, Vec<usize>) {
        let (mut fees, mut rows) = (Vec::new(), Vec::new());
        for nth in 0..MOST_FEES {
            let name = format!("{of}.fee.{nth}.value");
            let typed = self.value(&name).to_owned();
            let note = tidy(self.sent.value(&format!("{of}.fee.{nth}.note")));
            let before = known.and_then(|method| method.fees.get(nth));
            // A line of the catalogue without amount and words stays unless it is taken away with its way of filing.
            if typed.is_empty() && note.is_empty() && !before.is_some_and(is_blank) {
                continue;
            }
            let digits: String = typed
                .chars()
                .filter(|c| !matches!(c, '.' | ' ' | '\u{a0}' | 'đ'))
                .collect();
            let value = digits.parse::<i64>().ok();
            if value.is_none() && !typed.is_empty() {
                self.refuse(&name, "Số tiền: hãy nhập số nguyên, ví dụ 28.000.");
            }
            let kind = match self.value(&format!("{of}.fee.{nth}.kind")) {
                "SERVICE_FEE" => FeeKind::ServiceFee,
                "PRICE_LEVEL" => FeeKind::PriceLevel,
                _ => FeeKind::Fee,
            };
            rows.push(nth);
            fees.push(Fee {
                kind,
                value,
                currency: before.map_or_else(|| "VND".to_owned(), |fee| fee.currency.clone()),
                note,
            });
        }
        (fees, rows)
    }

    fn read_papers(&mut self, edited: &mut Procedure, base: &Procedure, rows: usize) {
        edited.components.clear();
        for at in 0..rows {
            let name = |part: &str| format!("paper.{at}.{part}");
            if self.is_ticked(&name("gone")) {
                continue;
            }
            let called = tidy(self.sent.value(&name("name")));
            let known = base.component(self.value(&name("id")));
            if known.is_none() && called.is_empty() {
                continue;
            }
            let original = self.count(&name("original"), "Bản chính");
            let copy = self.count(&name("copy"), "Bản sao");
            let kind = self.value(&name("kind")).to_owned();
            let paper = match known {
                Some(known) => {
                    edited.components.push(known.clone());
                    edited.components.last_mut()
                }
                None => add(
                    &mut edited.components,
                    &base.components,
                    Listed {
                        name: called.clone(),
                        group: base
                            .components
                            .last()
                            .map_or_else(String::new, |last| last.group.clone()),
                        ..Listed::default()
                    },
                ),
            };
            if let Some(paper) = paper {
                if paper.name != called {
                    paper.source_name = None;
                    paper.name = called;
                }
                (paper.original, paper.copy) = (original, copy);
                paper.note = kind == "note";
                paper.required = kind == "required";
                self.papers.push(at);
            }
        }
    }

    fn count(&mut self, name: &str, label: &str) -> u32 {
        let typed = self.value(name);
        if typed.is_empty() {
            return 0;
        }
        let count = typed.parse().ok();
        if count.is_none() {
            let words = format!("{label}: hãy nhập số bản, ví dụ 1.");
            self.refuse(name, &words);
        }
        count.unwrap_or(0)
    }

    /// Says what the law finds wrong, beside the row from which it came.
    fn tell(&mut self, fault: &FieldFault) {
        let mut parts: Vec<String> = fault.field.split('.').map(str::to_owned).collect();
        let index = |text: &str| text.parse::<usize>().unwrap_or(usize::MAX);
        if let [kind, at, rest @ ..] = parts.as_mut_slice() {
            if kind == "paper" {
                if let Some(row) = self.papers.get(index(at)) {
                    *at = row.to_string();
                }
            } else if kind == "method"
                && let Some((row, fees)) = self.methods.get(index(at))
            {
                *at = row.to_string();
                if let [fee, nth, ..] = rest
                    && fee == "fee"
                    && let Some(row) = fees.get(index(nth))
                {
                    *nth = row.to_string();
                }
            }
        }
        let field = parts.join(".");
        if self.entries.fault(&field).is_none() {
            let words = format!("{}: {}", label(&field), words(fault.fault));
            self.entries.refuse(field, words);
        }
    }
}

fn is_blank(fee: &Fee) -> bool {
    fee.value.is_none() && fee.note.is_empty()
}

/// What a field is called in the summary of faults.
fn label(field: &str) -> String {
    let mut parts = field.split('.');
    let (kind, row) = (parts.next().unwrap_or_default(), parts.next());
    let number = row
        .and_then(|row| row.parse::<usize>().ok())
        .map_or(0, |row| row + 1);
    match kind {
        "case" => format!("Thời hạn của trường hợp {number}"),
        "method" => format!("Cách nộp {number}"),
        "paper" => format!("Giấy tờ {number}"),
        "address" => "Địa chỉ tiếp nhận".to_owned(),
        "why" => "Căn cứ".to_owned(),
        _ => "Ghi chú".to_owned(),
    }
}
