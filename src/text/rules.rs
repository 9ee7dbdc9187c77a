//! What is wrong with a checklist file, for whoever edits it.
//!
//! Owns one phrase a mistake, to stand behind file, line and key. Separate from the domain, which knows the
//! code of a mistake and not its words.

use super::lang::{says, words};
use super::{Lang, Word};
use crate::domain::checklist::RuleErrorKind;

words! {
    FORMAT: "hanya format 1 yang dikenal"
          / "only format 1 is known";
    UNKNOWN_KEY: "kunci tidak dikenal"
               / "unknown key";
    MISSING_KEY: "kunci ini harus ada"
               / "this key is missing";
    EMPTY: "kosong"
         / "empty";
    BAD_ID: "hanya huruf kecil, angka dan tanda hubung"
          / "small letters, digits and dashes only";
    DUPLICATE: "disebut dua kali"
             / "stands twice";
    UNKNOWN_REASON: "bukan kode F-1.02"
                  / "not a code of F-1.02";
    UNKNOWN_NEED: "harus required, conditional atau optional"
                / "must be required, conditional or optional";
    WHEN_MISSING: "syarat bersyarat harus menyebut kapan (when)"
                / "a conditional item must say when";
    WHEN_NOT_NEEDED: "hanya syarat bersyarat yang memakai when"
                   / "only a conditional item has a condition";
    UNKNOWN_STATUS: "status tidak dikenal; sebutkan di other_statuses"
                  / "unknown status; declare it in other_statuses";
    NOT_PRINTABLE: "dengan status ini kartu tidak dapat dicetak"
                 / "with this status no card can be printed";
    TYPE_TEXT: "harus teks"
             / "a text is needed";
    TYPE_OTHER: "jenis nilainya salah"
              / "a value of another kind is needed";
}

says! {
    fn too_large(bytes: usize): "{bytes} byte, paling banyak 262144"
                              / "{bytes} bytes, at most 262144";
    fn syntax(what: &str): "bukan TOML yang benar ({what})"
                         / "not valid TOML ({what})";
    fn too_long(len: usize, max: usize): "{len} huruf, paling banyak {max}"
                                      / "{len} characters, at most {max}";
    fn missing_reason(code: &str): "tidak ada daftar untuk {code}"
                                 / "no checklist for {code}";
    fn too_many(items: usize): "{items} syarat, paling banyak 9"
                             / "{items} items, at most 9";
    fn forbidden(what: &str): "meminta berkas yang dilarang diminta: {what}"
                            / "demands a document that must not be demanded: {what}";
}

/// The mistake in words.
#[must_use]
pub fn fault(lang: Lang, kind: &RuleErrorKind) -> String {
    let word: Word = match kind {
        RuleErrorKind::FileTooLarge(bytes) => return too_large(lang, *bytes),
        RuleErrorKind::Syntax(what) => return syntax(lang, what),
        RuleErrorKind::TooLong { len, max } => return too_long(lang, *len, *max),
        RuleErrorKind::MissingReason(reason) => return missing_reason(lang, reason.code()),
        RuleErrorKind::TooManyItems(items) => return too_many(lang, *items),
        RuleErrorKind::Forbidden(what) => return forbidden(lang, what),
        RuleErrorKind::WrongType("a text") => TYPE_TEXT,
        RuleErrorKind::WrongType(_) => TYPE_OTHER,
        RuleErrorKind::Format => FORMAT,
        RuleErrorKind::UnknownKey => UNKNOWN_KEY,
        RuleErrorKind::MissingKey => MISSING_KEY,
        RuleErrorKind::Empty => EMPTY,
        RuleErrorKind::BadId => BAD_ID,
        RuleErrorKind::Duplicate => DUPLICATE,
        RuleErrorKind::UnknownReason => UNKNOWN_REASON,
        RuleErrorKind::UnknownNeed => UNKNOWN_NEED,
        RuleErrorKind::WhenMissing => WHEN_MISSING,
        RuleErrorKind::WhenNotNeeded => WHEN_NOT_NEEDED,
        RuleErrorKind::UnknownStatus => UNKNOWN_STATUS,
        RuleErrorKind::NotPrintable => NOT_PRINTABLE,
    };
    word.get(lang).to_owned()
}
