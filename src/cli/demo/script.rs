//! What happens to a dossier of the demo: a script of deeds with the office time between them.

use super::dice::Dice;
use crate::domain::status::Status;

/// A deed of the play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// Filed; at the counter that is reception at once.
    File,
    Accept,
    Refuse,
    /// To the specialist who usually takes the field, or by the workflow.
    Forward {
        named: bool,
    },
    /// Whoever holds it looks at it.
    Open,
    Note,
    MessageCitizen,
    MessageOfficer,
    Advance,
    /// Back to the counter, which hands it on again.
    SendBack,
    HandOnAgain,
    /// Forwarded to the wrong desk and taken back at once.
    Recall,
    /// The leader gives it to another specialist.
    Assign,
    AskSupplement,
    Supply,
    AskPayment,
    Pay,
    PayAtOnce,
    AskWithdraw,
    WithdrawBefore,
    WithdrawOnRequest,
    Stop,
    Resume,
    Apologise,
    Urge,
    Propose,
    Reject,
    Approve,
    Reopen,
    Return,
    Rate,
    Correct,
}

/// A deed and the minutes of office time since the one before.
pub(super) type Line = (u64, Deed);

/// What a script is for.
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts, each named at the one place that makes a part"
)]
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// The status it ends in.
    pub target: Status,
    /// It came in online.
    pub online: bool,
    /// A citizen's account filed it, which can do what citizens do.
    pub owned: bool,
    /// There is a fee to pay.
    pub fee: bool,
    /// Minutes of office time that the law gives.
    pub term: u64,
    /// The work takes longer than that.
    pub late: bool,
}

/// Writes the script of a part.
pub(super) fn write(part: &Part, dice: &mut Dice) -> Vec<Line> {
    let mut script = Script {
        lines: vec![(0, Deed::File)],
        part: *part,
        dice,
    };
    match part.target {
        Status::Registered => script.registered(),
        Status::Received => script.received(),
        Status::Refused => script.refused(),
        Status::Processing => script.processing(),
        Status::AwaitingSupplement => script.awaiting_supplement(),
        Status::AwaitingPayment => script.awaiting_payment(),
        Status::Withdrawn => script.withdrawn(),
        Status::Stopped => script.stopped(),
        Status::Finished => script.finished(),
        Status::Returned => script.returned(),
    }
    script.lines
}

struct Script<'a> {
    lines: Vec<Line>,
    part: Part,
    dice: &'a mut Dice,
}

