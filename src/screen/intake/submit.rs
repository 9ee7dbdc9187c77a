//! Giving the command, and what follows once the office has taken it: slip, feedback, the next family member.
//!
//! Separate from typing because nothing here changes a value. A wish is given once until it is answered; the form
//! is emptied only when the entry is committed.

use super::fields::{self, Fault, NIK, REPEAT, read_date, read_note, read_person};
use super::layout::{MISTAKE, PRIORITY, SHEET, SHEET_DAY, SHEET_TIME};
use super::{Asking, Intake, request_at};
use crate::domain::application::Stage;
use crate::domain::command::{Command, Submission, Then};
use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::refusal::Refusal;
use crate::domain::terms::Channel;
use crate::domain::time::Stamp;
use crate::screen::{Ask, Reply, SlipKind};
use crate::text::screens::{done, intake as t};
use crate::text::{Lang, Told as Words, term};
use crate::ui::dialog::{Answer, Dialog};
use crate::ui::notice::{Notice, Severity};
use crate::view::{View, Way};
use chrono::{NaiveTime, TimeDelta};

/// A command that is not answered within this time may be given again, in milliseconds: the gate to the ledger
/// waits two seconds, a slow disk a little longer.
const ANSWER_MS: u32 = 5_000;

/// A command on its way.
pub(super) struct Sent {
    then: Then,
    /// Given with the key for the next family member.
    family: bool,
    at: Stamp,
}

impl Sent {
    pub(super) fn new(then: Then, family: bool, view: &View<'_>) -> Sent {
        Sent { then, family, at: view.stamp }
    }

    fn waits(&self, view: &View<'_>) -> bool {
        view.stamp.since(&self.at).ms < ANSWER_MS
    }
}

/// The family being received, or the last one.
#[derive(Default)]
pub(super) struct Family {
    pub(super) apps: Vec<AppId>,
    /// Short numbers, for the line on screen.
    pub(super) numbers: Vec<String>,
    /// What the next member shares with the last.
    pub(super) values: Vec<(&'static str, String)>,
    /// The form is one for the next member.
    pub(super) open: bool,
    /// Some member has no slip yet.
    pub(super) owed: bool,
}

impl Intake {
    pub(super) fn submit(&mut self, then: Then, family: bool, view: &View<'_>) -> Reply {
        if self.sent.as_ref().is_some_and(|sent| sent.waits(view)) {
            return Reply::tell(Notice::new(Severity::Info, t::WAITING.get(view.lang())));
        }
        if self.family.open && self.untouched() {
            return self.end_family();
        }
        let submission = match self.submission(then, view) {
            Ok(submission) => submission,
            Err(reply) => return *reply,
        };
        let happened_ms = match self.happened(view) {
            Ok(happened) => happened,
            Err(fault) => return self.stop_at(&fault),
        };
        if then == Then::Complete && self.docs.as_ref().is_some_and(|docs| !docs.undecided().is_empty()) {
            return self.ask_settle(family, view);
        }
        self.sent = Some(Sent::new(then, family, view));
        Reply::request(request_at(Command::Submit(Box::new(submission)), happened_ms))
    }

    fn stop_at(&mut self, fault: &Fault) -> Reply {
        self.focus_field(fault.key);
        Reply::tell(fault.notice())
    }

    /// Everything typed as one submission, or the first thing that stands in the way.
    fn submission(&mut self, then: Then, view: &View<'_>) -> Result<Submission, Box<Reply>> {
        let lang = view.lang();
        if let (Some(key), names) = self.missing_names(lang) {
            self.focus_field(key);
            let what = t::missing_fields(lang, names);
            let notice = Notice::new(Severity::Error, what).next(t::MISSING_NEXT.get(lang));
            return Err(Box::new(Reply::tell(notice)));
        }
        let person = read_person(&self.form, view.day(), lang).map_err(|fault| Box::new(self.stop_at(&fault)))?;
        let repeat_reason = read_note(&self.form, REPEAT, lang).map_err(|fault| Box::new(self.stop_at(&fault)))?;
        let sheet = self.sheet(lang).map_err(|fault| Box::new(self.stop_at(&fault)))?;
        let (Some(reason), Some(docs)) = (self.reason(), self.docs.as_ref()) else {
            self.focus_field(fields::REASON);
            return Err(Box::new(Reply::used()));
        };
        let (missing, ticks) = (docs.missing(), docs.ticks().clone());
        let refused = match then {
            Then::Complete if person.nik.is_none() => Some((Refusal::NikPending, Some(NIK))),
            Then::Complete if !missing.is_empty() => Some((Refusal::MissingItems { items: missing }, None)),
            Then::Return if missing.is_empty() => Some((Refusal::NothingMissing, None)),
            _ => None,
        };
        if let Some((refused, key)) = refused {
            match key {
                Some(key) => self.focus_field(key),
                None => self.enter_docs(),
            }
            return Err(Box::new(Reply::tell(Intake::refuse(view, &refused))));
        }
        Ok(Submission {
            person,
            reason,
            channel: Channel::Counter,
            ticks,
            priority: self.form.ticked(PRIORITY),
            repeat_reason,
            linked: self.repaired(),
            family_of: self.family.apps.first().copied().filter(|_| self.family.open),
            sheet,
            spent: self.timer.spent(view.stamp),
            then,
        })
    }

