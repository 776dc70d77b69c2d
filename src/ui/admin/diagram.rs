//! A process as a drawing (sơ đồ quy trình): steps from top to bottom, ways on as arrows. Whoever cannot see it reads the
//! same in the table.

use maud::{Markup, html};

use crate::domain::workflow::{Process, ProcessStep, When};
use crate::ui::parts::shortened;
use crate::ui::words::{names, process as words};

/// Size of a box and of the room around it, in units of the drawing.
const WIDTH: usize = 200;
const HEIGHT: usize = 66;
const GAP_X: usize = 24;
const GAP_Y: usize = 46;

/// Where a step stands: row by the longest way that leads to it, column in the order of the table.
struct Spot<'a> {
    step: &'a ProcessStep,
    row: usize,
    column: usize,
}

impl Spot<'_> {
    fn x(&self) -> usize {
        GAP_X + self.column * (WIDTH + GAP_X)
    }

    fn y(&self) -> usize {
        10 + self.row * (HEIGHT + GAP_Y)
    }

    fn middle(&self) -> usize {
        self.x() + WIDTH / 2
    }
}

/// The drawing; nothing for a process without steps.
pub fn diagram(process: &Process) -> Markup {
    let spots = spots(process);
    let columns = spots.iter().map(|spot| spot.column + 1).max().unwrap_or(0);
    let rows = spots.iter().map(|spot| spot.row + 1).max().unwrap_or(0);
    if rows == 0 {
        return html! {};
    }
    let (width, height) = (
        columns * (WIDTH + GAP_X) + 2 * GAP_X,
        rows * (HEIGHT + GAP_Y),
    );
    html! {
        svg class="diagram" viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="img" aria-label={ "Sơ đồ quy trình " (process.name) } {
            defs {
                marker id="mui-ten" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto" {
                    path d="M0 0 10 5 0 10z" {}
                }
            }
            @for spot in &spots {
                @for branch in &spot.step.next {
                    @if let Some(to) = spots.iter().find(|other| other.step.key == branch.to) {
                        (arrow(spot, to, branch.when.map(condition).as_deref().unwrap_or(&branch.label)))
                    }
                }
            }
            @for spot in &spots { (drawn(spot)) }
        }
    }
}

fn drawn(spot: &Spot<'_>) -> Markup {
    let step = spot.step;
    let people = match (&step.unit, step.people.as_slice()) {
        (Some(unit), _) => shortened(unit, 30),
        (None, [one, ..]) => one.to_string(),
        (None, []) => words::kind(step.kind).to_owned(),
    };
    html! {
        g class={ "step " (step.kind.key()) } {
            rect x=(spot.x()) y=(spot.y()) width=(WIDTH) height=(HEIGHT) rx="8" {}
            text x=(spot.middle()) y=(spot.y() + 22) text-anchor="middle" class="name" { (shortened(&step.name, 23)) }
            text x=(spot.middle()) y=(spot.y() + 40) text-anchor="middle" { (people) }
            text x=(spot.middle()) y=(spot.y() + 57) text-anchor="middle" { (words::allotted(step.time)) }
        }
    }
}

/// An arrow from below one box to above another; one that passes rows bends out to the right.
fn arrow(from: &Spot<'_>, to: &Spot<'_>, label: &str) -> Markup {
    let (x1, y1, x2, y2) = (from.middle(), from.y() + HEIGHT, to.middle(), to.y());
    let path = if to.row == from.row + 1 {
        format!("M{x1} {y1} L{x2} {y2}")
    } else {
        // Around the boxes between, beside their right edge.
        let out = from.x().max(to.x()) + WIDTH + GAP_X;
        let (from_y, to_y) = (from.y() + HEIGHT / 2, to.y() + HEIGHT / 2);
        let (from_x, to_x) = (from.x() + WIDTH, to.x() + WIDTH);
        format!("M{from_x} {from_y} L{out} {from_y} L{out} {to_y} L{to_x} {to_y}")
    };
    html! {
        path class="way" d=(path) marker-end="url(#mui-ten)" {}
        @if !label.is_empty() {
            text class="label" x=(usize::midpoint(x1, x2) + 6) y=(y1 + 18) { (shortened(label, 30)) }
        }
    }
}

fn condition(when: When) -> String {
    match when {
        When::Case(case) => format!("trường hợp {}", case + 1),
        When::Channel(channel) => names::channel(channel).to_lowercase(),
    }
}

fn spots(process: &Process) -> Vec<Spot<'_>> {
    let steps = &process.steps;
    let mut rows = vec![0; steps.len()];
    // The longest way to each step; with circles, which no published process has, it stops after as many rounds as steps.
    for _ in 0..steps.len() {
        for (at, step) in steps.iter().enumerate() {
            for branch in &step.next {
                let to = steps.iter().position(|other| other.key == branch.to);
                if let Some(to) = to.filter(|to| *to != at) {
                    rows[to] = rows[to].max(rows[at] + 1).min(steps.len());
                }
            }
        }
    }
    let mut spots: Vec<Spot<'_>> = Vec::with_capacity(steps.len());
    for (step, row) in steps.iter().zip(rows) {
        let column = spots.iter().filter(|spot| spot.row == row).count();
        spots.push(Spot { step, row, column });
    }
    spots
}
