//! Fuzz targets: every reader of bytes from outside, the drivers against a far end that may say anything, the ledger
//! under damage, and the desk's input. One table for the tests and for libFuzzer (`fuzz/`), which includes this file.
//!
//! A target never panics but for what it asserts: what must hold whatever comes in. Its seeds are good inputs and
//! inputs that once failed; they are made here, so that the repository holds no files of bytes. Must not know who
//! runs it: what other tests need as well stands here and is called from there.

pub mod desk;
mod drivers;
mod far;
pub mod files;
mod journal;
mod office;
mod texts;
pub mod wires;

use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

/// One reader.
pub struct Target {
    pub name: &'static str,
    /// What is read.
    pub what: &'static str,
    /// Says whether the input was a good one, as far as the reader tells.
    pub run: fn(&[u8]) -> bool,
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How many times longer an input takes than one of a plain parser, roughly.
    pub cost: u32,
}

const fn target(name: &'static str, what: &'static str, run: fn(&[u8]) -> bool, seeds: fn() -> Vec<Vec<u8>>) -> Target {
    Target { name, what, run, seeds, cost: 1 }
}

const fn slow(cost: u32, target: Target) -> Target {
    Target { cost, ..target }
}

/// Longest input of any target, in bytes: more than any reader takes.
pub const LONGEST: usize = 20_000;

pub const TARGETS: &[Target] = &[
    target("frames", "packets of a fingerprint module", wires::frames, wires::frames_seeds),
    target("pdu", "a short message as a modem gets it", wires::pdu, wires::pdu_seeds),
    target("ipp", "answers of a card printer behind CUPS", wires::ipp, wires::ipp_seeds),
    target("dbus", "messages of the system bus", wires::dbus, wires::dbus_seeds),
    target("http", "heads of answers from a device service", wires::http, wires::http_seeds),
    target("reader", "descriptions and samples of a reader's service", wires::reader, wires::reader_seeds),
    target("slip", "status bytes of a receipt printer", wires::slip, wires::slip_seeds),
    target("scanner", "a scanner on a serial line", wires::scanner, wires::scanner_seeds),
    slow(8, target("finger", "a fingerprint module in conversation", drivers::finger, drivers::finger_seeds)),
    slow(8, target("modem", "a modem in conversation", drivers::modem, drivers::modem_seeds)),
    slow(20, target("escpos", "a receipt printer in conversation", drivers::escpos, drivers::escpos_seeds)),
    slow(60, target("evolis", "a card printer on USB in conversation", drivers::evolis, drivers::evolis_seeds)),
    target("card", "a chip and a security module in conversation", drivers::card, drivers::card_seeds),
    target("scanned", "what a scanner types", texts::scanned, texts::scanned_seeds),
    target("fields", "everything a clerk fills in", texts::fields, texts::fields_seeds),
    target("lists", "lists, months, numbers and codes as typed", texts::lists, texts::lists_seeds),
    target("seal", "seals and codes of an agenda", texts::seal, texts::seal_seeds),
    target("recovery", "a recovery key as typed", texts::recovery, texts::recovery_seeds),
    target("keyname", "names of keys", texts::keyname, texts::keyname_seeds),
    target("settings", "loket.toml", files::settings, files::settings_seeds),
    target("device", "a device's line in it", files::device, files::device_seeds),
    slow(2, target("keys", "keys.toml", files::keys, files::keys_seeds)),
    target("parcel", "an encrypted export", files::parcel, files::parcel_seeds),
    slow(2, target("papers", "certificates of a device line", files::papers, files::papers_seeds)),
    slow(4, target("checklist", "an office's checklist", files::checklist, files::checklist_seeds)),
    target("chip", "a card's script", files::chip, files::chip_seeds),
    slow(4, target("template", "an office's words on a slip", files::template, files::template_seeds)),
    slow(2, target("backup", "manifest, memory and witness", files::backup, files::backup_seeds)),
    target("agenda", "an agenda brought to be proved", files::agenda, files::agenda_seeds),
    slow(8, target("record", "a print record", files::record, files::record_seeds)),
    slow(20, target("picture", "photograph and signature of a record", files::picture, files::picture_seeds)),
    slow(8, target("face", "the picture that goes to a card printer", files::face, files::face_seeds)),
    target("entry", "an entry of the journal", journal::entry, journal::entry_seeds),
    target("event", "the body of an entry, any kind and version", journal::event, journal::event_seeds),
    target("personal", "the personal block beside an entry", journal::personal, journal::personal_seeds),
    target("fold", "entries in any order, applied to an office", journal::fold, journal::fold_seeds),
    slow(100, target("ledger", "a ledger's files, damaged", journal::ledger, journal::ledger_seeds)),
    slow(40, target("draft", "what was typed and not yet given, in the ledger", desk::draft, desk::draft_seeds)),
    slow(200, target("desk", "keys, scans, pastes, sizes and time at a desk", desk::desk, desk::desk_seeds)),
];

/// The bytes as text, as far as they are any.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Texts as seeds.
fn texts(of: &[&str]) -> Vec<Vec<u8>> {
    of.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Nothing in what a person is shown steers a terminal or hides.
#[track_caller]
fn harmless(shown: &str) {
    let found = shown.chars().find(|c| *c != '\n' && loket::ui::clean::hostile(*c));
    assert_eq!(found, None, "{shown:?}");
}

/// A folder in memory, where there is such a place.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}

/// The bytes under a name in a folder of this process and thread, for readers that take a path.
fn in_folder<T>(name: &str, bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    thread_local!(static FOLDER: LazyLock<tempfile::TempDir> = const { LazyLock::new(folder) });
    FOLDER.with(|folder| {
        std::fs::write(folder.path().join(name), bytes).expect("written");
        read(folder.path())
    })
}
