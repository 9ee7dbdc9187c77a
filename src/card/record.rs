//! The print record: what the national workstation says must stand on a card.
//!
//! Owns the reading of its JSON and the comparison with the applicant's file. Separate from the folder it comes
//! from, because a record from the data centre would be judged the same way. Strict: a key that is unknown,
//! missing, twice there or empty refuses the record by its name, since a mistyped key must not become an empty
//! place on a card, and nothing that is not on the card should lie in the folder. Must not read a file. Values
//! appear in no `Debug` and no error.

use super::photo::{PictureFault, Shot};
use crate::domain::clean;
use crate::domain::element::Element;
use crate::domain::nik::Nik;
use crate::domain::person::{Name, RtRw, Sex};
use crate::domain::personal::Person;
use crate::domain::region;
use chrono::{Datelike, NaiveDate};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use zeroize::Zeroizing;

/// Most keys of a record before it is given up as something else.
const KEYS: usize = 64;
/// Characters of an unknown key that are repeated to whoever mends the file.
const KEY_SHOWN: usize = 32;

/// Why a record cannot be used. Names elements and keys, never a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    #[error("the text ends too early")]
    CutShort,
    #[error("not a JSON object of texts")]
    NotARecord,
    #[error("unknown key {0}")]
    Unknown(String),
    #[error("key {} stands twice", .0.key())]
    Twice(Element),
    #[error("{} is missing or empty", .0.key())]
    Missing(Element),
    #[error("{} is not a lawful value", .0.key())]
    Wrong(Element),
    #[error("{} has {len} characters where {max} are allowed", .element.key())]
    TooLong { element: Element, len: usize, max: usize },
    #[error("{} does not name a file of the same folder", .0.key())]
    FileName(Element),
    #[error("picture {}: {fault}", .element.key())]
    Picture { element: Element, fault: PictureFault },
    #[error("a symbolic link")]
    Link,
    #[error("not a regular file")]
    NotAFile,
    #[error("larger than {0} bytes")]
    TooLarge(u64),
}

/// The applicant a record is wanted for, as the file at the counter names them.
#[derive(Clone, PartialEq, Eq)]
pub struct Wanted {
    pub nik: Nik,
    pub name: Name,
    pub birth: Option<NaiveDate>,
    pub sex: Option<Sex>,
    pub rt: Option<RtRw>,
    pub rw: Option<RtRw>,
    /// Name of the kelurahan, where the address is in this city.
    pub village: Option<&'static str>,
}

impl Wanted {
    /// None while the NIK is still to follow.
    pub fn of(person: &Person) -> Option<Wanted> {
        let address = person.address.as_ref();
        Some(Wanted {
            nik: person.nik?,
            name: person.name.clone(),
            birth: person.birth,
            sex: person.sex,
            rt: address.and_then(|a| a.rt),
            rw: address.and_then(|a| a.rw),
            village: address.and_then(|a| region::by_code(&a.kelurahan)).map(|known| known.name),
        })
    }
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wanted(..)")
    }
}

type Text = Zeroizing<String>;

/// Keys and texts of a record as they were written.
pub(super) struct Pairs(Vec<(Element, Text)>);

impl Pairs {
    /// Reads the JSON; values are judged later.
    pub(super) fn read(json: &[u8]) -> Result<Pairs, RecordFault> {
        // Editors of other systems put this mark before the text.
        let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
        let Raw(raw) = serde_json::from_slice(json).map_err(|error| match error.classify() {
            serde_json::error::Category::Eof => RecordFault::CutShort,
            _ => RecordFault::NotARecord,
        })?;
        let mut pairs: Vec<(Element, Text)> = Vec::with_capacity(raw.len());
        for (key, value) in raw {
            let element = Element::from_key(&key)
                .ok_or_else(|| RecordFault::Unknown(clean::clean(&key).chars().take(KEY_SHOWN).collect()))?;
            if pairs.iter().any(|(known, _)| *known == element) {
                return Err(RecordFault::Twice(element));
            }
            pairs.push((element, value.ok_or(RecordFault::Wrong(element))?));
        }
        Ok(Pairs(pairs))
    }

