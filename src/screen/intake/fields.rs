//! The fields of an applicant: how they are laid out, and how typed text becomes a person or a mistake.
//!
//! Separate because intake and "Betulkan data" ask for the same things. Must not know the history of a person
//! nor what becomes of the result.

use crate::domain::nik::Nik;
use crate::domain::person::{self, Address, Contact, KkNumber, Name, Note, Phone, Relation, RtRw, Street};
use crate::domain::personal::Person;
use crate::domain::reason::ReasonCode;
use crate::domain::region::{self, KelurahanCode};
use crate::text::screens::intake as t;
use crate::text::{Label, Lang, Told, term, typed};
use crate::ui::choice::{Choice, Choices};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, Input, Item};
use crate::ui::notice::{Notice, Severity};
use chrono::NaiveDate;

pub const NIK: &str = "nik";
pub const BIRTH: &str = "birth";
pub const NAME: &str = "name";
pub const KK: &str = "kk";
pub const REASON: &str = "reason";
pub const REPEAT: &str = "repeat";
pub const PHONE: &str = "phone";
pub const WA: &str = "whatsapp";
pub const VIA: &str = "via";
pub const VIA_NAME: &str = "via_name";
pub const KEL: &str = "kelurahan";
pub const STREET: &str = "street";
pub const RT: &str = "rt";
pub const RW: &str = "rw";
pub const NOTE: &str = "note";

/// How a note says that the number is on WhatsApp: the person record has no place of its own for it.
const WA_MARK: &str = "WA";
/// Cells of a sixteen-digit number in groups, its cursor included.
const SIXTEEN: u16 = 20;

/// A mistake in one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field concerned.
    pub key: &'static str,
    pub told: Told,
}

impl Fault {
    fn new(key: &'static str, told: Told) -> Fault {
        Fault { key, told }
    }

    /// The fault as an error that is read before going on.
    pub fn notice(&self) -> Notice {
        Notice::new(Severity::Error, self.told.what.clone()).next(self.told.next.clone())
    }
}

/// A sixteen-digit number, shown in groups, that moves on by itself when full.
pub fn sixteen(key: &'static str, label: impl Into<Label>) -> Item {
    let field = Field::new(16).filtered(Filter::Digits).grouped();
    Item::new(key, label, Input::Text(field)).auto_next().width(SIXTEEN)
}

/// A name of the register's length.
pub fn name(key: &'static str, label: impl Into<Label>) -> Item {
    let field = Field::new(person::NAME).filtered(Filter::Name);
    Item::new(key, label, Input::Text(field)).width(40)
}

/// A date as eight digits.
pub fn date(key: &'static str, label: impl Into<Label>) -> Item {
    let field = Field::new(8).filtered(Filter::Digits);
    Item::new(key, label, Input::Text(field)).auto_next().width(10)
}

/// A free text of at most `limit` characters.
pub fn text(key: &'static str, label: impl Into<Label>, limit: usize, width: u16) -> Item {
    Item::new(key, label, Input::Text(Field::new(limit))).width(width)
}

/// The kinds of application, with their codes as printed on F-1.02.
pub fn reason() -> Item {
    let choice = |code: &ReasonCode| Choice::new(code.code(), term::reason(*code));
    let list = Choices::new(ReasonCode::ALL.iter().map(choice).collect());
    Item::new(REASON, t::REASON, Input::Choice(list)).width(36)
}

/// Number, WhatsApp, whose number it is and, when not the applicant's, that person's name.
pub fn contact(through: bool) -> Vec<Item> {
    let phone = Field::new(person::PHONE_MAX + 1).filtered(Filter::Phone);
    let relation = |relation: &Relation| Choice::new(relation.code(), term::relation(*relation));
    let relations = Choices::new(Relation::ALL.iter().map(relation).collect());
    let mut phone = Item::new(PHONE, t::PHONE, Input::Text(phone)).width(17);
    if !through {
        phone = phone.required();
    }
    let mut items = vec![
        phone,
        Item::new(WA, t::WHATSAPP, Input::Tick(false)).beside().width(3),
        Item::new(VIA, t::VIA, Input::Choice(relations)).beside().width(18),
    ];
    if through {
        items.push(name(VIA_NAME, t::VIA_NAME).required());
    }
    items
}

/// Where the applicant lives: the kelurahan by two digits, the rest optional.
pub fn address() -> Vec<Item> {
    let number = |key, label| Item::new(key, label, Input::Text(Field::new(3).filtered(Filter::Digits)));
    vec![
        Item::new(KEL, t::KELURAHAN, Input::Choice(Choices::new(kelurahan()))).width(36),
        text(STREET, t::STREET, person::ADDRESS, 36),
        number(RT, t::RT).beside().width(4),
        number(RW, t::RW).beside().width(4),
    ]
}

