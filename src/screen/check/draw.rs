//! How the check looks: the list on the left, the file on the right; a narrow terminal shows one of them.
//!
//! Separate from behaviour because it keeps no state. Must not change the screen.

use super::acts::may_give_up;
use super::docs::Docs;
use super::{Check, Queue, Showing};
use crate::domain::application::{MessageState, Stage};
use crate::domain::office::File;
use crate::domain::person::Contact;
use crate::domain::region;
use crate::domain::sop::Step;
use crate::screen::intake::{CLOCK_STEP_S, below};
use crate::text::screens::check as t;
use crate::text::term;
use crate::ui::notice::Severity;
use crate::ui::paint;
use crate::ui::progress::StepClock;
use crate::ui::table::Rows;
use crate::ui::theme::Role;
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Below this width there is room for one pane only.
const TWO_PANES: u16 = 64;
/// Rows of the file above its documents: number, name, contact, clock and a free one.
const HEAD: u16 = 5;
/// Cells of digit and mark before a document, and the gap before its condition.
const DOCS_INDENT: u16 = 5;

impl Check {
    pub(super) fn paint(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let body = paint::clip(body, buf);
        if body.is_empty() {
            return;
        }
        if body.width >= TWO_PANES {
            let left = Rect { width: body.width * 19 / 40, ..body };
            self.paint_list(left, buf, view);
            for row in 0..body.height {
                let at = Rect { width: 1, ..paint::indent(paint::line(body, row), left.width) };
                paint::put(buf, at, view.look.symbols.vertical, view.look.style(Role::Dim));
            }
            self.paint_file(paint::indent(body, left.width + 2), buf, view);
        } else if self.opened.is_some() {
            self.paint_file(body, buf, view);
        } else {
            self.paint_list(body, buf, view);
        }
        if let Some(form) = &self.correct {
            form.draw(body, buf, view);
        } else if let Some((_, dialog)) = &self.question {
            dialog.draw(body, buf, view.look);
        }
    }

    fn paint_list(&self, area: Rect, buf: &mut Buffer, view: &View<'_>) {
        let look = view.look;
        let rows = Queue::new(view, self.showing, self.gone.as_ref());
        let title = match self.showing {
            Showing::Waiting => t::QUEUE,
            Showing::Returned => t::RETURNED,
        };
        let heading = t::heading(look.lang, title.get(look.lang), rows.len());
        let role = if self.opened.is_none() { Role::Strong } else { Role::Plain };
        paint::put_cut(buf, paint::indent(paint::line(area, 0), 1), &heading, look.style(role), look.symbols);
        self.table.draw(below(area, 1), buf, look, &rows, self.opened.is_none());
    }

    fn paint_file(&self, area: Rect, buf: &mut Buffer, view: &View<'_>) {
        let look = view.look;
        let Some(file) = self.current(view) else {
            self.paint_gone(area, buf, view);
            return;
        };
        let put = |buf: &mut Buffer, row: u16, text: &str, role: Role| {
            paint::put_cut(buf, paint::line(area, row), text, look.style(role), look.symbols);
        };
        put(buf, 0, &file.app.number.text, Role::Dim);
        put(buf, 1, &format!("{}   {}", view.name(file), view.masked(file)), Role::Strong);
        put(buf, 2, &self.contact_line(file, view), Role::Plain);
        self.paint_clock(paint::line(area, 3), buf, view);
        let shown = self.opened.as_ref().map(|opened| opened.docs.clone());
        let preview = || view.checklist(&file.app).map(|rule| Docs::new(rule, view.rules.forbidden(), &file.app.ticks));
        let Some(docs) = shown.or_else(preview) else { return };
        let mut foot = self.foot(file, &docs, view);
        if self.opened.is_some() {
            let words = docs.in_focus(look.lang);
            if paint::width(&words) + usize::from(DOCS_INDENT) > usize::from(area.width) {
                let pieces = paint::wrap(&words, usize::from(area.width)).into_iter().take(2);
                foot.splice(0..0, pieces.map(|piece| (Severity::Info, piece.to_owned())).collect::<Vec<_>>());
            }
        }
        let foot_rows = u16::try_from(foot.len()).unwrap_or(u16::MAX);
        let list = below(area, HEAD.min(area.height));
        let list = Rect { height: list.height.saturating_sub(foot_rows), ..list };
        docs.draw(list, buf, look, self.opened.is_some());
        let at = area.height.saturating_sub(foot_rows).min(HEAD + docs.rows());
        for (row, (severity, text)) in (at.max(HEAD)..).zip(foot) {
            put(buf, row, &text, severity.role());
        }
    }

