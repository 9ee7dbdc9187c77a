//! A numbered question that stands in the lower half of a session without locking the desk.
//!
//! Keeps the rule of the dialogs: what states a fact or cannot be undone is chosen by digit and carried out
//! by the main key, never by Enter nor by a digit alone. Separate from the dialog because here the other
//! keys of the screen go on working. Must not know what an answer causes.

use crate::text::chrome as t;
use crate::ui::keymap::Action;
use crate::ui::paint;
use crate::ui::progress;
use crate::ui::theme::{Look, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// One answer.
#[derive(Clone, Debug)]
pub struct Answer<A> {
    pub label: String,
    /// A fact or something that cannot be undone.
    pub danger: bool,
    pub act: A,
}

/// What an action did to a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked<A> {
    Act(A),
    Moved,
    Ignored,
}

/// A question with what is known, what can be done, and perhaps a bar.
#[derive(Clone, Debug)]
pub struct Panel<A> {
    pub title: String,
    pub tone: Role,
    pub lines: Vec<String>,
    pub answers: Vec<Answer<A>>,
    /// What the main key does while no answer is chosen; only what can be undone.
    pub main: Option<A>,
    pub bar: Option<(u64, u64)>,
}

impl<A: Copy> Panel<A> {
    /// A question.
    pub fn new(title: impl Into<String>) -> Panel<A> {
        Panel { title: title.into(), tone: Role::Strong, lines: Vec::new(), answers: Vec::new(), main: None, bar: None }
    }

    /// Something went wrong.
    pub fn failure(title: impl Into<String>) -> Panel<A> {
        Panel { tone: Role::Error, ..Panel::new(title) }
    }

    /// The same with a line of text.
    #[must_use]
    pub fn line(mut self, text: impl Into<String>) -> Panel<A> {
        self.lines.push(text.into());
        self
    }

    /// The same with an answer that its digit gives at once.
    #[must_use]
    pub fn safe(mut self, label: impl Into<String>, act: A) -> Panel<A> {
        self.answers.push(Answer { label: label.into(), danger: false, act });
        self
    }

    /// The same with an answer that is chosen by digit and carried out by the main key.
    #[must_use]
    pub fn danger(mut self, label: impl Into<String>, act: A) -> Panel<A> {
        self.answers.push(Answer { label: label.into(), danger: true, act });
        self
    }

    /// The same with an act on the main key.
    #[must_use]
    pub fn main(mut self, act: A) -> Panel<A> {
        self.main = Some(act);
        self
    }

    /// Carries out an action; `mark` is the chosen answer.
    pub fn on(&self, mark: &mut Option<usize>, action: Action) -> Picked<A> {
        let marked = mark.and_then(|place| self.answers.get(place));
        let last = self.answers.len().saturating_sub(1);
        match action {
            Action::Digit(digit) => {
                let place = usize::from(digit).wrapping_sub(1);
                let Some(answer) = self.answers.get(place) else { return Picked::Ignored };
                *mark = Some(place);
                if answer.danger { Picked::Moved } else { Picked::Act(answer.act) }
            }
            Action::Up if !self.answers.is_empty() => {
                *mark = Some(mark.map_or(last, |place| place.saturating_sub(1)));
                Picked::Moved
            }
            Action::Down if !self.answers.is_empty() => {
                *mark = Some(mark.map_or(0, |place| (place + 1).min(last)));
                Picked::Moved
            }
            Action::Enter => match marked {
                Some(answer) if !answer.danger => Picked::Act(answer.act),
                _ => Picked::Ignored,
            },
            Action::Main => marked.map(|answer| answer.act).or(self.main).map_or(Picked::Ignored, Picked::Act),
            _ => Picked::Ignored,
        }
    }

    /// Rows it takes when nothing is cut, in `width` cells.
    pub fn rows(&self, width: u16) -> u16 {
        let room = usize::from(width.saturating_sub(4));
        let lines: usize = self.lines.iter().map(|line| paint::wrap(line, room).len()).sum();
        let rows = 1 + lines + self.answers.len() + usize::from(self.bar.is_some());
        u16::try_from(rows + usize::from(self.has_danger())).unwrap_or(u16::MAX)
    }

    /// The main key has nothing to carry out because no answer is chosen yet.
    pub fn waits_for_choice(&self, mark: Option<usize>, action: Action) -> bool {
        action == Action::Main && mark.is_none() && self.main.is_none() && !self.answers.is_empty()
    }

    fn has_danger(&self) -> bool {
        self.answers.iter().any(|answer| answer.danger)
    }

    /// Draws it; when rows are short the answers are kept and the text yields.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, mark: Option<usize>) {
        let area = paint::clip(area, buf);
        title(&self.title, self.tone, paint::line(area, 0), buf, look);
        let room = usize::from(area.width.saturating_sub(4));
        let fixed = 1 + self.answers.len() + usize::from(self.bar.is_some());
        let spare = usize::from(area.height).saturating_sub(fixed);
        let lines: Vec<&str> = self.lines.iter().flat_map(|line| paint::wrap(line, room)).collect();
        let mut row = 1;
        for text in lines.iter().take(spare) {
            paint::put(buf, paint::indent(paint::line(area, row), 2), text, look.style(Role::Plain));
            row += 1;
        }
        if lines.len() > spare && spare > 0 {
            // What has no room is at least not kept quiet.
            paint::put_right(buf, paint::line(area, row - 1), look.symbols.cut, look.style(Role::Warning));
        }
        if let Some((done, total)) = self.bar {
            let line = paint::indent(paint::line(area, row), 2);
            let line = Rect { width: line.width.min(40), ..line };
            progress::bar(line, buf, look, Role::Plain, done, total);
            row += 1;
        }
        for (place, answer) in self.answers.iter().enumerate() {
            draw_answer(place, answer, paint::line(area, row), buf, look, mark == Some(place));
            row += 1;
        }
        if self.has_danger() {
            let line = paint::indent(paint::line(area, row), 2);
            paint::put_cut(buf, line, t::DANGER_HINT.get(look.lang), look.style(Role::Dim), look.symbols);
        }
    }
}

fn draw_answer<A>(place: usize, answer: &Answer<A>, line: Rect, buf: &mut Buffer, look: &Look, here: bool) {
    let role = match (here, answer.danger) {
        (true, _) => Role::Focus,
        (false, true) => Role::Danger,
        (false, false) => Role::Plain,
    };
    let style = look.style(role);
    let line = paint::indent(line, 1);
    if here {
        paint::blank(buf, line, style);
        paint::put(buf, line, look.symbols.pointer, style);
    }
    paint::put(buf, paint::indent(line, 2), &(place + 1).to_string(), look.style(Role::Key).patch(style));
    paint::put_cut(buf, paint::indent(line, 4), &answer.label, style, look.symbols);
}

/// A rule with a title in it: the upper edge of the lower half.
pub fn title(text: &str, tone: Role, line: Rect, buf: &mut Buffer, look: &Look) {
    paint::rule(buf, line, look.symbols.horizontal, look.style(Role::Dim));
    let room = paint::indent(line, 2);
    let room = Rect { width: room.width.saturating_sub(2), ..room };
    let start = paint::put(buf, room, " ", look.style(Role::Plain));
    let used = start + paint::put_cut(buf, paint::indent(room, start), text, look.style(tone), look.symbols);
    paint::put(buf, paint::indent(room, used), " ", look.style(Role::Plain));
}
