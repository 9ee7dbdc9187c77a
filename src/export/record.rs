//! The record of a destruction of invalid cards as a paper to be signed (*berita acara pemusnahan*).
//!
//! Separate because it is a document of its own, sent to others. Everything on it comes from the entry that
//! destroyed the cards and from the office as it was then, so that it is printed again byte by byte. The circular of
//! the Minister of Home Affairs 470.13/11176/SJ of 13-12-2018 asks for it at every destruction.

use super::BOOK_LANG;
use super::pdf::{About, Column, Doc, Paper, PdfError, Row, Signature, Style, Table};
use crate::domain::event::{Event, InvalidDestroyed};
use crate::domain::id::AccountId;
use crate::domain::invalid::{InvalidCard, Record, Why};
use crate::domain::terms::InvalidKind;
use crate::domain::time;
use crate::text::number::terbilang;
use crate::text::{common, paper, record as t, term};
use chrono::Datelike as _;

const PLAIN: Style = Style::new(10.5);

/// The paper; None when the entry destroys nothing.
///
/// # Errors
/// What the kit says.
pub fn record(record: &Record, simulated: bool) -> Result<Option<Vec<u8>>, PdfError> {
    let Event::InvalidDestroyed(done) = &record.entry.event else { return Ok(None) };
    let (lang, policy) = (BOOK_LANG, &record.rules.policy);
    let stamp = record.entry.envelope.stamp;
    let about = About {
        title: t::TITLE.get(lang).to_owned(),
        at: time::local(stamp.utc_ms, stamp.offset_s),
        offset_s: stamp.offset_s,
        id: format!("loket:ba:{}-{}:{}", done.year, done.no, record.entry.seq),
    };
    let mut doc = Doc::new(Paper::F4, about, lang)?;
    if simulated {
        doc.banner(paper::SIMULATED.get(lang));
    }
    let number = t::number(lang, done.no, done.year);
    doc.running(&format!("{} – {number}", t::TITLE.get(lang)));
    doc.letterhead(&policy.letterhead);
    doc.title(t::TITLE.get(lang), std::slice::from_ref(&number));
    doc.text(&opening(record, done), PLAIN);
    doc.space(3.0);
    doc.pairs(&sums(record), 75.0);
    doc.space(3.0);
    doc.text(t::LAW.get(lang), PLAIN);
    doc.space(3.0);
    doc.table(&list(&record.items));
    doc.space(3.0);
    doc.text(t::CLOSING.get(lang), PLAIN);
    sign(&mut doc, record, done);
    doc.finish().map(Some)
}

/// When, where, how many and how, in words and figures.
fn opening(record: &Record, done: &InvalidDestroyed) -> String {
    let lang = BOOK_LANG;
    let date = done.date;
    let words = t::date_words(
        lang,
        common::weekday(lang, date),
        &terbilang(date.day().into()),
        common::month(lang, date),
        &terbilang(u64::try_from(date.year()).unwrap_or_default()),
        &common::date(date),
    );
    let place = record.entry.personal.as_ref().and_then(|p| p.place.as_ref());
    let place = place.map_or(crate::text::export::ERASED.get(lang), |place| place.as_str());
    let (count, spelt) = (common::count(lang, done.count.into()), terbilang(done.count.into()));
    t::opening(lang, &words, place, &count, &spelt, term::manner(done.manner).get(lang))
}

/// How many of each kind.
fn sums(record: &Record) -> Vec<(String, String)> {
    let of = |kind: &InvalidKind| record.items.iter().filter(|card| card.why.kind() == *kind).count();
    let row = |label: &str, n: usize| {
        let n = n as u64;
        (label.to_owned(), t::pieces(BOOK_LANG, &common::count(BOOK_LANG, n as i64), &terbilang(n)))
    };
    let kinds = InvalidKind::ALL.iter().map(|kind| row(term::invalid_kind(*kind).get(BOOK_LANG), of(kind)));
    kinds.chain([row(paper::TOTAL.get(BOOK_LANG), record.items.len())]).collect()
}

fn list(items: &[InvalidCard]) -> Table<'static> {
    let lang = BOOK_LANG;
    let mut table = Table::new(vec![
        Column::right(t::C_PLACE.get(lang), 9.0),
        Column::right(t::C_NO.get(lang), 15.0),
        Column::left(t::C_KIND.get(lang), 32.0),
        Column::left(t::C_CAUSE.get(lang), 33.0),
        Column::left(t::C_NUMBER.get(lang), 54.0),
        Column::centred(t::C_DAY.get(lang), 20.0),
        Column::left(t::C_KEPT.get(lang), 19.0),
    ]);
    table.numbered = true;
    table.rows = (1..).zip(items).map(|(place, card): (u32, _)| row(place, card)).collect();
    table
}

fn row(place: u32, card: &InvalidCard) -> Row {
    let lang = BOOK_LANG;
    let cause = match card.why {
        Why::OldCard => "",
        Why::Spoiled(cause) => term::spoiled(cause).get(lang),
        Why::Rejected(cause) => term::rejected(cause).get(lang),
    };
    Row::new([
        place.to_string(),
        card.no.to_string(),
        term::invalid_kind(card.why.kind()).get(lang).to_owned(),
        cause.to_owned(),
        card.number.text.clone(),
        common::date(card.day),
        card.place.as_ref().map_or("", |place| place.as_str()).to_owned(),
    ])
}

/// Both people of the office, the witnesses two by two, and the head.
fn sign(doc: &mut Doc, record: &Record, done: &InvalidDestroyed) {
    let lang = BOOK_LANG;
    let policy = &record.rules.policy;
    let name = |id: AccountId| {
        let account = record.rules.accounts.get(&id);
        account.and_then(|a| a.name.as_ref()).map_or(String::new(), |name| name.as_str().to_owned())
    };
    let who = |above: String, title: &str, name: String| Signature {
        above,
        title: vec![title.to_owned()],
        name,
        below: Vec::new(),
    };
    let envelope = &record.entry.envelope;
    let second = envelope.approver.map(&name).unwrap_or_default();
    let dated = format!("{}, {}", policy.place, common::date_long(lang, done.date));
    doc.signatures(&[
        who(String::new(), t::SECOND.get(lang), second),
        who(dated, t::FIRST.get(lang), name(envelope.actor)),
    ]);
    let witnesses = record.entry.personal.as_ref().map_or(&[][..], |p| &p.witnesses);
    let numbered: Vec<Signature> = (1..)
        .zip(witnesses)
        .map(|(n, w): (u32, _)| who(t::witness(lang, n), w.office.as_str(), w.name.as_str().to_owned()))
        .collect();
    for pair in numbered.chunks(2) {
        doc.signatures(pair);
    }
    if !policy.head.is_empty() {
        doc.signatures(&[Signature::of(crate::text::export::WITNESS.get(lang), &policy.head)]);
    }
}
