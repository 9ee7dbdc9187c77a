//! What every form of these screens does with an action, and how it is drawn under its title.
//!
//! Separate so that refusals of a field sound alike. It must not know what a form is for.

use crate::screen::Reply;
use crate::screen::agenda::layout;
use crate::text::{Lang, chrome};
use crate::ui::form::{Form, FormEvent};
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::theme::{Look, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A short list of ticks or values never needs more than this.
const TEXT_ROWS: u16 = 2;

/// What an event of a form means for the clerk.
pub fn reply(event: FormEvent, lang: Lang) -> Reply {
    match event {
        FormEvent::Refused(_, why) => Reply::tell(Notice::new(Severity::Warning, why.say(lang))),
        FormEvent::NoMatch(_) => Reply::tell(Notice::new(Severity::Warning, chrome::NOTHING_FOUND.get(lang))),
        FormEvent::Ignored => Reply::ignored(),
        _ => Reply::used(),
    }
}

/// A form takes an action; a digit ticks the tick of that number among `ticks`.
pub fn on(form: &mut Form, action: Action, ticks: &[&'static str], lang: Lang) -> Reply {
    if let Action::Digit(digit) = action {
        let Some(key) = usize::from(digit).checked_sub(1).and_then(|n| ticks.get(n)) else { return Reply::ignored() };
        form.set_focus(key);
        return reply(form.on(Action::Toggle), lang);
    }
    reply(form.on(action), lang)
}

/// Something is missing: the focus goes there, and why is told. Never freezes.
pub fn missing(form: &mut Form, key: &str, what: &str, next: &str) -> Notice {
    form.set_focus(key);
    Notice::new(Severity::Warning, what).next(next)
}

/// Something is wrong: told, and to be read before going on.
pub fn wrong(form: &mut Form, key: &str, what: &str, next: &str) -> Notice {
    form.set_focus(key);
    Notice::new(Severity::Error, what).next(next)
}

/// Title, form, and hints below it.
pub fn draw(form: &Form, title: &str, hints: &[&str], body: Rect, buf: &mut Buffer, look: &Look) {
    let body = paint::clip(body, buf);
    paint::blank(buf, body, look.style(Role::Plain));
    layout::title(paint::line(body, 0), buf, look, title, "");
    let top = body.height.min(2);
    let rows = form.rows().min(body.height - top);
    // An open list needs room below its field; the hints give way.
    let area = Rect { y: body.y + top, height: body.height - top, ..body };
    let hint_at =
        Rect { y: area.y + (rows + 1).min(area.height), height: area.height.saturating_sub(rows + 1), ..area };
    let lines: Vec<(Role, String)> = hints.iter().map(|h| (Role::Dim, (*h).to_owned())).collect();
    layout::paragraphs(Rect { height: hint_at.height.min(TEXT_ROWS * 2), ..hint_at }, buf, look, &lines);
    form.draw(area, buf, look, true);
}
