//! How the operator's screen looks: lists with what waits, or one file with its five steps.
//!
//! Separate because it changes nothing. Must be total at every size: rows are taken from the steps before
//! they are taken from a question.

use super::lists::List;
use super::panel::title;
use super::session::{Question, Session};
use super::task::{STOPS_ALL, STOPS_PRINT, Task, prints_first, task, troubled};
use super::{Operator, preview, questions};
use crate::domain::application::Stage;
use crate::domain::office::File;
use crate::domain::terms::*;
use crate::domain::time;
use crate::text::screens::operator as t;
use crate::text::{Label, Word, card as words, common, term};
use crate::ui::paint;
use crate::ui::shades::{self, Picture};
use crate::ui::steps::{self, Standing, Step};
use crate::ui::theme::Role as Tone;
use crate::view::{Shades, View};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows of header and steps that are kept while there is room.
const HEAD: u16 = 7;

/// Draws the screen.
pub fn draw(screen: &Operator, body: Rect, buf: &mut Buffer, view: &View<'_>) {
    let body = paint::clip(body, buf);
    match screen.session.as_ref().and_then(|session| Some((session, view.file(session.app)?))) {
        Some((session, file)) => draw_session(screen, session, file, body, buf, view),
        None => draw_lists(screen, body, buf, view),
    }
    if let Some(form) = &screen.correct {
        form.draw(body, buf, view);
        return;
    }
    if let Some((dialog, _)) = &screen.second {
        dialog.draw(body, buf, view.look);
    }
}

fn split(body: Rect, wanted: u16, keep: u16) -> (Rect, Rect) {
    let lower = wanted.max(body.height.saturating_sub(keep)).min(body.height);
    let upper = Rect { height: body.height - lower, ..body };
    (upper, Rect { y: body.y + upper.height, height: lower, ..body })
}

fn draw_session(screen: &Operator, session: &Session, file: &File, body: Rect, buf: &mut Buffer, view: &View<'_>) {
    if let Some(shades) = preview::shades(file.app.id, view).filter(|_| session.card_shown) {
        return draw_card(screen, file, shades, body, buf, view);
    }
    let at = task(session, file, view);
    let question = questions::question(session, file, &at, view);
    let wanted = screen.sheet.as_ref().map_or_else(|| question.rows(body.width), |sheet| sheet.rows());
    let (upper, lower) = split(body, wanted, HEAD);
    draw_header(screen, file, upper, buf, view);
    let top = 2.min(upper.height);
    let room = Rect { y: upper.y + top, height: upper.height - top, ..upper };
    steps::draw(&steps(session, file, &at, view), room, buf, view.look);
    draw_lower(screen, &question, session.mark, lower, buf, view);
    if session.finger.is_open() {
        let line = paint::indent(paint::line(lower, 0), 4);
        session.finger.draw(Rect { width: line.width.min(24), ..line }, buf, view.look, true);
        session.finger.draw_list(Rect { width: line.width.min(24), ..line }, body, buf, view.look);
    }
}

/// The picture of the card in place of everything below the name.
fn draw_card(screen: &Operator, file: &File, card: &Shades, body: Rect, buf: &mut Buffer, view: &View<'_>) {
    draw_header(screen, file, body, buf, view);
    let last = Rect { y: body.y + body.height.saturating_sub(1), height: 1, ..body };
    paint::put(buf, paint::indent(last, 1), words::BACK.get(view.lang()), view.look.style(Tone::Dim));
    let room = Rect { y: body.y + 2, height: body.height.saturating_sub(3), ..body };
    let picture = Picture { shades: &card.shades, width: card.width, height: card.height };
    shades::draw(&picture, paint::indent(room, 1), buf, view.look);
}

fn draw_lower(
    screen: &Operator,
    question: &Question,
    mark: Option<usize>,
    area: Rect,
    buf: &mut Buffer,
    view: &View<'_>,
) {
    match &screen.sheet {
        Some(sheet) => sheet.draw(area, buf, view.look, view),
        None => question.draw(area, buf, view.look, mark),
    }
}

