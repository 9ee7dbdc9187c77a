//! What is told about a mistake in the rule file: where it is, what it is, and that the built-in file rules.
//!
//! Separate because its reader edits a file, not a form. It must not know how the file is read.

use super::told::word_of;
use super::{Label, Lang};
use crate::domain::checklist::{RuleError, RuleErrorKind as K};

super::lang::words! {
    BUILT_IN: "Aturan bawaan tetap dipakai sampai berkas ini betul."
            / "The built-in rules stay in force until this file is right.";
}

/// The mistake in one line, with its place: `baris 12, reason[2].title: kosong`.
#[must_use]
pub fn rule(lang: Lang, error: &RuleError) -> String {
    let (line, key, what) = (error.line, &error.key, kind(&error.kind));
    let (place, what) = (super::lang::Word { id: "baris", en: "line" }.get(lang), what.get(lang).to_owned());
    if key.is_empty() { format!("{place} {line}: {what}") } else { format!("{place} {line}, {key}: {what}") }
}

/// The mistake with the figure or name that shows it, where there is one.
fn kind(error: &K) -> Label {
    let word = mistake(error);
    let with = match error {
        K::FileTooLarge(bytes) => format!("{bytes} byte"),
        K::Syntax(text) | K::Forbidden(text) => text.clone(),
        K::WrongType(wanted) => (*wanted).to_owned(),
        K::TooLong { len, max } => format!("{len} > {max}"),
        K::MissingReason(reason) => reason.code().to_owned(),
        K::TooManyItems(n) => format!("{n} > 9"),
        _ => return Label::from(word),
    };
    Label::new(format!("{} ({with})", word.id), format!("{} ({with})", word.en))
}

word_of! {
    /// What is wrong with a rule file.
    mistake(error: &K) {
        K::FileTooLarge(_) => "berkas terlalu besar" / "the file is too large";
        K::Syntax(_) => "bukan TOML yang sah" / "not valid TOML";
        K::Format => "hanya format 1 yang dikenal" / "only format 1 is known";
        K::UnknownKey => "kunci tidak dikenal" / "unknown key";
        K::MissingKey => "kunci ini harus ada" / "this key must be there";
        K::WrongType(_) => "jenis nilai salah, perlu" / "wrong kind of value, needed";
        K::Empty => "kosong" / "empty";
        K::TooLong { .. } => "terlalu panjang" / "too long";
        K::BadId => "tanda pengenal: huruf kecil, angka dan tanda hubung" / "identifiers: small letters, digits, dashes";
        K::Duplicate => "tertulis dua kali" / "stands twice";
        K::UnknownReason => "bukan kode F-1.02" / "not a code of F-1.02";
        K::MissingReason(_) => "belum ada daftar berkas untuk jenis ini" / "no list of documents for this kind";
        K::UnknownNeed => "harus required, conditional atau optional" / "must be required, conditional or optional";
        K::WhenMissing => "berkas bersyarat harus menyebut kapan" / "a conditional document must say when";
        K::WhenNotNeeded => "hanya berkas bersyarat yang menyebut kapan" / "only a conditional document says when";
        K::TooManyItems(_) => "berkas lebih dari sembilan" / "more than nine documents";
        K::UnknownStatus => "status tidak dikenal, tidak ada di other_statuses" / "unknown status, not in other_statuses";
        K::NotPrintable => "dengan status ini KTP-el tidak dicetak" / "no card is printed with this status";
        K::Forbidden(_) => "berkas ini tidak boleh diminta" / "this document must not be asked for";
    }
}
