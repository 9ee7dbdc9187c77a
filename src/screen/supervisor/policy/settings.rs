//! The table of what an office may set: name, meaning, and how it is read and written in the policy.
//!
//! Separate so that adding a setting is one row. A test holds it against the policy's fields. Roles, accounts and
//! machine-local settings are not here.

use crate::domain::policy::{PendingPolicy, Policy};
use crate::text::screens::policy as t;
use crate::text::{Word, common};
use crate::view::View;

/// What a setting may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    /// Lines one below the other, the last ones empty.
    Lines(Vec<String>),
    Number(i64),
    Switch(bool),
    /// One of a list, by its key.
    Choice(String, &'static [(&'static str, Word)]),
}

/// One setting.
pub struct Setting {
    /// Name of the field in the policy, with the place where it is a list.
    pub key: &'static str,
    pub label: Word,
    /// What it does, in one line.
    pub hint: Word,
    pub get: fn(&Policy) -> Value,
    set: fn(&mut Policy, Value),
    /// Least and most of a number.
    bounds: (i64, i64),
}

/// Fields of a setting of several lines.
pub const LINE_KEYS: [&str; 6] = ["line1", "line2", "line3", "line4", "line5", "line6"];
/// Their labels.
pub const LINES: [Word; 6] = [t::LINE_1, t::LINE_2, t::LINE_3, t::LINE_4, t::LINE_5, t::LINE_6];

const SAAT_HADIR: &str = "saat_hadir";
const CETAK_DULU: &str = "cetak_dulu";
const PENDING: &[(&str, Word)] = &[(SAAT_HADIR, t::SAAT_HADIR), (CETAK_DULU, t::CETAK_DULU)];

/// A text, lines, a number or a switch of the policy; `$field` names it and its setting.
macro_rules! setting {
    (@get Number $($place:tt)+) => { Value::Number(i64::from($($place)+)) };
    (@get $kind:ident $($place:tt)+) => { Value::$kind($($place)+.clone()) };
    (@set Number $value:ident => $($place:tt)+) => {
        if let Value::Number(number) = $value {
            // Within bounds, which fit the field.
            $($place)+ = number.try_into().unwrap_or_default();
        }
    };
    (@set $kind:ident $value:ident => $($place:tt)+) => {
        if let Value::$kind(new) = $value {
            $($place)+ = new;
        }
    };
    ($kind:ident $key:literal, $label:ident, $hint:ident, $least:literal..$most:literal, $($field:tt)+) => {
        Setting {
            key: $key,
            label: t::$label,
            hint: t::$hint,
            get: |policy| setting!(@get $kind policy.$($field)+),
            set: |policy, value| setting!(@set $kind value => policy.$($field)+),
            bounds: ($least, $most),
        }
    };
    ($kind:ident $key:literal, $label:ident, $hint:ident, $($field:tt)+) => {
        setting!($kind $key, $label, $hint, 0..0, $($field)+)
    };
}

