//! Closing a day as a guided act: what stands in the way, the counts by hand, the explanation, the last word.
//!
//! Separate because it is one act of several steps. The counts are typed before the book's figures show, so
//! that nobody copies them. It must not close anything itself: it ends in a wish.

use super::layout;
use crate::domain::application::Stage;
use crate::domain::book::Book;
use crate::domain::command::DayCount;
use crate::domain::counts::{Counted, Counts};
use crate::domain::figures::{Census, Stocks};
use crate::domain::office::File;
use crate::domain::person::{NOTE, Note};
use crate::domain::terms::Role as StaffRole;
use crate::text::screens::close as t;
use crate::text::{Lang, Word, common, status, term};
use crate::ui::dialog::{Answer, Dialog, Reply as Said};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, FormEvent, Input, Item, Snapshot};
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::theme::Role;
use crate::view::View;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

const BLANKS: &str = "blanks";
const SHELF: &str = "shelf";
const WHY: &str = "why";

/// What an action led to.
pub enum Step {
    Moved,
    /// Back to the book.
    Left,
    /// An earlier day comes first.
    Earlier(NaiveDate),
    Tell(Notice),
    Close(Box<DayCount>),
    Ignored,
}

/// The guide for one day.
pub struct Close {
    date: NaiveDate,
    form: Form,
    sure: Option<Dialog>,
    /// The counts it was closed with.
    done: Option<(u32, u32)>,
    /// A count was left: the book's figure may show.
    shown: [bool; 2],
}

impl Close {
    /// A guide for a day that is open, or was left unclosed.
    pub fn new(date: NaiveDate) -> Close {
        let count = |key, label: Word| {
            let field = Field::new(6).filtered(Filter::Digits);
            Item::new(key, label, Input::Text(field)).required().width(10)
        };
        let mut form = Form::new(vec![
            count(BLANKS, t::BLANKS),
            count(SHELF, t::SHELF),
            Item::new(WHY, t::WHY, Input::Text(Field::new(NOTE))).required(),
        ]);
        form.set_enabled(WHY, false);
        Close { date, form, sure: None, done: None, shown: [false; 2] }
    }

    /// The day it closes.
    pub fn date(&self) -> NaiveDate {
        self.date
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
        self.form.set_enabled(WHY, true);
        self.form.restore(form);
        self.shown = [!self.form.text(BLANKS).is_empty(), !self.form.text(SHELF).is_empty()];
        self.ask_why(view);
    }

    /// The day is closed with these counts.
    pub fn closed(&mut self, blanks: u32, shelf: u32) {
        self.sure = None;
        self.done = Some((blanks, shelf));
    }

    /// What was on hand at the end of that day by the book.
    fn stocks(&self, view: &View<'_>) -> Option<Stocks> {
        let desk = &view.office.desk;
        match desk.unclosed.get(&self.date) {
            Some((_, stocks, _)) => Some(stocks.clone()),
            None => (desk.day == Some(self.date)).then(|| view.office.stocks()),
        }
    }

    fn count(&self, key: &str) -> Option<u32> {
        self.form.text(key).parse().ok()
    }

    /// Signed differences of blanks and shelf, where they were counted.
    fn differences(&self, view: &View<'_>) -> [Option<i64>; 2] {
        let Some(book) = self.stocks(view) else { return [None; 2] };
        let off = |count: Option<u32>, book: u32| count.map(|n| i64::from(n) - i64::from(book));
        [off(self.count(BLANKS), book.blanks), off(self.count(SHELF), book.census.shelf())]
    }

    fn differs(&self, view: &View<'_>) -> bool {
        self.differences(view).into_iter().flatten().any(|n| n != 0)
    }

