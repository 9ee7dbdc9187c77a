//! How the close of a day looks: obstacles above, the counts below, and what it was closed with.
//!
//! Separate because an auditor's eye changes for other reasons than the order of the steps. It must not change them.

use super::{Close, Done, in_doubt, signed};
use crate::domain::application::Stage;
use crate::domain::book::Book;
use crate::domain::counts::{Counted, Counts};
use crate::domain::figures::Census;
use crate::domain::office::File;
use crate::domain::terms::Role as StaffRole;
use crate::screen::agenda::layout;
use crate::text::screens::close as t;
use crate::text::{Lang, common, status, term};
use crate::ui::form::Form;
use crate::ui::notice::Severity;
use crate::ui::paint;
use crate::ui::theme::Role;
use crate::view::View;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Numbers shown of a list before it is cut.
const NUMBERS: usize = 8;

impl Close {
    /// Draws the guide over a body; `book` where it is of the same day.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>, book: Option<&Book>) {
        let (look, lang) = (view.look, view.lang());
        let body = paint::clip(body, buf);
        paint::blank(buf, body, look.style(Role::Plain));
        let day = common::date_with_weekday(lang, self.date);
        if let Some(done) = &self.done {
            layout::title(paint::line(body, 0), buf, look, &format!("{} · {day}", t::DONE_TITLE.get(lang)), "");
            return draw_done(body, buf, view, (self.date, done));
        }
        layout::title(paint::line(body, 0), buf, look, &format!("{} · {day}", t::TITLE.get(lang)), "");
        let mut lines = self.obstacles(view, book);
        lines.push((Role::Plain, self.carried(view)));
        let below = self.form.rows() + 2;
        let text = Rect { y: body.y + body.height.min(1), height: body.height.saturating_sub(1 + below), ..body };
        let used = layout::paragraphs(text, buf, look, &lines);
        let form_at = body.height.min(2 + used);
        let area = Rect { y: body.y + form_at, height: body.height - form_at, ..body };
        let rows = Rect { height: self.form.rows().min(area.height), ..area };
        self.remarked(view).draw(rows, buf, look, self.sure.is_none());
        let hint = paint::indent(paint::line(area, self.form.rows()), 1);
        paint::put_cut(buf, hint, t::COUNT_HINT.get(lang), look.style(Role::Dim), look.symbols);
        if let Some(sure) = &self.sure {
            sure.draw(body, buf, look);
        }
    }

    /// The form with the book's figures beside the counts that were left.
    fn remarked(&self, view: &View<'_>) -> Form {
        let lang = view.lang();
        let mut form = self.form.clone();
        let Some(stocks) = self.stocks(view) else { return form };
        for of in &self.shown {
            let Some(off) = self.difference(*of, view) else { continue };
            let remark = match off {
                0 => (Severity::Good, t::AGREES.get(lang).to_owned()),
                off => {
                    let book = common::count(lang, i64::from(of.in_book(&stocks)));
                    (Severity::Warning, t::differs(lang, &book, &signed(lang, off)))
                }
            };
            form.remark(super::keys(*of).0, Some(remark));
        }
        form
    }

    /// What stands in the way, and what should be looked at.
    fn obstacles(&self, view: &View<'_>, book: Option<&Book>) -> Vec<(Role, String)> {
        let lang = view.lang();
        let mut lines = Vec::new();
        let first = view.office.desk.unclosed.keys().next().filter(|first| **first < self.date);
        lines.extend(first.map(|date| (Role::Error, t::earlier(lang, &common::date(*date)))));
        let doubt = in_doubt(view);
        if !doubt.is_empty() {
            lines.push((Role::Error, t::prints(lang, doubt.len(), &doubt.join(", "))));
        }
        let book = book.filter(|b| b.date == self.date);
        let discords = book.map(|b| b.discords().len()).unwrap_or_default();
        if discords > 0 {
            lines.push((Role::Error, t::discords(lang, discords)));
        }
        let closes = view.session.is(StaffRole::Supervisor);
        if !closes && !view.office.policy().acting_closers.contains(&view.session.account) {
            lines.push((Role::Warning, t::NOT_THE_SUPERVISOR.get(lang).to_owned()));
        }
        if lines.is_empty() {
            lines.push((Role::Ok, t::NOTHING.get(lang).to_owned()));
        }
        let waits = |f: &&File| f.app.approval.as_ref().is_some_and(|a| a.granted.is_none());
        let approvals = view.office.files.values().filter(waits).count();
        if approvals > 0 {
            lines.push((Role::Plain, t::approvals(lang, approvals)));
        }
        let unsigned = book.map(|b| b.unsigned.as_slice()).unwrap_or_default();
        if !unsigned.is_empty() {
            let shown: Vec<String> = unsigned.iter().take(NUMBERS).map(|n| n.short()).collect();
            let more = if unsigned.len() > NUMBERS { ", …" } else { "" };
            lines.push((Role::Plain, t::unsigned(lang, unsigned.len(), &format!("{}{more}", shown.join(", ")))));
        }
        let out = self.stocks(view).map(|stocks| stocks.sheets).unwrap_or_default();
        if !out.is_empty() {
            lines.push((Role::Plain, t::sheets_out(lang, out.count(), &common::runs(out.runs()))));
        }
        lines
    }

    /// Open files by what they wait for: they carry over.
    fn carried(&self, view: &View<'_>) -> String {
        let lang = view.lang();
        let census = self.stocks(view).map(|s| s.census).unwrap_or_default();
        let parts = waiting(&census, lang);
        if parts.is_empty() {
            return t::NO_OPEN_FILES.get(lang).to_owned();
        }
        format!("{} {} {}", t::OPEN_FILES.get(lang), parts.join(", "), t::LIST_KEY.get(lang))
    }
}