/// The list of kelurahan, each with the digits of its kecamatan and of its place in it; 00 is outside the city.
fn kelurahan() -> Vec<Choice> {
    let mut list: Vec<Choice> = region::kelurahan()
        .iter()
        .map(|k| {
            let digits = two_digits(&k.code);
            Choice::new(k.code.as_str(), format!("{digits} {}, {}", k.name, k.kecamatan))
        })
        .collect();
    list.push(Choice::new(KelurahanCode::OUTSIDE.as_str(), t::OUTSIDE));
    list
}

/// The two digits a kelurahan is chosen by.
pub fn two_digits(code: &KelurahanCode) -> String {
    let digits = code.as_str();
    format!("{}{}", &digits[5..6], &digits[9..10])
}

/// The kelurahan two digits stand for.
pub fn by_two_digits(first: char, second: char) -> Option<KelurahanCode> {
    let typed: String = [first, second].iter().collect();
    let listed = region::kelurahan().iter().map(|k| k.code).find(|code| two_digits(code) == typed);
    listed.or_else(|| (typed == "00").then_some(KelurahanCode::OUTSIDE))
}

/// Moves focus and value as two digits ask; true when both were given and the field is filled.
pub fn kelurahan_digit(form: &mut Form, first: &mut Option<char>, c: char) -> bool {
    if !c.is_ascii_digit() {
        *first = None;
        return false;
    }
    let Some(begun) = first.take() else {
        *first = Some(c);
        return false;
    };
    let Some(code) = by_two_digits(begun, c) else { return false };
    let done = form.set(KEL, code.as_str()).is_ok();
    form.set_focus(KEL);
    done
}

/// A date typed as `DDMMYYYY`.
///
/// # Errors
/// A [`Fault`] on that field for a date the calendar does not have.
pub fn read_date(form: &Form, key: &'static str, lang: Lang) -> Result<Option<NaiveDate>, Fault> {
    let digits = form.value(key);
    if digits.is_empty() {
        return Ok(None);
    }
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|text| text.parse::<u32>().ok());
    let found = match (digits.len(), part(0..2), part(2..4), part(4..8)) {
        (8, Some(day), Some(month), Some(year @ 1900..)) => {
            i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        }
        _ => None,
    };
    let told = || Told { what: t::NO_SUCH_DATE.get(lang).into(), next: t::DATE_HOW.get(lang).into() };
    found.map(Some).ok_or_else(|| Fault::new(key, told()))
}

/// A birth date; it can't lie after `day`.
///
/// # Errors
/// A [`Fault`] for a date that does not exist or has not come.
pub fn read_birth(form: &Form, day: NaiveDate, lang: Lang) -> Result<Option<NaiveDate>, Fault> {
    match read_date(form, BIRTH, lang)? {
        Some(date) if date > day => {
            let told = Told { what: t::IN_FUTURE.get(lang).into(), next: t::DATE_HOW.get(lang).into() };
            Err(Fault::new(BIRTH, told))
        }
        date => Ok(date),
    }
}

/// The date as it is typed.
pub fn typed_date(date: NaiveDate) -> String {
    date.format("%d%m%Y").to_string()
}

/// The NIK, or none while the field is empty.
///
/// # Errors
/// A [`Fault`] for what cannot be a NIK.
pub fn read_nik(form: &Form, lang: Lang) -> Result<Option<Nik>, Fault> {
    optional(form, NIK, Nik::parse, |e| typed::nik(lang, e))
}

fn optional<T, E>(
    form: &Form,
    key: &'static str,
    parse: impl Fn(&str) -> Result<T, E>,
    tell: impl Fn(E) -> Told,
) -> Result<Option<T>, Fault> {
    let value = form.value(key);
    if value.trim().is_empty() {
        return Ok(None);
    }
    parse(&value).map(Some).map_err(|e| Fault::new(key, tell(e)))
}

/// A note of a field, or none while it is empty.
///
/// # Errors
/// A [`Fault`] for a text over its limit.
pub fn read_note(form: &Form, key: &'static str, lang: Lang) -> Result<Option<Note>, Fault> {
    optional(form, key, Note::parse, |e| typed::too_long(lang, e)).map(|note| note.filter(|n| !n.is_empty()))
}

fn read_kk(form: &Form, lang: Lang) -> Result<Option<KkNumber>, Fault> {
    optional(form, KK, KkNumber::parse, |e| typed::kk(lang, e))
}

fn read_name(form: &Form, key: &'static str, lang: Lang) -> Result<Name, Fault> {
    Name::parse(&form.value(key)).map_err(|e| Fault::new(key, typed::name(lang, e)))
}

/// Whose number it is.
pub fn relation(form: &Form) -> Relation {
    let code = form.value(VIA);
    Relation::ALL.into_iter().find(|r| r.code() == code).unwrap_or(Relation::Own)
}

