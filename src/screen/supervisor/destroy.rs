//! The destruction of invalid cards as it is to be recorded: when, where, how, before whom; confirmed by a second
//! person who signs in.
//!
//! Separate from the pages because it is one form with a question after it. It must not know how the record looks.

use super::forms;
use crate::domain::command::Command;
use crate::domain::invalid::{Destruction, Items, Witness};
use crate::domain::person::{NAME, NOTE, Name, Note};
use crate::domain::stock_command::StockCommand;
use crate::domain::terms::DestroyManner;
use crate::screen::agenda::layout;
use crate::screen::{Reply, Request, SecondPerson};
use crate::text::screens::{stock as t, supervisor};
use crate::text::{Word, common, number, term};
use crate::ui::choice::{Choice, Choices};
use crate::ui::dialog::{Dialog, Reply as Said};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, Input, Item, Snapshot};
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::view::View;
use chrono::{Datelike as _, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const DATE: &str = "date";
const WHERE: &str = "where";
const MANNER: &str = "manner";
/// Name and office of each witness the form has room for.
const WITNESSES: [(&str, &str); 3] = [("name1", "office1"), ("name2", "office2"), ("name3", "office3")];

/// Whether the form stays.
pub enum Step {
    Stay(Reply),
    Leave,
}

/// The form.
pub struct Destroy {
    items: Items,
    form: Form,
    /// The second person signs in.
    second: Option<(Dialog, Command)>,
    /// Given and not answered yet.
    waiting: bool,
}

impl Destroy {
    /// For these cards, today, burnt as the circular asks.
    pub fn new(items: Items, view: &View<'_>) -> Destroy {
        let manners = DestroyManner::ALL.iter().map(|m| Choice::new(m.code(), term::manner(*m))).collect();
        let mut fields = vec![
            Item::new(DATE, t::F_DATE, Input::Text(Field::new(10))).required().width(14),
            Item::new(WHERE, t::F_WHERE, Input::Text(Field::new(NOTE))).required(),
            Item::new(MANNER, t::F_MANNER, Input::Choice(Choices::new(manners))).required().width(20),
        ];
        let labels = [t::F_WITNESS_1, t::F_WITNESS_2, t::F_WITNESS_3];
        for ((name, office), label) in WITNESSES.into_iter().zip(labels) {
            let witness = Item::new(name, label, Input::Text(Field::new(NAME).filtered(Filter::Name)));
            let post = Item::new(office, t::F_OFFICE, Input::Text(Field::new(NOTE)));
            let needed = label != t::F_WITNESS_3;
            fields.extend(if needed { [witness.required(), post.required()] } else { [witness, post] });
        }
        let mut form = Form::new(fields);
        for (key, value) in [(DATE, common::date(view.day())), (MANNER, DestroyManner::Burnt.code().to_owned())] {
            // A date fits its field, and the list knows its own values.
            let _ = form.set(key, &value);
        }
        form.set_focus(WHERE);
        Destroy { items, form, second: None, waiting: false }
    }

    /// The second person is being asked.
    pub fn signing(&self) -> bool {
        self.second.is_some()
    }

    pub fn takes_text(&self) -> bool {
        self.second.as_ref().map_or_else(|| self.form.takes_text(), |(dialog, _)| dialog.takes_text())
    }

    pub fn draft(&self) -> Snapshot {
        self.form.snapshot()
    }

    pub fn restore(&mut self, form: &Snapshot) {
        self.form.restore(form);
    }

    /// Not recorded: the form may be given again.
    pub fn refused(&mut self) {
        self.waiting = false;
    }

    pub fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        match &mut self.second {
            Some((dialog, _)) => {
                dialog.paste(text);
                Reply::used()
            }
            None => forms::reply(self.form.paste(text), view.lang()),
        }
    }

    /// Carries out an action; the main key asks for the second person.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Step {
        if let Some((dialog, command)) = &mut self.second {
            let reply = match dialog.on(action) {
                Said::Said => {
                    let who = dialog.typed().to_owned();
                    let second = Some(SecondPerson { who, secret: dialog.take_secret() });
                    let request = Request { second, ..Request::from(command.clone()) };
                    self.second = None;
                    self.waiting = true;
                    Reply::request(request)
                }
                Said::Cancelled => {
                    self.second = None;
                    Reply::used()
                }
                Said::Refused(why) => Reply::tell(Notice::new(Severity::Warning, why.say(view.lang()))),
                Said::Ignored => Reply::ignored(),
                _ => Reply::used(),
            };
            return Step::Stay(reply);
        }
        match action {
            _ if self.waiting => Step::Stay(Reply::used()),
            Action::Escape if !self.form.list_open() => Step::Leave,
            Action::Main => Step::Stay(self.ask(view)),
            _ => Step::Stay(forms::on(&mut self.form, action, &[], view.lang())),
        }
    }

    fn ask(&mut self, view: &View<'_>) -> Reply {
        match self.filled() {
            Ok(destruction) => {
                let year = view.day().year();
                let no = view.office.next_record(year);
                let count = destruction.items.count();
                let line = layout::both(|lang| {
                    t::confirm(lang, &common::count(lang, count as i64), &number::terbilang(count), no, year)
                });
                let command = Command::Stock(Box::new(StockCommand::Destroy(destruction)));
                self.second = Some((Dialog::sign_in(t::CONFIRM, vec![line, t::FINAL.into()]), command));
                Reply::used()
            }
            Err((key, why)) => Reply::tell(forms::missing(&mut self.form, key, why.get(view.lang()), "")),
        }
    }

    fn filled(&self) -> Result<Destruction, (&'static str, Word)> {
        let note = |key: &'static str| {
            Note::parse(self.form.text(key)).ok().filter(|note| !note.is_empty()).ok_or((key, t::FILL))
        };
        let date =
            NaiveDate::parse_from_str(self.form.text(DATE).trim(), "%d-%m-%Y").map_err(|_| (DATE, t::BAD_DATE))?;
        let code = self.form.value(MANNER);
        let manner = DestroyManner::ALL.iter().copied().find(|manner| manner.code() == code);
        let mut witnesses = Vec::new();
        for (place, (name, office)) in WITNESSES.into_iter().enumerate() {
            let empty = self.form.text(name).trim().is_empty() && self.form.text(office).trim().is_empty();
            if place >= crate::domain::invalid::WITNESSES && empty {
                continue;
            }
            if self.form.text(name).trim().is_empty() {
                return Err((name, t::FILL));
            }
            let parsed = Name::parse(self.form.text(name)).map_err(|_| (name, t::BAD_NAME))?;
            witnesses.push(Witness { name: parsed, office: note(office)? });
        }
        let place = note(WHERE)?;
        Ok(Destruction { items: self.items.clone(), date, place, manner: manner.ok_or((MANNER, t::FILL))?, witnesses })
    }

    /// Draws the form, and the question over it.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let lang = view.lang();
        let count = common::count(lang, self.items.count() as i64);
        let title = format!("{} · {}", t::DESTROY_TITLE.get(lang), supervisor::pieces(lang, &count));
        let hints = [t::FINAL.get(lang), supervisor::FORM_KEYS.get(lang)];
        forms::draw(&self.form, &title, &hints, body, buf, view.look);
        if let Some((dialog, _)) = &self.second {
            dialog.draw(body, buf, view.look);
        }
    }
}
