//! The report of a month or a year, one table at a time: rows, bars and the selected row in full.
//!
//! Owns which period and which table is looked at. Separate because the agenda and the supervisor open the same
//! pane. It must not add up: rows, order and totals are the domain's.

use super::agenda::layout;
use super::{Ask, ExportFormat, PeriodPaper, Reply};
use crate::domain::report::{Head, Kind, Line, Period, Report, Section, Value, sections};
use crate::text::report as words;
use crate::text::screens::report as t;
use crate::text::{Lang, Word};
use crate::ui::dialog::{Answer, Dialog, Reply as Said};
use crate::ui::keymap::legend::Offer;
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::table::{Column, Picked, Rows, Table};
use crate::ui::theme::Role;
use crate::view::View;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of the bars, and the widest and narrowest column of numbers.
const BAR: u16 = 16;
const WIDEST: u16 = 9;
const NARROWEST: u16 = 6;
/// Cells of the name of a row before columns of numbers.
const NAME: u16 = 17;

/// What an action did to the pane.
pub enum Step {
    Stay(Reply),
    /// A day is wanted on the agenda.
    Day(NaiveDate),
    Closed,
}

/// The pane.
pub struct ReportPane {
    period: Period,
    /// None until it has come.
    told: bool,
    report: Option<Box<Report>>,
    sections: Vec<Section>,
    at: usize,
    /// The table last looked at; kept while a period has none.
    kind: Option<Kind>,
    table: Table,
    question: Option<Box<Dialog>>,
}

/// Rows of one table; the total is the last.
struct SectionRows<'a> {
    section: &'a Section,
    lang: Lang,
    /// Mark of a full cell of a bar.
    full: &'static str,
}

impl SectionRows<'_> {
    fn line(&self, row: usize) -> Option<&Line> {
        self.section.lines.iter().chain(&self.section.total).nth(row)
    }

    /// The bar of a row, as long as its share of the longest; the total has none.
    fn bar(&self, row: usize, out: &mut String) {
        let Some(at) = self.section.kind.bar().and_then(|column| self.section.place(column)) else { return };
        let size = |line: &Line| match line.values.get(at) {
            Some(Value::Count(n)) => u64::try_from(*n).unwrap_or(0),
            Some(Value::Time(ms)) => *ms,
            _ => 0,
        };
        let longest = self.section.lines.iter().map(size).max().unwrap_or(0);
        let own = self.section.lines.get(row).map_or(0, size);
        if longest > 0 && own > 0 {
            let cells = (own.saturating_mul(u64::from(BAR)) / longest).max(1);
            (0..cells).for_each(|_| out.push_str(self.full));
        }
    }

    /// A row in full: its name and every number with the whole name of its column.
    fn told(&self, row: usize) -> String {
        let Some(line) = self.line(row) else { return String::new() };
        let fields = self.section.columns.iter().zip(&line.values).map(|(column, value)| {
            let text = words::value(self.lang, value);
            match value {
                Value::Equation(_) => text,
                _ => format!("{} {text}", words::column(self.lang, *column)),
            }
        });
        let head = std::iter::once(words::head(self.lang, &line.head));
        head.chain(fields).collect::<Vec<_>>().join(" · ")
    }
}

impl Rows for SectionRows<'_> {
    fn len(&self) -> usize {
        self.section.lines.len() + usize::from(self.section.total.is_some())
    }

    fn id(&self, row: usize) -> u64 {
        row as u64
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        let Some(line) = self.line(row) else { return };
        match column.checked_sub(1) {
            None => out.push_str(&words::head(self.lang, &line.head)),
            Some(at) if at < self.section.columns.len() => {
                let value = line.values.get(at).unwrap_or(&Value::None);
                out.push_str(&words::value(self.lang, value));
            }
            Some(_) => self.bar(row, out),
        }
    }

    fn role(&self, row: usize) -> Role {
        match self.line(row).map(|line| &line.head) {
            Some(Head::Total) => Role::Strong,
            Some(Head::Discord(_)) => Role::Error,
            Some(Head::Unclosed(_)) => Role::Warning,
            _ => Role::Plain,
        }
    }
}

/// Columns of a table: names share what the numbers leave.
fn columns(section: &Section) -> Vec<Column> {
    let bar = section.kind.bar().is_some();
    let n = section.columns.len() as u16;
    let room = 78u16.saturating_sub(NAME + if bar { BAR + 1 } else { 0 });
    let width = room.checked_div(n).map_or(0, |w| w.saturating_sub(1)).clamp(NARROWEST, WIDEST);
    let mut all = vec![Column::rest(t::WHAT)];
    all.extend(section.columns.iter().map(|column| match section.lines.first().and_then(|l| l.values.first()) {
        Some(Value::Equation(_)) => Column::fixed(t::short(*column), 54),
        _ => Column::fixed(t::short(*column), width).figures(),
    }));
    all.extend(bar.then_some(Column::fixed(t::CHART, BAR)));
    all
}