fn draw_header(screen: &Operator, file: &File, area: Rect, buf: &mut Buffer, view: &View<'_>) {
    let look = view.look;
    let line = paint::line(area, 0);
    let used = screen.clocks.shown(file.app.id, view).map_or(0, |clock| clock.draw(line, buf, look));
    let dot = look.symbols.dot;
    let kind = term::reason(file.app.reason).get(look.lang);
    let text = format!("{} {} {dot} {kind}", file.app.number.short(), view.name(file));
    let room = Rect { width: line.width.saturating_sub(used + 2), ..line };
    paint::put_cut(buf, paint::indent(room, 1), &text, look.style(Tone::Strong), look.symbols);
    let line = paint::indent(paint::line(area, 1), 1);
    let phone = preview::phone(file, view);
    let text = format!("{} {dot} {phone}", preview::identity(file, view));
    paint::put_cut(buf, line, &text, look.style(Tone::Plain), look.symbols);
}

/// The five steps as they stand.
fn steps(session: &Session, file: &File, at: &Task, view: &View<'_>) -> Vec<Step> {
    let lang = view.lang();
    let make = |title: Word, standing, note: String, right: String| Step {
        title: Label::from(title),
        standing,
        note,
        right,
        details: Vec::new(),
    };
    let (note, right) = status_note(file, view);
    let mut steps = vec![make(t::STEP_STATUS, status_standing(file, at, view), note, right)];
    let (standing, note) = hindered(test_standing(session, file, at, view), &view.obstacles.fingerprint, view);
    steps.push(make(t::STEP_TEST, standing, note, String::new()));
    let (standing, note) = hindered(print_standing(file, at, view), &view.obstacles.printer, view);
    steps.push(make(t::STEP_PRINT, standing, note, time(file.app.printed_ms, view)));
    let (standing, note) = hindered(activation_standing(file, at, view), &view.obstacles.chip, view);
    steps.push(make(t::STEP_ACTIVATE, standing, note, time(file.app.activated_ms, view)));
    let (standing, note) = match file.app.stage {
        Stage::Ready => (Standing::Current, t::READY),
        _ => (Standing::Todo, t::TODO_HAND),
    };
    steps.push(make(t::STEP_HAND, standing, note.get(lang).to_owned(), String::new()));
    steps
}

/// A step that is still to come says what is wrong with its device now.
fn hindered((standing, note): (Standing, String), obstacle: &Option<String>, view: &View<'_>) -> (Standing, String) {
    match (standing, obstacle) {
        (Standing::Todo | Standing::Current, Some(what)) if view.job.is_none() => {
            (standing, format!("{} {what}", view.look.symbols.warning))
        }
        _ => (standing, note),
    }
}

fn time(at: Option<i64>, view: &View<'_>) -> String {
    at.map(|ms| common::time(view.lang(), time::local(ms, view.stamp.offset_s).time())).unwrap_or_default()
}

fn status_note(file: &File, view: &View<'_>) -> (String, String) {
    let lang = view.lang();
    match &file.app.status {
        None => (t::TODO_STATUS.get(lang).to_owned(), String::new()),
        Some(read) if read.day != view.day() && !file.app.stage.has_card() => {
            (t::ANOTHER_DAY.get(lang).to_owned(), String::new())
        }
        Some(read) => (read.status.code().to_owned(), t::read_at(lang, &read.source, &time(Some(read.read_ms), view))),
    }
}

fn status_standing(file: &File, at: &Task, view: &View<'_>) -> Standing {
    match at {
        Task::Status => Standing::Current,
        Task::StatusStops(_) => Standing::Failed,
        _ if file.app.status_fresh(view.day()) || file.app.stage.has_card() => Standing::Done,
        _ => Standing::Todo,
    }
}

fn test_standing(session: &Session, file: &File, at: &Task, view: &View<'_>) -> (Standing, String) {
    let lang = view.lang();
    let tries = t::attempt(lang, file.app.attempts, view.office.policy().attempts);
    let today = file.app.test.as_ref().filter(|test| test.day == view.day());
    match (at, today) {
        (Task::TestFailed(outcome), _) => (Standing::Failed, format!("{}, {tries}", term::outcome(*outcome).get(lang))),
        (Task::Test, _) => (Standing::Current, term::finger(session.finger()).get(lang).to_owned()),
        (_, Some(test)) if test.overridden => (Standing::Done, t::OVERRIDDEN.get(lang).to_owned()),
        (_, Some(test)) if test.outcome == TestOutcome::Match => {
            let with = term::compared(test.compared_with).get(lang);
            (Standing::Done, format!("{}, {with}", term::outcome(test.outcome).get(lang)))
        }
        _ if file.app.stage == Stage::Ready => (Standing::Done, String::new()),
        _ if prints_first(view.office, &file.app) => (Standing::Todo, t::TEST_LATER.get(lang).to_owned()),
        _ => (Standing::Todo, t::TODO_TEST.get(lang).to_owned()),
    }
}