impl Script<'_> {
    fn then(&mut self, least: u64, most: u64, deed: Deed) {
        let minutes = self.dice.between(least, most);
        self.lines.push((minutes, deed));
    }

    fn perhaps(&mut self, chance: u64, least: u64, most: u64, deed: Deed) -> bool {
        let happens = self.dice.percent(chance);
        if happens {
            self.then(least, most, deed);
        }
        happens
    }

    /// Up to status 2.
    fn reception(&mut self) {
        if self.part.online {
            if self.part.owned {
                self.perhaps(12, 5, 60, Deed::MessageCitizen);
            }
            self.then(10, 200, Deed::Accept);
        }
        if self.part.fee {
            self.perhaps(60, 2, 20, Deed::PayAtOnce);
        }
        self.perhaps(5, 5, 60, Deed::Correct);
    }

    /// Up to the specialist's desk.
    fn examination(&mut self) {
        self.reception();
        let named = self.dice.percent(60);
        if self.dice.percent(4) {
            self.then(15, 60, Deed::Forward { named: true });
            self.then(2, 10, Deed::Recall);
            self.then(2, 10, Deed::HandOnAgain);
        } else {
            self.then(15, 110, Deed::Forward { named });
        }
        self.perhaps(70, 10, 100, Deed::Open);
    }

    /// What a specialist may do on the way.
    fn work(&mut self) {
        self.perhaps(25, 10, 90, Deed::Note);
        if self.dice.percent(6) {
            self.then(20, 120, Deed::SendBack);
            self.then(20, 120, Deed::HandOnAgain);
        }
        self.perhaps(7, 20, 120, Deed::Assign);
        self.perhaps(35, 10, 120, Deed::Advance);
        self.perhaps(15, 10, 120, Deed::MessageOfficer);
    }

    /// A share of the term, in hundredths.
    fn share(&mut self, least: u64, most: u64) -> u64 {
        self.dice.between(least, most) * self.part.term / 100
    }

    /// The result, as early or as late as the part says.
    fn decision(&mut self) {
        let share = if self.part.late {
            self.share(115, 160)
        } else {
            self.share(20, 70)
        };
        if self.part.late && self.dice.percent(50) {
            let early = self.part.term * 7 / 10;
            self.lines.push((early, Deed::Apologise));
            self.lines
                .push((share.saturating_sub(early), Deed::Propose));
        } else {
            self.lines.push((share, Deed::Propose));
        }
        if self.dice.percent(12) {
            self.then(10, 120, Deed::Reject);
            self.then(30, 200, Deed::Propose);
        }
        self.then(15, 160, Deed::Approve);
    }

    fn supplement(&mut self) {
        self.then(20, 200, Deed::AskSupplement);
        self.then(300, 1800, Deed::Supply);
    }

    fn registered(&mut self) {
        if self.part.owned {
            self.perhaps(50, 5, 40, Deed::MessageCitizen);
        }
    }

    fn received(&mut self) {
        self.reception();
    }

    fn refused(&mut self) {
        if self.dice.percent(30) {
            self.then(10, 200, Deed::AskSupplement);
            self.then(1500, 3000, Deed::Refuse);
        } else {
            self.then(10, 240, Deed::Refuse);
        }
    }

    fn processing(&mut self) {
        self.examination();
        if self.dice.percent(15) {
            self.supplement();
        }
        self.work();
        if self.part.late {
            let over = self.share(100, 130);
            self.lines.push((over, Deed::Urge));
            self.perhaps(30, 10, 60, Deed::Apologise);
            return;
        }
        if self.part.owned && self.perhaps(35, 20, 200, Deed::AskWithdraw) {
            return;
        }
        if self.dice.percent(40) {
            self.then(30, 200, Deed::Propose);
            if self.dice.percent(25) {
                self.then(20, 120, Deed::Reject);
            }
        }
    }

    fn awaiting_supplement(&mut self) {
        match self.dice.index(3) {
            0 if self.part.online => {}
            1 => self.reception(),
            _ => self.examination(),
        }
        self.then(20, 200, Deed::AskSupplement);
    }

    fn awaiting_payment(&mut self) {
        self.examination();
        self.then(30, 240, Deed::AskPayment);
        self.perhaps(30, 10, 60, Deed::MessageOfficer);
    }

    fn withdrawn(&mut self) {
        if self.part.owned && self.dice.percent(50) {
            self.then(20, 300, Deed::WithdrawBefore);
            return;
        }
        self.examination();
        if self.part.owned {
            self.then(60, 600, Deed::AskWithdraw);
        }
        self.then(30, 300, Deed::WithdrawOnRequest);
    }

    fn stopped(&mut self) {
        self.examination();
        if self.dice.percent(60) {
            self.then(30, 200, Deed::AskSupplement);
            // Twenty working days of silence.
            self.then(9600, 10_500, Deed::Stop);
        } else {
            self.then(60, 480, Deed::Stop);
        }
    }

    fn finished(&mut self) {
        self.examination();
        self.work();
        if self.dice.percent(20) {
            self.supplement();
        }
        if self.part.fee && self.dice.percent(30) {
            self.then(20, 120, Deed::AskPayment);
            self.then(60, 900, Deed::Pay);
        }
        if self.dice.percent(3) {
            self.then(60, 240, Deed::Stop);
            self.then(480, 1440, Deed::Resume);
        }
        self.decision();
        if self.dice.percent(3) {
            self.then(30, 200, Deed::Reopen);
            self.then(30, 200, Deed::Propose);
            self.then(15, 100, Deed::Approve);
        }
    }

    fn returned(&mut self) {
        self.finished();
        self.then(40, 1400, Deed::Return);
        if self.part.owned {
            self.perhaps(70, 20, 900, Deed::Rate);
        }
    }
}
