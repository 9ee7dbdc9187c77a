//! A short message as the units a modem hands to the network (SMS-SUBMIT, 3GPP TS 23.040).
//!
//! Owns the choice of alphabet, the split into parts and the octets, both ways: the driver writes them, the
//! simulator reads them. Separate because it is pure and has its own judge (`gammu`'s units are the vectors
//! of its test). The number of the service centre is not part of it: the SIM knows that.

use std::fmt;

use zeroize::Zeroizing;

use super::alphabet;
use super::verb::Msisdn;

/// Septets and UTF-16 units in a message of one part, and in each part of a longer one.
const SEPTETS: (usize, usize) = (160, 153);
const UNITS: (usize, usize) = (70, 67);
/// Most parts a header can count.
const PARTS: usize = 255;

const SUBMIT: u8 = 0x01;
/// The validity is relative (one octet).
const RELATIVE: u8 = 0x10;
const HEADER: u8 = 0x40;
const INTERNATIONAL: u8 = 0x91;
const UCS2: u8 = 0x08;
/// As long as the network will try.
const LONGEST: u8 = 0xFF;

/// One unit for the modem, without the number of the service centre. `Debug` shows the length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Unit(Zeroizing<Vec<u8>>);

impl Unit {
    /// Octets: what `AT+CMGS=` is told.
    pub fn octets(&self) -> usize {
        self.0.len()
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// What the modem is given: an empty service centre, then the unit.
    pub fn written(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::with_capacity(2 + self.0.len() * 2));
        out.push_str("00");
        for byte in self.0.iter() {
            for digit in [byte >> 4, byte & 0x0F] {
                out.extend(char::from_digit(u32::from(digit), 16).map(|c| c.to_ascii_uppercase()));
            }
        }
        out
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unit({} octets)", self.0.len())
    }
}

/// The text cut into parts, in its alphabet.
enum Cut {
    Septets(Vec<Zeroizing<Vec<u8>>>),
    Units(Vec<Zeroizing<Vec<u16>>>),
}

/// Puts pieces that must not be torn into parts: all into one if `whole` holds them, else `part` at most.
fn fill<T: Copy + zeroize::Zeroize>(pieces: &[&[T]], (whole, part): (usize, usize)) -> Vec<Zeroizing<Vec<T>>> {
    let total: usize = pieces.iter().map(|p| p.len()).sum();
    let room = if total <= whole { whole } else { part };
    let mut parts = vec![Zeroizing::new(Vec::with_capacity(room))];
    for piece in pieces {
        if parts.last().is_some_and(|last| last.len() + piece.len() > room) {
            parts.push(Zeroizing::new(Vec::with_capacity(room)));
        }
        if let Some(last) = parts.last_mut() {
            last.extend_from_slice(piece);
        }
    }
    parts
}

fn cut(text: &str) -> Cut {
    let septets: Option<Vec<_>> = text.chars().map(alphabet::septets).collect();
    match septets {
        Some(pieces) => {
            let pieces: Vec<&[u8]> = pieces.iter().map(|(codes, n)| &codes[..*n]).collect();
            Cut::Septets(fill(&pieces, SEPTETS))
        }
        None => {
            let mut pairs = vec![[0u16; 2]; text.chars().count()];
            let pieces: Vec<&[u16]> = text.chars().zip(&mut pairs).map(|(c, pair)| &*c.encode_utf16(pair)).collect();
            Cut::Units(fill(&pieces, UNITS))
        }
    }
}

/// How many parts a text takes; at least one.
pub fn parts(text: &str) -> usize {
    match cut(text) {
        Cut::Septets(parts) => parts.len(),
        Cut::Units(parts) => parts.len(),
    }
}

/// Whether one part of the 7-bit alphabet holds the text.
pub fn is_one_short_part(text: &str) -> bool {
    matches!(cut(text), Cut::Septets(parts) if parts.len() == 1)
}

/// The units of a message. `reference` ties the parts of a long one together; nothing else uses it.
/// More than 255 parts cannot be counted and give none.
pub fn submit(to: &Msisdn, text: &str, reference: u8) -> Vec<Unit> {
    match cut(text) {
        Cut::Septets(parts) => {
            let octets = |part: &Zeroizing<Vec<u8>>, header: usize| {
                // Septets begin at a septet's boundary, so a header of 6 octets is followed by one empty bit.
                let fill = (7 - (header * 8) % 7) % 7;
                let taken = (header * 8 + fill) / 7;
                (taken + part.len(), alphabet::pack(part, fill as u32))
            };
            units(to, 0x00, &parts, reference, octets)
        }
        Cut::Units(parts) => {
            let octets = |part: &Zeroizing<Vec<u16>>, header: usize| {
                (header + part.len() * 2, part.iter().flat_map(|unit| unit.to_be_bytes()).collect())
            };
            units(to, UCS2, &parts, reference, octets)
        }
    }
}