fn read_contact(form: &Form, lang: Lang) -> Result<Contact, Fault> {
    let phone = |text: &str| Phone::parse(text);
    match relation(form) {
        Relation::Own => {
            phone(&form.value(PHONE)).map(Contact::Own).map_err(|e| Fault::new(PHONE, typed::phone(lang, e)))
        }
        relation => {
            let phone = optional(form, PHONE, phone, |e| typed::phone(lang, e))?;
            Ok(Contact::Through { name: read_name(form, VIA_NAME, lang)?, relation, phone })
        }
    }
}

fn read_address(form: &Form, lang: Lang) -> Result<Option<Address>, Fault> {
    let Ok(kelurahan) = KelurahanCode::parse(&form.value(KEL)) else { return Ok(None) };
    let number = |key| optional(form, key, RtRw::parse, |e| typed::rt_rw(lang, e));
    let street = optional(form, STREET, Street::parse, |e| typed::too_long(lang, e))?;
    Ok(Some(Address { street: street.filter(|s| !s.is_empty()), rt: number(RT)?, rw: number(RW)?, kelurahan }))
}

/// The person as typed.
///
/// # Errors
/// The first [`Fault`] in the order of the fields.
pub fn read_person(form: &Form, day: NaiveDate, lang: Lang) -> Result<Person, Fault> {
    Ok(Person {
        nik: read_nik(form, lang)?,
        birth: read_birth(form, day, lang)?,
        name: read_name(form, NAME, lang)?,
        sex: None,
        kk: read_kk(form, lang)?,
        contact: read_contact(form, lang)?,
        address: read_address(form, lang)?,
        note: with_mark(read_note(form, NOTE, lang)?, form.ticked(WA)),
    })
}

/// What is wrong with a field on leaving it; an empty field is not wrong.
pub fn fault_of(form: &Form, key: &'static str, day: NaiveDate, lang: Lang) -> Option<Fault> {
    if form.value(key).trim().is_empty() {
        return None;
    }
    match key {
        NIK => read_nik(form, lang).err(),
        BIRTH => read_birth(form, day, lang).err(),
        NAME | VIA_NAME => read_name(form, key, lang).err(),
        KK => read_kk(form, lang).err(),
        PHONE => optional(form, PHONE, Phone::parse, |e| typed::phone(lang, e)).err(),
        RT | RW => optional(form, key, RtRw::parse, |e| typed::rt_rw(lang, e)).err(),
        NOTE | REPEAT => read_note(form, key, lang).err(),
        _ => None,
    }
}

/// Puts the mark for WhatsApp before a note. The note field leaves room for it, so nothing is ever cut.
fn with_mark(note: Option<Note>, whatsapp: bool) -> Option<Note> {
    if !whatsapp {
        return note;
    }
    let text = match &note {
        Some(note) => format!("{WA_MARK} · {}", note.as_str()),
        None => WA_MARK.to_owned(),
    };
    Note::parse(&text).ok().or(note)
}

/// Takes the mark for WhatsApp off a stored note.
pub fn without_mark(note: &str) -> (bool, &str) {
    match note.strip_prefix(WA_MARK) {
        Some("") => (true, ""),
        Some(rest) => rest.strip_prefix(" · ").map_or((false, note), |rest| (true, rest)),
        None => (false, note),
    }
}

/// The values of a person by field, for a form to be filled with.
pub fn values_of(person: &Person) -> Vec<(&'static str, String)> {
    let mut values = vec![(NAME, person.name.as_str().to_owned())];
    values.extend(person.nik.map(|nik| (NIK, nik.as_str().to_owned())));
    values.extend(person.birth.map(|date| (BIRTH, typed_date(date))));
    values.extend(person.kk.map(|kk| (KK, kk.as_str().to_owned())));
    values.extend(person.contact.phone().map(|phone| (PHONE, phone.as_str().to_owned())));
    if let Contact::Through { name, relation, .. } = &person.contact {
        values.push((VIA, relation.code().to_owned()));
        values.push((VIA_NAME, name.as_str().to_owned()));
    }
    if let Some(address) = &person.address {
        values.push((KEL, address.kelurahan.as_str().to_owned()));
        values.extend(address.street.as_ref().map(|street| (STREET, street.as_str().to_owned())));
        values.extend(address.rt.map(|rt| (RT, rt.display())));
        values.extend(address.rw.map(|rw| (RW, rw.display())));
    }
    if let Some(note) = &person.note {
        let (whatsapp, rest) = without_mark(note.as_str());
        if whatsapp {
            values.push((WA, "1".to_owned()));
        }
        if !rest.is_empty() {
            values.push((NOTE, rest.to_owned()));
        }
    }
    values
}
