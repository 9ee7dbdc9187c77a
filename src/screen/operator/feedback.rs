//! What is told after every act (counter practice 22): number, what became of it, what is next.
//!
//! Separate because the shelf says the same. Must not change anything.

use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::status::DeferralReason;
use crate::domain::terms::TestOutcome;
use crate::text::screens::operator_more as t;
use crate::text::{Lang, common, status, term};
use crate::ui::field::Refused;
use crate::ui::notice::{Notice, Severity};
use crate::view::View;

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
    match &rec.event {
        Event::StatusRecorded(_) => good(t::d_status(lang, n)),
        Event::ApplicationDeferred(e) if e.reason == DeferralReason::NoMatchToCentre => {
            warning(t::d_deferred(lang, n, t::P_TO_CENTRE.get(lang)))
        }
        Event::ApplicationDeferred(e) => good(t::d_deferred(lang, n, status::deferral(e.reason).get(lang))),
        Event::ApplicationResumed(_) => good(t::d_resumed(lang, n)),
        Event::DataRecorded(_) => good(t::d_data(lang, n)),
        Event::BiometricTested(e) if e.outcome == TestOutcome::Match => {
            good(t::d_test(lang, n, term::outcome(e.outcome).get(lang)))
        }
        Event::BiometricTested(e) => warning(t::d_test(lang, n, term::outcome(e.outcome).get(lang))),
        Event::BiometricOverridden(_) => good(t::d_override(lang, n)),
        Event::PrintStarted(_) => good(t::d_print_start(lang, n)),
        Event::CardPrinted(_) => good(t::d_printed(lang, n)),
        Event::PrintFailed(e) => warning(t::print_bad(lang, n, term::spoiled(e.cause).get(lang))),
        Event::NoCardCameOut(_) => warning(t::print_none(lang, n)),
        Event::PrintOutcomeUnknown(_) | Event::PrintStillUnclear(_) | Event::ActivationOutcomeUnknown(_) => {
            warning(t::d_unknown(lang, n))
        }
        Event::ActivationStarted(_) => good(t::d_activation_start(lang, n)),
        Event::CardActivated(_) => good(t::d_active(lang, n)),
        Event::ActivationFailed(e) => warning(t::activation_failed(lang, n, term::activation(e.cause).get(lang))),
        Event::CardRejected(_) => warning(t::d_rejected(lang, n)),
        Event::CardHandedOver(_) => good(t::d_handed(lang, n)),
        Event::ApplicationCancelled(_) => good(t::d_cancelled(lang, n)),
        Event::ApprovalRequested(_) => good(t::d_approval(lang, n)),
        Event::ApplicantContacted(e) => {
            let reached = if e.reached { t::REACHED } else { t::NOT_REACHED };
            good(t::d_contact(lang, n, reached.get(lang)))
        }
        Event::ApplicantSkipped(_) => good(t::d_skipped(lang, n)),
        Event::PriorityMarked(_) => good(t::d_priority(lang, n)),
        Event::BlanksMoved(_) => good(t::d_blanks(lang, view.office.desk.blanks)),
        _ => None,
    }
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
