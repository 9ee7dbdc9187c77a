//! Personal data on the supervisor's view: who saw whom, notices after a breach, erasing after the term.
//!
//! Separate from the list because these are questions one after another: what, which days, really. Must not count or
//! erase; the desk does, and the office refuses.

use super::{Over, Purpose, Supervisor};
use crate::domain::command::{Command, Erasable};
use crate::screen::agenda::layout;
use crate::screen::{Ask, Reply, TrailPaper};
use crate::text::common;
use crate::text::screens::agenda;
use crate::text::screens::privacy as t;
use crate::ui::dialog::{Answer, Dialog};
use crate::ui::field::Field;
use crate::ui::notice::{Notice, Severity};
use crate::view::View;
use chrono::{Datelike as _, NaiveDate};

/// Two dates and what stands between them.
const SPAN: usize = 30;

/// Two days in the form of every list, or one for both; the last is not before the first.
fn span(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let days = text.split_whitespace().map(|word| NaiveDate::parse_from_str(word, "%d-%m-%Y").ok());
    match days.collect::<Option<Vec<NaiveDate>>>()?.as_slice() {
        [day] => Some((*day, *day)),
        [from, to] if from <= to => Some((*from, *to)),
        _ => None,
    }
}

impl Supervisor {
    /// What is wanted.
    pub(super) fn ask_privacy(&mut self) -> Reply {
        let answers = vec![Answer::new(t::DO_REPORT), Answer::new(t::DO_NOTICE), Answer::new(t::DO_ERASE)];
        let dialog = Dialog::answers(t::TITLE, vec![t::ALL_RECORDED.into()], answers);
        self.over = Over::Question(Box::new(dialog), Purpose::Privacy);
        Reply::used()
    }

    /// Which days; proposed is the month so far.
    pub(super) fn on_privacy(&mut self, n: usize, view: &View<'_>) -> Reply {
        let (paper, title) = match n {
            0 => (TrailPaper::Report, t::DO_REPORT),
            1 => (TrailPaper::Notice, t::DO_NOTICE),
            _ => return Reply::ask(Ask::Erasable),
        };
        let day = view.day();
        let mut field = Field::new(SPAN);
        // Two dates fit the field.
        let _ = field.set(&format!("{} {}", common::date(day.with_day(1).unwrap_or(day)), common::date(day)));
        let dialog = Dialog::text(title, vec![t::WHICH_DAYS.into()], field, false);
        self.over = Over::Question(Box::new(dialog), Purpose::Trail(paper));
        Reply::used()
    }

    /// The days were typed.
    pub(super) fn on_span(&mut self, paper: TrailPaper, typed: &str, view: &View<'_>) -> Reply {
        let Some((from, to)) = span(typed) else {
            let lang = view.lang();
            return Reply::tell(Notice::new(Severity::Warning, t::NO_DAYS.get(lang)).next(t::WHICH_DAYS.get(lang)));
        };
        self.over = Over::Nothing;
        Reply::ask(Ask::Trail { paper, from, to })
    }

    /// What there is, and whether it is really to go.
    pub(super) fn ask_erasing(&mut self, before: NaiveDate, found: Erasable) -> Reply {
        let counted =
            layout::both(|lang| t::erasable(lang, found.files, found.searches, &common::date_long(lang, before)));
        let answers = vec![Answer::new(agenda::NOT_NOW), Answer::danger(t::ERASE)];
        let dialog = Dialog::answers(t::DO_ERASE, vec![counted, t::FOR_EVER.into()], answers);
        self.over = Over::Question(Box::new(dialog), Purpose::Erase(before));
        Reply::used()
    }

    pub(super) fn on_erasing(before: NaiveDate, n: usize) -> Reply {
        if n == 1 { Reply::request(Command::OrderErasure { before }) } else { Reply::used() }
    }
}
