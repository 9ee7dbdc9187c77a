//! The day's figures and the equations that must hold after every event (counter practice 3).
//!
//! Separate so that the auditor's sums can be read, printed and tested in one place. Flows are counted as
//! files change stage; stocks are counted from the files themselves, so that a wrong flow cannot hide.

use super::application::Stage;
use super::id::AppId;
use super::invalid::Items;
use super::sop::{Step, StepSum};
use super::status::DeferralReason;
use super::terms::{SentAway, TroubleCause};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many open files stand in each state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Census {
    pub check: u32,
    pub operator: u32,
    pub returned: u32,
    pub recorded: u32,
    pub deferred: BTreeMap<DeferralReason, u32>,
    pub printing: u32,
    pub printed: u32,
    pub ready: u32,
}

impl Census {
    /// The stages of open files with their counts, in the order of the procedure; deferrals by reason.
    pub fn by_stage(&self) -> Vec<(Stage, u32)> {
        let mut stages = vec![
            (Stage::Check, self.check),
            (Stage::Operator, self.operator),
            (Stage::Returned, self.returned),
            (Stage::Recorded, self.recorded),
            (Stage::Printing, self.printing),
            (Stage::Printed, self.printed),
            (Stage::Ready, self.ready),
        ];
        stages.extend(self.deferred.iter().map(|(reason, count)| (Stage::Deferred(*reason), *count)));
        stages
    }

    /// Counts one file; final stages are not stock.
    pub fn add(&mut self, stage: Stage) {
        match stage {
            Stage::Check => self.check += 1,
            Stage::Operator => self.operator += 1,
            Stage::Returned => self.returned += 1,
            Stage::Recorded => self.recorded += 1,
            Stage::Deferred(reason) => *self.deferred.entry(reason).or_default() += 1,
            Stage::Printing => self.printing += 1,
            Stage::Printed => self.printed += 1,
            Stage::Ready => self.ready += 1,
            Stage::HandedOver | Stage::Cancelled(_) => {}
        }
    }

    /// ΣT.
    pub fn deferred_total(&self) -> u32 {
        self.deferred.values().sum()
    }

    /// C = P+O+K+R+ΣT+X+A+U.
    pub fn total(&self) -> u32 {
        self.check
            + self.operator
            + self.returned
            + self.recorded
            + self.deferred_total()
            + self.printing
            + self.shelf()
    }

    /// L = A + U: good cards on the shelf.
    pub fn shelf(&self) -> u32 {
        self.printed + self.ready
    }
}

/// What is on hand at a moment: the right-hand sides of the equations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stocks {
    pub census: Census,
    /// H: blanks by the book, without those in a printer.
    pub blanks: u32,
    /// Q: invalid cards kept.
    pub invalid: u32,
    /// Emergency sheets given out and not accounted for.
    #[serde(default, skip_serializing_if = "Items::is_empty")]
    pub sheets: Items,
}

/// Files through one stock in a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Through {
    pub came: u32,
    pub went: u32,
    /// Ended without a card while in this stock.
    pub cancelled: u32,
}

/// A stretch of trouble mode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TroubleSpan {
    pub causes: BTreeSet<TroubleCause>,
    pub from_ms: i64,
    /// None while it lasts.
    pub to_ms: Option<i64>,
}

/// The flows of one office day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub date: NaiveDate,
    /// Subscript 0: carried from the day before.
    pub opening: Stocks,
    /// M: new numbers, voids included.
    pub new: u32,
    /// D: final ones reopened today.
    pub reopened: u32,
    /// S: handed over.
    pub handed: u32,
    /// B: ended without a card.
    pub cancelled: u32,
    /// K: V returns came, W resubmissions went.
    pub returned: Through,
    /// The N files of "V times, N files".
    pub returned_files: BTreeSet<AppId>,
    /// R.
    pub recorded: Through,
    /// T by reason.
    pub deferred: BTreeMap<DeferralReason, Through>,
    /// G: good prints.
    pub good: u32,
    /// S_k: cards handed over.
    pub cards_handed: u32,
    /// I: rejected after a good print.
    pub rejected: u32,
    /// D_k: cards taken back by correction.
    pub cards_back: u32,
    pub intents: u32,
    /// F: spoiled prints.
    pub spoiled: u32,
    /// Z: none came out.
    pub none: u32,
    pub blanks_received: u32,
    pub blanks_borrowed: u32,
    pub blanks_lent: u32,
    /// ±: counted corrections with a record.
    pub blanks_difference: i32,
    /// Old cards withdrawn at handover.
    pub withdrawn: u32,
    /// Invalid cards destroyed with a record.
    pub destroyed: u32,
    /// Invalid cards passed on.
    pub passed_on: u32,
    /// Y by reason.
    pub sent_away: BTreeMap<SentAway, u32>,
    /// J: visits to collect or go on.
    pub visits: u32,
    pub steps: BTreeMap<Step, StepSum>,
    pub trouble: Vec<TroubleSpan>,
}

