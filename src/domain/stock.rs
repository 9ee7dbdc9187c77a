//! The blanks batch by batch, and the film in the printer: where every blank came from and went to.
//!
//! Separate from the day's figures, which know only sums: here each batch has a balance of its own, and the
//! batches together are H after every event (counter practice 3 and 14). Must not know files or the day.

use super::clean;
use super::id::JobId;
use super::invalid::Items;
use super::terms::{SpoilCause, StockMove};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Closed days the present rate is taken from.
pub const RATE_DAYS: usize = 20;
/// Finished batches still shown.
const FINISHED: usize = 12;

/// What an office writes on a box, a shelf or a locker: short, and with a digit in it, so that it is never a
/// person's name and may stand in the journal itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(String);

/// Longest label, in characters.
pub const LABEL: usize = 16;

/// It is no label: too long, without a digit, or with other characters than letters, digits, blank, `. / -`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a label")]
pub struct LabelError;

impl Label {
    /// Cleans and takes a label; letters become capital.
    ///
    /// # Errors
    /// [`LabelError`].
    pub fn parse(text: &str) -> Result<Label, LabelError> {
        let text = clean::line(text, LABEL).map_err(|_| LabelError)?.to_ascii_uppercase();
        let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || " ./-".contains(c);
        let label = text.chars().all(fits) && text.chars().any(|c| c.is_ascii_digit());
        if label { Ok(Label(text)) } else { Err(LabelError) }
    }

    /// As written on the box.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Label {
    type Error = LabelError;
    fn try_from(text: String) -> Result<Label, LabelError> {
        Label::parse(&text)
    }
}

impl From<Label> for String {
    fn from(label: Label) -> String {
        label.0
    }
}

/// Serial numbers of a batch from the first to the last, as printed on the blanks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Serials {
    pub first: String,
    pub last: String,
}

impl Serials {
    /// Letters in front of the running number, and that number.
    fn split(serial: &str) -> Option<(&str, u32)> {
        let digits = serial.bytes().rev().take_while(u8::is_ascii_digit).count().min(9);
        let (front, running) = serial.split_at_checked(serial.len() - digits)?;
        running.parse().ok().map(|n| (front, n))
    }

    /// Which of them a serial is, from 0; None when it is not one of them.
    pub fn place(&self, serial: &str) -> Option<u32> {
        let ((front, first), (_, last)) = (Serials::split(&self.first)?, Serials::split(&self.last)?);
        let (other, n) = Serials::split(serial)?;
        let of_it = other == front && serial.len() == self.first.len() && (first..=last).contains(&n);
        of_it.then(|| n - first)
    }

    /// How many they are; None when the two ends do not belong together.
    pub fn count(&self) -> Option<u32> {
        self.place(&self.last).and_then(|n| n.checked_add(1))
    }
}

/// What became of the blanks of a batch. `received + borrowed + returned − lent − given_back ± difference =
/// good + spoiled + printing + left`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// None: blanks whose batch nobody wrote down.
    pub label: Option<Label>,
    /// Only where they were read from the blanks, never made up (counter practice 14).
    pub serials: Option<Serials>,
    /// Places among the serials that were used with their serial read.
    pub read: Items,
    /// When the first of them came.
    pub since: NaiveDate,
    pub opened: Option<NaiveDate>,
    pub received: u32,
    pub borrowed: u32,
    pub returned: u32,
    pub lent: u32,
    pub given_back: u32,
    pub difference: i32,
    pub good: u32,
    pub spoiled: BTreeMap<SpoilCause, u32>,
    /// In a printer or in doubt.
    pub printing: u32,
    pub left: u32,
}

impl Batch {
    fn new(label: Option<Label>, since: NaiveDate) -> Batch {
        Batch {
            label,
            serials: None,
            read: Items::default(),
            since,
            opened: None,
            received: 0,
            borrowed: 0,
            returned: 0,
            lent: 0,
            given_back: 0,
            difference: 0,
            good: 0,
            spoiled: BTreeMap::new(),
            printing: 0,
            left: 0,
        }
    }

    /// Both sides of its balance.
    pub fn balance(&self) -> (i64, i64) {
        let n = |count: u32| i64::from(count);
        let came = n(self.received) + n(self.borrowed) + n(self.returned) + i64::from(self.difference);
        let spoiled: i64 = self.spoiled.values().map(|count| n(*count)).sum();
        let went = n(self.good) + spoiled + n(self.printing) + n(self.left);
        (came - n(self.lent) - n(self.given_back), went)
    }