fn print_standing(file: &File, at: &Task, view: &View<'_>) -> (Standing, String) {
    let lang = view.lang();
    if file.app.stage.has_card() {
        return (Standing::Done, t::PRINTED.get(lang).to_owned());
    }
    match at {
        Task::PrintDoubt(_) => return (Standing::Failed, t::MUST_LOOK.get(lang).to_owned()),
        Task::Printing(..) => return (Standing::Current, t::RUNNING.get(lang).to_owned()),
        _ => {}
    }
    let mut causes = STOPS_ALL.to_vec();
    causes.extend(STOPS_PRINT);
    if let Some(cause) = troubled(view.office, &causes) {
        return (Standing::Closed, t::closed(lang, term::trouble(cause).get(lang)));
    }
    let note = match file.app.spoiled {
        0 => t::blanks(lang, view.office.desk.blanks),
        n => t::spoiled(lang, n),
    };
    match at {
        Task::Print => (Standing::Current, note),
        Task::Failed(_) => (Standing::Failed, note),
        _ => (Standing::Todo, note),
    }
}

fn activation_standing(file: &File, at: &Task, view: &View<'_>) -> (Standing, String) {
    let lang = view.lang();
    if file.app.stage == Stage::Ready {
        return (Standing::Done, t::ACTIVE.get(lang).to_owned());
    }
    match at {
        Task::ActivationDoubt(_) => return (Standing::Failed, t::P_ACTIVATION_DOUBT.get(lang).to_owned()),
        Task::Activating(..) => return (Standing::Current, t::RUNNING.get(lang).to_owned()),
        Task::Failed(_) if file.app.stage == Stage::Printed => {
            return (Standing::Failed, t::P_CARD_STAYS.get(lang).to_owned());
        }
        _ => {}
    }
    let note = t::TODO_ACTIVATE.get(lang).to_owned();
    match (troubled(view.office, &STOPS_ALL), at) {
        (Some(cause), _) => (Standing::Closed, t::closed(lang, term::trouble(cause).get(lang))),
        (None, Task::Activate) => (Standing::Current, note),
        (None, _) => (Standing::Todo, note),
    }
}

fn draw_lists(screen: &Operator, body: Rect, buf: &mut Buffer, view: &View<'_>) {
    let doubt = screen.doubt_question(view);
    let wanted = match (&screen.sheet, &doubt) {
        (Some(sheet), _) => sheet.rows(),
        (None, Some(question)) => question.rows(body.width),
        (None, None) => 0,
    };
    let (upper, lower) = split(body, wanted, body.height);
    draw_tabs(screen, paint::line(upper, 0), buf, view);
    let back = line_back(view);
    let top = (1 + u16::from(back.is_some())).min(upper.height);
    if let Some(text) = back {
        let style = view.look.style(Tone::Warning);
        paint::put_cut(buf, paint::indent(paint::line(upper, 1), 1), &text, style, view.look.symbols);
    }
    let room = Rect { y: upper.y + top, height: upper.height - top, ..upper };
    let list = List::ALL[screen.at];
    screen.lists[screen.at].draw(room, buf, view.look, &list.files(view), view);
    match (&screen.sheet, &doubt) {
        (Some(sheet), _) => sheet.draw(lower, buf, view.look, view),
        (None, Some(question)) => {
            let mark = screen.doubt.as_ref().and_then(|doubt| doubt.mark);
            question.draw(lower, buf, view.look, mark);
        }
        (None, None) => {}
    }
}

/// Files that were only taken down wait for a call once the trouble is over.
fn line_back(view: &View<'_>) -> Option<String> {
    let waiting = List::Recorded.files(view).len();
    (waiting > 0 && view.office.desk.trouble.is_none()).then(|| t::line_back(view.lang(), waiting))
}

fn draw_tabs(screen: &Operator, line: Rect, buf: &mut Buffer, view: &View<'_>) {
    title("", Tone::Plain, line, buf, view.look);
    let mut x = 1;
    for (place, list) in List::ALL.into_iter().enumerate() {
        let role = if place == screen.at { Tone::Focus } else { Tone::Plain };
        let text = format!(" {} {} ", list.title().get(view.lang()), list.files(view).len());
        x += paint::put(buf, paint::indent(line, x), &text, view.look.style(role)) + 1;
    }
}
