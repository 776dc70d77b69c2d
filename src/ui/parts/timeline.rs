//! What happened, newest first or oldest first as the page gives it.

use maud::{Markup, html};

use super::dossier::{look, status_tag};
use super::icon;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::ui::language::say;
use crate::ui::words::{AtMoment, moment};

/// One line of a dossier's history, as a person reads it.
#[derive(Debug, Clone)]
pub struct Moved {
    /// When.
    pub at: Moment,
    /// The official status after it.
    pub status: Status,
    /// Name of the step after it.
    pub step: String,
    /// Who did it; empty for the clock itself.
    pub actor: String,
    /// The unit after it.
    pub unit: String,
    /// What happened, in a sentence.
    pub text: String,
    /// Due date before.
    pub due_before: Option<Moment>,
    /// Due date after.
    pub due_after: Option<Moment>,
    /// A file that came with it: address and name.
    pub file: Option<(String, String)>,
    /// Seen by officers only.
    pub internal: bool,
}

/// The history with the official status at every step.
pub fn timeline(moves: &[Moved]) -> Markup {
    html! {
        ol class="timeline" role="list" {
            @for line in moves {
                @let (sign, tone) = look(line.status);
                li {
                    span class={ "dot " (tone) } { (icon(sign)) }
                    div class="stack stack-s" {
                        div class="row" {
                            (status_tag(line.status))
                            span class="small soft" { (AtMoment(line.at)) }
                            @if line.internal { span class="tag plain" { (icon("lock")) (say!("Nội bộ")) } }
                        }
                        p class="said" { (line.text) }
                        p class="small soft" {
                            (say!("Bước: {step}", step = line.step))
                            @if !line.actor.is_empty() { " · " (line.actor) }
                            @if !line.unit.is_empty() { " · " (line.unit) }
                        }
                        @if line.due_before != line.due_after {
                            p class="small" {
                                @match (line.due_before, line.due_after) {
                                    (Some(before), Some(after)) => { (say!("Hẹn trả chuyển từ {before} sang ", before = moment(before))) strong { (moment(after)) } "." }
                                    (None, Some(after)) => { (say!("Hẹn trả: ")) strong { (moment(after)) } "." }
                                    _ => { (say!("Không còn ngày hẹn trả.")) }
                                }
                            }
                        }
                        @if let Some((href, name)) = &line.file {
                            p { a href=(href) { (name) } }
                        }
                    }
                }
            }
        }
    }
}
