//! Ctrl+F Find: one box from anywhere; results while typing; Enter opens at the step that is next.
//!
//! Owns the box, the newest answer and what can be done from a row. What is typed is data, never query
//! syntax. It must not search: answers come by asking, and only the newest counts.

pub mod history;

use self::history::{History, Step as HistoryStep};
use super::agenda::layout;
use super::{Ask, Draft, Reply, Screen, ScreenId, Told};
use crate::domain::application::Stage;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::id::AppId;
use crate::domain::nik::Nik;
use crate::domain::terms::ContactTopic;
use crate::text::screens::find as t;
use crate::text::{Lang, common, term};
use crate::ui::dialog::{Answer, Dialog, Reply as Said};
use crate::ui::field::{Edit, Field};
use crate::ui::keymap::legend::Offer;
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::table::{Column, Picked, Rows, Table};
use crate::ui::theme::Role;
use crate::view::{FoundRow, View};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Longest query: a register number or a long name.
const QUERY: usize = 60;

/// What is to happen when the answer comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Awaited {
    Nothing,
    /// Enter came before the answer: a single row opens.
    Enter,
    /// A scanner's paste: a single exact hit opens.
    Scan,
}

/// What lies over the list.
enum Over {
    Nothing,
    History(Box<History>),
    Contact(Box<Dialog>, AppId, ContactTopic),
}

/// The find screen.
pub struct Find {
    query: Field,
    /// The query asked last; an answer to any other is old.
    asked: String,
    answered: bool,
    rows: Vec<FoundRow>,
    more: bool,
    table: Table,
    /// Keys go to the list instead of the box.
    in_list: bool,
    /// A row was opened: what is typed next is another search.
    spent: bool,
    awaited: Awaited,
    over: Over,
}

struct Found<'a> {
    rows: &'a [FoundRow],
    view: &'a View<'a>,
}

impl Default for Find {
    fn default() -> Find {
        Find::new()
    }
}

impl Find {
    /// An empty box.
    pub fn new() -> Find {
        let columns = vec![
            Column::fixed(t::C_NUMBER, 5),
            Column::rest(t::C_NAME),
            Column::fixed(t::C_NIK, 16),
            Column::fixed(t::C_KIND, 6),
            Column::fixed(t::C_STATE, 12),
            Column::fixed(t::C_DAY, 10),
        ];
        Find {
            query: Field::new(QUERY),
            asked: String::new(),
            answered: true,
            rows: Vec::new(),
            more: false,
            table: Table::new(columns, t::NOTHING),
            in_list: false,
            spent: false,
            awaited: Awaited::Nothing,
            over: Over::Nothing,
        }
    }

    fn forget(&mut self) {
        self.rows.clear();
        self.more = false;
        self.in_list = false;
        self.awaited = Awaited::Nothing;
    }

    /// Asks for what the box holds now; an empty box shows nothing.
    fn ask(&mut self, view: &View<'_>) -> Reply {
        self.in_list = false;
        self.awaited = Awaited::Nothing;
        self.asked = self.query.trimmed().to_owned();
        self.answered = self.asked.is_empty();
        if self.answered {
            self.forget();
            self.table.refresh(&Found { rows: &self.rows, view });
            return Reply::used();
        }
        Reply::ask(Ask::Find(self.asked.clone()))
    }

    fn edited(&mut self, edit: Edit, view: &View<'_>) -> Reply {
        match edit {
            Edit::Changed if self.query.trimmed() == self.asked => Reply::used(),
            Edit::Changed => self.ask(view),
            Edit::Moved => Reply::used(),
            Edit::Refused(why) => Reply::tell(Notice::new(Severity::Warning, why.say(view.lang()))),
            Edit::Ignored => Reply::ignored(),
        }
    }