fn units<P>(
    to: &Msisdn,
    coding: u8,
    parts: &[P],
    reference: u8,
    octets: impl Fn(&P, usize) -> (usize, Vec<u8>),
) -> Vec<Unit> {
    if parts.len() > PARTS {
        return Vec::new();
    }
    let count = parts.len() as u8;
    let many = count > 1;
    let unit = |(number, part): (u8, &P)| {
        let header = [5, 0, 3, reference, count, number];
        let (length, content) = octets(part, if many { header.len() } else { 0 });
        let mut out = Zeroizing::new(Vec::with_capacity(176));
        out.extend([SUBMIT | RELATIVE | if many { HEADER } else { 0 }, 0]);
        out.extend([to.digits().len() as u8, INTERNATIONAL]);
        out.extend(semi_octets(to.digits()));
        out.extend([0, coding, LONGEST, length as u8]);
        if many {
            out.extend(header);
        }
        out.extend_from_slice(&Zeroizing::new(content));
        Unit(out)
    };
    (1..=count).zip(parts).map(unit).collect()
}

/// Digits in pairs, the first of each in the low half; an odd last one is filled up.
fn semi_octets(digits: &str) -> impl Iterator<Item = u8> {
    digits.as_bytes().chunks(2).map(|pair| {
        let low = pair[0] & 0x0F;
        let high = pair.get(1).map_or(0x0F, |d| d & 0x0F);
        high << 4 | low
    })
}

/// A unit read back.
#[derive(Clone, PartialEq, Eq)]
pub struct Submitted {
    /// Digits of the number, after a plus when it is international.
    pub to: String,
    pub text: String,
    /// Reference, how many parts, which one.
    pub part: Option<(u8, u8, u8)>,
}

impl fmt::Debug for Submitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Submitted({} characters, part {:?})", self.text.chars().count(), self.part)
    }
}

/// Takes octets off the front.
struct Front<'a>(&'a [u8]);

impl<'a> Front<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn octet(&mut self) -> Option<u8> {
        self.take(1).map(|o| o[0])
    }
}

/// Reads a unit; None for anything that is not a whole SMS-SUBMIT in one of the two alphabets.
pub fn read(octets: &[u8]) -> Option<Submitted> {
    let mut front = Front(octets);
    let first = front.octet()?;
    if first & 0x03 != SUBMIT {
        return None;
    }
    front.octet()?;
    let to = read_number(&mut front)?;
    front.octet()?;
    let coding = front.octet()?;
    match first & 0x18 {
        0x00 => {}
        RELATIVE => drop(front.octet()?),
        _ => drop(front.take(7)?),
    }
    let length = usize::from(front.octet()?);
    let content = front.0;
    let header = if first & HEADER != 0 { 1 + usize::from(*content.first()?) } else { 0 };
    let part = content.get(..header).map(|h| concatenation(h.get(1..).unwrap_or(&[])))?;
    let body = content.get(header..)?;
    let text = match coding & 0x0C {
        0x00 => {
            let taken = (header * 8).div_ceil(7);
            let fill = (taken * 7 - header * 8) as u32;
            alphabet::text(&alphabet::unpack(body, length.checked_sub(taken)?, fill)?)
        }
        UCS2 => {
            let body = body.get(..length.checked_sub(header)?)?;
            let units: Vec<u16> = body.chunks_exact(2).map(|u| u16::from_be_bytes([u[0], u[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        _ => return None,
    };
    Some(Submitted { to, text, part })
}

fn read_number(front: &mut Front<'_>) -> Option<String> {
    let digits = usize::from(front.octet()?);
    let kind = front.octet()?;
    let pairs = front.take(digits.div_ceil(2))?;
    let all = pairs.iter().flat_map(|pair| [pair & 0x0F, pair >> 4]).take(digits);
    let number: Option<String> = all.map(|d| char::from_digit(u32::from(d), 10)).collect();
    let plus = if kind & 0x70 == 0x10 { "+" } else { "" };
    number.map(|digits| format!("{plus}{digits}"))
}

/// The 8-bit concatenation among the elements of a header.
fn concatenation(mut elements: &[u8]) -> Option<(u8, u8, u8)> {
    while let [kind, length, rest @ ..] = elements {
        let value = rest.get(..usize::from(*length))?;
        if let (0, [reference, count, number]) = (*kind, value) {
            return Some((*reference, *count, *number));
        }
        elements = &rest[value.len()..];
    }
    None
}
