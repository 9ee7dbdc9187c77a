//! What the office knows of a person, as it is compared with the family card before a blank is used.
//!
//! Separate because header and preview say the same in the order the other computer asks for it. The full
//! NIK stands here only, in groups of four (counter practice 23). Must not be used for lists or slips.

use super::session::{Act, Question};
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::domain::region;
use crate::domain::status::DeferralReason;
use crate::text::screens::operator as t;
use crate::text::{card as words, common, term};
use crate::view::{CardState, Shades, View, Way};

/// `NIK 1374 … · 17-08-1990 · perempuan`.
pub fn identity(file: &File, view: &View<'_>) -> String {
    let lang = view.lang();
    let Some(person) = &file.person else { return String::new() };
    let nik = person.nik.map_or_else(|| t::NIK_LATER.get(lang).to_owned(), |nik| nik.grouped());
    let birth = person.birth.or_else(|| person.nik.map(|nik| nik.birth(view.day())));
    let sex = person.sex.or_else(|| person.nik.map(|nik| nik.sex()));
    let dot = view.look.symbols.dot;
    let birth = birth.map(|day| format!(" {dot} {}", common::date(day))).unwrap_or_default();
    let sex = sex.map(|sex| format!(" {dot} {}", term::sex(sex).get(lang))).unwrap_or_default();
    format!("NIK {nik}{birth}{sex}")
}

/// The number to call.
pub fn phone(file: &File, view: &View<'_>) -> String {
    let phone = file.person.as_ref().and_then(|person| person.contact.phone());
    let shown = phone.map_or_else(|| common::NONE.get(view.lang()).to_owned(), |phone| phone.display());
    t::phone(view.lang(), &shown)
}

/// The card of a file where cards are printed here from records.
fn card<'a>(app: AppId, view: &View<'a>) -> Option<&'a CardState> {
    let card = view.card.filter(|_| view.ways.printer == Way::Driven)?;
    (card.app == app).then_some(&card.state)
}

/// The picture of the card, once it is drawn.
pub fn shades<'a>(app: AppId, view: &View<'a>) -> Option<&'a Shades> {
    match card(app, view)? {
        CardState::Ready { shades, .. } => Some(shades),
        CardState::Waiting { .. } => None,
    }
}

/// What goes on this very card, against the family card; no print without it.
fn card_question(state: &CardState, view: &View<'_>) -> Question {
    let lang = view.lang();
    let question = match state {
        CardState::Waiting { what, next } => {
            Question::new(words::FROM_RECORD.get(lang)).line(what.clone()).line(next.clone())
        }
        CardState::Ready { lines, .. } => lines
            .iter()
            .fold(Question::new(t::P_PRINT.get(lang)), |question, line| question.line(line.clone()))
            .danger(t::A_PRINT.get(lang), Act::StartPrint)
            .safe(words::SHOW.get(lang), Act::ShowCard),
    };
    question
        .safe(t::A_CORRECT.get(lang), Act::Correct)
        .safe(t::A_DIFFERS.get(lang), Act::Defer(Some(DeferralReason::KkNotUpdated)))
}

/// The data to confirm, and the start of printing.
pub fn question(file: &File, view: &View<'_>) -> Question {
    let lang = view.lang();
    let kk = file.person.as_ref().and_then(|person| person.kk);
    let kk = kk.map_or_else(|| t::NO_KK.get(lang).to_owned(), |kk| kk.grouped());
    let place = file.person.as_ref().and_then(|person| person.address.as_ref()).map(|address| address.kelurahan);
    let place = place.as_ref().and_then(region::by_code).map(|known| t::place_row(lang, known.name));
    let dot = view.look.symbols.dot;
    let place = place.map(|place| format!(" {dot} {place}")).unwrap_or_default();
    if let Some(state) = card(file.app.id, view) {
        return card_question(state, view);
    }
    Question::new(t::P_PRINT.get(lang))
        .line(view.name(file))
        .line(identity(file, view))
        .line(format!("{}{place}", t::kk_row(lang, &kk)))
        .danger(t::A_PRINT.get(lang), Act::StartPrint)
        .safe(t::A_CORRECT.get(lang), Act::Correct)
        .safe(t::A_DIFFERS.get(lang), Act::Defer(Some(DeferralReason::KkNotUpdated)))
}
