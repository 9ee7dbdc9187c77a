//! The handover screen (SOP step 4, later collection): the shelf, and one handover.
//!
//! The search has the focus from the start, because a slip is scanned or three letters are typed. A printed
//! card that is not active can't be collected by anybody else: it is opened at the operator. Separate from
//! the operator's session, which hands over in place. Must not know the ledger, devices or a clock.

mod card;

use self::card::Card;
use super::operator::feedback;
use super::operator::lists::{calls, name, number, phone};
use super::operator::panel::title;
use super::operator::queue::{Cell, Done, Finder};
use super::operator::sheet::{self, Filled, Kind, Sheet};
use super::{Ask, Draft, Reply, Request, Screen, ScreenId, Told};
use crate::domain::application::Stage;
use crate::domain::book::ShelfAge;
use crate::domain::command::Command;
use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::domain::time;
use crate::text::screens::{done as d, handover as t, operator as o, stock as st};
use crate::text::{common, term};
use crate::ui::form::{FormEvent, Snapshot};
use crate::ui::keymap::{Action, Layer as L};
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::table::Column;
use crate::ui::theme::Role as Tone;
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The handover screen.
pub struct Handover {
    shelf: Finder,
    card: Option<Card>,
    sheet: Option<Sheet>,
}

impl Default for Handover {
    fn default() -> Handover {
        Handover::new()
    }
}

const CELLS: &[Cell] = &[number, name, state, place, phone, called, shelf_age];

fn place(file: &File, _: &View<'_>) -> String {
    file.app.place.as_ref().map_or_else(String::new, |place| place.as_str().to_owned())
}

/// Calls and messages; the day of the last call, and whether it was answered.
fn called(file: &File, view: &View<'_>) -> String {
    let last = file.app.last_call.map(|(ms, reached)| {
        let day = time::local(ms, view.stamp.offset_s).format("%d-%m");
        let symbols = view.look.symbols;
        format!(" {day} {}", if reached { symbols.done } else { symbols.failed })
    });
    format!("{}{}", calls(file, view), last.unwrap_or_default())
}

/// How many cards lie there for how long (marks at 7, 30 and 90 days).
fn ages(view: &View<'_>) -> String {
    let days = |file: &&File| view.age_s(file.app.printed_ms.unwrap_or(file.app.since_ms)) / 86_400;
    let of = |age: ShelfAge| cards(view).iter().filter(|file| ShelfAge::of(days(file)) == age).count() as u32;
    let [a, b, c, d] = ShelfAge::ALL.map(of);
    st::ages(view.lang(), a, b, c, d)
}

fn state(file: &File, view: &View<'_>) -> String {
    term::stage_short(file.app.stage).get(view.lang()).to_owned()
}

/// Time since the card came out.
fn shelf_age(file: &File, view: &View<'_>) -> String {
    common::age(view.lang(), view.age_s(file.app.printed_ms.unwrap_or(file.app.since_ms)))
}

/// Cards on the shelf, oldest print first.
fn cards<'a>(view: &View<'a>) -> Vec<&'a File> {
    let mut cards: Vec<&File> = view.office.files.values().filter(|file| file.app.stage.has_card()).collect();
    cards.sort_by_key(|file| (file.app.printed_ms, file.app.id));
    cards
}

impl Handover {
    /// The shelf, ready for a scan.
    pub fn new() -> Handover {
        let columns = vec![
            Column::fixed(o::COL_NUMBER, 6),
            Column::rest(o::COL_NAME),
            Column::fixed(t::COL_STATE, 12),
            Column::fixed(st::C_PLACE, 8),
            Column::fixed(o::COL_PHONE, 14),
            Column::fixed(o::COL_CALLS, 12),
            Column::fixed(o::COL_AGE, 7).figures(),
        ];
        Handover { shelf: Finder::new(columns, CELLS, t::EMPTY, true), card: None, sheet: None }
    }

    fn open(&mut self, app: AppId, view: &View<'_>) -> Reply {
        let Some(file) = view.file(app).filter(|file| file.app.stage.has_card()) else {
            return Reply::tell(Notice::new(Severity::Warning, t::GONE.get(view.lang())));
        };
        if file.app.stage == Stage::Printed && !view.office.policy().hand_over_inactive {
            let lang = view.lang();
            let what = format!("{} {}", file.app.number.short(), t::NOT_ACTIVE.get(lang));
            let told = Notice::new(Severity::Warning, what).next(t::AT_OPERATOR.get(lang));
            return Reply::tell(told).and(Ask::OpenFile(app));
        }
        self.sheet = None;
        self.card = Some(Card::new(file, view));
        Reply::used()
    }

