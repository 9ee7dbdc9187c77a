//! What no checklist may demand.
//!
//! Circular 471/1768/SJ of 12 May 2016 forbids letters from RT, RW, kelurahan and kecamatan, tax proof and
//! police records. Separate because this floor holds whatever a rule file says: the file
//! can add words, never lift it. Must not know how files are read.

use serde::{Deserialize, Serialize};

use super::{ItemId, Words};
use crate::domain::clean::{fold, has_words};

/// A document that must not be demanded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forbidden {
    /// Identifier; an item of this identifier is refused.
    pub id: ItemId,
    /// What the clerk reads.
    pub label: Words,
    /// Words, folded, that give such a document away wherever they stand in an item.
    pub words: Vec<String>,
    /// The rule that forbids it.
    pub citation: String,
}

/// Words that are refused even if the file's own list is shortened.
const FLOOR: [(&str, &[&str]); 3] = [
    ("surat-pengantar", &["PENGANTAR", "COVER LETTER", "INTRODUCTORY LETTER", "LETTER OF INTRODUCTION"]),
    ("bukti-pbb", &["PBB", "SPPT", "PAJAK", "TAX"]),
    ("skck", &["SKCK", "CATATAN KEPOLISIAN", "KELAKUAN BAIK", "POLICE RECORD", "CRIMINAL RECORD", "GOOD CONDUCT"]),
];

/// A paper of this kind …
const PAPERS: [&str; 7] = ["SURAT", "KETERANGAN", "REKOMENDASI", "IZIN", "LETTER", "CERTIFICATE", "RECOMMENDATION"];
/// … from one of these is a letter the circular forbids.
const OFFICES: [&str; 11] = [
    "RT",
    "RW",
    "R T",
    "R W",
    "LURAH",
    "KELURAHAN",
    "CAMAT",
    "KECAMATAN",
    "NEIGHBOURHOOD",
    "NEIGHBORHOOD",
    "SUBDISTRICT",
];

/// Identifier of the forbidden document that one of these texts demands, if any.
pub(super) fn demanded<'a>(listed: &'a [Forbidden], id: &str, texts: &[&str]) -> Option<&'a str> {
    if let Some(entry) = listed.iter().find(|entry| entry.id.as_str() == id) {
        return Some(entry.id.as_str());
    }
    if let Some((floor, _)) = FLOOR.iter().find(|(floor, _)| *floor == id) {
        return Some(floor);
    }
    std::iter::once(&id).chain(texts).find_map(|text| in_text(listed, &without_numbers(&fold(text))))
}

fn in_text<'a>(listed: &'a [Forbidden], text: &str) -> Option<&'a str> {
    let any = |phrases: &[&str]| phrases.iter().any(|phrase| has_words(text, phrase));
    if any(&PAPERS) && any(&OFFICES) {
        return Some(FLOOR[0].0);
    }
    if let Some((id, _)) = FLOOR.iter().find(|(_, phrases)| any(phrases)) {
        return Some(id);
    }
    let gives_away = |entry: &&Forbidden| entry.words.iter().any(|phrase| has_words(text, phrase));
    listed.iter().find(gives_away).map(|entry| entry.id.as_str())
}

/// `RT05` means RT as well.
fn without_numbers(text: &str) -> String {
    let words = text.split(' ').map(|word| word.trim_end_matches(|c: char| c.is_numeric()));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
