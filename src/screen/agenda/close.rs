//! Closing a day as a guided act: what stands in the way, the counts by hand, the explanations, the last word.
//!
//! Separate because it is one act of several steps. The counts are typed before the book's figures show, so
//! that nobody copies them. It must not close anything itself: it ends in a wish.

mod draw;

use super::layout;
use crate::domain::application::Stage;
use crate::domain::command::DayCount;
use crate::domain::counts::{Counted, Counts};
use crate::domain::event::DayClosed;
use crate::domain::figures::Stocks;
use crate::domain::person::{NOTE, Note};
use crate::domain::seal::Seal;
use crate::text::screens::close as t;
use crate::text::{Lang, Word, common};
use crate::ui::dialog::{Answer, Dialog, Reply as Said};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, FormEvent, Input, Item, Snapshot};
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::view::View;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Field of the count and field of its explanation.
const fn keys(of: Counted) -> (&'static str, &'static str) {
    match of {
        Counted::Blanks => ("blanks", "why_blanks"),
        Counted::Shelf => ("shelf", "why_shelf"),
        Counted::Invalid => ("invalid", "why_invalid"),
    }
}

/// What an action led to.
pub enum Step {
    Moved,
    /// Back to the book.
    Left,
    /// An earlier day comes first.
    Earlier(NaiveDate),
    /// The list of open files is wanted.
    Files,
    Tell(Notice),
    Close(Box<DayCount>),
    Ignored,
}

/// What a day was closed with.
struct Done {
    counts: Counts,
    seal: Option<Seal>,
}

/// The guide for one day.
pub struct Close {
    date: NaiveDate,
    form: Form,
    sure: Option<Dialog>,
    done: Option<Done>,
    /// Counts that were left: the book's figure may show.
    shown: Vec<Counted>,
}

impl Close {
    /// A guide for a day that is open, or was left unclosed. Invalid cards are counted once the register has any.
    pub fn new(date: NaiveDate, view: &View<'_>) -> Close {
        let count = |of| {
            let field = Field::new(6).filtered(Filter::Digits);
            Item::new(keys(of).0, t::count(of), Input::Text(field)).required().width(10)
        };
        let why = |of| Item::new(keys(of).1, t::why(of), Input::Text(Field::new(NOTE))).required();
        let mut items: Vec<Item> = Counted::ALL.into_iter().map(count).collect();
        items.extend(Counted::ALL.into_iter().map(why));
        let mut form = Form::new(items);
        for of in Counted::ALL {
            form.set_enabled(keys(of).1, false);
        }
        form.set_enabled(keys(Counted::Invalid).0, view.office.desk.stock.last_item > 0);
        Close { date, form, sure: None, done: None, shown: Vec::new() }
    }

    /// The day it closes.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The day is closed with what was counted here.
    pub fn is_done(&self) -> bool {
        self.done.is_some()
    }

    /// A question is up.
    pub fn asks(&self) -> bool {
        self.sure.is_some()
    }

    pub fn takes_text(&self) -> bool {
        self.done.is_none() && self.sure.is_none() && self.form.takes_text()
    }

    /// What was counted and not yet closed.
    pub fn draft(&self) -> Option<Snapshot> {
        (self.done.is_none() && !self.form.is_empty()).then(|| self.form.snapshot())
    }

    /// Brings counts back.
    pub fn restore(&mut self, form: &Snapshot, view: &View<'_>) {
        for of in Counted::ALL {
            self.form.set_enabled(keys(of).1, true);
        }
        self.form.restore(form);
        self.shown = Counted::ALL.into_iter().filter(|of| self.count(*of).is_some()).collect();
        self.ask_why(view);
    }

    /// The day is closed, and sealed.
    pub fn closed(&mut self, closed: &DayClosed, view: &View<'_>) {
        let counts = Counts {
            blanks: closed.counted_blanks,
            shelf: closed.counted_shelf,
            invalid: closed.counted_invalid,
            why: BTreeMap::new(),
        };
        let seal = view.office.desk.ledger.and_then(|ledger| Seal::of(ledger, closed));
        self.sure = None;
        self.done = Some(Done { counts, seal });
    }