    /// The explanation is asked for only where a shown count differs.
    fn ask_why(&mut self, view: &View<'_>) {
        let seen =
            self.differences(view).into_iter().zip(self.shown).any(|(n, shown)| shown && n.is_some_and(|n| n != 0));
        self.form.set_enabled(WHY, seen || !self.form.text(WHY).is_empty());
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
                    self.wish()
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
            _ => match self.form.on(action) {
                FormEvent::Left(key) => {
                    self.seen(key);
                    self.ask_why(view);
                    // The explanation has just come between this field and the next.
                    if key == SHELF && matches!(action, Action::Enter | Action::Next) && self.differs(view) {
                        self.form.set_focus(WHY);
                    }
                    Step::Moved
                }
                FormEvent::Finished(key) => {
                    self.seen(key);
                    self.ask_why(view);
                    if self.differs(view) {
                        self.form.set_focus(WHY);
                    }
                    Step::Moved
                }
                FormEvent::Refused(_, why) => Step::Tell(Notice::new(Severity::Warning, why.say(view.lang()))),
                FormEvent::Ignored => Step::Ignored,
                _ => Step::Moved,
            },
        }
    }

    fn seen(&mut self, key: &str) {
        self.shown[0] |= key == BLANKS && !self.form.text(BLANKS).is_empty();
        self.shown[1] |= key == SHELF && !self.form.text(SHELF).is_empty();
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
        for (key, missing) in [(BLANKS, t::FILL_BLANKS), (SHELF, t::FILL_SHELF)] {
            if self.count(key).is_none() {
                self.form.set_focus(key);
                return warn(missing);
            }
        }
        self.shown = [true; 2];
        self.ask_why(view);
        if self.differs(view) && self.form.text(WHY).trim().is_empty() {
            self.form.set_focus(WHY);
            return warn(t::FILL_WHY);
        }
        self.sure = Some(self.last_question());
        Step::Moved
    }

    fn last_question(&self) -> Dialog {
        let sum = layout::both(|lang| {
            let count = |key| common::count(lang, i64::from(self.count(key).unwrap_or(0)));
            format!("{} · {}", common::date_with_weekday(lang, self.date), t::sum(lang, &count(BLANKS), &count(SHELF)))
        });
        let lines = vec![sum, t::FINAL.into()];
        // Going back stands first, so that two strokes of the main key close nothing.
        Dialog::answers(t::SURE, lines, vec![Answer::new(t::NO), Answer::danger(t::YES)])
    }

    fn wish(&self) -> Step {
        let (Some(blanks), Some(shelf)) = (self.count(BLANKS), self.count(SHELF)) else { return Step::Moved };
        let why = Note::parse(self.form.text(WHY)).ok().filter(|n| !n.is_empty());
        let why = why.into_iter().flat_map(|n| [(Counted::Blanks, n.clone()), (Counted::Shelf, n)]).collect();
        // Digests and format are the desk's: it knows the exporters.
        Step::Close(Box::new(DayCount {
            date: self.date,
            counts: Counts { blanks, shelf, invalid: None, why },
            upto: 0,
            digests: BTreeMap::new(),
            format: 0,
            sealing: None,
        }))
    }

    /// Draws the guide over a body; `book` where it is of the same day.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>, book: Option<&Book>) {
        let (look, lang) = (view.look, view.lang());
        let body = paint::clip(body, buf);
        paint::blank(buf, body, look.style(Role::Plain));
        let day = common::date_with_weekday(lang, self.date);
        if let Some((blanks, shelf)) = self.done {
            layout::title(paint::line(body, 0), buf, look, &format!("{} · {day}", t::DONE_TITLE.get(lang)), "");
            return draw_done(body, buf, view, blanks, shelf);
        }
        layout::title(paint::line(body, 0), buf, look, &format!("{} · {day}", t::TITLE.get(lang)), "");
        let mut lines = self.obstacles(view, book);
        lines.push((Role::Plain, self.carried(view)));
        let below = self.form.rows() + 2;
        let text = Rect { y: body.y + body.height.min(1), height: body.height.saturating_sub(1 + below), ..body };
        let used = layout::paragraphs(text, buf, look, &lines);
        let form_at = body.height.min(2 + used);
        let area = Rect { y: body.y + form_at, height: body.height - form_at, ..body };
        let rows = Rect { height: self.form.rows().min(area.height), ..area };
        self.remarked(view).draw(rows, buf, look, self.sure.is_none());
        let hint = paint::indent(paint::line(area, self.form.rows()), 1);
        paint::put_cut(buf, hint, t::COUNT_HINT.get(lang), look.style(Role::Dim), look.symbols);
        if let Some(sure) = &self.sure {
            sure.draw(body, buf, look);
        }
    }

    /// The form with the book's figures beside the counts that were left.
    fn remarked(&self, view: &View<'_>) -> Form {
        let lang = view.lang();
        let mut form = self.form.clone();
        let Some(stocks) = self.stocks(view) else { return form };
        let books = [stocks.blanks, stocks.census.shelf()];
        for (place, key) in [BLANKS, SHELF].into_iter().enumerate() {
            let Some(off) = self.differences(view)[place].filter(|_| self.shown[place]) else { continue };
            let remark = match off {
                0 => (Severity::Good, t::AGREES.get(lang).to_owned()),
                off => {
                    let book = common::count(lang, i64::from(books[place]));
                    (Severity::Warning, t::differs(lang, &book, &signed(lang, off)))
                }
            };
            form.remark(key, Some(remark));
        }
        form
    }

    /// What stands in the way, and what should be looked at.
    fn obstacles(&self, view: &View<'_>, book: Option<&Book>) -> Vec<(Role, String)> {
        let lang = view.lang();
        let mut lines = Vec::new();
        let first = view.office.desk.unclosed.keys().next().filter(|first| **first < self.date);
        lines.extend(first.map(|date| (Role::Error, t::earlier(lang, &common::date(*date)))));
        let doubt = in_doubt(view);
        if !doubt.is_empty() {
            lines.push((Role::Error, t::prints(lang, doubt.len(), &doubt.join(", "))));
        }
        let closes = view.session.is(StaffRole::Supervisor);
        if !closes && !view.office.policy().acting_closers.contains(&view.session.account) {
            lines.push((Role::Warning, t::NOT_THE_SUPERVISOR.get(lang).to_owned()));
        }
        if lines.is_empty() {
            lines.push((Role::Ok, t::NOTHING.get(lang).to_owned()));
        }
        let waits = |f: &&File| f.app.approval.as_ref().is_some_and(|a| a.granted.is_none());
        let approvals = view.office.files.values().filter(waits).count();
        if approvals > 0 {
            lines.push((Role::Plain, t::approvals(lang, approvals)));
        }
        let unsigned = book.filter(|b| b.date == self.date).map(|b| b.unsigned.as_slice()).unwrap_or_default();
        if !unsigned.is_empty() {
            let shown: Vec<String> = unsigned.iter().take(8).map(|n| n.short()).collect();
            let more = if unsigned.len() > 8 { ", …" } else { "" };
            lines.push((Role::Plain, t::unsigned(lang, unsigned.len(), &format!("{}{more}", shown.join(", ")))));
        }
        let out = self.stocks(view).map(|stocks| stocks.sheets).unwrap_or_default();
        if !out.is_empty() {
            lines.push((Role::Plain, t::sheets_out(lang, out.count(), &common::runs(out.runs()))));
        }
        lines
    }

    /// Open files by what they wait for: they carry over.
    fn carried(&self, view: &View<'_>) -> String {
        let lang = view.lang();
        let census = self.stocks(view).map(|s| s.census).unwrap_or_default();
        let parts = waiting(&census, lang);
        if parts.is_empty() {
            return t::NO_OPEN_FILES.get(lang).to_owned();
        }
        format!("{} {}", t::OPEN_FILES.get(lang), parts.join(", "))
    }
}

