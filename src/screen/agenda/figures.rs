//! The numbers behind the balance lines, each with its name, and the list of files behind a number.
//!
//! Separate from the book because these are sums; used by the agenda and by the supervisor's view. It must
//! not add up anything the domain has not.

use super::layout;
use super::rows::{self, BookRows, Entry};
use crate::domain::application::Stage;
use crate::domain::book::{Age, Behind, Book, Equation, ShelfAge, Sum, Term};
use crate::domain::id::AppId;
use crate::domain::sop::Step as SopStep;
use crate::domain::time::local;
use crate::screen::ExportFormat;
use crate::text::screens::{agenda as words, figures as t};
use crate::text::{Lang, Word, book as book_words, common, term};
use crate::ui::dialog::{Answer, Dialog, Reply as Said};
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::table::{Column, Picked, Rows, Table};
use crate::ui::theme::Role;
use crate::view::View;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What an action did to the pane.
pub enum Step {
    Moved,
    Closed,
    /// A file's entries are wanted.
    History(AppId),
    /// The list is wanted as a file.
    Export(Behind, ExportFormat),
    Tell(Notice),
    Ignored,
}

/// The figures of one day.
pub struct Figures {
    book: Box<Book>,
    table: Table,
    list: Option<List>,
    /// The list alone was asked for: there is nothing below it.
    alone: bool,
    /// In which form the list is wanted.
    form: Option<Dialog>,
}

/// The files behind a number.
struct List {
    behind: Behind,
    index: Vec<Entry>,
    table: Table,
}

impl List {
    fn of(behind: Behind, book: &Book) -> List {
        List { behind, index: entries(behind, book), table: rows::table() }
    }
}

/// The forms a list can be had in.
const LIST_FORMS: [ExportFormat; 2] = [ExportFormat::Pdf, ExportFormat::Txt];

/// One row.
struct Fig {
    name: String,
    numbers: String,
    /// In full, for the strip.
    full: String,
    behind: Option<Behind>,
    role: Role,
}

struct FigRows(Vec<Fig>);

impl Rows for FigRows {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn id(&self, row: usize) -> u64 {
        row as u64
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        if let Some(fig) = self.0.get(row) {
            out.push_str(if column == 0 { &fig.name } else { &fig.numbers });
        }
    }

    fn role(&self, row: usize) -> Role {
        self.0.get(row).map_or(Role::Plain, |fig| fig.role)
    }
}

impl Figures {
    /// The figures of a book.
    pub fn new(book: Box<Book>, lang: Lang) -> Figures {
        let columns = vec![Column::fixed(t::C_WHAT, 30), Column::rest(t::C_NUMBERS)];
        let mut table = Table::new(columns, words::EMPTY);
        table.on(Action::Down, &FigRows(figs(&book, lang)));
        Figures { book, table, list: None, alone: false, form: None }
    }

    /// One list of a book.
    pub fn list(book: Box<Book>, behind: Behind, lang: Lang) -> Figures {
        let list = Some(List::of(behind, &book));
        Figures { list, alone: true, ..Figures::new(book, lang) }
    }

    /// A question is up.
    pub fn asks(&self) -> bool {
        self.form.is_some()
    }

    /// The list behind a number is in front.
    pub fn lists(&self) -> bool {
        self.list.is_some()
    }

    /// The day they are of.
    pub fn date(&self) -> NaiveDate {
        self.book.date
    }

    /// The same day read again: the place is kept.
    pub fn renew(&mut self, book: Box<Book>, lang: Lang) {
        self.book = book;
        if let Some(list) = &mut self.list {
            list.index = entries(list.behind, &self.book);
            list.table.refresh(&BookRows { book: &self.book, index: &list.index, lang });
        }
        self.table.refresh(&FigRows(figs(&self.book, lang)));
    }

    /// Typed characters go to a filter.
    pub fn takes_text(&self) -> bool {
        self.list.as_ref().map_or(self.table.takes_text(), |list| list.table.takes_text())
    }

