//! What is told after every act (counter practice 22): number, what became of it, what is next.
//!
//! Separate because the shelf says the same. Must not change anything.

use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::person::Relation;
use crate::domain::status::DeferralReason;
use crate::domain::terms::TestOutcome;
use crate::text::screens::{done as d, operator as t, stock as st};
use crate::text::{Lang, common, status, term};
use crate::ui::field::Refused;
use crate::ui::notice::{Notice, Severity};
use crate::view::{View, Way};

/// What the last of these entries means, in a line. `known` is the short number of a file that may have
/// left the working set with this very entry.
pub fn of(entries: &[Recorded], known: &str, view: &View<'_>) -> Option<Notice> {
    entries.iter().rev().find_map(|rec| one(rec, known, view))
}

fn one(rec: &Recorded, known: &str, view: &View<'_>) -> Option<Notice> {
    let lang = view.lang();
    let number = |app: AppId| view.file(app).map_or_else(|| known.to_owned(), |file| file.app.number.short());
    let n = rec.event.app().map(number).unwrap_or_default();
    let n = n.as_str();
    let good = |what: String| Some(Notice::new(Severity::Good, what));
    let warning = |what: String| Some(Notice::new(Severity::Warning, what));
    let file = rec.event.app().and_then(|app| view.file(app));
    let at_operator = || view.office.census().operator as usize;
    match &rec.event {
        Event::StatusRecorded(e) => good(d::status_noted(lang, n, e.status.code())),
        Event::ApplicationDeferred(e) if e.reason == DeferralReason::NoMatchToCentre => {
            warning(d::deferred(lang, n, t::P_TO_CENTRE.get(lang)))
        }
        Event::ApplicationDeferred(e) => good(d::deferred(lang, n, status::deferral(e.reason).get(lang))),
        Event::ApplicationResumed(_) => good(d::resumed(lang, n, at_operator())),
        Event::DataRecorded(_) => good(d::recorded(lang, n, view.office.census().recorded as usize)),
        Event::BiometricTested(e) => {
            let told = d::tested(lang, n, term::outcome(e.outcome).get(lang), e.attempt, view.office.policy().attempts);
            if e.outcome == TestOutcome::Match { good(told) } else { warning(told) }
        }
        Event::BiometricOverridden(e) => good(d::waived(lang, n, term::ground(e.ground).get(lang))),
        Event::CardRejected(e) => {
            let (cause, next) = (term::rejected(e.cause).get(lang), term::after_reject(e.next).get(lang));
            warning(d::rejected(lang, n, cause, next))
        }
        Event::CardHandedOver(e) => {
            let collector = rec.personal.as_ref().and_then(|personal| personal.recipient.as_ref());
            let to = collector.filter(|_| !e.by_holder).map_or(Relation::Own, |recipient| recipient.relation);
            good(d::handed_over(lang, n, term::relation(to).get(lang)))
        }
        Event::ApplicationCancelled(e) => good(d::cancelled(lang, n, term::cancelled(e.kind).get(lang))),
        Event::ApprovalRequested(e) => good(d::approval_asked(lang, n, term::approval(e.topic).get(lang))),
        Event::ApplicantContacted(e) if e.reached => {
            good(d::contacted(lang, n, term::contact_topic(e.topic).get(lang)))
        }
        Event::ApplicantContacted(e) => good(d::not_reached(lang, n, term::contact_topic(e.topic).get(lang))),
        Event::ApplicantSkipped(_) => good(d::skipped(lang, n, file.map_or(1, |file| file.app.skipped))),
        Event::PriorityMarked(e) => good(if e.priority { d::prioritised(lang, n) } else { d::unprioritised(lang, n) }),
        Event::DataCorrected(e) => {
            let fields: Vec<&str> = e.fields.iter().map(|field| term::field(*field).get(lang)).collect();
            good(d::corrected(lang, n, &fields.join(", ")))
        }
        Event::BlanksMoved(e) => {
            good(d::blanks_moved(lang, term::blank_move(e.how).get(lang), e.n, view.office.desk.blanks))
        }
        Event::CardShelved(e) => good(st::shelved(lang, n, e.place.as_str())),
        event => printing(event, n, view),
    }
}

/// The same for what printer and chip do.
fn printing(event: &Event, n: &str, view: &View<'_>) -> Option<Notice> {
    let lang = view.lang();
    let blanks = view.office.desk.blanks;
    let (severity, what) = match event {
        Event::PrintStarted(_) if view.ways.printer == Way::Attested => (Severity::Good, d::print_at_siak(lang, n)),
        Event::PrintStarted(_) => (Severity::Good, d::print_started(lang, n)),
        Event::CardPrinted(_) => (Severity::Good, d::printed(lang, n, blanks)),
        Event::PrintFailed(e) => (Severity::Warning, d::spoiled(lang, n, term::spoiled(e.cause).get(lang), blanks)),
        Event::NoCardCameOut(_) => (Severity::Warning, d::none_came_out(lang, n)),
        Event::PrintOutcomeUnknown(_) | Event::PrintStillUnclear(_) => (Severity::Warning, d::print_unknown(lang, n)),
        Event::ActivationOutcomeUnknown(_) => (Severity::Warning, t::activation_unknown(lang, n)),
        Event::ActivationStarted(_) if view.ways.chip == Way::Attested => {
            (Severity::Good, d::activation_at_siak(lang, n))
        }
        Event::ActivationStarted(_) => (Severity::Good, t::activation_started(lang, n)),
        Event::CardActivated(_) => (Severity::Good, d::activated(lang, n)),
        Event::ActivationFailed(e) => {
            (Severity::Warning, d::activation_failed(lang, n, term::activation(e.cause).get(lang)))
        }
        _ => return None,
    };
    let notice = Notice::new(severity, what);
    let uses_film = matches!(event, Event::CardPrinted(_) | Event::PrintFailed(_));
    let film = view.office.desk.stock.film.as_ref().map(|film| film.left());
    Some(match film.filter(|left| uses_film && *left <= view.office.policy().low_film) {
        Some(left) => notice.next(st::film_low(lang, left)),
        None => notice,
    })
}

/// Why a field did not take what was typed.
pub fn refused(lang: Lang, why: Refused) -> Notice {
    let what = match why {
        Refused::TooLong { limit, count } => common::too_long(lang, limit, count),
        Refused::NotAllowed(c) => common::not_allowed(lang, c),
        Refused::PasteTooBig(bytes) => common::paste_too_big(lang, bytes),
    };
    Notice::new(Severity::Warning, what)
}