    /// The file in focus is no longer among the open ones, or there is none.
    fn paint_gone(&self, area: Rect, buf: &mut Buffer, view: &View<'_>) {
        let look = view.look;
        let told = match (&self.opened, &self.gone) {
            (Some(opened), _) => format!("{}: {}", opened.number, t::GONE.get(look.lang)),
            (None, Some(gone)) => gone.tell(view),
            (None, None) => return,
        };
        for (row, piece) in (0..).zip(paint::wrap(&told, usize::from(area.width))) {
            paint::put(buf, paint::line(area, row), piece, look.style(Role::Warning));
        }
    }

    fn contact_line(&self, file: &File, view: &View<'_>) -> String {
        let lang = view.lang();
        let dot = view.look.symbols.dot;
        let kind = term::reason(file.app.reason).get(lang);
        let contact = match file.person.as_ref().map(|p| &p.contact) {
            Some(Contact::Own(phone)) => phone.display(),
            Some(Contact::Through { name, relation, phone }) => {
                let phone = phone.as_ref().map_or_else(|| t::NO_NUMBER.get(lang).to_owned(), |phone| phone.display());
                let (through, relation) = (t::THROUGH.get(lang), term::relation(*relation).get(lang));
                format!("{through} {} ({relation}) {phone}", name.as_str())
            }
            None => String::new(),
        };
        let address = file.person.as_ref().and_then(|p| p.address.as_ref());
        let place = address.and_then(|a| region::by_code(&a.kelurahan)).map_or("", |k| k.name);
        let mut line = format!("{kind} {dot} {contact}");
        if !place.is_empty() {
            line.push_str(&format!(" {dot} {place}"));
        }
        line
    }

    fn paint_clock(&self, line: Rect, buf: &mut Buffer, view: &View<'_>) {
        let Some(opened) = &self.opened else {
            paint::put_cut(buf, line, t::OPEN_FIRST.get(view.lang()), view.look.style(Role::Dim), view.look.symbols);
            return;
        };
        let seconds = i64::from(opened.timer.spent(view.stamp).work_ms) / 1000;
        let allowed = i64::from(view.office.policy().standard(Step::Check));
        let seconds = seconds / CLOCK_STEP_S * CLOCK_STEP_S;
        StepClock { step: 2, seconds, allowed, paused: false }.draw(line, buf, view.look);
    }

    /// What this file still needs, the most pressing first.
    fn foot(&self, file: &File, docs: &Docs, view: &View<'_>) -> Vec<(Severity, String)> {
        let lang = view.lang();
        let mut foot = Vec::new();
        let mut add = |severity, text: String| foot.push((severity, text));
        if self.opened.as_ref().is_some_and(|opened| opened.changed) {
            let told = match Showing::of(file.app.stage) {
                Some(_) => t::CHANGED.get(lang).to_owned(),
                None => t::moved_on(lang, file.app.number.short(), term::stage_full(lang, file.app.stage)),
            };
            add(Severity::Warning, told);
        }
        if file.app.nik_pending {
            add(Severity::Warning, t::NIK_PENDING.get(lang).to_owned());
        }
        match (docs.missing().len(), docs.undecided().len()) {
            _ if file.app.stage == Stage::Returned => add(Severity::Info, t::TAKE_BACK_HOW.get(lang).to_owned()),
            (0, 0) => add(Severity::Good, t::ALL_THERE.get(lang).to_owned()),
            (0, n) => add(Severity::Info, t::undecided(lang, n)),
            (n, _) => add(Severity::Warning, t::lacks(lang, n)),
        }
        if may_give_up(file, view) {
            add(Severity::Info, t::may_give_up(lang, view.office.policy().not_continued_days));
        }
        if let Some(message) = &file.app.message {
            let call = matches!(message.state, MessageState::Failed | MessageState::Unknown);
            let severity = if call { Severity::Warning } else { Severity::Info };
            add(severity, term::message_state(message.state).get(lang).to_owned());
        }
        if file.app.calls > 0 {
            add(Severity::Info, t::calls(lang, file.app.calls));
        }
        foot
    }
}