    /// Nothing of it is left, nor in a printer.
    pub fn finished(&self) -> bool {
        self.left == 0 && self.printing == 0
    }

    fn count(&mut self, how: StockMove, n: u32) {
        let counted = match how {
            StockMove::Received => &mut self.received,
            StockMove::Borrowed => &mut self.borrowed,
            StockMove::Returned => &mut self.returned,
            StockMove::Lent => &mut self.lent,
            StockMove::GivenBack => &mut self.given_back,
            StockMove::Counted => return,
        };
        *counted = counted.saturating_add(n);
    }
}

/// The film (ribbon) in the printer, counted in prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Film {
    pub since: NaiveDate,
    /// Prints it is good for, as said on its box.
    pub prints: u32,
    pub used: u32,
}

impl Film {
    /// Prints left in it.
    pub fn left(&self) -> u32 {
        self.prints.saturating_sub(self.used)
    }
}

/// A blank between the intent to print and its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct InPrinter {
    batch: Option<Label>,
    /// Its place among the serials of the batch, when it was read.
    read: Option<u32>,
}

/// The stock of blanks and film, and the last numbers of the invalid register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stock {
    /// Oldest first.
    pub batches: Vec<Batch>,
    /// The batch prints are taken from.
    pub opened: Option<Label>,
    printing: BTreeMap<JobId, InPrinter>,
    pub film: Option<Film>,
    /// Blanks of ours that others have.
    pub lent_out: u32,
    /// Blanks of others that are to go back.
    pub borrowed_in: u32,
    /// Prints of the last closed days, good and spoiled, newest last.
    pub rate: Vec<u32>,
    /// Last number given in the register of invalid cards.
    pub last_item: u32,
    /// Year and number of the last record of destruction.
    pub last_record: Option<(i32, u32)>,
}

impl Stock {
    /// The blanks of all batches: H.
    pub fn left(&self) -> u32 {
        self.batches.iter().map(|b| b.left).fold(0, u32::saturating_add)
    }

    /// A batch by its label.
    pub fn batch(&self, label: &Label) -> Option<&Batch> {
        self.batches.iter().find(|b| b.label.as_ref() == Some(label))
    }

    /// The serial belongs to a batch here and was used before.
    pub fn was_used(&self, serial: &str) -> bool {
        let place = |b: &Batch| b.serials.as_ref().and_then(|s| s.place(serial));
        self.batches.iter().any(|b| place(b).is_some_and(|place| b.read.contains(place)))
    }

    /// The batch a print would take its blank from.
    pub fn next(&self) -> Option<&Batch> {
        self.source(None).and_then(|at| self.batches.get(at))
    }

    fn at(&mut self, label: Option<&Label>, since: NaiveDate) -> usize {
        let found = self.batches.iter().position(|b| b.label.as_ref() == label);
        found.unwrap_or_else(|| {
            self.batches.push(Batch::new(label.cloned(), since));
            self.batches.len() - 1
        })
    }

    /// That of the serial, else the opened one, else those nobody wrote down, else the oldest with any left.
    fn source(&self, serial: Option<&str>) -> Option<usize> {
        let has = |at: &usize| self.batches.get(*at).is_some_and(|b| b.left > 0);
        let read = |b: &Batch| serial.is_some_and(|s| b.serials.as_ref().is_some_and(|of| of.place(s).is_some()));
        let by_serial = self.batches.iter().position(read).filter(has);
        let open = || self.batches.iter().position(|b| self.opened.is_some() && b.label == self.opened).filter(has);
        let loose = || self.batches.iter().position(|b| b.label.is_none()).filter(has);
        let oldest = || self.batches.iter().position(|b| b.left > 0);
        by_serial.or_else(open).or_else(loose).or_else(oldest)
    }

