//! The first start on an empty home: set up this office, or try a simulated counter. Under a minute.
//!
//! Owns the question, the form and their errors. Separate from the screens because there is no office yet to
//! look at. It must not create anything: it ends in a choice.

use super::Reply;
use super::agenda::layout;
use super::supervisor::forms;
use super::supervisor::staff::{SECRET_LEAST, derive_initials, initials, secret, secret_unfit, secrets};
use crate::domain::person::{NAME, Name};
use crate::domain::policy::Policy;
use crate::text::screens::first_run as t;
use crate::text::{Lang, typed};
use crate::ui::chrome::draw_hints;
use crate::ui::dialog::{Answer, Dialog, Reply as Said};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, Input, Item};
use crate::ui::keymap::legend::{self, Offer};
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Board, Notice, Severity};
use crate::ui::paint;
use crate::ui::theme::{Look, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

const OFFICE: &str = "office";
const STATION: &str = "station";
const SUPERVISOR: &str = "supervisor";
const INITIALS: &str = "initials";
const ALL_ROLES: &str = "all_roles";
const ENCRYPTED: &str = "encrypted";

/// Longest name of an office.
const OFFICE_MOST: usize = 60;
/// Longest name of a station.
const STATION_MOST: usize = 20;
/// Name proposed for the first station.
const FIRST_STATION: &str = "loket-1";

/// A new office as asked for.
pub struct SetUp {
    pub office: String,
    pub station: String,
    pub supervisor: Name,
    pub initials: String,
    /// The supervisor is register officer and operator too: an office of one.
    pub all_roles: bool,
    pub secret: Zeroizing<String>,
    /// The ledger lies in the clear, by explicit choice.
    pub plain: bool,
}

/// What was chosen.
pub enum Chosen {
    SetUp(Box<SetUp>),
    Demo,
    Leave,
}

/// The first run.
pub struct FirstRun {
    lang: Lang,
    question: Dialog,
    form: Form,
    in_form: bool,
    board: Board,
}

fn question() -> Dialog {
    let answers = vec![Answer::new(t::SET_UP), Answer::new(t::DEMO), Answer::new(t::LEAVE)];
    Dialog::answers(t::TITLE, vec![t::EMPTY.into(), t::WHICH.into()], answers).must_answer()
}

fn form() -> Form {
    let [secret, again] = secrets(t::SECRET, t::AGAIN);
    let mut form = Form::new(vec![
        Item::new(SUPERVISOR, t::SUPERVISOR, Input::Text(Field::new(NAME).filtered(Filter::Name))).required().width(44),
        Item::new(INITIALS, t::INITIALS, Input::Text(Field::new(4).filtered(Filter::Name))).required().width(8),
        secret,
        again,
        Item::new(ALL_ROLES, t::ALL_ROLES, Input::Tick(true)),
        Item::new(OFFICE, t::OFFICE, Input::Text(Field::new(OFFICE_MOST))).required().width(44),
        Item::new(STATION, t::STATION, Input::Text(Field::new(STATION_MOST))).required().width(24),
        Item::new(ENCRYPTED, t::ENCRYPTED, Input::Tick(true)),
    ]);
    // Both defaults are within their limits.
    let _ = form.set(OFFICE, &Policy::default().office);
    let _ = form.set(STATION, FIRST_STATION);
    form
}

impl FirstRun {
    /// The first question.
    pub fn new(lang: Lang) -> FirstRun {
        FirstRun { lang, question: question(), form: form(), in_form: false, board: Board::default() }
    }

    /// The language chosen so far; the desk goes on in it.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Where keys go.
    pub fn layers(&self) -> &'static [Layer] {
        match (self.board.frozen(), self.in_form) {
            (true, _) => &[Layer::Frozen, Layer::Always],
            (false, true) => &[Layer::Dialog, Layer::Form, Layer::Always],
            (false, false) => &[Layer::Dialog, Layer::Always],
        }
    }

    /// Plain characters are text now.
    pub fn takes_text(&self) -> bool {
        !self.board.frozen() && self.in_form && self.form.takes_text()
    }

    /// Tells that the choice could not be carried out; what was typed stays.
    pub fn tell(&mut self, notice: Notice) {
        self.board.tell(notice);
    }

    /// Tells that the passphrase is too easy to guess; it is typed anew, the rest stays.
    pub fn secret_unfit(&mut self) {
        let notice = secret_unfit(&mut self.form, self.lang);
        self.board.tell(notice);
    }

    /// Takes a paste into the focused field.
    pub fn paste(&mut self, text: &str) {
        if self.takes_text() {
            let event = self.form.paste(text);
            self.hear(forms::reply(event, self.lang));
        }
    }

    /// Carries out an action; a choice ends the first run unless its carrying out fails.
    pub fn on(&mut self, action: Action) -> Option<Chosen> {
        match action {
            Action::Language => self.lang = self.lang.other(),
            Action::Leave => return Some(Chosen::Leave),
            _ if self.board.frozen() => {
                self.board.on(action);
            }
            _ if self.in_form => {
                self.board.fade();
                return self.on_form(action);
            }
            _ => match self.question.on(action) {
                Said::Answered(0) => self.in_form = true,
                Said::Answered(1) => return Some(Chosen::Demo),
                Said::Answered(_) => return Some(Chosen::Leave),
                _ => {}
            },
        }
        None
    }

    fn hear(&mut self, reply: Reply) {
        if let Some(notice) = reply.notice {
            self.board.tell(notice);
        }
    }

    fn on_form(&mut self, action: Action) -> Option<Chosen> {
        match action {
            Action::Escape => self.in_form = false,
            Action::Main => match self.set_up() {
                Ok(chosen) => return Some(chosen),
                Err(notice) => self.board.tell(notice),
            },
            _ => {
                let before = self.form.focus();
                let reply = forms::on(&mut self.form, action, &[], self.lang);
                self.hear(reply);
                if before == SUPERVISOR && self.form.focus() != SUPERVISOR {
                    derive_initials(&mut self.form, SUPERVISOR, INITIALS);
                }
            }
        }
        None
    }

    fn set_up(&mut self) -> Result<Chosen, Notice> {
        let (lang, form) = (self.lang, &mut self.form);
        let supervisor = Name::parse(form.text(SUPERVISOR)).map_err(|error| {
            let told = typed::name(lang, error);
            forms::missing(form, SUPERVISOR, &told.what, &told.next)
        })?;
        derive_initials(form, SUPERVISOR, INITIALS);
        let Some(initials) = initials(form.text(INITIALS)) else {
            return Err(forms::missing(form, INITIALS, t::INITIALS_WRONG.get(lang), t::INITIALS_NEXT.get(lang)));
        };
        let secret = secret(form, lang)?;
        let office = form.text(OFFICE).trim().to_owned();
        if office.is_empty() {
            return Err(forms::missing(form, OFFICE, t::OFFICE_MISSING.get(lang), t::OFFICE_NEXT.get(lang)));
        }
        let station = form.text(STATION).trim().to_owned();
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if station.is_empty() || !station.bytes().all(fits) {
            return Err(forms::missing(form, STATION, t::STATION_WRONG.get(lang), t::STATION_NEXT.get(lang)));
        }
        let (all_roles, plain) = (form.ticked(ALL_ROLES), !form.ticked(ENCRYPTED));
        Ok(Chosen::SetUp(Box::new(SetUp { office, station, supervisor, initials, all_roles, secret, plain })))
    }

    /// Draws over a whole area: question or form, the notice above the keys in the last row.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let look = &Look { lang: self.lang, ..*look };
        let area = paint::clip(area, buf);
        paint::blank(buf, area, look.style(Role::Plain));
        let rows = area.height.saturating_sub(2);
        let body = Rect { height: rows, ..area };
        if self.in_form {
            self.draw_form(body, buf, look);
        } else {
            self.question.draw(body, buf, look);
        }
        match self.board.notice() {
            Some(notice) if notice.severity == Severity::Error => notice.draw_box(body, buf, look),
            Some(notice) => notice.draw(paint::line(area, rows), buf, look),
            None => {}
        }
        let rest = paint::indent(paint::line(area, rows + 1), 1);
        if self.in_form && !self.board.frozen() {
            // The table's own hints speak of answers; here they are fields.
            paint::put_cut(buf, rest, t::KEYS.get(self.lang), look.style(Role::Plain), look.symbols);
            return;
        }
        // There is no help, no desk to lock and nothing behind the question yet.
        let frozen = self.board.frozen();
        let idle = [Action::Escape, Action::Lock];
        let here = |action| if frozen { action == Action::Escape } else { !idle.contains(&action) };
        let here = |action| if here(action) { Offer::Told } else { Offer::Hidden };
        let room = usize::from(rest.width);
        let hints = legend::footer_of(self.layers(), self.lang, room, self.takes_text(), here);
        draw_hints(rest, buf, look, &hints);
    }

    fn draw_form(&self, body: Rect, buf: &mut Buffer, look: &Look) {
        let mut form = self.form.clone();
        let encrypted = form.ticked(ENCRYPTED);
        let remark = if encrypted { (Severity::Info, t::ENCRYPTED_HINT) } else { (Severity::Warning, t::PLAIN_HINT) };
        let info = Severity::Info;
        let remarks =
            [(INITIALS, (info, t::INITIALS_HINT)), (ALL_ROLES, (info, t::ALL_ROLES_HINT)), (ENCRYPTED, remark)];
        for (key, (severity, text)) in remarks {
            form.remark(key, Some((severity, text.get(self.lang).to_owned())));
        }
        let least = t::at_least(self.lang, SECRET_LEAST);
        form.remark("secret", Some((Severity::Info, least)));
        layout::title(paint::line(body, 0), buf, look, t::FORM.get(self.lang), "");
        let top = body.height.min(2);
        let area = Rect { y: body.y + top, height: body.height - top, ..body };
        let rows = form.rows().min(area.height);
        form.draw(Rect { height: rows, ..area }, buf, look, !self.board.frozen());
        let below =
            Rect { y: area.y + (rows + 1).min(area.height), height: area.height.saturating_sub(rows + 1), ..area };
        let lines = [(Role::Plain, t::ATTESTED.get(self.lang).to_owned())];
        layout::paragraphs(below, buf, look, &lines);
    }
}