    /// Takes a paste into the filter.
    pub fn paste(&mut self, text: &str, lang: Lang) {
        match &mut self.list {
            Some(list) => list.table.paste(text, &BookRows { book: &self.book, index: &list.index, lang }),
            None => self.table.paste(text, &FigRows(figs(&self.book, lang))),
        };
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action, lang: Lang) -> Step {
        if let Some((form, list)) = self.form.as_mut().zip(self.list.as_ref()) {
            let step = match form.on(action) {
                Said::Answered(n) => Step::Export(list.behind, LIST_FORMS[n.min(1)]),
                Said::Cancelled => Step::Moved,
                _ => return Step::Moved,
            };
            self.form = None;
            return step;
        }
        if let Some(list) = &mut self.list {
            if action == Action::Export && !list.table.takes_text() {
                let answers = LIST_FORMS.map(|form| Answer::new(form.word()));
                let lines = vec![words::EXPORT_HINT.into()];
                self.form = Some(Dialog::answers(t::EXPORT_LIST, lines, answers.into()));
                return Step::Moved;
            }
            let rows = BookRows { book: &self.book, index: &list.index, lang };
            return match list.table.on(action, &rows) {
                Picked::Opened(row) => rows.about(row).map_or(Step::Moved, |about| Step::History(about.app)),
                Picked::Moved => Step::Moved,
                Picked::Ignored if matches!(action, Action::Escape | Action::Figures) && self.alone => Step::Closed,
                Picked::Ignored if matches!(action, Action::Escape | Action::Figures) => {
                    self.list = None;
                    Step::Moved
                }
                Picked::Ignored => Step::Ignored,
            };
        }
        let rows = FigRows(figs(&self.book, lang));
        match self.table.on(action, &rows) {
            Picked::Opened(row) => match rows.0.get(row).and_then(|fig| fig.behind) {
                Some(behind) => {
                    self.list = Some(List::of(behind, &self.book));
                    Step::Moved
                }
                None => Step::Tell(Notice::new(Severity::Info, t::NO_LIST.get(lang))),
            },
            Picked::Moved => {
                // A heading is stepped over, except the first one.
                let on_head = |row: usize| row > 0 && rows.0.get(row).is_some_and(|fig| fig.role == Role::Strong);
                if matches!(action, Action::Up | Action::Down) && self.table.selected(&rows).is_some_and(on_head) {
                    self.table.on(action, &rows);
                }
                Step::Moved
            }
            Picked::Ignored if matches!(action, Action::Escape | Action::Figures) => Step::Closed,
            Picked::Ignored => Step::Ignored,
        }
    }

    /// Draws the figures, or the list behind one, over a body.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let (look, lang) = (view.look, view.lang());
        paint::blank(buf, body, look.style(Role::Plain));
        let parts = layout::parts(body, 3);
        let day = common::date_with_weekday(lang, self.book.date);
        if let Some(list) = &self.list {
            let rows = BookRows { book: &self.book, index: &list.index, lang };
            let title = format!("{}: {}", t::LIST.get(lang), book_words::behind(lang, list.behind));
            layout::title(parts.title, buf, look, &title, &common::count(lang, list.index.len() as i64));
            list.table.draw(parts.list, buf, look, &rows, true);
            let said = list.table.selected(&rows).map(|row| rows.told(row)).unwrap_or_default();
            layout::strip(parts.strip, buf, look, &said);
            if let Some(form) = &self.form {
                form.draw(body, buf, look);
            }
            return;
        }
        let rows = FigRows(figs(&self.book, lang));
        layout::title(parts.title, buf, look, &format!("{} {day}", t::TITLE.get(lang)), t::BEHIND.get(lang));
        self.table.draw(parts.list, buf, look, &rows, true);
        let said = self.table.selected(&rows).and_then(|row| rows.0.get(row)).map_or("", |fig| fig.full.as_str());
        layout::strip(parts.strip, buf, look, said);
    }
}