    fn on_card(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some(card) = &mut self.card else { return Reply::ignored() };
        match action {
            Action::Escape if !card.form.list_open() => {
                self.card = None;
                self.refresh(view);
                return Reply::used();
            }
            Action::Main => {
                if card.waiting {
                    return Reply::used();
                }
                return match card.filled(view) {
                    Ok(command) => {
                        card.waiting = true;
                        Reply::request(command)
                    }
                    Err(why) => Reply::tell(why),
                };
            }
            _ => {}
        }
        match card.on(action, view) {
            card::Did::Moved => Reply::used(),
            card::Did::Refused(why) => Reply::tell(feedback::refused(view.lang(), why)),
            card::Did::Ignored => Reply::ignored(),
        }
    }

    fn on_sheet(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some(sheet) = &mut self.sheet else { return Reply::ignored() };
        match sheet.on(action) {
            sheet::Did::Submit => match sheet.filled(view) {
                Ok(Filled::Give(command)) => {
                    sheet.waiting = true;
                    Reply::request(Request::from(command))
                }
                Ok(_) => Reply::used(),
                Err(why) => Reply::tell(why),
            },
            sheet::Did::Close => {
                self.sheet = None;
                Reply::used()
            }
            sheet::Did::Moved => Reply::used(),
            sheet::Did::Refused(why) => Reply::tell(feedback::refused(view.lang(), why)),
            sheet::Did::Ignored => Reply::ignored(),
        }
    }

    fn on_shelf(&mut self, action: Action, view: &View<'_>) -> Reply {
        let files = cards(view);
        if let (Action::Main, Some(app)) = (action, self.shelf.chosen()) {
            return self.open(app, view);
        }
        match self.shelf.on(action, &files, view) {
            Done::Opened(app) => self.open(app, view),
            Done::Moved => Reply::used(),
            Done::Ignored => self.beside(action, view),
        }
    }

    fn beside(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some(app) = self.shelf.chosen() else { return Reply::ignored() };
        let kind = match action {
            Action::Contact | Action::Call => Kind::Contact,
            Action::RejectCard => Kind::Reject,
            Action::Shelve => Kind::Place,
            Action::Skip => return Reply::request(Command::Skip { app }),
            Action::Slips => return Reply::ask(Ask::Slips(app)),
            _ => return Reply::ignored(),
        };
        self.sheet = Some(Sheet::new(kind, Some(app), view));
        Reply::used()
    }

    fn committed(&mut self, entries: &[Recorded], view: &View<'_>) -> Reply {
        let known = self.card.as_ref().map(|card| card.number.clone()).unwrap_or_default();
        let mine = self.card.as_ref().is_some_and(|card| card.waiting)
            || self.sheet.as_ref().is_some_and(|sheet| sheet.waiting);
        let handed = entries.iter().filter(|rec| matches!(rec.event, Event::CardHandedOver(_)));
        let handed: Vec<AppId> = handed.filter_map(|rec| rec.event.app()).collect();
        let numbers = self.card.as_ref().map(|card| card.numbers(&handed)).unwrap_or_default();
        self.sheet.take_if(|sheet| sheet.waiting);
        if self.card.take_if(|card| card.waiting).is_some() {
            self.shelf.clear();
        }
        self.refresh(view);
        let notice = match numbers.len() {
            0 | 1 => feedback::of(entries, &known, view),
            n => Some(Notice::new(Severity::Good, d::handed_over_family(view.lang(), &numbers.join(", "), n))),
        };
        let asks = if mine { vec![Ask::DropDraft] } else { Vec::new() };
        Reply { notice, asks, used: true, ..Reply::default() }
    }
}

impl Screen for Handover {
    fn id(&self) -> ScreenId {
        ScreenId::Handover
    }

