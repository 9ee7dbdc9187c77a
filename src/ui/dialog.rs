//! A question that lies over the screen until it is answered.
//!
//! Owns numbered answers, a typed answer and the sign-in of a second person, and the rule that an
//! answer that cannot be undone is never on Enter nor on a digit alone: it is chosen by digit and
//! carried out by the main key, which no scanner sends. Separate so that no screen can ask
//! otherwise. It must not know what an answer causes, and never shows a secret.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

use super::field::{Edit, Field, Refused};
use super::keymap::Action;
use super::paint;
use super::theme::{Look, Role};
use crate::text::chrome as t;
use crate::text::{Label, Word};

/// One answer to choose.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What it says.
    pub label: Label,
    /// It cannot be undone, or states a fact that burst or reflex must not state.
    pub danger: bool,
}

impl Answer {
    /// An answer that its digit gives at once.
    pub fn new(label: impl Into<Label>) -> Answer {
        Answer { label: label.into(), danger: false }
    }

    /// An answer that is chosen by digit and carried out by the main key.
    pub fn danger(label: impl Into<Label>) -> Answer {
        Answer { label: label.into(), danger: true }
    }
}

#[derive(Clone, Debug)]
enum Body {
    Answers {
        answers: Vec<Answer>,
        mark: usize,
    },
    Text {
        field: Field,
        danger: bool,
    },
    /// Fields one below the other: a sign-in, or secrets.
    Fields {
        fields: Vec<(Word, Field)>,
        at: usize,
        /// The focused field was empty when the clerk wanted to go on, and says so.
        empty: bool,
    },
}

/// What an action did to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The answer at this place, counted from 0.
    Answered(usize),
    /// The typed answer is ready in [`Dialog::text`], or both sign-in fields are.
    Said,
    /// The clerk went back.
    Cancelled,
    /// What was typed was not taken.
    Refused(Refused),
    /// Something moved.
    Moved,
    /// The action means nothing here.
    Ignored,
}

/// Characters of an account name.
const ACCOUNT_LIMIT: usize = 60;
/// Characters of a passphrase.
const SECRET_LIMIT: usize = 128;
/// Widest box.
const WIDEST: u16 = 76;

/// A question.
#[derive(Clone, Debug)]
pub struct Dialog {
    title: Label,
    lines: Vec<Label>,
    body: Body,
    must_answer: bool,
}

impl Dialog {
    /// A question with numbered answers; the first is marked.
    pub fn answers(title: impl Into<Label>, lines: Vec<Label>, answers: Vec<Answer>) -> Dialog {
        Dialog::with(title.into(), lines, Body::Answers { answers, mark: 0 })
    }

    /// A question answered by typing. With `danger` Enter does not send it, the main key does.
    pub fn text(title: impl Into<Label>, lines: Vec<Label>, field: Field, danger: bool) -> Dialog {
        Dialog::with(title.into(), lines, Body::Text { field, danger })
    }

    /// The sign-in of a second person who approves what `lines` say.
    pub fn sign_in(title: impl Into<Label>, lines: Vec<Label>) -> Dialog {
        let account = (t::ACCOUNT, Field::new(ACCOUNT_LIMIT));
        Dialog::fields(title, lines, vec![account, secret(t::SECRET)])
    }

    /// A new secret, typed twice.
    pub fn new_secret(title: impl Into<Label>, lines: Vec<Label>) -> Dialog {
        Dialog::fields(title, lines, [t::NEW_SECRET, t::AGAIN].map(secret).into())
    }

    /// The secret in force, and a new one or a PIN typed twice.
    pub fn own_secret(title: impl Into<Label>, lines: Vec<Label>) -> Dialog {
        Dialog::fields(title, lines, [t::SECRET, t::NEW_SECRET, t::AGAIN].map(secret).into())
    }

    fn fields(title: impl Into<Label>, lines: Vec<Label>, fields: Vec<(Word, Field)>) -> Dialog {
        Dialog::with(title.into(), lines, Body::Fields { fields, at: 0, empty: false })
    }

    /// The same sign-in for somebody whose name is known: only the passphrase is still to be typed.
    #[must_use]
    pub fn named(mut self, who: &str) -> Dialog {
        if let Body::Fields { fields, at, .. } = &mut self.body
            && let Some((_, account)) = fields.first_mut()
        {
            *at = usize::from(!who.is_empty() && account.set(who).is_ok());
        }
        self
    }

    fn with(title: Label, lines: Vec<Label>, body: Body) -> Dialog {
        Dialog { title, lines, body, must_answer: false }
    }