impl ReportPane {
    /// The pane of a period that is being read, and the wish for it.
    pub fn open(period: Period) -> (ReportPane, Reply) {
        let pane = ReportPane {
            period,
            told: false,
            report: None,
            sections: Vec::new(),
            at: 0,
            kind: None,
            table: Table::new(Vec::new(), t::NO_ROWS),
            question: None,
        };
        (pane, Reply::ask(Ask::Report(period)))
    }

    /// The layers of keys that hold.
    pub fn layers(&self) -> &'static [Layer] {
        if self.question.is_some() { ASKS } else { PANE }
    }

    /// What the footer makes of a key: there is no period to come, and most lines lead nowhere.
    pub fn offer(&self, action: Action, view: &View<'_>) -> Offer {
        let works = match action {
            _ if self.question.is_some() => true,
            Action::Right => self.next(view).is_some(),
            Action::Enter => self.sections.get(self.at).is_some_and(|section| {
                let rows = rows(section, view);
                let head = self.table.selected(&rows).and_then(|row| rows.line(row)).map(|line| &line.head);
                matches!(head, Some(Head::Day(_) | Head::Unclosed(_) | Head::Month(_)))
            }),
            _ => true,
        };
        if works { Offer::Told } else { Offer::Hidden }
    }

    /// Typed characters go to a filter.
    pub fn takes_text(&self) -> bool {
        self.question.is_none() && self.table.takes_text()
    }

    /// Takes a paste into the filter.
    pub fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        if let Some(section) = self.sections.get(self.at) {
            self.table.paste(text, &rows(section, view));
        }
        Reply::used()
    }

    /// The report has come; an older one is not shown.
    pub fn take(&mut self, period: Period, report: Option<Box<Report>>, view: &View<'_>) {
        if period != self.period {
            return;
        }
        self.told = true;
        self.sections = report.as_deref().map(sections).unwrap_or_default();
        self.report = report;
        // The same table stays in sight while periods are leafed through, also over one without any.
        let wanted = self.kind;
        let place = self.sections.iter().position(|section| Some(section.kind) == wanted);
        self.show(place.unwrap_or(0), view);
        self.kind = wanted.or(self.kind);
    }

    fn show(&mut self, at: usize, view: &View<'_>) {
        self.at = at;
        let Some(section) = self.sections.get(at) else { return };
        self.kind = Some(section.kind);
        self.table = Table::new(columns(section), t::NO_ROWS);
        self.table.refresh(&rows(section, view));
    }

    fn turn(&mut self, period: Period) -> Reply {
        self.period = period;
        self.told = false;
        Reply::ask(Ask::Report(period))
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Step {
        if self.question.is_some() {
            return Step::Stay(self.on_question(action, view));
        }
        if !self.table.takes_text() {
            let count = self.sections.len().max(1);
            match action {
                Action::Escape => return Step::Closed,
                Action::Left => return Step::Stay(self.turn(self.period.previous())),
                Action::Right => return Step::Stay(self.later(view)),
                Action::Report => return Step::Stay(self.turn(self.other_span(view))),
                Action::Next => self.show((self.at + 1) % count, view),
                Action::Previous => self.show((self.at + count - 1) % count, view),
                Action::Export => return Step::Stay(self.ask_export()),
                _ => return self.list(action, view),
            }
            return Step::Stay(Reply::used());
        }
        self.list(action, view)
    }

    fn list(&mut self, action: Action, view: &View<'_>) -> Step {
        let Some(section) = self.sections.get(self.at) else { return Step::Stay(Reply::ignored()) };
        let rows = rows(section, view);
        match self.table.on(action, &rows) {
            Picked::Moved => Step::Stay(Reply::used()),
            Picked::Ignored => Step::Stay(Reply::ignored()),
            Picked::Opened(row) => match rows.line(row).map(|line| &line.head) {
                Some(Head::Day(date) | Head::Unclosed(date)) => Step::Day(*date),
                Some(Head::Month(first)) => {
                    let month = Period::month_of(*first);
                    Step::Stay(self.turn(month))
                }
                _ => Step::Stay(Reply::used()),
            },
        }
    }

    /// The next period, unless it has not begun.
    fn next(&self, view: &View<'_>) -> Option<Period> {
        let latest = view.day().max(view.stamp.date());
        Some(self.period.next()).filter(|next| next.first().is_some_and(|first| first <= latest))
    }

    fn later(&mut self, view: &View<'_>) -> Reply {
        self.next(view).map_or_else(Reply::used, |next| self.turn(next))
    }

    /// A month becomes its year, a year the last of its months that has a day.
    fn other_span(&self, view: &View<'_>) -> Period {
        match self.period {
            Period::Month { year, .. } => Period::Year(year),
            Period::Year(_) => Period::month_of(self.report.as_ref().map_or_else(|| view.day(), |r| r.last)),
        }
    }

    fn ask_export(&mut self) -> Reply {
        let Some(report) = &self.report else { return Reply::used() };
        let period = self.period;
        let mut lines = vec![layout::both(|lang| words::period(lang, period)), t::EXPORT_HINT.into()];
        lines.extend((!report.settled).then(|| t::EXPORT_PROVISIONAL.into()));
        let answers = choices().map(|(paper, format)| {
            let (paper, format) = (paper_word(paper), format.word());
            Answer::new(layout::both(|lang| t::choice(lang, paper, format)))
        });
        self.question = Some(Box::new(Dialog::answers(t::EXPORT, lines, answers.collect())));
        Reply::used()
    }

    fn on_question(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some(dialog) = &mut self.question else { return Reply::ignored() };
        match dialog.on(action) {
            Said::Cancelled => self.question = None,
            Said::Answered(n) => {
                self.question = None;
                let chosen = choices().nth(n);
                return chosen.map_or_else(Reply::used, |(paper, format)| {
                    Reply::ask(Ask::ExportPeriod { period: self.period, paper, format })
                });
            }
            Said::Refused(why) => return Reply::tell(Notice::new(Severity::Warning, why.say(view.lang()))),
            Said::Moved | Said::Said => {}
            Said::Ignored => return Reply::ignored(),
        }
        Reply::used()
    }

    /// Draws the pane over a body.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let (look, lang) = (view.look, view.lang());
        paint::blank(buf, body, look.style(Role::Plain));
        let parts = layout::parts(body, 4);
        let mut title = format!("{} {}", t::TITLE.get(lang), words::period(lang, self.period));
        if self.report.as_ref().is_some_and(|r| !r.settled) {
            title = format!("{title} – {}", t::PROVISIONAL.get(lang));
        }
        let place =
            if self.sections.is_empty() { String::new() } else { t::place(lang, self.at + 1, self.sections.len()) };
        layout::title(parts.title, buf, look, &title, &place);
        match self.sections.get(self.at).filter(|_| self.told) {
            Some(section) => self.draw_section(section, &parts, buf, view),
            None => {
                let said = if self.told { t::NO_DAYS } else { t::READING };
                let line = paint::indent(paint::line(parts.list, 1), 2);
                paint::put_cut(buf, line, said.get(lang), look.style(Role::Dim), look.symbols);
            }
        }
        if let Some(dialog) = &self.question {
            dialog.draw(body, buf, look);
        }
    }

    fn draw_section(&self, section: &Section, parts: &layout::Parts, buf: &mut Buffer, view: &View<'_>) {
        let (look, lang) = (view.look, view.lang());
        let title = paint::indent(paint::line(parts.list, 0), 1);
        let wrong = self.report.as_ref().is_some_and(|r| !r.discords.is_empty());
        let (role, name) = if wrong {
            (Role::Error, format!("{} – {}", words::title(section.kind).get(lang), t::WRONG.get(lang)))
        } else {
            (Role::Strong, words::title(section.kind).get(lang).to_owned())
        };
        paint::put_cut(buf, title, &name, look.style(role), look.symbols);
        let note = paint::indent(paint::line(parts.list, 1), 1);
        paint::put_cut(buf, note, words::note(section.kind).get(lang), look.style(Role::Dim), look.symbols);
        let below = parts.list.height.min(2);
        let list = Rect { y: parts.list.y + below, height: parts.list.height - below, ..parts.list };
        let rows = rows(section, view);
        self.table.draw(list, buf, look, &rows, true);
        let told = self.table.selected(&rows).map(|row| rows.told(row)).unwrap_or_default();
        layout::strip(parts.strip, buf, look, &told);
    }
}

fn rows<'a>(section: &'a Section, view: &View<'_>) -> SectionRows<'a> {
    SectionRows { section, lang: view.lang(), full: view.look.symbols.full }
}

/// What the export question offers, in order.
fn choices() -> impl Iterator<Item = (PeriodPaper, ExportFormat)> {
    let papers = [PeriodPaper::Report, PeriodPaper::Agenda];
    papers.into_iter().flat_map(|paper| ExportFormat::ALL.map(|format| (paper, format)))
}

fn paper_word(paper: PeriodPaper) -> Word {
    match paper {
        PeriodPaper::Report => t::REPORT,
        PeriodPaper::Agenda => t::AGENDA,
    }
}

const PANE: &[Layer] = &[Layer::Report, Layer::List, Layer::Global, Layer::Always];
const ASKS: &[Layer] = &[Layer::Dialog, Layer::Always];