/// Everything an office may set, in the order of the list.
pub const SETTINGS: &[Setting] = &[
    setting!(Text "office", OFFICE, OFFICE_HINT, office),
    setting!(Lines "letterhead", LETTERHEAD, LETTERHEAD_HINT, letterhead),
    setting!(Text "place", PLACE, PLACE_HINT, place),
    setting!(Lines "head", HEAD, HEAD_HINT, head),
    setting!(Lines "witness", WITNESS, WITNESS_HINT, witness),
    setting!(Text "number_format", NUMBER, NUMBER_HINT, number_format),
    setting!(Text "loket", LOKET, LOKET_HINT, loket),
    setting!(Number "standard_s.0", STANDARD_1, STANDARD_HINT, 1..86400, standard_s[0]),
    setting!(Number "standard_s.1", STANDARD_2, STANDARD_HINT, 1..86400, standard_s[1]),
    setting!(Number "standard_s.2", STANDARD_3, STANDARD_HINT, 1..86400, standard_s[2]),
    Setting {
        key: "pending",
        label: t::PENDING,
        hint: t::PENDING_HINT,
        get: |policy| {
            let key = match policy.pending {
                PendingPolicy::SaatHadir => SAAT_HADIR,
                PendingPolicy::CetakDulu => CETAK_DULU,
            };
            Value::Choice(key.to_owned(), PENDING)
        },
        set: |policy, value| {
            if let Value::Choice(key, _) = value {
                policy.pending = if key == CETAK_DULU { PendingPolicy::CetakDulu } else { PendingPolicy::SaatHadir };
            }
        },
        bounds: (0, 0),
    },
    setting!(Number "not_continued_days", NOT_CONTINUED, NOT_CONTINUED_HINT, 1..3650, not_continued_days),
    setting!(Number "repeat_days", REPEAT, REPEAT_HINT, 0..3650, repeat_days),
    setting!(Number "void_minutes", VOID, VOID_HINT, 0..1440, void_minutes),
    setting!(Number "attempts", ATTEMPTS, ATTEMPTS_HINT, 1..20, attempts),
    setting!(Switch "override_no_match", NO_MATCH, NO_MATCH_HINT, override_no_match),
    setting!(Switch "family_collects", FAMILY, FAMILY_HINT, family_collects),
    setting!(Switch "attorney_collects", ATTORNEY, ATTORNEY_HINT, attorney_collects),
    setting!(Switch "hand_over_inactive", INACTIVE, INACTIVE_HINT, hand_over_inactive),
    setting!(Switch "register_hands_over", REGISTER, REGISTER_HINT, register_hands_over),
    setting!(Number "low_blanks", LOW_BLANKS, LOW_BLANKS_HINT, 0..99999, low_blanks),
    setting!(Number "film_prints", FILM_PRINTS, FILM_PRINTS_HINT, 1..100000, film_prints),
    setting!(Number "low_film", LOW_FILM, LOW_FILM_HINT, 0..100000, low_film),
    setting!(Number "spoiled_alone", SPOILED_ALONE, SPOILED_ALONE_HINT, 0..1000, spoiled_alone),
    setting!(Number "retention_months", RETENTION, RETENTION_HINT, 0..1200, retention_months),
    setting!(Number "lock_minutes", LOCK, LOCK_HINT, 1..240, lock_minutes),
];

impl Setting {
    /// What is set, on one line.
    pub fn shown(&self, view: &View<'_>) -> String {
        let lang = view.lang();
        match (self.get)(view.office.policy()) {
            Value::Text(text) if text.is_empty() => t::UNSET.get(lang).to_owned(),
            Value::Lines(lines) if lines.is_empty() => t::UNSET.get(lang).to_owned(),
            Value::Text(text) => text,
            Value::Lines(lines) => lines.join(" · "),
            Value::Number(number) => common::count(lang, number),
            Value::Switch(on) => if on { t::YES } else { t::NO }.get(lang).to_owned(),
            Value::Choice(key, options) => {
                options.iter().find(|(known, _)| *known == key).map_or(key, |(_, word)| word.get(lang).to_owned())
            }
        }
    }

    /// What the fields of a form hold at first.
    pub fn typed(&self, policy: &Policy) -> Vec<(&'static str, String)> {
        match (self.get)(policy) {
            Value::Text(text) => vec![(super::ONE, text)],
            Value::Number(number) => vec![(super::ONE, number.to_string())],
            Value::Switch(on) => vec![(super::ONE, if on { "1" } else { "" }.to_owned())],
            Value::Choice(key, _) => vec![(super::ONE, key)],
            Value::Lines(lines) => LINE_KEYS.into_iter().zip(lines).collect(),
        }
    }

    /// Puts a value of the kind it has.
    ///
    /// # Errors
    /// Least and most, where a number is outside.
    pub fn put(&self, policy: &mut Policy, value: Value) -> Result<(), (i64, i64)> {
        if let Value::Number(number) = value
            && !(self.bounds.0..=self.bounds.1).contains(&number)
        {
            return Err(self.bounds);
        }
        (self.set)(policy, value);
        Ok(())
    }
}
