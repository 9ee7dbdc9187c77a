//! The stock pages: batches of blanks with the film, and the register of invalid cards.
//!
//! Owns which page is in front, which cards are picked and the small forms over them. Separate from the
//! supervisor's list because here cards are counted one by one. It must not know the stock's law, only its state.

use super::blanks::{Blanks, Step as BlanksStep};
use super::destroy::{Destroy, Step as DestroyStep};
use super::forms;
use super::pages::{Batches, Cards};
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::invalid::Items;
use crate::domain::person::{NOTE, Note};
use crate::domain::stock::{LABEL, Label};
use crate::domain::stock_command::StockCommand;
use crate::screen::agenda::layout;
use crate::screen::{Ask, Reply};
use crate::text::common;
use crate::text::screens::{agenda, stock as t};
use crate::ui::dialog::{Answer, Dialog, Reply as Said};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, Input, Item, Snapshot};
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::table::{Column, Picked, Table};
use crate::ui::theme::Role;
use crate::view::View;
use chrono::Datelike as _;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

/// What a small form is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Film,
    Place,
    PassOn,
    Record,
}

/// What lies over a page.
enum Over {
    Nothing,
    Blanks(Box<Blanks>),
    Small(Box<Form>, Wanted),
    Open(Box<Dialog>, Label),
    Destroy(Box<Destroy>),
}

/// Whether the pages stay.
pub enum Step {
    Stay(Reply),
    Leave,
}

/// The pages.
pub struct Store {
    /// The register is in front, not the batches.
    register: bool,
    batches: Table,
    cards: Table,
    left_out: BTreeSet<u32>,
    over: Over,
}

impl Store {
    /// The batches, or the register, in front.
    pub fn new(register: bool) -> Store {
        let figures = |title, width| Column::fixed(title, width).figures();
        let batches = vec![
            Column::rest(t::C_BATCH),
            figures(t::C_CAME, 7),
            figures(t::C_LOAN, 7),
            figures(t::C_DIFFERENCE, 7),
            figures(t::C_GOOD, 6),
            figures(t::C_SPOILED, 7),
            figures(t::C_PRINTING, 6),
            figures(t::C_LEFT, 6),
            Column::fixed(t::C_STATE, 9),
        ];
        let cards = vec![
            Column::fixed(t::C_MARK, 5),
            figures(t::C_NO, 5),
            Column::fixed(t::C_KIND, 19),
            Column::rest(t::C_CAUSE),
            Column::fixed(t::C_NUMBER, 8),
            Column::fixed(t::C_DAY, 10),
            Column::fixed(t::C_PLACE, 12),
        ];
        Store {
            register,
            batches: Table::new(batches, t::NO_BATCHES),
            cards: Table::new(cards, t::NO_CARDS),
            left_out: BTreeSet::new(),
            over: Over::Nothing,
        }
    }