    fn get(&self, element: Element) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == element).map(|(_, text)| text.as_str())
    }

    /// Whose record it is, as far as that can be told.
    pub(super) fn nik(&self) -> Option<Nik> {
        Nik::parse(self.get(Element::Nik)?).ok()
    }

    /// The name in its normal form.
    pub(super) fn name_key(&self) -> Option<String> {
        Name::parse(self.get(Element::Name)?).ok().map(|name| name.key())
    }

    /// The file a picture is in: a plain name, so that nothing outside the folder is ever opened.
    pub(super) fn file(&self, element: Element) -> Result<&str, RecordFault> {
        let name = self.get(element).map(str::trim).filter(|name| !name.is_empty());
        let name = name.ok_or(RecordFault::Missing(element))?;
        let plain = !name.starts_with('.')
            && !name.contains(['/', '\\', '\0'])
            && clean::clean(name) == name
            && name.chars().count() <= element.limit();
        if plain { Ok(name) } else { Err(RecordFault::FileName(element)) }
    }
}

/// The object as it stands; a value that is no text and no whole number is None.
struct Raw(Vec<(String, Option<Text>)>);

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Raw;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
                let mut pairs = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if pairs.len() == KEYS {
                        return Err(serde::de::Error::custom("keys"));
                    }
                    let Scalar(value) = map.next_value()?;
                    pairs.push((key, value));
                }
                Ok(Raw(pairs))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

