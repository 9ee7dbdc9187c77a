//! The book as one list: four parts under headings, each line in columns that fit 80 cells.
//!
//! Separate from the screen because figures show parts of the same list. It must not change the book.

use crate::domain::application::Stage;
use crate::domain::book::{Book, Line, OfficeAct, OfficeLine, OpenLine, Part, Staff};
use crate::domain::id::{AppId, RegisterNumber};
use crate::domain::personal::Person;
use crate::text::screens::agenda as t;
use crate::text::{Lang, book as words, common, term};
use crate::ui::table::{Column, Rows, Table};
use crate::ui::theme::Role;

/// A row of the list: a heading with the lines below it, or a line by its place in its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    Head(Part, usize),
    Line(Part, usize),
}

/// What can be done with a line: the file it is about, as the book has it.
#[derive(Clone, Copy)]
pub struct About<'a> {
    pub app: AppId,
    pub number: &'a RegisterNumber,
    /// None for a line of the office.
    pub stage: Option<Stage>,
}

/// Every row of a book, parts without lines left out.
pub fn index(book: &Book) -> Vec<Entry> {
    let parts = [
        (Part::A, book.received.len()),
        (Part::B, book.older.len()),
        (Part::C, book.open.len()),
        (Part::D, book.office.len()),
    ];
    let mut rows = Vec::new();
    for (part, lines) in parts {
        if lines > 0 {
            rows.push(Entry::Head(part, lines));
            rows.extend((0..lines).map(|line| Entry::Line(part, line)));
        }
    }
    rows
}

/// A table for the book.
pub fn table() -> Table {
    let columns = vec![
        Column::fixed(t::C_PLACE, 4).figures(),
        Column::fixed(t::C_NUMBER, 6),
        Column::fixed(t::C_WHEN, 5),
        Column::rest(t::C_NAME),
        Column::fixed(t::C_KIND, 6),
        Column::fixed(t::C_STATE, 16),
        Column::fixed(t::C_STAFF, 8),
    ];
    Table::new(columns, t::EMPTY)
}

/// Some rows of a book.
pub struct BookRows<'a> {
    pub book: &'a Book,
    pub index: &'a [Entry],
    pub lang: Lang,
}

impl<'a> BookRows<'a> {
    /// The file a row is about.
    pub fn about(&self, row: usize) -> Option<About<'a>> {
        match *self.index.get(row)? {
            Entry::Head(..) => None,
            Entry::Line(Part::A, n) => self.book.received.get(n).map(of_line),
            Entry::Line(Part::B, n) => self.book.older.get(n).map(of_line),
            Entry::Line(Part::C, n) => {
                let line = self.book.open.get(n)?;
                Some(About { app: line.app, number: &line.number, stage: Some(line.stage) })
            }
            Entry::Line(Part::D, n) => of_office(self.book.office_line(n)?),
        }
    }

    /// True for a heading, where nothing can be done.
    pub fn is_head(&self, row: usize) -> bool {
        matches!(self.index.get(row), Some(Entry::Head(..)))
    }

    fn line(&self, part: Part, n: usize) -> Option<&'a Line> {
        match part {
            Part::A => self.book.received.get(n),
            Part::B => self.book.older.get(n),
            Part::C | Part::D => None,
        }
    }

    /// The selected row in full, with its remarks.
    pub fn told(&self, row: usize) -> String {
        let Some(Entry::Line(part, n)) = self.index.get(row).copied() else { return String::new() };
        match part {
            Part::A | Part::B => self.line(part, n).map_or_else(String::new, |l| self.told_line(l)),
            Part::C => self.book.open.get(n).map_or_else(String::new, |l| self.told_open(l)),
            Part::D => self.book.office_line(n).map_or_else(String::new, |l| self.told_office(l)),
        }
    }

    fn told_line(&self, line: &Line) -> String {
        let mut parts = vec![line.number.text.clone(), name(line.person.as_ref(), self.lang)];
        parts.push(term::stage_full(self.lang, line.stage));
        parts.extend(line.same_person.then(|| t::SAME_PERSON.get(self.lang).to_owned()));
        for remark in &line.remarks {
            let at = common::time(self.lang, remark.happened.unwrap_or(remark.at).time());
            parts.push(format!("{at} {}", words::what(self.lang, &remark.what, RegisterNumber::short)));
        }
        parts.join(" · ")
    }

    fn told_open(&self, line: &OpenLine) -> String {
        let mut parts = vec![line.number.text.clone(), name(line.person.as_ref(), self.lang)];
        parts.push(term::stage_full(self.lang, line.stage));
        parts.push(format!("{} {}", common::date(line.since.date()), common::time(self.lang, line.since.time())));
        parts.extend(line.nik_pending.then(|| words::NIK_FOLLOWS.get(self.lang).to_owned()));
        parts.extend(line.approval.map(|topic| words::asked(self.lang, term::approval(topic).get(self.lang))));
        parts.join(" · ")
    }

    fn told_office(&self, line: &OfficeLine) -> String {
        let mut parts = vec![words::office(self.lang, &line.act, RegisterNumber::short), initials(&line.by, self.lang)];
        parts.extend(line.approver.as_ref().map(|staff| format!("+{}", initials(staff, self.lang))));
        parts.join(" · ")
    }

    fn cell_line(&self, line: &Line, column: usize, out: &mut String) {
        let lang = self.lang;
        match column {
            0 => out.push_str(&line.place.to_string()),
            1 => out.push_str(&number(&line.number, line.is_void())),
            2 if line.received.date() == self.book.date => out.push_str(&common::time(lang, line.received.time())),
            2 => out.push_str(&short_date(line.received.date())),
            3 => out.push_str(&name(line.person.as_ref(), lang)),
            4 => out.push_str(line.reason.code()),
            5 => out.push_str(state(line.stage, lang)),
            6 => {
                out.push_str(&initials(&line.register, lang));
                if let Some(operator) = line.operator.as_ref().filter(|_| !line.same_person) {
                    out.push('/');
                    out.push_str(&initials(operator, lang));
                }
                out.push_str(if line.same_person { "*" } else { "" });
            }
            _ => {}
        }
    }

    fn cell_open(&self, line: &OpenLine, column: usize, out: &mut String) {
        match column {
            0 => out.push_str(&line.place.to_string()),
            1 => out.push_str(&number(&line.number, false)),
            2 => out.push_str(&short_date(line.received.date())),
            3 => out.push_str(&name(line.person.as_ref(), self.lang)),
            4 => out.push_str(line.reason.code()),
            5 => out.push_str(state(line.stage, self.lang)),
            6 => out.push_str(&t::days(self.lang, line.days)),
            _ => {}
        }
    }

    fn cell_office(&self, line: &OfficeLine, column: usize, out: &mut String) {
        match column {
            0 => out.push_str(&line.place.to_string()),
            1 => out.push_str(&of_office(line).map_or_else(String::new, |about| about.number.short())),
            2 => out.push_str(&common::time(self.lang, line.at.time())),
            3 => out.push_str(&words::office(self.lang, &line.act, RegisterNumber::short)),
            6 => out.push_str(&initials(&line.by, self.lang)),
            _ => {}
        }
    }
}

