//! The questions once a card is in the printer: activation, failures, handing over in place.
//!
//! Separate from the questions before a blank is used only to keep either file short. Must not change
//! anything.

use super::session::{Act, Fail, Question, Session};
use crate::domain::office::File;
use crate::domain::reason::{self, ReasonCode};
use crate::domain::status::DeferralReason;
use crate::domain::terms::*;
use crate::text::screens::{operator as t, sheets};
use crate::text::{status, term};
use crate::view::View;

/// What may be said of the old card for this kind of application (counter practice 24), the likely first.
pub fn old_cards(reason: ReasonCode) -> &'static [OldCard] {
    match reason.old_card_expected() {
        reason::OldCard::NeverHad => &[OldCard::NeverHad],
        reason::OldCard::Lost => &[OldCard::NoneLost, OldCard::Withdrawn],
        reason::OldCard::Withdrawn => &[OldCard::Withdrawn, OldCard::NotBrought, OldCard::NoneLost],
        reason::OldCard::Asked => &[OldCard::Withdrawn, OldCard::NotBrought, OldCard::NoneLost, OldCard::NeverHad],
    }
}

/// The outcome of an attested activation.
pub fn activated(view: &View<'_>) -> Question {
    let lang = view.lang();
    Question::new(t::P_ACTIVATED.get(lang))
        .danger(t::A_ACTIVE.get(lang), Act::Activated)
        .safe(t::A_FAILED.get(lang), Act::WhyActivationFailed)
        .danger(t::A_UNKNOWN.get(lang), Act::ActivationUnknown)
}

/// An activation nobody knows the outcome of.
pub fn activation_doubt(view: &View<'_>) -> Question {
    let lang = view.lang();
    Question::failure(t::P_ACTIVATION_DOUBT.get(lang))
        .line(t::P_ACTIVATION_LOOK.get(lang))
        .danger(t::A_ACTIVE.get(lang), Act::Activated)
        .safe(t::A_FAILED.get(lang), Act::WhyActivationFailed)
}

/// What failed, and what can be done.
pub fn failed(file: &File, fail: Fail, view: &View<'_>) -> Question {
    let lang = view.lang();
    let number = file.app.number.short();
    let device = t::defer_as(lang, status::deferral(DeferralReason::DeviceFault).get(lang));
    match fail {
        Fail::Spoiled(cause) => Question::failure(t::print_bad(lang, &number, term::spoiled(cause).get(lang)))
            .line(t::P_SPOILED_DONE.get(lang))
            .safe(t::A_PRINT_AGAIN.get(lang), Act::Again)
            .safe(device, Act::Defer(Some(DeferralReason::DeviceFault))),
        Fail::NoneCameOut => Question::failure(t::print_none(lang, &number))
            .line(t::P_NONE_DONE.get(lang))
            .safe(t::A_PRINT_SAME.get(lang), Act::Again)
            .safe(device, Act::Defer(Some(DeferralReason::DeviceFault))),
        Fail::Activation(cause) => {
            let rejected = match cause {
                ActivationFailure::ChipSilent | ActivationFailure::ChipRefused => Some(RejectCause::ChipFailed),
                _ => None,
            };
            Question::failure(t::activation_failed(lang, &number, term::activation(cause).get(lang)))
                .line(t::P_CARD_STAYS.get(lang))
                .safe(t::A_ACTIVATE_AGAIN.get(lang), Act::Again)
                .safe(t::A_REJECT.get(lang), Act::Reject(rejected))
                .safe(t::A_LEAVE.get(lang), Act::Close)
        }
    }
}

/// Sheet and line to sign: as named, else the next free one.
pub fn signs_at(session: &Session, view: &View<'_>) -> (Option<u32>, Option<u8>) {
    match session.lines {
        (Some(sheet), Some(line)) => (Some(sheet), Some(line)),
        _ => view.office.desk.sheets.handover.proposed(session.app).unzip(),
    }
}

/// Step 5: first the old card where there is a choice, then the signature.
pub fn hand_over(session: &Session, file: &File, view: &View<'_>) -> Question {
    let lang = view.lang();
    let kinds = old_cards(file.app.reason);
    if session.old_card.is_none() && kinds.len() > 1 {
        let asked = kinds.iter().fold(Question::new(t::P_OLD_CARD.get(lang)), |question, kind| {
            question.safe(term::old_card(*kind).get(lang), Act::OldCard(*kind))
        });
        return asked.safe(t::A_SHELF.get(lang), Act::Close);
    }
    let old = session.old_card.or(kinds.first().copied()).unwrap_or(OldCard::NeverHad);
    let lines = match signs_at(session, view) {
        (Some(sheet), Some(line)) => format!(" · {} {sheet}/{line}", t::F_SHEET.get(lang)),
        _ if view.office.desk.sheets.handover.issued > 0 => format!(" · {}", sheets::NO_LINE.get(lang)),
        _ => String::new(),
    };
    Question::new(t::P_SIGN.get(lang))
        .line(format!("{}{lines}", term::old_card(old).get(lang)))
        .danger(t::A_SIGNED.get(lang), Act::HandOver(Signature::Signed))
        .danger(t::A_THUMB.get(lang), Act::HandOver(Signature::Thumb))
        .danger(t::A_HELPED.get(lang), Act::HandOver(Signature::Helped))
        .safe(t::A_LINES.get(lang), Act::Lines)
        .safe(t::A_SHELF.get(lang), Act::Close)
}
