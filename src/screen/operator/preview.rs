//! What the office knows of a person, as it is compared with the family card before a blank is used.
//!
//! Separate because header and preview say the same in the order the other computer asks for it. The full
//! NIK stands here only, in groups of four (counter practice 23). Must not be used for lists or slips.

use super::session::{Act, Question};
use crate::domain::office::File;
use crate::domain::region;
use crate::domain::status::DeferralReason;
use crate::text::screens::operator as t;
use crate::text::{common, term};
use crate::view::View;

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

/// The data to confirm, and the start of printing.
pub fn question(file: &File, view: &View<'_>) -> Question {
    let lang = view.lang();
    let kk = file.person.as_ref().and_then(|person| person.kk);
    let kk = kk.map_or_else(|| t::NO_KK.get(lang).to_owned(), |kk| kk.grouped());
    let place = file.person.as_ref().and_then(|person| person.address.as_ref()).map(|address| address.kelurahan);
    let place = place.as_ref().and_then(region::by_code).map(|known| t::place_row(lang, known.name));
    let dot = view.look.symbols.dot;
    let place = place.map(|place| format!(" {dot} {place}")).unwrap_or_default();
    Question::new(t::P_PRINT.get(lang))
        .line(view.name(file))
        .line(identity(file, view))
        .line(format!("{}{place}", t::kk_row(lang, &kk)))
        .danger(t::A_PRINT.get(lang), Act::StartPrint)
        .safe(t::A_CORRECT.get(lang), Act::Correct)
        .safe(t::A_DIFFERS.get(lang), Act::Defer(Some(DeferralReason::KkNotUpdated)))
}