    /// What was on hand at the end of that day by the book.
    fn stocks(&self, view: &View<'_>) -> Option<Stocks> {
        let desk = &view.office.desk;
        match desk.unclosed.get(&self.date) {
            Some((_, stocks, _)) => Some(stocks.clone()),
            None => (desk.day == Some(self.date)).then(|| view.office.stocks()),
        }
    }

    /// The figures that are counted, in their order.
    fn counted(view: &View<'_>) -> impl Iterator<Item = Counted> {
        let invalid = view.office.desk.stock.last_item > 0;
        Counted::ALL.into_iter().filter(move |of| invalid || *of != Counted::Invalid)
    }

    fn count(&self, of: Counted) -> Option<u32> {
        self.form.text(keys(of).0).parse().ok()
    }

    fn why(&self, of: Counted) -> &str {
        self.form.text(keys(of).1).trim()
    }

    /// How far a count is from the book, where it was counted.
    fn difference(&self, of: Counted, view: &View<'_>) -> Option<i64> {
        let book = of.in_book(&self.stocks(view)?);
        self.count(of).map(|n| i64::from(n) - i64::from(book))
    }

    /// The first count that differs and is not explained yet.
    fn unexplained(&self, view: &View<'_>) -> Option<Counted> {
        let differs = |of: &Counted| self.difference(*of, view).is_some_and(|n| n != 0) && self.why(*of).is_empty();
        Close::counted(view).find(differs)
    }

    /// An explanation is asked for only where a count that shows differs.
    fn ask_why(&mut self, view: &View<'_>) {
        for of in Counted::ALL {
            let differs = self.shown.contains(&of) && self.difference(of, view).is_some_and(|n| n != 0);
            let asked = differs || !self.why(of).is_empty();
            self.form.set_enabled(keys(of).1, asked);
        }
    }