impl Rows for BookRows<'_> {
    fn len(&self) -> usize {
        self.index.len()
    }

    fn id(&self, row: usize) -> u64 {
        let (number, mark) = match self.index.get(row) {
            Some(Entry::Head(part, _)) => (0, *part as u64),
            Some(Entry::Line(part @ (Part::A | Part::B), n)) => {
                (self.line(*part, *n).map_or(0, |l| l.app.0), 4 + *part as u64)
            }
            Some(Entry::Line(part @ Part::C, n)) => (self.book.open.get(*n).map_or(0, |l| l.app.0), 4 + *part as u64),
            Some(Entry::Line(part @ Part::D, n)) => (u64::try_from(*n).unwrap_or(0), 4 + *part as u64),
            None => (u64::MAX >> 3, 0),
        };
        number << 3 | mark
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        match self.index.get(row) {
            Some(Entry::Head(part, _)) if column == 0 => out.push(part.letter()),
            Some(Entry::Head(part, lines)) if column == 3 => {
                out.push_str(&t::heading(self.lang, t::part(*part).get(self.lang), *lines));
            }
            Some(Entry::Line(part @ (Part::A | Part::B), n)) => {
                if let Some(line) = self.line(*part, *n) {
                    self.cell_line(line, column, out);
                }
            }
            Some(Entry::Line(Part::C, n)) => {
                if let Some(line) = self.book.open.get(*n) {
                    self.cell_open(line, column, out);
                }
            }
            Some(Entry::Line(Part::D, n)) => {
                if let Some(line) = self.book.office_line(*n) {
                    self.cell_office(line, column, out);
                }
            }
            _ => {}
        }
    }

    fn role(&self, row: usize) -> Role {
        match self.index.get(row) {
            Some(Entry::Head(..)) => Role::Strong,
            Some(Entry::Line(part, n)) if self.line(*part, *n).is_some_and(Line::is_void) => Role::Dim,
            _ => Role::Plain,
        }
    }
}

fn of_line(line: &Line) -> About<'_> {
    About { app: line.app, number: &line.number, stage: Some(line.stage) }
}

fn of_office(line: &OfficeLine) -> Option<About<'_>> {
    match &line.act {
        OfficeAct::Corrected { target, .. }
        | OfficeAct::HandoverUndone { target, .. }
        | OfficeAct::Late { target, .. } => {
            let number = target.number.as_ref()?;
            Some(About { app: target.app, number, stage: None })
        }
        _ => None,
    }
}

/// The short number; struck through when void.
fn number(number: &RegisterNumber, void: bool) -> String {
    if void { format!("~{}~", number.short()) } else { number.short() }
}

fn short_date(date: chrono::NaiveDate) -> String {
    date.format("%d-%m").to_string()
}

fn name(person: Option<&Person>, lang: Lang) -> String {
    person.map_or_else(|| t::ERASED.get(lang).to_owned(), |p| p.name.as_str().to_owned())
}

fn initials(staff: &Staff, lang: Lang) -> String {
    match staff {
        Staff::Program => words::PROGRAM.get(lang).to_owned(),
        Staff::Member { initials, .. } => initials.clone(),
    }
}

fn state(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::HandedOver => term::stage(stage).get(lang),
        _ => term::stage_short(stage).get(lang),
    }
}
