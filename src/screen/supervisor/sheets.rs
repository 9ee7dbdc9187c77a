//! Numbered paper: emergency sheets given out and declared, handover sheets printed blank or for today's shelf.
//!
//! Owns the question what is to be done and the small form behind it. Separate from the stock pages, where cards and
//! blanks are counted. It must not know which numbers are free, only what the office says of them.

use super::forms;
use crate::domain::application::Stage;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::id::AppId;
use crate::domain::invalid::Items;
use crate::domain::person::{NOTE, Note};
use crate::domain::sheets::{SheetCommand, read_numbers, sheets_for};
use crate::domain::terms::SheetFate;
use crate::screen::agenda::layout;
use crate::screen::{Ask, Reply};
use crate::text::screens::sheets as t;
use crate::text::{Lang, Word, common, term};
use crate::ui::choice::{Choice, Choices};
use crate::ui::dialog::{Answer, Dialog, Reply as Said};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, Input, Item};
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Notice, Severity};
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const AMOUNT: &str = "amount";
const NUMBERS: &str = "numbers";
const FATE: &str = "fate";
const WHY: &str = "why";
/// Longest list of numbers.
const LIST: usize = 120;

/// What a form is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Emergency,
    Declare,
    Handover,
}

/// Whether the page stays.
pub enum Step {
    Stay(Reply),
    Leave,
}

/// The page.
pub struct Sheets {
    asked: Dialog,
    form: Option<(Form, Wanted)>,
}

impl Sheets {
    /// What stands, and what can be done.
    pub fn new(view: &View<'_>) -> Sheets {
        let named = |word: Word, line: fn(&View<'_>, Lang) -> String| {
            layout::both(|lang| format!("{}: {}", word.get(lang), line(view, lang)))
        };
        let lines = vec![named(t::EMERGENCY, emergency), named(t::HANDOVER, handover)];
        let answers = [t::DO_ISSUE, t::DO_DECLARE, t::DO_REPRINT, t::DO_BLANK, t::DO_SHELF, t::DO_REPRINT_BLANK];
        let answers = answers.into_iter().map(Answer::new).collect();
        Sheets { asked: Dialog::answers(t::TITLE, lines, answers), form: None }
    }

    pub fn layers(&self) -> &'static [Layer] {
        match &self.form {
            Some(_) => &[Layer::Supervisor, Layer::Form, Layer::Checklist, Layer::Global, Layer::Always],
            None => &[Layer::Dialog, Layer::Always],
        }
    }

    pub fn takes_text(&self) -> bool {
        self.form.as_ref().is_some_and(|(form, _)| form.takes_text())
    }

    pub fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        match &mut self.form {
            Some((form, _)) => forms::reply(form.paste(text), view.lang()),
            None => Reply::ignored(),
        }
    }

    /// Carries out an action; the main key records.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Step {
        if let Some((form, _)) = &mut self.form {
            return match action {
                Action::Escape if !form.list_open() => {
                    self.form = None;
                    Step::Stay(Reply::used())
                }
                Action::Main => Step::Stay(self.filled(view)),
                _ => Step::Stay(forms::on(form, action, &[], view.lang())),
            };
        }
        match self.asked.on(action) {
            Said::Answered(n) => self.chosen(n, view),
            Said::Cancelled => Step::Leave,
            Said::Ignored => Step::Stay(Reply::ignored()),
            _ => Step::Stay(Reply::used()),
        }
    }

    fn chosen(&mut self, n: usize, view: &View<'_>) -> Step {
        let sheets = &view.office.desk.sheets;
        let nothing = |word: Word| Reply::tell(Notice::new(Severity::Info, word.get(view.lang())));
        let mut open = |wanted| {
            self.form = Some((form(wanted), wanted));
            Reply::used()
        };
        Step::Stay(match n {
            0 => open(Wanted::Emergency),
            1 if sheets.emergency.out.is_empty() => nothing(t::NONE_OUT),
            1 => open(Wanted::Declare),
            2 if sheets.emergency.out.is_empty() => nothing(t::NONE_OUT),
            2 => Reply::ask(Ask::EmergencySheets(sheets.emergency.out.clone())),
            3 => open(Wanted::Handover),
            4 => match shelf(view) {
                cards if cards.is_empty() => nothing(t::SHELF_EMPTY),
                cards => give(SheetCommand::IssueHandover { n: sheets_for(cards.len()), cards }),
            },
            _ => match blank(view) {
                sheets if sheets.is_empty() => nothing(t::NONE_BLANK),
                sheets => Reply::ask(Ask::HandoverSheets { sheets, cards: Vec::new() }),
            },
        })
    }

    fn filled(&mut self, view: &View<'_>) -> Reply {
        let lang = view.lang();
        let Some((form, wanted)) = &mut self.form else { return Reply::ignored() };
        match wanted {
            Wanted::Emergency | Wanted::Handover => match form.text(AMOUNT).parse() {
                Ok(n) if *wanted == Wanted::Emergency => give(SheetCommand::IssueEmergency { n }),
                Ok(n) => give(SheetCommand::IssueHandover { n, cards: Vec::new() }),
                Err(_) => Reply::tell(forms::missing(form, AMOUNT, t::HOW_MANY.get(lang), "")),
            },
            Wanted::Declare => {
                let code = form.value(FATE);
                let fate = SheetFate::ALL.iter().copied().find(|fate| fate.code() == code);
                let note = Note::parse(form.text(WHY)).ok().filter(|note| !note.is_empty());
                match (read_numbers(form.text(NUMBERS)), fate) {
                    (None, _) => Reply::tell(forms::missing(form, NUMBERS, t::NO_NUMBERS.get(lang), "")),
                    (_, None) => Reply::tell(forms::missing(form, FATE, t::WHICH_FATE.get(lang), "")),
                    (Some(sheets), Some(fate)) => give(SheetCommand::Declare { sheets, fate, note }),
                }
            }
        }
    }

    /// Draws the question, or the form over it.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let lang = view.lang();
        let Some((form, wanted)) = &self.form else { return self.asked.draw(body, buf, view.look) };
        let (title, hint) = match wanted {
            Wanted::Emergency => (t::DO_ISSUE, emergency(view, lang)),
            Wanted::Declare => (t::DO_DECLARE, emergency(view, lang)),
            Wanted::Handover => (t::DO_BLANK, handover(view, lang)),
        };
        let keys = crate::text::screens::supervisor::FORM_KEYS.get(lang);
        forms::draw(form, title.get(lang), &[&hint, keys], body, buf, view.look);
    }
}