    fn on_box(&mut self, action: Action, view: &View<'_>) -> Reply {
        match action {
            Action::Enter if !self.answered => {
                self.awaited = Awaited::Enter;
                Reply::used()
            }
            Action::Enter => self.open_selected(view),
            Action::Down | Action::PageDown => {
                self.in_list = !self.rows.is_empty();
                Reply::used()
            }
            Action::Escape if self.query.is_empty() => Reply::ignored(),
            Action::Escape => {
                self.query.wipe();
                self.ask(view)
            }
            _ => {
                if std::mem::take(&mut self.spent) && matches!(action, Action::Type(_)) {
                    self.query.wipe();
                }
                let edit = self.query.on(action);
                self.edited(edit, view)
            }
        }
    }

    fn on_list(&mut self, action: Action, view: &View<'_>) -> Reply {
        let rows = Found { rows: &self.rows, view };
        let first = self.table.selected(&rows).is_none_or(|row| row == 0);
        match action {
            Action::Filter | Action::Escape => self.in_list = false,
            Action::Up if first => self.in_list = false,
            Action::Enter => return self.open_selected(view),
            Action::Contact => return self.ask_contact(view),
            Action::Slips => return self.slips(view),
            _ if self.table.on(action, &rows) == Picked::Ignored => return Reply::ignored(),
            _ => {}
        }
        Reply::used()
    }

    fn selected(&self, view: &View<'_>) -> Option<&FoundRow> {
        self.table.selected(&Found { rows: &self.rows, view }).and_then(|row| self.rows.get(row))
    }

    fn open_selected(&mut self, view: &View<'_>) -> Reply {
        self.spent = true;
        self.selected(view).map_or_else(Reply::used, |row| open(row.app, view))
    }

    /// The row, if its file is open; otherwise what to tell.
    fn open_row(&self, view: &View<'_>) -> Result<&FoundRow, Notice> {
        let lang = view.lang();
        let row = self.selected(view).ok_or_else(|| Notice::new(Severity::Info, t::PICK.get(lang)))?;
        let closed = || Notice::new(Severity::Warning, t::CLOSED_FILE.get(lang)).next(t::CLOSED_NEXT.get(lang));
        view.file(row.app).map(|_| row).ok_or_else(closed)
    }

    fn ask_contact(&mut self, view: &View<'_>) -> Reply {
        let row = match self.open_row(view) {
            Ok(row) => row,
            Err(notice) => return Reply::tell(notice),
        };
        let (app, topic) = (row.app, topic(stage(row, view)));
        let about = layout::both(|lang| {
            let phone = if row.phone.is_empty() { t::NO_PHONE.get(lang) } else { row.phone.as_str() };
            t::call(lang, phone, term::contact_topic(topic).get(lang))
        });
        let lines = vec![format!("{} · {}", row.number.text, row.name).into(), about];
        let answers = vec![Answer::new(t::REACHED), Answer::new(t::NOT_REACHED)];
        self.over = Over::Contact(Box::new(Dialog::answers(t::CONTACT, lines, answers)), app, topic);
        Reply::used()
    }

    /// The slips of the selected row, open or closed.
    fn slips(&self, view: &View<'_>) -> Reply {
        match self.selected(view) {
            Some(row) => Reply::ask(Ask::Slips(row.app)),
            None => Reply::tell(Notice::new(Severity::Info, t::PICK.get(view.lang()))),
        }
    }

    fn on_contact(&mut self, action: Action) -> Reply {
        let Over::Contact(dialog, app, topic) = &mut self.over else { return Reply::ignored() };
        let (app, topic) = (*app, *topic);
        match dialog.on(action) {
            Said::Answered(n) => {
                self.over = Over::Nothing;
                Reply::request(Command::NoteContact { app, reached: n == 0, topic })
            }
            Said::Cancelled => {
                self.over = Over::Nothing;
                Reply::used()
            }
            Said::Ignored => Reply::ignored(),
            _ => Reply::used(),
        }
    }

    /// The newest answer; one that was waited for may open its file.
    fn take_found(&mut self, rows: Vec<FoundRow>, more: bool, view: &View<'_>) -> Reply {
        self.rows = rows;
        self.more = more;
        self.answered = true;
        self.table.refresh(&Found { rows: &self.rows, view });
        self.table.on(Action::Home, &Found { rows: &self.rows, view });
        let hits: Vec<AppId> =
            self.rows.iter().filter(|row| exact(row, &self.asked, view)).map(|row| row.app).collect();
        match (std::mem::replace(&mut self.awaited, Awaited::Nothing), hits.as_slice(), self.rows.as_slice()) {
            (Awaited::Scan | Awaited::Enter, [app], _) if !self.more => open(*app, view),
            (Awaited::Enter, _, [row]) => open(row.app, view),
            _ => Reply::used(),
        }
    }

