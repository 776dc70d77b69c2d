//! The law of who may know of which dossier, as the index is asked by it: what it forbids is never found, never counted.

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::fields::{AT_THE_COUNTER, Fields};
use crate::domain::authority::Rule;

/// The dossiers that the rule lets somebody know of; `None` for all of them.
pub(super) fn allowed(rule: &Rule, fields: &Fields) -> Option<Box<dyn Query>> {
    match rule {
        Rule::All(rules) if rules.is_empty() => None,
        rule => Some(asked(rule, fields)),
    }
}

fn asked(rule: &Rule, fields: &Fields) -> Box<dyn Query> {
    match rule {
        Rule::Owner(name) => is(fields.owner, name),
        Rule::Hand(name) => is(fields.hand, name),
        Rule::Unit(unit) => is(fields.unit, unit),
        Rule::Field(field) => is(fields.field, field),
        Rule::AtTheCounter => is(fields.counter, AT_THE_COUNTER),
        Rule::All(rules) if rules.is_empty() => Box::new(AllQuery),
        Rule::Any(rules) if rules.is_empty() => Box::new(EmptyQuery),
        Rule::All(rules) => both(Occur::Must, rules, fields),
        Rule::Any(rules) => both(Occur::Should, rules, fields),
    }
}

fn both(occur: Occur, rules: &[Rule], fields: &Fields) -> Box<dyn Query> {
    let clauses = rules.iter().map(|rule| (occur, asked(rule, fields)));
    Box::new(BooleanQuery::new(clauses.collect()))
}

/// The dossiers with exactly this value.
pub(super) fn is(field: Field, value: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, value),
        IndexRecordOption::Basic,
    ))
}