fn give(command: SheetCommand) -> Reply {
    Reply::request(Command::Sheets(Box::new(command)))
}

fn form(wanted: Wanted) -> Form {
    let amount = || Input::Text(Field::new(3).filtered(Filter::Digits));
    let fates = || SheetFate::ALL.iter().map(|fate| Choice::new(fate.code(), term::sheet_fate(*fate))).collect();
    Form::new(match wanted {
        Wanted::Emergency | Wanted::Handover => vec![Item::new(AMOUNT, t::F_AMOUNT, amount()).required().width(8)],
        Wanted::Declare => vec![
            Item::new(NUMBERS, t::F_NUMBERS, Input::Text(Field::new(LIST))).required(),
            Item::new(FATE, t::F_FATE, Input::Choice(Choices::new(fates()))).required().width(20),
            Item::new(WHY, t::F_WHY, Input::Text(Field::new(NOTE))),
        ],
    })
}

/// Cards ready to collect, in the order of their numbers.
fn shelf(view: &View<'_>) -> Vec<AppId> {
    view.office.files.values().filter(|file| file.app.stage == Stage::Ready).map(|file| file.app.id).collect()
}

/// Blank handover sheets that are not full yet.
fn blank(view: &View<'_>) -> Items {
    let handover = &view.office.desk.sheets.handover;
    let in_use = handover.next.map(|(sheet, _)| sheet).filter(|_| handover.issued > 0);
    let mut all: std::collections::BTreeSet<u32> = handover.spare.iter().collect();
    all.extend(in_use);
    all.into_iter().collect()
}

/// Emergency sheets in a line.
pub fn emergency(view: &View<'_>, lang: Lang) -> String {
    let emergency = &view.office.desk.sheets.emergency;
    if emergency.out.is_empty() {
        return t::none_out(lang, emergency.last + 1);
    }
    t::out(lang, emergency.out.count(), &common::runs(emergency.out.runs()), emergency.last + 1)
}

/// Handover sheets in a line.
pub fn handover(view: &View<'_>, lang: Lang) -> String {
    let handover = &view.office.desk.sheets.handover;
    let next =
        handover.next.map_or_else(|| common::NONE.get(lang).to_owned(), |(sheet, line)| format!("{sheet}/{line}"));
    t::next_line(lang, &next, handover.spare.count())
}

/// What is told after an act with numbered paper; that of sheets given out gives way to where their file is.
pub fn told(event: &Event, view: &View<'_>) -> Option<Notice> {
    let lang = view.lang();
    let runs = |first: u32, n: u32| common::runs(&[(first, first.saturating_add(n).saturating_sub(1))]);
    let words = match event {
        Event::EmergencySheetsIssued(e) => t::given_out(lang, &runs(e.first, e.n)),
        Event::HandoverSheetsIssued(e) => t::given_out(lang, &runs(e.first, e.n)),
        Event::EmergencySheetsDeclared(e) => {
            t::declared(lang, &common::runs(e.sheets.runs()), term::sheet_fate(e.fate).get(lang))
        }
        _ => return None,
    };
    Some(Notice::new(Severity::Good, words))
}

/// The paper of an act: what was given out is printed at once.
pub fn paper(event: &Event) -> Option<Ask> {
    let runs = |first: u32, n: u32| (first..first.saturating_add(n)).collect();
    match event {
        Event::EmergencySheetsIssued(e) => Some(Ask::EmergencySheets(runs(e.first, e.n))),
        Event::HandoverSheetsIssued(e) => {
            Some(Ask::HandoverSheets { sheets: runs(e.first, e.n), cards: e.cards.clone() })
        }
        _ => None,
    }
}