/// An equation that does not hold: its name and both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imbalance {
    pub equation: &'static str,
    pub left: i64,
    pub right: i64,
}

impl Figures {
    /// A day that starts with what was on hand.
    pub fn open(date: NaiveDate, opening: Stocks) -> Figures {
        Figures {
            date,
            opening,
            new: 0,
            reopened: 0,
            handed: 0,
            cancelled: 0,
            returned: Through::default(),
            returned_files: BTreeSet::new(),
            recorded: Through::default(),
            deferred: BTreeMap::new(),
            good: 0,
            cards_handed: 0,
            rejected: 0,
            cards_back: 0,
            intents: 0,
            spoiled: 0,
            none: 0,
            blanks_received: 0,
            blanks_borrowed: 0,
            blanks_lent: 0,
            blanks_difference: 0,
            withdrawn: 0,
            destroyed: 0,
            passed_on: 0,
            sent_away: BTreeMap::new(),
            visits: 0,
            steps: BTreeMap::new(),
            trouble: Vec::new(),
        }
    }

    /// Counts one change of stage; `from` is None for a new number.
    pub fn moved(&mut self, app: AppId, from: Option<Stage>, to: Stage) {
        if from == Some(to) {
            return;
        }
        match from {
            None => self.new += 1,
            Some(stage) if stage.is_final() => {
                self.reopened += 1;
                if stage == Stage::HandedOver {
                    self.cards_back += 1;
                }
            }
            Some(_) => {}
        }
        let ends = matches!(to, Stage::Cancelled(_));
        if let Some(stock) = from.and_then(|stage| self.stock(stage)) {
            if ends {
                stock.cancelled += 1;
            } else {
                stock.went += 1;
            }
        }
        if let Some(stock) = self.stock(to) {
            stock.came += 1;
        }
        match to {
            Stage::Returned => {
                self.returned_files.insert(app);
            }
            Stage::HandedOver => {
                self.handed += 1;
                self.cards_handed += 1;
            }
            Stage::Cancelled(_) => self.cancelled += 1,
            _ => {}
        }
    }

    fn stock(&mut self, stage: Stage) -> Option<&mut Through> {
        match stage {
            Stage::Returned => Some(&mut self.returned),
            Stage::Recorded => Some(&mut self.recorded),
            Stage::Deferred(reason) => Some(self.deferred.entry(reason).or_default()),
            _ => None,
        }
    }

    /// M + W + Y + J: how many came, beside the equations.
    pub fn came(&self) -> u32 {
        self.new + self.returned.went + self.sent_away.values().sum::<u32>() + self.visits
    }

    /// The equations that do not hold against what is on hand; empty when the book is true.
    pub fn imbalances(&self, now: &Stocks) -> Vec<Imbalance> {
        let mut wrong = Vec::new();
        let mut check = |equation, left: i64, right: i64| {
            if left != right {
                wrong.push(Imbalance { equation, left, right });
            }
        };
        let n = |count: u32| i64::from(count);
        let (c0, c) = (&self.opening.census, &now.census);
        check(
            "applications",
            n(c0.total()) + n(self.new) + n(self.reopened),
            n(self.handed) + n(self.cancelled) + n(c.total()),
        );
        let through = |was: u32, t: &Through, is: u32| (n(was) + n(t.came), n(t.went) + n(t.cancelled) + n(is));
        let (left, right) = through(c0.returned, &self.returned, c.returned);
        check("returned", left, right);
        let (left, right) = through(c0.recorded, &self.recorded, c.recorded);
        check("recorded", left, right);
        let nothing = Through::default();
        for reason in DeferralReason::ALL {
            let flow = self.deferred.get(&reason).unwrap_or(&nothing);
            let count = |census: &Census| census.deferred.get(&reason).copied().unwrap_or(0);
            let (left, right) = through(count(c0), flow, count(c));
            check("deferred", left, right);
        }
        check(
            "cards",
            n(c0.shelf()) + n(self.good) + n(self.cards_back),
            n(self.cards_handed) + n(self.rejected) + n(c.shelf()),
        );
        let printed = n(self.good) + n(self.spoiled);
        check("prints", n(c0.printing) + n(self.intents), printed + n(self.none) + n(c.printing));
        check(
            "blanks",
            n(self.opening.blanks) + n(c0.printing) + n(self.blanks_received) + n(self.blanks_borrowed)
                - n(self.blanks_lent)
                + i64::from(self.blanks_difference),
            printed + n(c.printing) + n(now.blanks),
        );
        check(
            "invalid",
            n(self.opening.invalid) + n(self.withdrawn) + n(self.spoiled) + n(self.rejected),
            n(self.destroyed) + n(self.passed_on) + n(now.invalid),
        );
        wrong
    }
}
