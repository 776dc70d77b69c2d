//! `/thu-tuc/{code}/chuan-bi`: what to bring.

use axum::extract::{Path, RawQuery};
use axum::response::Response;

use crate::domain::procedure::component::Component;
use crate::domain::procedure::preparing::{Answer, Question, left, questions};
use crate::domain::procedure::{Level, Procedure};
use crate::ui::Entries;
use crate::ui::portal::preparing::{Preparing, preparing_page};
use crate::web::{page::Asked, problem::Problem};

/// A procedure's questions with the answers of an address.
pub(super) struct Answered {
    questions: Vec<Question>,
    answers: Vec<Option<Answer>>,
    entries: Entries,
}

impl Answered {
    /// Reads `c1=co&c2=khong&c3=0`; what is no answer is none.
    pub fn read(procedure: &Procedure, query: &str) -> Self {
        let questions = questions(procedure);
        let sent = form_urlencoded::parse(query.as_bytes()).into_owned();
        let known = |name: &str| questions.iter().any(|question| question.key == name);
        let entries = Entries::sent(sent.filter(|(name, _)| known(name)).collect());
        let answers = questions
            .iter()
            .map(|question| Answer::from_key(entries.value(&question.key)))
            .collect();
        Self {
            questions,
            answers,
            entries,
        }
    }

    /// What is left of the papers.
    pub fn left<'a>(&self, procedure: &'a Procedure) -> Vec<&'a Component> {
        left(procedure, &self.questions, &self.answers)
    }

    /// The answers as they stand in an address.
    fn search(&self) -> String {
        let mut search = form_urlencoded::Serializer::for_suffix("?".to_owned(), 1);
        search.extend_pairs(self.entries.values());
        search.finish()
    }
}

/// `/thu-tuc/{code}/chuan-bi`
pub async fn show(
    asked: Asked,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let procedure = asked.app.office().procedure(&code)?;
    let procedure = procedure.ok_or_else(Problem::not_found)?;
    // Whoever presses the button without an answer sees the whole list.
    let asked_for = query.is_some();
    let answered = Answered::read(&procedure, &query.unwrap_or_default());
    let left = answered.left(&procedure);
    let here = procedure.levels.is_empty() || procedure.levels.contains(&Level::Commune);
    let agencies = procedure.executing.join(", ");
    let page = Preparing {
        procedure: &procedure,
        questions: &answered.questions,
        answers: &answered.entries,
        search: &answered.search(),
        left: (asked_for || answered.questions.is_empty()).then_some(left.as_slice()),
        elsewhere: (!here && !agencies.is_empty()).then_some(&agencies),
    };
    Ok(asked.show(&preparing_page(&asked.frame(), &page)))
}