    fn layers(&self) -> &'static [L] {
        let form = self.sheet.as_ref().map(|sheet| &sheet.form).or(self.card.as_ref().map(|card| &card.form));
        match form {
            Some(form) if form.list_open() => &[L::Choice, L::Always],
            Some(_) => &[L::Handover, L::Form, L::Checklist, L::Global, L::Always],
            None => &[L::Handover, L::List, L::Global, L::Always],
        }
    }

    fn takes_text(&self) -> bool {
        let form = self.sheet.as_ref().map(|sheet| &sheet.form).or(self.card.as_ref().map(|card| &card.form));
        form.map_or_else(|| self.shelf.takes_text(), |form| form.takes_text())
    }

    fn on(&mut self, action: Action, view: &View<'_>) -> Reply {
        if self.sheet.is_some() {
            self.on_sheet(action, view)
        } else if self.card.is_some() {
            self.on_card(action, view)
        } else {
            self.on_shelf(action, view)
        }
    }

    fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        let refused = match (&mut self.sheet, &mut self.card) {
            (Some(sheet), _) => match sheet.paste(text) {
                sheet::Did::Refused(why) => Some(why),
                _ => None,
            },
            (None, Some(card)) => match card.form.paste(text) {
                FormEvent::Refused(_, why) => Some(why),
                _ => None,
            },
            (None, None) => {
                self.shelf.paste(text, &cards(view), view);
                None
            }
        };
        refused.map_or_else(Reply::used, |why| Reply::tell(feedback::refused(view.lang(), why)))
    }

    fn told(&mut self, told: Told, view: &View<'_>) -> Reply {
        match told {
            Told::Committed(entries) => self.committed(&entries, view),
            Told::Refused(_) | Told::NotGiven => {
                if let Some(card) = &mut self.card {
                    card.waiting = false;
                }
                if let Some(sheet) = &mut self.sheet {
                    sheet.refused(false);
                }
                Reply::used()
            }
            Told::Open(app) => self.open(app, view),
            _ => Reply::ignored(),
        }
    }

    fn refresh(&mut self, view: &View<'_>) {
        self.shelf.refresh(&cards(view), view);
    }

    fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let body = paint::clip(body, buf);
        let look = view.look;
        if let Some(card) = self.card.as_ref().filter(|_| self.sheet.is_none()) {
            card.draw(body, buf, look, view);
            return;
        }
        let lower = self.sheet.as_ref().map_or(1, |sheet| sheet.rows()).min(body.height);
        let upper = Rect { height: body.height - lower, ..body };
        let lower = Rect { y: body.y + upper.height, height: lower, ..body };
        let census = view.office.census();
        let head = format!("{} · {}", t::shelf(look.lang, census.ready, census.printed), ages(view));
        title(&head, Tone::Strong, paint::line(upper, 0), buf, look);
        let top = 1.min(upper.height);
        let room = Rect { y: upper.y + top, height: upper.height - top, ..upper };
        self.shelf.draw(room, buf, look, &cards(view), view);
        match &self.sheet {
            Some(sheet) => sheet.draw(lower, buf, look, view),
            None => {
                let line = paint::indent(paint::line(lower, 0), 1);
                paint::put_cut(buf, line, t::HINT.get(look.lang), look.style(Tone::Dim), look.symbols);
            }
        }
    }

    fn in_hand(&self) -> Option<AppId> {
        let sheet = self.sheet.as_ref().and_then(|sheet| sheet.app);
        sheet.or(self.card.as_ref().map(|card| card.app))
    }

    fn draft(&self) -> Option<Draft> {
        let form = match (&self.sheet, &self.card) {
            (Some(sheet), _) => sheet.form.snapshot(),
            (None, Some(card)) => card.form.snapshot(),
            (None, None) if self.shelf.searched().is_empty() => return None,
            (None, None) => Snapshot::default(),
        };
        let mut extra = vec![("search".to_owned(), self.shelf.searched().to_owned())];
        extra.extend(self.sheet.as_ref().map(|sheet| ("sheet".to_owned(), sheet.kind.code())));
        extra.extend(self.card.as_ref().map(|card| ("card".to_owned(), card.app.0.to_string())));
        let app = self.sheet.as_ref().and_then(|sheet| sheet.app).or(self.card.as_ref().map(|card| card.app));
        Some(Draft { app: app.or(self.shelf.chosen()), form, extra })
    }

    /// A search is nothing half done, nor is a form nobody has written in.
    fn unfinished(&self) -> bool {
        let form = self.sheet.as_ref().map(|sheet| &sheet.form).or(self.card.as_ref().map(|card| &card.form));
        form.is_some_and(|form| !form.is_empty())
    }

    fn restore(&mut self, draft: &Draft, view: &View<'_>) {
        let value = |key: &str| draft.extra.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        self.shelf.restore(value("search").unwrap_or_default(), draft.app);
        self.refresh(view);
        let card = value("card").and_then(|app| app.parse().ok()).map(AppId).and_then(|app| view.file(app));
        if let Some(file) = card.filter(|file| file.app.stage.has_card()) {
            let mut card = Card::new(file, view);
            card.restore(&draft.form, view);
            self.card = Some(card);
        }
        let kind = value("sheet").and_then(Kind::from_code);
        let there = draft.app.is_some_and(|app| view.file(app).is_some());
        self.sheet = kind.filter(|_| there).map(|kind| {
            let mut sheet = Sheet::new(kind, draft.app, view);
            sheet.restore(&draft.form);
            sheet
        });
    }
}