    pub fn paste(&mut self, text: &str, lang: Lang) -> Step {
        if !self.takes_text() {
            return Step::Ignored;
        }
        match self.form.paste(text) {
            FormEvent::Refused(_, why) => Step::Tell(Notice::new(Severity::Warning, why.say(lang))),
            _ => Step::Moved,
        }
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Step {
        if self.done.is_some() {
            let back = matches!(action, Action::Escape | Action::Enter | Action::Main);
            return if back { Step::Left } else { Step::Ignored };
        }
        if let Some(sure) = &mut self.sure {
            return match sure.on(action) {
                Said::Answered(1) => {
                    self.sure = None;
                    self.wish(view)
                }
                Said::Answered(_) | Said::Cancelled => {
                    self.sure = None;
                    Step::Moved
                }
                Said::Ignored => Step::Ignored,
                _ => Step::Moved,
            };
        }
        match action {
            Action::Escape => Step::Left,
            Action::Main => self.go_on(view),
            Action::Figures => Step::Files,
            _ => match self.form.on(action) {
                FormEvent::Left(key) | FormEvent::Finished(key) => {
                    self.left(key, action, view);
                    Step::Moved
                }
                FormEvent::Refused(_, why) => Step::Tell(Notice::new(Severity::Warning, why.say(view.lang()))),
                FormEvent::Ignored => Step::Ignored,
                _ => Step::Moved,
            },
        }
    }

    /// A field was left: its count shows beside the book's, and after the last count come the explanations.
    fn left(&mut self, key: &str, action: Action, view: &View<'_>) {
        let of = Counted::ALL.into_iter().find(|of| keys(*of).0 == key);
        let Some(of) = of else { return self.ask_why(view) };
        if self.count(of).is_some() && !self.shown.contains(&of) {
            self.shown.push(of);
        }
        self.ask_why(view);
        if Close::counted(view).last() == Some(of)
            && matches!(action, Action::Enter | Action::Next)
            && let Some(first) = self.unexplained(view)
        {
            self.form.set_focus(keys(first).1);
        }
    }

    /// The main key: the first thing that is in the way, or the last question.
    fn go_on(&mut self, view: &View<'_>) -> Step {
        let lang = view.lang();
        if let Some(first) = view.office.desk.unclosed.keys().next().filter(|first| **first < self.date) {
            return Step::Earlier(*first);
        }
        let warn = |what: Word| Step::Tell(Notice::new(Severity::Warning, what.get(lang)).next(t::FILL_NEXT.get(lang)));
        if self.stocks(view).is_none() {
            let closed = view.office.desk.last_closed.is_some_and(|last| last >= self.date);
            let what = if closed { t::CLOSED_ALREADY } else { t::NOT_OPEN };
            return Step::Tell(Notice::new(Severity::Warning, what.get(lang)).next(if closed {
                t::CLOSED_NEXT.get(lang)
            } else {
                ""
            }));
        }
        let doubt = in_doubt(view);
        if !doubt.is_empty() {
            return Step::Tell(
                Notice::new(Severity::Error, t::prints(lang, doubt.len(), &doubt.join(", "))).code("R-025"),
            );
        }
        if let Some(of) = Close::counted(view).find(|of| self.count(*of).is_none()) {
            self.form.set_focus(keys(of).0);
            return warn(t::fill(of));
        }
        self.shown = Close::counted(view).collect();
        self.ask_why(view);
        if let Some(of) = self.unexplained(view) {
            self.form.set_focus(keys(of).1);
            return warn(t::fill_why(of));
        }
        self.sure = Some(self.last_question(view));
        Step::Moved
    }

    fn last_question(&self, view: &View<'_>) -> Dialog {
        let counts = self.counts(view);
        let sum = layout::both(|lang| {
            let counts = counts.as_ref().map(|counts| draw::counts(counts, lang)).unwrap_or_default();
            format!("{} · {counts}", common::date_with_weekday(lang, self.date))
        });
        let mut lines = vec![sum];
        for of in Close::counted(view).filter(|of| !self.why(*of).is_empty()) {
            let off = self.difference(of, view).unwrap_or_default();
            lines.push(layout::both(|lang| {
                t::explained(lang, t::short(of).get(lang), &signed(lang, off), self.why(of))
            }));
        }
        lines.push(t::FINAL.into());
        // Going back stands first, so that two strokes of the main key close nothing.
        Dialog::answers(t::SURE, lines, vec![Answer::new(t::NO), Answer::danger(t::YES)])
    }

    /// What was counted, with the reasons given; None until all of it is there.
    fn counts(&self, view: &View<'_>) -> Option<Counts> {
        let invalid = Close::counted(view).any(|of| of == Counted::Invalid);
        let reason = |of: Counted| Note::parse(self.why(of)).ok().filter(|note| !note.is_empty());
        Some(Counts {
            blanks: self.count(Counted::Blanks)?,
            shelf: self.count(Counted::Shelf)?,
            invalid: if invalid { Some(self.count(Counted::Invalid)?) } else { None },
            why: Close::counted(view).filter_map(|of| Some((of, reason(of)?))).collect(),
        })
    }

    fn wish(&self, view: &View<'_>) -> Step {
        let Some(counts) = self.counts(view) else { return Step::Moved };
        // Digests, format and seal are the desk's: it knows the exporters and the ledger.
        Step::Close(Box::new(DayCount {
            date: self.date,
            counts,
            upto: 0,
            digests: BTreeMap::new(),
            format: 0,
            sealing: None,
        }))
    }
}

/// Numbers of the files whose print has no certain outcome.
fn in_doubt(view: &View<'_>) -> Vec<String> {
    view.office.queue(|s| s == Stage::Printing).iter().map(|f| f.app.number.short()).collect()
}

fn signed(lang: Lang, n: i64) -> String {
    if n > 0 { format!("+{}", common::count(lang, n)) } else { common::count(lang, n) }
}
