//! The answer of the national portal's service `LayThuTuc` (Cổng DVCQG, 2019–2025): upper-case fields, numbers as text.

use super::reading::Reading;
use crate::domain::fold::fold;
use crate::domain::procedure::component::{Listed, identify};
use crate::domain::procedure::{
    Channel, Decision, Fee, Legal, Level, Method, Procedure, Step, TimeUnit,
};

pub(super) fn read(row: &Reading<'_>) -> Result<Procedure, String> {
    let (code, name) = row.identity("MATTHC", "TENTTHC")?;
    let mut procedure = Procedure::bare(code, name);
    let id = row.line("ID")?;
    if !id.is_empty() {
        procedure.id = id;
    }
    let decision = row.line("IDQUYETDINHCONGBO")?;
    procedure.decision = (!decision.is_empty()).then(|| Decision {
        no: decision,
        ..Decision::default()
    });
    procedure.fields = row.named("LINHVUCTHUCHIEN", "MALINHVUC", "TENLINHVUC")?;
    read_levels(row, &mut procedure)?;
    let agencies = row.named("COQUANTHUCHIEN", "MADONVI", "TENDONVI")?;
    procedure.executing = agencies.into_iter().map(|agency| agency.name).collect();
    procedure.methods = methods(row)?;
    procedure.components = identify(papers(row)?);
    procedure.steps = steps(row)?;
    procedure.conditions = row.text("YEUCAU")?;
    procedure.subjects = row
        .text("MOTADOITUONGTHUCHIEN")?
        .split(['\n', ';'])
        .map(|subject| subject.trim().to_owned())
        .filter(|subject| !subject.is_empty())
        .collect();
    procedure.results = row.named("KETQUATHUCHIEN", "MAKETQUA", "TENKETQUA")?;
    procedure.legal = row
        .objects("CANCUPHAPLY")?
        .iter()
        .map(|document| {
            Ok(Legal {
                no: document.line("SOVANBAN")?,
                title: document.line("TENVANBAN")?,
            })
        })
        .collect::<Result<_, String>>()?;
    Ok(procedure.complete())
}

fn read_levels(row: &Reading<'_>, procedure: &mut Procedure) -> Result<(), String> {
    for level in row.objects("CAPTHUCHIEN")? {
        let word = level.line("CAPTHUCHIEN")?;
        let known = match word.as_str() {
            "0" => Level::Ministry,
            "1" => Level::Province,
            "2" => Level::District,
            "3" => Level::Commune,
            other => return Err(level.unknown("CAPTHUCHIEN", other)),
        };
        if !procedure.levels.contains(&known) {
            procedure.levels.push(known);
        }
        let agency = level.line("MOTACOQUANTHUCHIEN")?;
        if !agency.is_empty() && !procedure.competent.contains(&agency) {
            procedure.competent.push(agency);
        }
        let address = level.text("DIACHITIEPNHAN")?;
        if procedure.receiving_address.is_empty() {
            procedure.receiving_address = address;
        }
    }
    Ok(())
}

/// One way of filing for each time limit of a channel. Fees hang on the channel or on the time limit, both were seen.
fn methods(row: &Reading<'_>) -> Result<Vec<Method>, String> {
    let mut methods = Vec::new();
    for way in row.objects("CACHTHUCTHUCHIEN")? {
        let channel = match way.line("KENH")?.as_str() {
            "1" => Channel::Counter,
            "2" => Channel::Online,
            "3" => Channel::Post,
            other => return Err(way.unknown("KENH", other)),
        };
        let shared = fees(&way)?;
        let times = way.objects("THOIGIAN")?;
        if times.is_empty() {
            methods.push(Method {
                channels: vec![channel],
                fees: shared.clone(),
                ..Method::default()
            });
        }
        for time in times {
            let number = time.number("THOIGIANGIAIQUYET")?;
            let word = time.line("DONVITINH")?;
            let unit = unit(&word);
            let mut note = time.text("MOTA")?;
            if unit == TimeUnit::Other && note.is_empty() && !word.is_empty() {
                note = word;
            }
            let mut all = shared.clone();
            all.extend(fees(&time)?);
            methods.push(Method {
                channels: vec![channel],
                time: number,
                unit,
                note,
                fees: all,
            });
        }
    }
    Ok(methods)
}

/// The unit is free text there: «Ngày làm việc», «ngày», «Giờ».
fn unit(word: &str) -> TimeUnit {
    let word = fold(word).replace('_', " ");
    match word.trim() {
        "ngay lam viec" | "working day" => TimeUnit::WorkingDay,
        "ngay" | "day" => TimeUnit::Day,
        "gio" | "gio lam viec" | "hour" => TimeUnit::Hour,
        "thang" | "month" => TimeUnit::Month,
        "nam" | "year" => TimeUnit::Year,
        _ => TimeUnit::Other,
    }
}

fn fees(row: &Reading<'_>) -> Result<Vec<Fee>, String> {
    row.objects("PHILEPHI")?
        .iter()
        .map(|fee| {
            let unit = fee.line("DONVI")?;
            let foreign = unit.to_ascii_uppercase().contains("USD");
            Ok(Fee {
                value: fee.amount("SOTIEN")?,
                currency: if foreign { "USD" } else { "VND" }.to_owned(),
                note: fee.text("MOTA")?,
                ..Fee::default()
            })
        })
        .collect()
}

fn papers(row: &Reading<'_>) -> Result<Vec<Listed>, String> {
    let mut papers = Vec::new();
    for group in row.objects("THANHPHANHOSO")? {
        let heading = group.line("TRUONGHOP")?;
        for paper in group.objects("GIAYTO")? {
            let name = paper.text("TENGIAYTO")?;
            if name.is_empty() {
                continue;
            }
            let form = paper.line("TENMAUDON")?;
            papers.push(Listed {
                code: paper.line("MAGIAYTO")?,
                group: heading.clone(),
                name,
                original: paper.count("SOBANCHINH")?,
                copy: paper.count("SOBANSAO")?,
                forms: if form.is_empty() {
                    Vec::new()
                } else {
                    vec![form]
                },
                ..Listed::default()
            });
        }
    }
    Ok(papers)
}

fn steps(row: &Reading<'_>) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for group in row.objects("TRINHTUTHUCHIEN")? {
        let mut lines = Vec::new();
        for step in group.objects("TRINHTU")? {
            let line = step.text("TENTRINHTU")?;
            if !line.is_empty() {
                lines.push(line);
            }
        }
        let step = Step {
            name: group.line("TRUONGHOP")?,
            text: lines.join("\n"),
        };
        if !(step.name.is_empty() && step.text.is_empty()) {
            steps.push(step);
        }
    }
    Ok(steps)
}