    pub fn layers(&self) -> &'static [Layer] {
        match &self.over {
            Over::Nothing => &[Layer::Store, Layer::List, Layer::Checklist, Layer::Global, Layer::Always],
            Over::Open(..) => &[Layer::Dialog, Layer::Always],
            Over::Destroy(destroy) if destroy.signing() => &[Layer::Dialog, Layer::Form, Layer::Always],
            _ => &[Layer::Supervisor, Layer::Form, Layer::Checklist, Layer::Global, Layer::Always],
        }
    }

    pub fn takes_text(&self) -> bool {
        match &self.over {
            Over::Nothing => if self.register { &self.cards } else { &self.batches }.takes_text(),
            Over::Blanks(blanks) => blanks.takes_text(),
            Over::Small(form, _) => form.takes_text(),
            Over::Destroy(destroy) => destroy.takes_text(),
            Over::Open(..) => false,
        }
    }

    /// What was typed of a destruction and is not recorded.
    pub fn draft(&self) -> Option<Snapshot> {
        match &self.over {
            Over::Destroy(destroy) => Some(destroy.draft()),
            _ => None,
        }
    }

    /// The register with that destruction over it.
    pub fn restored(form: &Snapshot, view: &View<'_>) -> Store {
        let mut store = Store::new(true);
        let mut destroy = Destroy::new(store.picked(view), view);
        destroy.restore(form);
        store.over = Over::Destroy(Box::new(destroy));
        store
    }

    /// Cards picked: all that are kept but those left out.
    fn picked(&self, view: &View<'_>) -> Items {
        view.office.invalid.keys().copied().filter(|no| !self.left_out.contains(no)).collect()
    }

    pub fn refresh(&mut self, view: &View<'_>) {
        self.left_out.retain(|no| view.office.invalid.contains_key(no));
        self.batches.refresh(&Batches::of(view));
        self.cards.refresh(&Cards::of(view, &self.left_out));
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Step {
        match &mut self.over {
            Over::Nothing => self.page(action, view),
            Over::Blanks(blanks) => match blanks.on(action, view) {
                BlanksStep::Stay(reply) => Step::Stay(reply),
                BlanksStep::Leave => self.back(),
            },
            Over::Destroy(destroy) => match destroy.on(action, view) {
                DestroyStep::Stay(reply) => Step::Stay(reply),
                DestroyStep::Leave => self.back(),
            },
            Over::Open(dialog, batch) => match dialog.on(action) {
                Said::Answered(0) => {
                    let command = StockCommand::Open { batch: batch.clone() };
                    self.over = Over::Nothing;
                    Step::Stay(give(command))
                }
                Said::Answered(_) | Said::Cancelled => self.back(),
                Said::Ignored => Step::Stay(Reply::ignored()),
                _ => Step::Stay(Reply::used()),
            },
            Over::Small(form, wanted) => {
                let wanted = *wanted;
                match action {
                    Action::Escape if !form.list_open() => self.back(),
                    Action::Main => Step::Stay(self.small(wanted, view)),
                    _ => Step::Stay(forms::on(form, action, &[], view.lang())),
                }
            }
        }
    }

    fn back(&mut self) -> Step {
        self.over = Over::Nothing;
        Step::Stay(Reply::used())
    }

    fn page(&mut self, action: Action, view: &View<'_>) -> Step {
        let typing = self.takes_text();
        match action {
            _ if typing => {}
            Action::Left | Action::Right => {
                self.register = !self.register;
                return Step::Stay(Reply::used());
            }
            Action::Blanks => self.over = Over::Blanks(Box::default()),
            Action::Film => self.over = Over::Small(Box::new(film(view)), Wanted::Film),
            Action::Record => self.over = Over::Small(Box::new(record(view)), Wanted::Record),
            Action::Shelve if self.register => self.over = Over::Small(Box::new(place()), Wanted::Place),
            Action::PassOn if self.register => self.over = Over::Small(Box::new(letter()), Wanted::PassOn),
            Action::Main if self.register => {
                self.over = Over::Destroy(Box::new(Destroy::new(self.picked(view), view)));
            }
            _ => {}
        }
        if !matches!(self.over, Over::Nothing) {
            return Step::Stay(Reply::used());
        }
        if self.register { self.on_cards(action, view) } else { self.on_batches(action, view) }
    }

    fn on_batches(&mut self, action: Action, view: &View<'_>) -> Step {
        let rows = Batches::of(view);
        let leaves = action == Action::Escape && !self.batches.takes_text();
        match self.batches.on(action, &rows) {
            Picked::Opened(row) => {
                let found = rows.0.get(row).and_then(|batch| batch.label.clone());
                let Some(batch) = found else { return Step::Stay(Reply::used()) };
                let lines = vec![batch.as_str().to_owned().into()];
                let answers = vec![Answer::new(t::YES_USE), Answer::new(agenda::NOT_NOW)];
                self.over = Over::Open(Box::new(Dialog::answers(t::USE_BATCH, lines, answers)), batch);
                Step::Stay(Reply::used())
            }
            Picked::Moved => Step::Stay(Reply::used()),
            Picked::Ignored if leaves => Step::Leave,
            Picked::Ignored => Step::Stay(Reply::ignored()),
        }
    }

    fn on_cards(&mut self, action: Action, view: &View<'_>) -> Step {
        let rows = Cards::of(view, &self.left_out);
        let leaves = action == Action::Escape && !self.cards.takes_text();
        let toggled = match self.cards.on(action, &rows) {
            Picked::Opened(row) => rows.no(row),
            Picked::Moved => return Step::Stay(Reply::used()),
            Picked::Ignored if leaves => return Step::Leave,
            Picked::Ignored if action == Action::Toggle => self.cards.selected(&rows).and_then(|row| rows.no(row)),
            Picked::Ignored => return Step::Stay(Reply::ignored()),
        };
        if let Some(no) = toggled.filter(|no| !self.left_out.remove(no)) {
            self.left_out.insert(no);
        }
        Step::Stay(Reply::used())
    }

    /// The small form is filled in.
    fn small(&mut self, wanted: Wanted, view: &View<'_>) -> Reply {
        let picked = self.picked(view);
        let lang = view.lang();
        let Over::Small(form, _) = &mut self.over else { return Reply::ignored() };
        match wanted {
            Wanted::Film => match form.text("prints").parse() {
                Ok(prints) => give(StockCommand::Film { prints }),
                Err(_) => Reply::tell(forms::missing(form, "prints", t::BAD_NUMBER.get(lang), "")),
            },
            Wanted::Place => match Label::parse(form.text("place")) {
                Ok(place) => give(StockCommand::Store { items: picked, place }),
                Err(_) => Reply::tell(forms::missing(form, "place", t::BAD_PLACE.get(lang), "")),
            },
            Wanted::PassOn => match Note::parse(form.text("letter")).ok().filter(|note| !note.is_empty()) {
                Some(document) => give(StockCommand::PassOn { items: picked, document }),
                None => Reply::tell(forms::missing(form, "letter", t::FILL.get(lang), "")),
            },
            Wanted::Record => match (form.text("year").parse(), form.text("no").parse()) {
                (Ok(year), Ok(no)) => {
                    self.over = Over::Nothing;
                    Reply::ask(Ask::Record { year, no })
                }
                (Err(_), _) => Reply::tell(forms::missing(form, "year", t::BAD_NUMBER.get(lang), "")),
                _ => Reply::tell(forms::missing(form, "no", t::BAD_NUMBER.get(lang), "")),
            },
        }
    }

    pub fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        match &mut self.over {
            Over::Blanks(blanks) => return blanks.paste(text, view),
            Over::Small(form, _) => return forms::reply(form.paste(text), view.lang()),
            Over::Destroy(destroy) => return destroy.paste(text, view),
            Over::Open(..) => return Reply::ignored(),
            Over::Nothing if self.register => self.cards.paste(text, &Cards::of(view, &self.left_out)),
            Over::Nothing => self.batches.paste(text, &Batches::of(view)),
        };
        Reply::used()
    }

    /// The act was refused: what was typed stays, and may be given again.
    pub fn refused(&mut self) {
        if let Over::Destroy(destroy) = &mut self.over {
            destroy.refused();
        }
    }

    /// An act of stock is stored: its form goes.
    pub fn committed(&mut self, view: &View<'_>) {
        self.over = Over::Nothing;
        self.refresh(view);
    }

    /// Draws the page, and what lies over it.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let (look, lang) = (view.look, view.lang());
        match &self.over {
            Over::Blanks(blanks) => return blanks.draw(body, buf, view),
            Over::Destroy(destroy) => return destroy.draw(body, buf, view),
            Over::Small(form, wanted) => {
                let (title, hint) = match wanted {
                    Wanted::Film => (t::FILM_TITLE, ""),
                    Wanted::Place => (t::PLACE_TITLE, t::PLACE_HINT.get(lang)),
                    Wanted::PassOn => (t::PASS_TITLE, t::FINAL.get(lang)),
                    Wanted::Record => (t::RECORD_TITLE, ""),
                };
                let keys = crate::text::screens::supervisor::FORM_KEYS.get(lang);
                return forms::draw(form, title.get(lang), &[hint, keys], body, buf, look);
            }
            Over::Nothing | Over::Open(..) => {}
        }
        let parts = layout::parts(body, 0);
        let list = Rect { height: parts.list.height.saturating_sub(2), ..parts.list };
        let (below, hint) = (paint::line(parts.list, list.height), paint::line(parts.list, list.height + 1));
        let put = |buf: &mut Buffer, area, text: &str, role| {
            paint::put_cut(buf, paint::indent(area, 1), text, look.style(role), look.symbols);
        };
        if self.register {
            let count = |n: u64| common::count(lang, n as i64);
            let picked = count(self.picked(view).count());
            let title = t::kept(lang, &count(view.office.invalid.len() as u64), &picked);
            let record = view.office.desk.stock.last_record.map(|(year, no)| t::last_record(lang, no, year));
            layout::title(parts.title, buf, look, &title, &record.unwrap_or_default());
            self.cards.draw(list, buf, look, &Cards::of(view, &self.left_out), true);
            put(buf, hint, t::CARDS_HINT.get(lang), Role::Dim);
        } else {
            let (title, days) = super::pages::blanks(view);
            layout::title(parts.title, buf, look, &title, &days);
            self.batches.draw(list, buf, look, &Batches::of(view), true);
            let (film, warns) = super::pages::film(view);
            put(buf, below, &film, if warns { Role::Warning } else { Role::Plain });
            put(buf, hint, t::BATCH_HINT.get(lang), Role::Dim);
        }
        if let Over::Open(dialog, _) = &self.over {
            dialog.draw(body, buf, look);
        }
    }
}