/// The census in words, states without files left out.
fn waiting(census: &Census, lang: Lang) -> Vec<String> {
    let named = |stage| match stage {
        Stage::Deferred(why) => {
            format!("{} ({})", term::stage_short(stage).get(lang), status::deferral(why).get(lang))
        }
        stage => term::stage_short(stage).get(lang).to_owned(),
    };
    let here = census.by_stage().into_iter().filter(|(_, n)| *n > 0);
    here.map(|(stage, n)| t::part(lang, &named(stage), n)).collect()
}

/// Numbers of the files whose print has no certain outcome.
fn in_doubt(view: &View<'_>) -> Vec<String> {
    view.office.queue(|s| s == Stage::Printing).iter().map(|f| f.app.number.short()).collect()
}

fn signed(lang: Lang, n: i64) -> String {
    if n > 0 { format!("+{}", common::count(lang, n)) } else { common::count(lang, n) }
}

fn draw_done(body: Rect, buf: &mut Buffer, view: &View<'_>, blanks: u32, shelf: u32) {
    let (look, lang) = (view.look, view.lang());
    let count = |n: u32| common::count(lang, i64::from(n));
    let lines = [
        (Role::Ok, t::counted(lang, &count(blanks), &count(shelf))),
        (Role::Plain, t::DONE_EXPORT.get(lang).to_owned()),
        (Role::Plain, t::DONE_AGAIN.get(lang).to_owned()),
        (Role::Dim, t::DONE_BACK.get(lang).to_owned()),
    ];
    let area = Rect { y: body.y + body.height.min(2), height: body.height.saturating_sub(2), ..body };
    layout::paragraphs(area, buf, look, &lines);
}