/// The rows of the list behind a number.
fn entries(behind: Behind, book: &Book) -> Vec<Entry> {
    behind.lines(book).into_iter().map(|(part, n)| Entry::Line(part, n)).collect()
}

/// Every row, section by section.
fn figs(book: &Book, lang: Lang) -> Vec<Fig> {
    let mut all = vec![head(t::EQUATIONS, lang)];
    for e in book.equations() {
        let flows = e.sum == Sum::Applications;
        all.push(equation(&e, lang));
        if flows {
            all.extend(flow(book, lang));
        }
    }
    all.push(head(t::WAITING, lang));
    for (stage, ages) in &book.stuck {
        let n: u32 = ages.values().sum();
        let split: Vec<String> = ages.iter().map(|(age, n)| format!("{}: {n}", t::age(*age).get(lang))).collect();
        let mut fig = counted(term::stage_full(lang, *stage), n, Some(Behind::Stage(*stage)), lang);
        fig.full = format!("{} {} · {}", fig.name.trim(), fig.numbers, split.join(" · "));
        all.push(fig);
    }
    all.push(counted(t::TOTAL.get(lang).into(), book.open.len() as u32, Some(Behind::Open), lang));
    all.push(head(t::AGES, lang));
    all.extend(
        Age::ALL.map(|age| counted(t::age(age).get(lang).into(), book.of_age(age), Some(Behind::Age(age)), lang)),
    );
    all.push(head(t::SHELF, lang));
    all.extend(ShelfAge::ALL.map(|age| {
        let n = book.shelf.get(&age).copied().unwrap_or(0);
        counted(book_words::shelf_age(age).get(lang).into(), n, Some(Behind::ShelfAge(age)), lang)
    }));
    all.extend(came(book, lang));
    all.extend(clocks(book, lang));
    all.extend(troubles(book, lang));
    all
}

fn head(word: Word, lang: Lang) -> Fig {
    let text = word.get(lang);
    // The whole heading stands in the strip; the row shows what fits.
    Fig { name: text.to_owned(), numbers: String::new(), full: text.to_owned(), behind: None, role: Role::Strong }
}

fn counted(name: String, n: u32, behind: Option<Behind>, lang: Lang) -> Fig {
    let numbers = common::count(lang, i64::from(n));
    let full = format!("{name} {numbers}");
    Fig { name: format!("  {name}"), numbers, full, behind: behind.filter(|_| n > 0), role: Role::Plain }
}

/// The flows of the first equation, each with its list.
fn flow(book: &Book, lang: Lang) -> Vec<Fig> {
    let f = &book.figures;
    let rows = [
        (Term::New, f.new, Some(Behind::New)),
        (Term::Reopened, f.reopened, Some(Behind::Reopened)),
        (Term::Handed, f.handed, Some(Behind::Handed)),
        (Term::Cancelled, f.cancelled, Some(Behind::Cancelled)),
    ];
    rows.map(|(term, n, behind)| counted(book_words::term(term).get(lang).to_owned(), n, behind, lang)).into()
}

fn equation(e: &Equation, lang: Lang) -> Fig {
    let name = book_words::sum(e.sum).get(lang).to_owned();
    let mut numbers = format!("{} = {}", side(&e.left, None), side(&e.right, None));
    let mut full = format!("{name}: {} = {}", side(&e.left, Some(lang)), side(&e.right, Some(lang)));
    let holds = e.holds();
    if !holds {
        numbers = format!("{} · {numbers}", t::WRONG.get(lang));
        full = format!("{} ({}) · {full}", t::WRONG.get(lang), t::wrong(lang, e.left_total(), e.right_total()));
    }
    let behind = match e.sum {
        Sum::Applications => Some(Behind::Open),
        Sum::Returned => Some(Behind::Stage(Stage::Returned)),
        Sum::Recorded => Some(Behind::Stage(Stage::Recorded)),
        Sum::Deferred(reason) => Some(Behind::Stage(Stage::Deferred(reason))),
        Sum::Cards => Some(Behind::Shelf),
        Sum::Prints => Some(Behind::Stage(Stage::Printing)),
        Sum::Blanks => Some(Behind::Stock),
        Sum::Invalid => Some(Behind::Spoiled),
    };
    Fig { name, numbers, full, behind, role: if holds { Role::Plain } else { Role::Error } }
}