    fn state(&self, lang: Lang) -> String {
        match (self.answered, self.asked.is_empty(), self.more) {
            (false, ..) => t::SEARCHING.get(lang).to_owned(),
            (true, true, _) => String::new(),
            (true, false, false) => t::found(lang, self.rows.len()),
            (true, false, true) => t::more(lang, self.rows.len()),
        }
    }
}

/// Open files at their next step, closed ones as their entries.
fn open(app: AppId, view: &View<'_>) -> Reply {
    Reply::ask(if view.file(app).is_some() { Ask::OpenFile(app) } else { Ask::History(app) })
}

/// Where the file stands now, if it is open; else as it was found.
fn stage(row: &FoundRow, view: &View<'_>) -> Stage {
    view.file(row.app).map_or(row.stage, |file| file.app.stage)
}

/// What a call is about, by where the file stands.
fn topic(stage: Stage) -> ContactTopic {
    match stage {
        Stage::Returned => ContactTopic::Returned,
        Stage::Deferred(_) => ContactTopic::Deferred,
        Stage::Recorded => ContactTopic::TroubleOver,
        Stage::Printed | Stage::Ready => ContactTopic::Ready,
        _ => ContactTopic::Other,
    }
}

/// The query names exactly this file: its whole NIK or its register number.
fn exact(row: &FoundRow, query: &str, view: &View<'_>) -> bool {
    if let Ok(nik) = Nik::parse(query) {
        let of_file = view.file(row.app).and_then(|f| f.person.as_ref()).map(|p| p.nik);
        // A closed file is known by its masked NIK only; the search itself has compared all sixteen digits.
        let shown = || row.nik.starts_with(&nik.as_str()[..4]) && row.nik.ends_with(nik.last4());
        return of_file.map_or_else(shown, |own| own == Some(nik));
    }
    let digits = query.len() <= 6 && query.bytes().all(|b| b.is_ascii_digit());
    row.number.text.eq_ignore_ascii_case(query) || (digits && query.parse() == Ok(row.number.no))
}

impl Rows for Found<'_> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn id(&self, row: usize) -> u64 {
        self.rows.get(row).map_or(u64::MAX, |r| r.app.0)
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        let Some(found) = self.rows.get(row) else { return };
        match column {
            0 => out.push_str(&found.number.short()),
            1 => out.push_str(&found.name),
            2 => out.push_str(&found.nik),
            3 => out.push_str(found.reason.code()),
            4 => out.push_str(term::stage_short(stage(found, self.view)).get(self.view.lang())),
            5 => out.push_str(&common::date(found.day)),
            _ => {}
        }
    }
}

const LIST: &[Layer] = &[Layer::Find, Layer::List, Layer::Global, Layer::Always];
const ASKS: &[Layer] = &[Layer::Dialog, Layer::Always];

impl Screen for Find {
    fn id(&self) -> ScreenId {
        ScreenId::Find
    }