    /// The same question without a way back.
    #[must_use]
    pub fn must_answer(mut self) -> Dialog {
        self.must_answer = true;
        self
    }

    /// True when plain characters are text here.
    #[must_use]
    pub const fn takes_text(&self) -> bool {
        !matches!(self.body, Body::Answers { .. })
    }

    /// What was typed: the answer, or the account name of a sign-in.
    #[must_use]
    pub fn typed(&self) -> &str {
        match &self.body {
            Body::Answers { .. } => "",
            Body::Text { field, .. } => field.trimmed(),
            Body::Fields { fields, .. } => fields.first().map_or("", |(_, field)| field.trimmed()),
        }
    }

    /// Takes the passphrase out of a sign-in; the field is empty afterwards.
    pub fn take_secret(&mut self) -> Zeroizing<String> {
        self.take_secrets().pop().unwrap_or_default()
    }

    /// Takes what was typed into every field, in their order; all are empty afterwards and the first is focused.
    pub fn take_secrets(&mut self) -> Vec<Zeroizing<String>> {
        match &mut self.body {
            Body::Fields { fields, at, .. } => {
                *at = 0;
                fields.iter_mut().map(|(_, field)| field.take()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action) -> Reply {
        if action == Action::Escape {
            return if self.must_answer { Reply::Ignored } else { Reply::Cancelled };
        }
        match &mut self.body {
            Body::Answers { answers, mark } => on_answers(answers, mark, action),
            Body::Text { field, danger } => match action {
                Action::Enter if *danger => Reply::Ignored,
                Action::Enter | Action::Main if field.trimmed().is_empty() => Reply::Ignored,
                Action::Enter | Action::Main => Reply::Said,
                _ => edited(field.on(action)),
            },
            Body::Fields { fields, at, empty } => {
                *empty = false;
                let reply = on_fields(fields, at, action);
                // Whoever goes on over an empty field stays there and is told.
                let goes_on = matches!(action, Action::Enter | Action::Main) && reply == Reply::Ignored;
                if goes_on && let Some(first) = fields.iter().position(|(_, f)| f.trimmed().is_empty()) {
                    (*at, *empty) = (first, true);
                    return Reply::Moved;
                }
                reply
            }
        }
    }

    /// Takes a paste as typed text; numbered answers ignore it.
    pub fn paste(&mut self, text: &str) -> Reply {
        match &mut self.body {
            Body::Answers { .. } => Reply::Ignored,
            Body::Text { field, .. } => edited(field.paste(text)),
            Body::Fields { fields, at, .. } => {
                fields.get_mut(*at).map_or(Reply::Ignored, |(_, f)| edited(f.paste(text)))
            }
        }
    }

    /// Draws the question as a box in the middle of an area.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let area = paint::clip(area, buf);
        let width = area.width.min(WIDEST);
        let room = usize::from(width.saturating_sub(4));
        let lines: Vec<&str> = self.lines.iter().flat_map(|line| paint::wrap(line.get(look.lang), room)).collect();
        // The answers stay in sight, whatever there is to read above them.
        let most = area.height.saturating_sub(self.body_rows()).saturating_sub(3);
        let lines = lines.get(..usize::from(most)).unwrap_or(&lines);
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(self.body_rows());
        let height = rows.saturating_add(3).min(area.height);
        let x = area.x + (area.width - width) / 2;
        let y = area.y + (area.height - height) / 2;
        let title = self.title.get(look.lang);
        let place = Rect::new(x, y, width, height);
        let inside = paint::frame(buf, place, title, look.symbols, look.style(Role::Strong));
        let inside = paint::indent(inside, 1);
        let mut row = 0;
        for text in lines {
            paint::put(buf, paint::line(inside, row), text, look.style(Role::Plain));
            row += 1;
        }
        let rest = Rect {
            y: inside.y + (row + 1).min(inside.height),
            height: inside.height.saturating_sub(row + 1),
            ..inside
        };
        self.draw_body(rest, buf, look);
    }

    fn body_rows(&self) -> u16 {
        match &self.body {
            Body::Answers { answers, .. } => {
                let hint = usize::from(answers.iter().any(|answer| answer.danger));
                u16::try_from(answers.len() + hint).unwrap_or(u16::MAX)
            }
            Body::Text { danger, .. } => 1 + u16::from(*danger),
            Body::Fields { fields, .. } => u16::try_from(fields.len()).unwrap_or(u16::MAX),
        }
    }

    fn draw_body(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        match &self.body {
            Body::Answers { answers, mark } => draw_answers(answers, *mark, area, buf, look),
            Body::Text { field, danger } => {
                let line = paint::line(area, 0);
                field.draw(line, buf, look, true);
                if field.trimmed().is_empty() {
                    let words = t::TEXT_NEEDED.get(look.lang);
                    paint::put_cut(buf, paint::indent(line, 2), words, look.style(Role::Dim), look.symbols);
                }
                if *danger {
                    let words = t::TEXT_HINT.get(look.lang);
                    paint::put_cut(buf, paint::line(area, 1), words, look.style(Role::Dim), look.symbols);
                }
            }
            Body::Fields { fields, at, empty } => {
                for (row, (label, field)) in fields.iter().enumerate() {
                    let (line, focus) = (paint::line(area, row as u16), row == *at);
                    let role = if focus { Role::Strong } else { Role::Plain };
                    paint::put(buf, line, label.get(look.lang), look.style(role));
                    field.draw(paint::indent(line, 14), buf, look, focus);
                    if focus && *empty {
                        let style = look.style(Role::Warning);
                        paint::put_cut(
                            buf,
                            paint::indent(line, 16),
                            t::TEXT_NEEDED.get(look.lang),
                            style,
                            look.symbols,
                        );
                    }
                }
            }
        }
    }
}

fn secret(label: Word) -> (Word, Field) {
    (label, Field::new(SECRET_LIMIT).secret())
}

fn on_fields(fields: &mut [(Word, Field)], at: &mut usize, action: Action) -> Reply {
    let count = fields.len().max(1);
    match action {
        Action::Next | Action::Down => *at = (*at + 1) % count,
        Action::Previous | Action::Up => *at = (*at + count - 1) % count,
        Action::Enter if fields.get(*at).is_some_and(|(_, f)| f.trimmed().is_empty()) => return Reply::Ignored,
        Action::Enter if *at + 1 < count => *at += 1,
        Action::Enter | Action::Main if fields.iter().any(|(_, f)| f.trimmed().is_empty()) => return Reply::Ignored,
        Action::Enter | Action::Main => return Reply::Said,
        _ => return fields.get_mut(*at).map_or(Reply::Ignored, |(_, field)| edited(field.on(action))),
    }
    Reply::Moved
}

fn edited(edit: Edit) -> Reply {
    match edit {
        Edit::Changed | Edit::Moved => Reply::Moved,
        Edit::Refused(why) => Reply::Refused(why),
        Edit::Ignored => Reply::Ignored,
    }
}

fn on_answers(answers: &[Answer], mark: &mut usize, action: Action) -> Reply {
    let safe = |place: usize| answers.get(place).is_some_and(|answer| !answer.danger);
    match action {
        Action::Digit(digit) => {
            let place = usize::from(digit).wrapping_sub(1);
            if place >= answers.len() {
                return Reply::Ignored;
            }
            *mark = place;
            if safe(place) { Reply::Answered(place) } else { Reply::Moved }
        }
        Action::Up | Action::Previous => {
            *mark = mark.saturating_sub(1);
            Reply::Moved
        }
        Action::Down | Action::Next => {
            *mark = (*mark + 1).min(answers.len().saturating_sub(1));
            Reply::Moved
        }
        Action::Enter if safe(*mark) => Reply::Answered(*mark),
        Action::Main if *mark < answers.len() => Reply::Answered(*mark),
        _ => Reply::Ignored,
    }
}

fn draw_answers(answers: &[Answer], mark: usize, area: Rect, buf: &mut Buffer, look: &Look) {
    let mut row = 0;
    for (place, answer) in answers.iter().enumerate() {
        let line = paint::line(area, row);
        let here = place == mark;
        let role = match (here, answer.danger) {
            (true, _) => Role::Focus,
            (false, true) => Role::Danger,
            (false, false) => Role::Plain,
        };
        let style = look.style(role);
        if here {
            paint::blank(buf, line, style);
            paint::put(buf, line, look.symbols.pointer, style);
        }
        paint::put(buf, paint::indent(line, 2), &(place + 1).to_string(), look.style(Role::Key).patch(style));
        let rest = paint::indent(line, 4);
        paint::put_cut(buf, rest, answer.label.get(look.lang), style, look.symbols);
        row += 1;
    }
    if answers.iter().any(|answer| answer.danger) {
        draw_hint(paint::line(area, row), buf, look);
    }
}

fn draw_hint(line: Rect, buf: &mut Buffer, look: &Look) {
    let words = t::DANGER_HINT.get(look.lang);
    paint::put_cut(buf, line, words, look.style(Role::Dim), look.symbols);
}