/// One side of an equation, with the names of its numbers where a language is given.
fn side(terms: &[(Term, i64)], named: Option<Lang>) -> String {
    let mut out = String::new();
    for (place, (term, n)) in terms.iter().enumerate() {
        let sign = match (place, *n < 0) {
            (0, false) => "",
            (0, true) => "−",
            (_, false) => " + ",
            (_, true) => " − ",
        };
        out.push_str(sign);
        if let Some(lang) = named {
            out.push_str(book_words::term(*term).get(lang));
            out.push(' ');
        }
        out.push_str(&n.unsigned_abs().to_string());
    }
    out
}

fn came(book: &Book, lang: Lang) -> Vec<Fig> {
    let f = &book.figures;
    let row = |word: Word, n: u32, behind| counted(word.get(lang).to_owned(), n, behind, lang);
    let mut away = row(t::AWAY, f.sent_away.values().sum(), Some(Behind::Away));
    let why: Vec<String> =
        f.sent_away.iter().map(|(why, n)| format!("{} {n}", term::sent_away(*why).get(lang))).collect();
    away.full = format!("{} · {}", away.full, why.join(" · "));
    let mut back = row(t::BACK, f.returned.went, Some(Behind::Back));
    back.full = format!("{} · {}", back.full, t::returns(lang, f.returned.came, f.returned_files.len()));
    vec![
        head(t::CAME, lang),
        row(t::NEW, f.new, Some(Behind::New)),
        back,
        away,
        row(t::VISITS, f.visits, Some(Behind::Visits)),
        row(t::TOTAL, f.came(), None),
    ]
}

/// Sums of the office, never per person (counter practice 17).
fn clocks(book: &Book, lang: Lang) -> Vec<Fig> {
    let mut all = vec![head(t::CLOCKS, lang)];
    for step in [SopStep::Intake, SopStep::Check, SopStep::Operator] {
        let Some(sum) = book.figures.steps.get(&step) else { continue };
        let name = term::step(step).get(lang);
        let standard = common::duration(lang, i64::from(book.policy.standard(step)));
        let numbers = t::step(lang, sum.files, sum.over, &standard);
        let mut full = vec![format!("{name}: {numbers}"), t::worked(lang, sum.work_ms / 60_000, sum.timed)];
        full.extend(
            sum.paused_ms.iter().map(|(cause, ms)| t::paused(lang, term::pause(*cause).get(lang), ms / 60_000)),
        );
        let name = format!("  {name}");
        all.push(Fig { name, numbers, full: full.join(" · "), behind: None, role: Role::Plain });
    }
    all
}

fn troubles(book: &Book, lang: Lang) -> Vec<Fig> {
    let time = |ms: i64| common::time(lang, local(ms, book.offset_s).time());
    let mut all = vec![head(t::TROUBLES, lang)];
    for span in &book.figures.trouble {
        let causes: Vec<&str> = span.causes.iter().map(|c| term::trouble(*c).get(lang)).collect();
        let to = span.to_ms.map_or_else(|| t::GOING_ON.get(lang).to_owned(), time);
        let (name, numbers) = (format!("  {}", causes.join(", ")), t::span(lang, &time(span.from_ms), &to));
        let full = format!("{} · {numbers}", causes.join(", "));
        all.push(Fig { name, numbers, full, behind: None, role: Role::Plain });
    }
    all
}