    fn layers(&self) -> &'static [Layer] {
        if matches!(self.over, Over::Contact(..)) { ASKS } else { LIST }
    }

    fn takes_text(&self) -> bool {
        match &self.over {
            Over::Nothing => !self.in_list,
            Over::History(history) => history.takes_text(),
            Over::Contact(dialog, ..) => dialog.takes_text(),
        }
    }

    fn offer(&self, action: Action, view: &View<'_>) -> Offer {
        let idle = action == Action::Find || (action == Action::Enter && self.selected(view).is_none());
        if idle && matches!(self.over, Over::Nothing) { Offer::Hidden } else { Offer::Told }
    }

    fn on(&mut self, action: Action, view: &View<'_>) -> Reply {
        match &mut self.over {
            Over::Contact(..) => self.on_contact(action),
            Over::History(history) if action == Action::Slips => Reply::ask(Ask::Slips(history.file().app.id)),
            Over::History(history) => match history.on(action, view) {
                HistoryStep::Moved => Reply::used(),
                HistoryStep::Ignored => Reply::ignored(),
                HistoryStep::Open(app) => Reply::ask(Ask::OpenFile(app)),
                HistoryStep::Closed => {
                    self.over = Over::Nothing;
                    Reply::used()
                }
            },
            Over::Nothing if self.in_list => self.on_list(action, view),
            Over::Nothing => self.on_box(action, view),
        }
    }

    fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        match &mut self.over {
            Over::Contact(..) => return Reply::ignored(),
            Over::History(history) if history.takes_text() => {
                history.paste(text, view);
                return Reply::used();
            }
            // A scan is a new search, whatever the box held.
            Over::History(_) | Over::Nothing => self.over = Over::Nothing,
        }
        let kept = self.query.clone();
        self.query.wipe();
        let edit = self.query.paste(text);
        if matches!(edit, Edit::Refused(_)) {
            self.query = kept;
        }
        let reply = self.edited(edit, view);
        if !self.answered {
            self.awaited = Awaited::Scan;
        }
        reply
    }

    fn told(&mut self, told: Told, view: &View<'_>) -> Reply {
        match told {
            Told::Found { query, rows, more } if query == self.asked && !self.answered => {
                self.take_found(rows, more, view)
            }
            Told::History { file, entries } => {
                self.over = Over::History(Box::new(History::new(file, entries, view)));
                Reply::used()
            }
            Told::Open(app) => Reply::ask(Ask::History(app)),
            Told::Committed(entries) => {
                let noted = entries.iter().find_map(|rec| match &rec.event {
                    Event::ApplicantContacted(e) => view.file(e.app),
                    _ => None,
                });
                noted.map_or_else(Reply::used, |file| {
                    let words = t::contacted(view.lang(), &file.app.number.short());
                    Reply::tell(Notice::new(Severity::Good, words))
                })
            }
            _ => Reply::ignored(),
        }
    }

    fn refresh(&mut self, view: &View<'_>) {
        self.table.refresh(&Found { rows: &self.rows, view });
    }

    fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let (look, lang) = (view.look, view.lang());
        if let Over::History(history) = &self.over {
            return history.draw(body, buf, view);
        }
        let parts = layout::parts(body, 4);
        let title = paint::indent(parts.title, 1);
        let used = paint::put(buf, title, t::BOX.get(lang), look.style(Role::Strong)) + 2;
        let state = self.state(lang);
        let right = u16::try_from(paint::width(&state) + 3).unwrap_or(u16::MAX);
        let room = paint::indent(title, used);
        let field = Rect { width: room.width.saturating_sub(right), ..room };
        self.query.draw(field, buf, look, !self.in_list);
        let rest = paint::indent(room, field.width + 1);
        paint::put_right(buf, Rect { width: rest.width.saturating_sub(1), ..rest }, &state, look.style(Role::Dim));
        let rows = Found { rows: &self.rows, view };
        if self.asked.is_empty() {
            let line = paint::indent(paint::line(parts.list, 1), 2);
            paint::put_cut(buf, line, t::HINT.get(lang), look.style(Role::Dim), look.symbols);
        } else if self.answered || !self.rows.is_empty() {
            self.table.draw(parts.list, buf, look, &rows, self.in_list);
        }
        let keys = if self.in_list { t::TO_BOX } else { t::TO_LIST }.get(lang);
        let said = self.selected(view).map_or_else(String::new, |row| {
            let stage = term::stage_full(lang, stage(row, view));
            format!("{} · {} · {stage} · {}\n", row.number.text, row.name, row.phone)
        });
        layout::strip(parts.strip, buf, look, &format!("{said}{keys}"));
        if let Over::Contact(dialog, ..) = &self.over {
            dialog.draw(body, buf, look);
        }
    }

    /// A search is not worth keeping: typed again it costs a second.
    fn draft(&self) -> Option<Draft> {
        None
    }

    fn restore(&mut self, _draft: &Draft, _view: &View<'_>) {}
}