    /// The handed-over application a reprint by the office's mistake repairs (counter practice 5).
    fn repaired(&self) -> Option<AppId> {
        let known = self.known.as_ref().filter(|_| self.shape.repeat && self.form.ticked(MISTAKE))?;
        known.last_handed_over()
    }

    fn sheet(&self, lang: Lang) -> Result<Option<u32>, Fault> {
        if !self.shape.sheet {
            return Ok(None);
        }
        match self.form.value(SHEET).parse::<u32>() {
            Ok(number @ 1..) => Ok(Some(number)),
            _ => Err(fault(SHEET, t::NO_SUCH_SHEET.get(lang), t::SHEET_NEXT.get(lang))),
        }
    }

    /// When a sheet was filled in, UTC milliseconds.
    fn happened(&self, view: &View<'_>) -> Result<Option<i64>, Fault> {
        if !self.shape.sheet {
            return Ok(None);
        }
        let lang = view.lang();
        let no_time = || fault(SHEET_TIME, t::NO_SUCH_TIME.get(lang), t::TIME_HOW.get(lang));
        let day = read_date(&self.form, SHEET_DAY, lang)?.unwrap_or_else(|| view.day());
        let typed = self.form.value(SHEET_TIME);
        let part = |range: std::ops::Range<usize>| typed.get(range).and_then(|text| text.parse::<u32>().ok());
        let time = match (typed.len(), part(0..2), part(2..4)) {
            (4, Some(hour), Some(minute)) => NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(no_time)?,
            _ => return Err(no_time()),
        };
        let offset = TimeDelta::seconds(i64::from(view.stamp.offset_s));
        let at = (day.and_time(time) - offset).and_utc().timestamp_millis();
        if at > view.stamp.utc_ms {
            return Err(fault(SHEET_TIME, t::IN_FUTURE.get(lang), t::IN_FUTURE_NEXT.get(lang)));
        }
        Ok(Some(at))
    }

    fn ask_settle(&mut self, family: bool, view: &View<'_>) -> Reply {
        let Some(docs) = &self.docs else { return Reply::used() };
        let names = docs.labels(&docs.undecided(), view.lang());
        let lines = names.into_iter().map(|name| format!("{} {name}", view.look.symbols.dot).into()).collect();
        let answers = vec![Answer::new(t::SETTLE_NOT_NEEDED), Answer::new(t::SETTLE_LOOK)];
        self.ask(Asking::Settle { family }, Dialog::answers(t::SETTLE_TITLE, lines, answers));
        Reply::used()
    }

    /// The key for the next family member: with a filled form it accepts this one first.
    pub(super) fn next_member(&mut self, view: &View<'_>) -> Reply {
        if !self.untouched() {
            return self.submit(Then::Queue, true, view);
        }
        if self.family.apps.is_empty() {
            let lang = view.lang();
            let notice = Notice::new(Severity::Warning, t::NOTHING_TO_COPY.get(lang));
            return Reply::tell(notice.next(t::NOTHING_TO_COPY_NEXT.get(lang)));
        }
        self.open_member(view);
        Reply::used()
    }

    fn open_member(&mut self, view: &View<'_>) {
        self.family.open = true;
        let values = self.family.values.clone();
        let through = values.iter().any(|(key, _)| *key == fields::VIA_NAME);
        self.reshape(view, |shape| shape.through = through);
        for (key, value) in &values {
            // They were taken from the same fields.
            let _ = self.form.set(key, value);
        }
        self.form.set_focus(NIK);
    }