struct Scalar(Option<Text>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Scalar)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Option<Text>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_str<E>(self, text: &str) -> Result<Option<Text>, E> {
        Ok(Some(Zeroizing::new(text.to_owned())))
    }
    // RT, RW and NIK are numbers in some exports.
    fn visit_u64<E>(self, number: u64) -> Result<Option<Text>, E> {
        Ok(Some(Zeroizing::new(number.to_string())))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Option<Text>, E> {
        Ok(None)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Option<Text>, E> {
        Ok(None)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Option<Text>, E> {
        Ok(None)
    }
    fn visit_unit<E>(self) -> Result<Option<Text>, E> {
        Ok(None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<Text>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Text>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// A record that may be printed: every element is there and lawful, both pictures can be read. Lives in memory
/// only and is overwritten when dropped.
pub struct PrintRecord {
    nik: Nik,
    name: Name,
    birth: NaiveDate,
    sex: Sex,
    texts: Vec<(Element, Text)>,
    photo: Shot,
    signature: Shot,
}

impl PrintRecord {
    /// Reads a record; `picture` gives the bytes of photo and signature.
    ///
    /// # Errors
    /// The first thing that keeps it from being printed.
    pub fn read(
        json: &[u8],
        mut picture: impl FnMut(Element) -> Result<Zeroizing<Vec<u8>>, RecordFault>,
    ) -> Result<PrintRecord, RecordFault> {
        PrintRecord::judge(&Pairs::read(json)?, &mut picture)
    }

    pub(super) fn judge(
        pairs: &Pairs,
        picture: &mut dyn FnMut(Element) -> Result<Zeroizing<Vec<u8>>, RecordFault>,
    ) -> Result<PrintRecord, RecordFault> {
        let mut texts = Vec::new();
        for element in Element::ALL.into_iter().filter(|element| !element.is_picture()) {
            let text = pairs.get(element).map(clean::clean).filter(|text| !text.is_empty());
            let text = Zeroizing::new(text.ok_or(RecordFault::Missing(element))?);
            let (len, max) = (text.chars().count(), element.limit());
            if len > max {
                return Err(RecordFault::TooLong { element, len, max });
            }
            texts.push((element, as_printed(element, text)?));
        }
        let of = |element| texts.iter().find(|(known, _)| *known == element).map_or("", |(_, text)| text.as_str());
        let wrong = |element| move || RecordFault::Wrong(element);
        let nik = Nik::parse(of(Element::Nik)).map_err(|_| RecordFault::Wrong(Element::Nik))?;
        let name = Name::parse(of(Element::Name)).map_err(|_| RecordFault::Wrong(Element::Name))?;
        let birth = date(of(Element::BirthDate)).ok_or_else(wrong(Element::BirthDate))?;
        let sex = sex(of(Element::Sex)).ok_or_else(wrong(Element::Sex))?;
        let mut shot = |element| {
            pairs.file(element)?;
            let refused = |fault| RecordFault::Picture { element, fault };
            Shot::check(picture(element)?, element).map_err(refused)
        };
        let (photo, signature) = (shot(Element::Photo)?, shot(Element::Signature)?);
        Ok(PrintRecord { nik, name, birth, sex, texts, photo, signature })
    }

    /// What stands on the card for an element; empty for a picture.
    pub fn text(&self, element: Element) -> &str {
        self.texts.iter().find(|(known, _)| *known == element).map_or("", |(_, text)| text.as_str())
    }

    pub(super) fn picture(&self, element: Element) -> &Shot {
        if element == Element::Photo { &self.photo } else { &self.signature }
    }

    /// Where it says something else than the applicant's file. What the file does not state is not compared.
    pub fn differs(&self, wanted: &Wanted) -> Vec<Element> {
        let same_text = |element, known: &str| clean::fold(self.text(element)) == clean::fold(known);
        let same_number = |element, known: RtRw| self.text(element) == known.display();
        let checks = [
            (Element::Nik, self.nik == wanted.nik),
            (Element::Name, self.name.key() == wanted.name.key()),
            (Element::BirthDate, wanted.birth.is_none_or(|birth| birth == self.birth)),
            (Element::Sex, wanted.sex.is_none_or(|sex| sex == self.sex)),
            (Element::Rt, wanted.rt.is_none_or(|rt| same_number(Element::Rt, rt))),
            (Element::Rw, wanted.rw.is_none_or(|rw| same_number(Element::Rw, rw))),
            (Element::Village, wanted.village.is_none_or(|name| same_text(Element::Village, name))),
        ];
        checks.into_iter().filter(|(_, same)| !same).map(|(element, _)| element).collect()
    }
}

impl fmt::Debug for PrintRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrintRecord(..)")
    }
}

/// The value in the form the card shows.
fn as_printed(element: Element, text: Text) -> Result<Text, RecordFault> {
    let wrong = RecordFault::Wrong(element);
    let shown = match element {
        Element::Nik => Nik::parse(&text).map_err(|_| wrong)?.as_str().to_owned(),
        Element::BirthDate | Element::IssueDate => date(&text).ok_or(wrong)?.format("%d-%m-%Y").to_string(),
        Element::Sex => match sex(&text).ok_or(wrong)? {
            Sex::Male => MALE[0].to_owned(),
            Sex::Female => FEMALE[0].to_owned(),
        },
        Element::Blood => blood(&text).ok_or(wrong)?,
        // Some places have no RT; the centre writes zeros there.
        Element::Rt | Element::Rw if text.bytes().all(|digit| digit == b'0') => "000".to_owned(),
        Element::Rt | Element::Rw => RtRw::parse(&text).map_err(|_| wrong)?.display(),
        _ => return Ok(text),
    };
    Ok(Zeroizing::new(shown))
}

/// How records write it; the first is how the card does.
const MALE: [&str; 2] = ["LAKI-LAKI", "L"];
const FEMALE: [&str; 2] = ["PEREMPUAN", "P"];
/// A blood group nobody asked for yet, as records write it and as the card does.
const NO_BLOOD: [&str; 2] = ["-", "TIDAK TAHU"];

fn sex(text: &str) -> Option<Sex> {
    let is = |words: [&str; 2]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match (is(MALE), is(FEMALE)) {
        (true, _) => Some(Sex::Male),
        (_, true) => Some(Sex::Female),
        _ => None,
    }
}

fn blood(text: &str) -> Option<String> {
    let text = text.to_ascii_uppercase();
    if NO_BLOOD.contains(&text.as_str()) {
        return Some(NO_BLOOD[0].to_owned());
    }
    let group = text.trim_end_matches(['+', '-']);
    let lawful = ["A", "B", "AB", "O"].contains(&group) && text.len() - group.len() <= 1;
    lawful.then_some(text)
}

/// `17-08-1990` or `1990-08-17`.
fn date(text: &str) -> Option<NaiveDate> {
    let date = ["%d-%m-%Y", "%Y-%m-%d"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())?;
    (1900..=2100).contains(&date.year()).then_some(date)
}