/// The census in words, states without files left out.
fn waiting(census: &Census, lang: Lang) -> Vec<String> {
    let named = |stage| match stage {
        Stage::Deferred(why) => {
            format!("{} ({})", term::stage_short(stage).get(lang), status::deferral(why).get(lang))
        }
        stage => term::stage_short(stage).get(lang).to_owned(),
    };
    let here = census.by_stage().into_iter().filter(|(_, n)| *n > 0);
    here.map(|(stage, n)| t::part(lang, &named(stage), n)).collect()
}

/// The counts in one line.
pub(super) fn counts(counts: &Counts, lang: Lang) -> String {
    let part = |of: Counted| {
        let n = common::count(lang, i64::from(counts.of(of)?));
        Some(format!("{} {n}", t::short(of).get(lang)))
    };
    Counted::ALL.into_iter().filter_map(part).collect::<Vec<_>>().join(" · ")
}

fn draw_done(body: Rect, buf: &mut Buffer, view: &View<'_>, (date, done): (NaiveDate, &Done)) {
    let (look, lang) = (view.look, view.lang());
    let mut lines = vec![(Role::Ok, t::counted(lang, &counts(&done.counts, lang)))];
    if let Some(seal) = &done.seal {
        lines.push((Role::Plain, t::sealed(lang, seal.number())));
        lines.push((Role::Plain, String::new()));
        lines.push((Role::Strong, format!("   {}", seal.code())));
        lines.push((Role::Plain, String::new()));
        lines.push((Role::Plain, t::KEEP_CODE.get(lang).to_owned()));
    }
    lines.push((Role::Plain, t::written(lang, &date.to_string())));
    lines.push((Role::Plain, t::DONE_AGAIN.get(lang).to_owned()));
    lines.push((Role::Dim, t::DONE_BACK.get(lang).to_owned()));
    let area = Rect { y: body.y + body.height.min(2), height: body.height.saturating_sub(2), ..body };
    layout::paragraphs(area, buf, look, &lines);
}