    /// The family is complete: one slip with all numbers, unless every member has one.
    pub(super) fn end_family(&mut self) -> Reply {
        let family = std::mem::take(&mut self.family);
        self.wipe();
        let reply = Reply::ask(Ask::DropDraft);
        if family.owed { reply.and(slip(family.apps)) } else { reply }
    }

    /// The desk says what was committed.
    pub(super) fn committed(&mut self, entries: &[Recorded], view: &View<'_>) -> Reply {
        let lang = view.lang();
        let sent = self.sent.take();
        let mut reply = Reply::used();
        for entry in entries {
            match &entry.event {
                Event::ApplicationSubmitted(e) => {
                    let Some(sent) = &sent else { continue };
                    reply = self.received(AppId(entry.seq), e.number.short(), sent, view);
                }
                Event::ApplicationResubmitted(e) => {
                    reply = self.back_in_queue(e.app, done::resubmitted, view);
                }
                Event::ApplicationReopened(e) => {
                    reply = self.back_in_queue(e.app, done::reopened, view);
                }
                Event::VisitorSentAway(e) => {
                    let today = view.office.desk.today.as_ref().map_or(0, |day| day.sent_away.values().sum());
                    let text = done::sent_away(lang, term::sent_away(e.why).get(lang), today);
                    reply = Reply::tell(Notice::new(Severity::Good, text));
                }
                _ => {}
            }
        }
        reply
    }

    fn back_in_queue(&mut self, app: AppId, say: fn(Lang, &str, usize) -> String, view: &View<'_>) -> Reply {
        self.wipe();
        let number = view.file(app).map(|file| file.app.number.short()).unwrap_or_default();
        let text = say(view.lang(), &number, waiting(view, Stage::Check));
        Reply::tell(Notice::new(Severity::Good, text)).and(Ask::DropDraft)
    }

    /// A new number: feedback, slip, and an empty form or the next member's.
    fn received(&mut self, app: AppId, number: String, sent: &Sent, view: &View<'_>) -> Reply {
        let lang = view.lang();
        if !self.family.open {
            self.family = Family::default();
        }
        self.family.apps.push(app);
        self.family.numbers.push(number.clone());
        self.family.values = self.shared();
        let mut asks = vec![Ask::DropDraft];
        if sent.then == Then::Return {
            asks.push(Ask::Slip(SlipKind::Returned(app)));
        }
        let members = self.family.apps.len();
        let alone = members == 1 && !sent.family;
        let paper = match (sent.family, view.ways.slip) {
            (true, _) => t::FAMILY_ONE_SLIP.get(lang).to_owned(),
            (false, Way::Absent) => t::SLIP_BY_HAND.get(lang).to_owned(),
            (false, _) if alone && sent.then == Then::Return => t::SLIP_LACKS.get(lang).to_owned(),
            (false, _) if alone => t::SLIP_PRINTED.get(lang).to_owned(),
            (false, _) => t::family_slip(lang, members),
        };
        let only_lacks = alone && sent.then == Then::Return;
        if !sent.family && !only_lacks {
            asks.push(slip(self.family.apps.clone()));
        }
        self.family.owed = sent.family;
        let text = match sent.then {
            Then::Queue => done::accepted(lang, &number, &paper, waiting(view, Stage::Check)),
            Then::Complete => done::accepted_complete(lang, &number, &paper, waiting(view, Stage::Operator)),
            Then::Return => {
                let missing = view.file(app).map_or(0, |file| file.app.missing.len());
                done::accepted_returned(lang, &number, &paper, missing)
            }
        };
        self.wipe();
        if sent.family {
            self.open_member(view);
        } else {
            self.family.open = false;
        }
        Reply { asks, notice: Some(Notice::new(Severity::Good, text)), used: true, ..Reply::default() }
    }

    /// An empty form; what is known of the last family stays for its next member.
    pub(super) fn wipe(&mut self) {
        let family = std::mem::take(&mut self.family);
        *self = Intake { family, ..Intake::new() };
    }
}

fn slip(apps: Vec<AppId>) -> Ask {
    Ask::Slip(SlipKind::Receipt(apps))
}

/// Files in a queue now.
fn waiting(view: &View<'_>, stage: Stage) -> usize {
    view.office.files.values().filter(|file| file.app.stage == stage).count()
}

fn fault(key: &'static str, what: &str, next: &str) -> Fault {
    Fault { key, told: Words { what: what.to_owned(), next: next.to_owned() } }
}
