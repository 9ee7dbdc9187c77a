//! The shape of the intake form: which fields stand in it, in which order, and which Enter visits.
//!
//! Separate because fields come and go (NIK to follow, somebody else's number, a repeat, an emergency sheet)
//! while the keys stay the same. Must not read values beyond "empty or not".

use super::fields::{self, BIRTH, KEL, KK, NAME, NIK, NOTE, PHONE, REASON, REPEAT, RT, RW, STREET, VIA, VIA_NAME, WA};
use crate::domain::person;
use crate::text::Word;
use crate::text::screens::intake as t;
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, Input, Item};
use serde::{Deserialize, Serialize};

pub const PRIORITY: &str = "priority";
pub const SHEET: &str = "sheet";
pub const SHEET_DAY: &str = "sheet_day";
pub const SHEET_TIME: &str = "sheet_time";
/// The card handed over was wrong by the office's own fault: the new application is linked to the old one.
pub const MISTAKE: &str = "mistake";

/// Characters the note may have: the mark for WhatsApp needs the rest.
const NOTE_ROOM: usize = person::NOTE - 5;
/// Fields Enter goes to while they are empty; Tab goes to every field.
const MAIN: [&str; 12] = [SHEET, SHEET_DAY, SHEET_TIME, NIK, NAME, BIRTH, KK, REASON, REPEAT, PHONE, VIA_NAME, KEL];
/// What the next member of a family shares.
pub const SHARED: [&str; 9] = [KK, PHONE, WA, VIA, VIA_NAME, KEL, STREET, RT, RW];

/// Which of the changing fields are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// "NIK menyusul": the birth date is asked for.
    pub pending: bool,
    /// The number is somebody else's, or there is none.
    pub through: bool,
    /// Why again so soon.
    pub repeat: bool,
    /// Copied from an emergency sheet.
    pub sheet: bool,
}

impl Shape {
    /// An empty form of this shape.
    pub fn form(self) -> Form {
        let mut items = Vec::new();
        if self.sheet {
            let number = |limit| Input::Text(Field::new(limit).filtered(Filter::Digits));
            items.push(Item::new(SHEET, t::SHEET, number(5)).required().width(7));
            items.push(fields::date(SHEET_DAY, t::SHEET_DAY).required().beside());
            items.push(Item::new(SHEET_TIME, t::SHEET_TIME, number(4)).required().auto_next().beside().width(6));
        }
        let nik = fields::sixteen(NIK, t::NIK);
        items.push(if self.pending { nik } else { nik.required() });
        items.push(fields::name(NAME, t::NAME).required());
        if self.pending {
            items.push(fields::date(BIRTH, t::BIRTH).required());
        }
        items.push(fields::sixteen(KK, t::KK));
        items.push(fields::reason().required());
        if self.repeat {
            items.push(fields::text(REPEAT, t::REPEAT, person::REASON, 34).required());
            items.push(Item::new(MISTAKE, t::MISTAKE, Input::Tick(false)).beside().width(3));
        }
        items.extend(fields::contact(self.through));
        let mut address = fields::address().into_iter();
        items.extend(address.next().map(Item::required));
        items.extend(address);
        items.push(fields::text(NOTE, t::NOTE, NOTE_ROOM, 44));
        items.push(Item::new(PRIORITY, t::PRIORITY, Input::Tick(false)).beside().width(3));
        Form::new(items)
    }

    /// The field is in the form.
    fn has(self, key: &str) -> bool {
        match key {
            BIRTH => self.pending,
            NIK => !self.pending,
            VIA_NAME => self.through,
            REPEAT => self.repeat,
            SHEET | SHEET_DAY | SHEET_TIME => self.sheet,
            _ => true,
        }
    }

    /// Where Enter goes from a field: the next empty one of those that are always asked; none when the rest is
    /// filled and the documents come next.
    pub fn after(self, key: &str, form: &Form) -> Option<&'static str> {
        let anchor = match key {
            WA | VIA => PHONE,
            MISTAKE => REPEAT,
            STREET | RT | RW | NOTE | PRIORITY => KEL,
            key => key,
        };
        let from = MAIN.iter().position(|main| *main == anchor).map_or(0, |at| at + 1);
        MAIN.iter().skip(from).copied().find(|key| self.has(key) && form.value(key).is_empty())
    }

    /// The label of a field, for a message that names it.
    pub fn label(key: &str) -> Word {
        match key {
            NIK => t::NIK,
            BIRTH => t::BIRTH,
            NAME => t::NAME,
            KK => t::KK,
            REASON => t::REASON,
            REPEAT => t::REPEAT,
            PHONE => t::PHONE,
            VIA_NAME => t::VIA_NAME,
            KEL => t::KELURAHAN,
            SHEET => t::SHEET,
            SHEET_DAY => t::SHEET_DAY,
            SHEET_TIME => t::SHEET_TIME,
            _ => t::NOTE,
        }
    }
}