fn give(command: StockCommand) -> Reply {
    Reply::request(Command::Stock(Box::new(command)))
}

fn film(view: &View<'_>) -> Form {
    let prints = Field::new(6).filtered(Filter::Digits);
    let mut form = Form::new(vec![Item::new("prints", t::F_PRINTS, Input::Text(prints)).required().width(10)]);
    // Six digits hold any policy's number.
    let _ = form.set("prints", &view.office.policy().film_prints.to_string());
    form
}

fn place() -> Form {
    Form::new(vec![Item::new("place", t::F_PLACE, Input::Text(Field::new(LABEL))).required().width(20)])
}

fn letter() -> Form {
    Form::new(vec![Item::new("letter", t::F_LETTER, Input::Text(Field::new(NOTE))).required()])
}

fn record(view: &View<'_>) -> Form {
    let digits = |n| Input::Text(Field::new(n).filtered(Filter::Digits));
    let mut form = Form::new(vec![
        Item::new("no", t::F_RECORD, digits(5)).required().width(8),
        Item::new("year", t::F_YEAR, digits(4)).required().width(8),
    ]);
    let last = view.office.desk.stock.last_record;
    let (year, no) = last.map_or((view.day().year(), String::new()), |(year, no)| (year, no.to_string()));
    for (key, value) in [("no", no), ("year", year.to_string())] {
        // Both fit their fields.
        let _ = form.set(key, &value);
    }
    form
}

/// What is told after an act of stock.
pub fn told(event: &Event, view: &View<'_>) -> Option<Notice> {
    let lang = view.lang();
    let count = |n: u64| common::count(lang, n as i64);
    let words = match event {
        Event::BatchOpened(e) => t::batch_opened(lang, e.batch.as_str()),
        Event::FilmReplaced(e) => t::film_replaced(lang, &count(e.prints.into())),
        Event::InvalidStored(e) => t::stored(lang, &count(e.items.count()), e.place.as_str()),
        Event::InvalidPassedOn(e) => t::passed_on(lang, &count(e.items.count())),
        Event::InvalidDestroyed(e) => t::destroyed(lang, &count(e.count.into()), e.no, e.year),
        _ => return None,
    };
    Some(Notice::new(Severity::Good, words))
}
