//! The questions that leave of a procedure's papers those that one person needs.

use axum::http::Method;
use motcua::domain::procedure::Procedure;
use motcua::domain::procedure::preparing::{About, Answer, left, questions};
use motcua::office::shipped;
use motcua::print::read_back;

use crate::support::TestApp;

fn procedure(code: &str) -> Procedure {
    let all = shipped::procedures();
    all.into_iter()
        .find(|one| one.code.as_str() == code)
        .unwrap()
}

#[test]
fn a_birth_needs_few_papers_once_the_rare_cases_are_ruled_out() {
    let birth = procedure("1.001193");
    let asked = questions(&birth);
    let conditions: Vec<&str> = asked
        .iter()
        .filter_map(|question| match &question.about {
            About::Condition(words) => Some(words.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        conditions,
        [
            "trẻ em bị bỏ rơi",
            "khai sinh cho trẻ em sinh ra do mang thai hộ"
        ]
    );
    assert!(asked.iter().any(|question| question.about == About::Proxy));
    let no: Vec<_> = asked.iter().map(|_| Some(Answer::No)).collect();
    let names: Vec<&str> = left(&birth, &asked, &no)
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert!(
        names.iter().any(|name| name.starts_with("Giấy chứng sinh")),
        "{names:?}"
    );
    for gone in ["bỏ rơi", "mang thai hộ", "Văn bản ủy quyền"] {
        assert!(
            !names.iter().any(|name| name.contains(gone)),
            "{gone}: {names:?}"
        );
    }
    let yes: Vec<_> = asked.iter().map(|_| Some(Answer::Yes)).collect();
    assert_eq!(left(&birth, &asked, &yes).len(), birth.components.len());
}

#[test]
fn one_case_of_several_leaves_the_papers_of_the_others_out() {
    let martyr = procedure("1.010829");
    let asked = questions(&martyr);
    let About::Case(cases) = &asked[0].about else {
        panic!("{asked:?}");
    };
    assert_eq!(
        cases,
        &[
            "Đối với trường hợp chưa được hỗ trợ",
            "Đối với trường hợp đã được hỗ trợ"
        ]
    );
    let mut answers = vec![None; asked.len()];
    answers[0] = Some(Answer::Case(1));
    let chosen = left(&martyr, &asked, &answers);
    assert!(chosen.len() < martyr.components.len());
    assert!(chosen.iter().all(|one| !one.group.contains("chưa được")));
}

#[test]
fn over_the_whole_catalogue_questions_are_few_and_only_ever_leave_out() {
    let (mut asking, mut shorter) = (0, 0);
    for procedure in shipped::procedures() {
        let asked = questions(&procedure);
        assert!(asked.len() <= 5, "{}", procedure.code);
        let all = procedure.components.len();
        assert_eq!(
            left(&procedure, &asked, &vec![None; asked.len()]).len(),
            all
        );
        let yes = vec![Some(Answer::Yes); asked.len()];
        assert_eq!(left(&procedure, &asked, &yes).len(), all);
        let no = left(&procedure, &asked, &vec![Some(Answer::No); asked.len()]);
        assert!(no.len() <= all);
        // A question that leaves nothing out is not asked.
        for (at, question) in asked.iter().enumerate() {
            let mut answers = vec![None; asked.len()];
            let tried = match &question.about {
                About::Case(_) => Answer::Case(0),
                _ => Answer::No,
            };
            answers[at] = Some(tried);
            assert!(
                left(&procedure, &asked, &answers).len() < all,
                "{} {question:?}",
                procedure.code
            );
        }
        asking += usize::from(!asked.is_empty());
        shorter += usize::from(no.len() < all);
    }
    // Of the 788 that are shipped; where only cases are asked about, «no» leaves nothing out.
    assert_eq!((asking, shorter), (192, 127));
}

#[tokio::test]
async fn the_page_asks_prunes_and_prints() {
    let app = TestApp::new().await;
    let (office, now) = (app.office.clone(), app.now());
    let import = move || office.import_procedures(vec![procedure("1.001193")], now, &mut |_| {});
    tokio::task::spawn_blocking(import).await.unwrap().unwrap();
    let page = "/thu-tuc/1.001193/chuan-bi";
    let read = async |path: &str| app.call(Method::GET, path).send().await;
    let asked = read(page).await.text();
    for words in ["Ai đi nộp hồ sơ?", "trẻ em bị bỏ rơi?"] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    assert!(!asked.contains("Bạn cần"), "{asked}");
    // The button without an answer shows everything; what is no answer is none.
    for nothing in ["?", "?c1=99&c2=&c3=%FF&khac=1"] {
        let list = read(&format!("{page}{nothing}")).await.text();
        assert!(
            list.contains("Bạn cần") && !list.contains("Đã bỏ"),
            "{list}"
        );
    }
    let answered = format!("{page}?c1=khong&c2=khong&c3=khong&c4=khong&x=1");
    let list = read(&answered).await.text();
    assert!(list.contains("Bạn cần") && list.contains("Đã bỏ"), "{list}");
    let search = list.split("giay-to.pdf").nth(1).unwrap();
    let search = search.split('"').next().unwrap().replace("&amp;", "&");
    assert!(search.starts_with("?c1=khong"), "{search}");
    assert!(!search.contains("x="), "{search}");
    let pdf = read(&format!("/thu-tuc/1.001193/giay-to.pdf{search}")).await;
    let inside = read_back(&pdf.bytes).unwrap();
    let papers = inside.print.sheets[0].facts["papers"].to_string();
    assert!(papers.contains("Giấy chứng sinh"), "{papers}");
    assert!(!papers.contains("mang thai hộ"), "{papers}");
}