    /// Blanks came, went or were counted; `n` is signed for a count only. What a batch lacks goes on to the
    /// next, so that the batches stay the sum of the book.
    pub(super) fn moved(&mut self, label: Option<&Label>, how: StockMove, n: i32, day: NaiveDate) {
        let amount = n.unsigned_abs();
        match how {
            StockMove::Lent => self.lent_out = self.lent_out.saturating_add(amount),
            StockMove::Returned => self.lent_out = self.lent_out.saturating_sub(amount),
            StockMove::Borrowed => self.borrowed_in = self.borrowed_in.saturating_add(amount),
            StockMove::GivenBack => self.borrowed_in = self.borrowed_in.saturating_sub(amount),
            StockMove::Received | StockMove::Counted => {}
        }
        let goes = matches!(how, StockMove::Lent | StockMove::GivenBack) || (how == StockMove::Counted && n < 0);
        if !goes {
            let opened = self.opened.clone().filter(|_| how == StockMove::Counted);
            let at = self.at(label.or(opened.as_ref()), day);
            let Some(batch) = self.batches.get_mut(at) else { return };
            batch.left = batch.left.saturating_add(amount);
            batch.count(how, amount);
            if how == StockMove::Counted {
                batch.difference = batch.difference.saturating_add_unsigned(amount);
            }
            return;
        }
        let mut rest = amount;
        let mut named = label.and_then(|label| self.batches.iter().position(|b| b.label.as_ref() == Some(label)));
        while rest > 0 {
            let Some(at) = named.take().filter(|at| self.batches[*at].left > 0).or_else(|| self.source(None)) else {
                return;
            };
            let Some(batch) = self.batches.get_mut(at) else { return };
            let part = rest.min(batch.left);
            batch.left -= part;
            batch.count(how, part);
            if how == StockMove::Counted {
                batch.difference = batch.difference.saturating_sub_unsigned(part);
            }
            rest -= part;
        }
    }

    /// The serials a batch was received with.
    pub(super) fn numbered(&mut self, label: Option<&Label>, serials: Option<&Serials>) {
        if let Some(batch) = self.batches.iter_mut().find(|b| b.label.is_some() && b.label.as_ref() == label) {
            batch.serials = serials.cloned().or(batch.serials.take());
        }
    }

    pub(super) fn open(&mut self, label: &Label, day: NaiveDate) {
        self.opened = Some(label.clone());
        if let Some(batch) = self.batches.iter_mut().find(|b| b.label.as_ref() == Some(label)) {
            batch.opened.get_or_insert(day);
        }
    }

    /// A blank goes into the printer.
    pub(super) fn started(&mut self, job: JobId, serial: Option<&str>) {
        let Some(batch) = self.source(serial).and_then(|at| self.batches.get_mut(at)) else { return };
        batch.left -= 1;
        batch.printing += 1;
        let read = serial.and_then(|serial| batch.serials.as_ref()?.place(serial));
        if let Some(place) = read {
            batch.read.insert(place);
        }
        self.printing.insert(job, InPrinter { batch: batch.label.clone(), read });
    }

    /// What came of it: a good card, a spoiled blank, or the blank is still there.
    pub(super) fn ended(&mut self, job: JobId, outcome: Outcome) {
        if let Some(film) = self.film.as_mut().filter(|_| outcome != Outcome::NoneCameOut) {
            film.used = film.used.saturating_add(1);
        }
        let Some(blank) = self.printing.remove(&job) else { return };
        let Some(batch) = self.batches.iter_mut().find(|b| b.label == blank.batch) else { return };
        batch.printing = batch.printing.saturating_sub(1);
        match outcome {
            Outcome::Good => batch.good += 1,
            Outcome::Spoiled(cause) => *batch.spoiled.entry(cause).or_default() += 1,
            Outcome::NoneCameOut => {
                batch.left += 1;
                if let Some(place) = blank.read {
                    batch.read.remove(place);
                }
            }
        }
    }

    /// A day was closed: its prints count for the rate, and batches long finished are forgotten.
    pub(super) fn day_closed(&mut self, prints: u32) {
        self.rate.push(prints);
        let old = self.rate.len().saturating_sub(RATE_DAYS);
        self.rate.drain(..old);
        let mut over = self.batches.iter().filter(|b| b.finished()).count().saturating_sub(FINISHED);
        let opened = self.opened.clone();
        self.batches.retain(|b| {
            let goes = over > 0 && b.finished() && b.label != opened;
            over -= usize::from(goes);
            !goes
        });
    }
}

/// What became of a blank in the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Good,
    Spoiled(SpoilCause),
    NoneCameOut,
}

/// Whole working days the blanks last at the rate of these closed days; None where nothing was printed in them.
pub fn days_left(blanks: u32, rate: &[u32]) -> Option<u32> {
    let prints: u64 = rate.iter().map(|n| u64::from(*n)).sum();
    let days = (u64::from(blanks) * rate.len() as u64).checked_div(prints)?;
    Some(u32::try_from(days).unwrap_or(u32::MAX))
}
