//! The journal: its entries, what any row of them makes of an office, and the files it lies in.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use loket::desk::keys::AtRest;
use loket::domain::event::{Envelope, Event, Recorded};
use loket::domain::id::RunId;
use loket::domain::office::Office;
use loket::domain::personal::Personal;
use loket::ledger::{self, ENTRY_MAX, Entry, Home, Ledger as _, Options, personal_body};

use super::office::{Founded, morning, stamp, submission};
use super::{folder, harmless};

/// One entry of every kind and version there ever was: kind, version and the bytes in hexadecimal.
const FROZEN: &str = include_str!("../../ledger/frozen/entries.txt");

static ENTRIES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let bytes = |digits: &str| {
        let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("digits"));
        pairs.map(|pair| u8::from_str_radix(pair, 16).expect("two digits")).collect()
    };
    FROZEN.lines().filter_map(|line| line.split(' ').nth(2)).map(bytes).collect()
});

fn events() -> impl Iterator<Item = Event> {
    ENTRIES.iter().map(|bytes| Entry::decode(bytes).expect("a frozen entry").event)
}

pub fn entry(bytes: &[u8]) -> bool {
    match Entry::decode(bytes) {
        Ok(entry) => {
            assert!(bytes.len() <= ENTRY_MAX);
            // What an older program wrote is written as this one would, which may be longer.
            let Ok(again) = entry.encode() else { return false };
            let read = Entry::decode(&again).expect("what was written is read");
            assert_eq!(read, entry, "read, written and read is the same");
            assert_eq!(read.encode().ok(), Some(again), "written twice is the same");
            true
        }
        Err(what) => {
            harmless(&what);
            false
        }
    }
}

pub fn entry_seeds() -> Vec<Vec<u8>> {
    ENTRIES.clone()
}

/// The first byte names a kind and version, the others are a body.
pub fn event(bytes: &[u8]) -> bool {
    let Some((which, body)) = bytes.split_first() else { return false };
    let all: Vec<(&str, u16)> = Event::KINDS.iter().chain(Event::OLDER).copied().collect();
    let (kind, version) = all[usize::from(*which) % all.len()];
    match Event::decode(kind, version, body) {
        Ok(event) => {
            assert_eq!(event.kind(), kind);
            let again = Event::decode(kind, event.version(), &event.body()).expect("what was written is read");
            assert_eq!(again, event, "read, written and read is the same");
            true
        }
        Err(error) => {
            harmless(&error.to_string());
            false
        }
    }
}

pub fn event_seeds() -> Vec<Vec<u8>> {
    // An older body is read from the whole entry; here every kind stands as it is written today.
    let which = |event: &Event| Event::KINDS.iter().position(|(kind, _)| *kind == event.kind()).expect("a kind") as u8;
    events().map(|event| [&[which(&event)][..], &event.body()].concat()).collect()
}

pub fn personal(bytes: &[u8]) -> bool {
    let Ok(personal) = serde_json::from_slice::<Personal>(bytes) else { return false };
    assert!(format!("{personal:?}").len() < 20, "nothing personal in a log: {personal:?}");
    let again = serde_json::from_slice::<Personal>(&personal_body(&personal)).ok();
    assert_eq!(again.as_ref(), Some(&personal), "read, written and read is the same");
    personal.person.is_some()
}

/// Somebody's personal block, with everything in it.
const BLOCK: &str = r#"{"person":{"nik":"1374015708909012","name":"ANISA RAHMI","birth":"1990-08-17","sex":"Female",
"kk":"1374011203199004","contact":{"Own":"081266009001"},"address":null,"note":"x"},"new":{"name":"ANISA R"},
"old":{"name":"ANISA"},"note":"alasan","recipient":{"name":"DONI SAPUTRA","relation":"Spouse","evidence":"KK asli"},
"staff":"Rina","exemption":"x","place":"kantor","witnesses":[{"name":"MARNI CONTOH","office":"Kabid"}]}"#;

pub fn personal_seeds() -> Vec<Vec<u8>> {
    let submitted = match submission("1374015708909012", "ANISA RAHMI", "081266009001") {
        loket::domain::command::Command::Submit(s) => Personal { person: Some(s.person), ..Personal::default() },
        _ => Personal::default(),
    };
    vec![personal_body(&submitted), BLOCK.replace('\n', "").into_bytes(), b"{}".to_vec()]
}

/// Lines of one entry each: a byte for the kind, then the body. What does not read is left out.
pub fn fold(bytes: &[u8]) -> bool {
    let mut office = Office::default();
    let lines = bytes.split(|byte| *byte == b'\n').take(60);
    let known = lines.filter_map(|line| {
        let (which, body) = line.split_first()?;
        let (kind, version) = Event::KINDS[usize::from(*which) % Event::KINDS.len()];
        Event::decode(kind, version, body).ok()
    });
    for (seq, event) in (1u64..).zip(known) {
        let envelope = Envelope::system("loket-1", RunId([9; 16]), stamp(seq as i64 * 60_000));
        office.apply(&Recorded { seq, envelope, event, personal: None });
        assert_eq!(office.desk.seq, seq);
        let _ = (office.lineage(), office.queue(|_| true), office.unsent().len(), office.sending().is_some());
        if let Some(figures) = &office.desk.today {
            let _ = figures.imbalances(&office.stocks());
        }
        office.retire();
    }
    let stored = serde_json::to_vec(&office.desk).expect("a desk can be stored");
    let read = serde_json::from_slice(&stored).expect("and read again");
    assert_eq!(office.desk, read);
    !office.files.is_empty()
}

pub fn fold_seeds() -> Vec<Vec<u8>> {
    let kind = |event: &Event| Event::KINDS.iter().position(|(kind, _)| *kind == event.kind()).expect("a kind") as u8;
    let line = |event: &Event| [&[kind(event)][..], &event.body(), b"\n"].concat();
    // Each of them alone after a day was opened and a file received, and all in their order.
    let begin: Vec<u8> = events()
        .filter(|e| matches!(e, Event::LedgerCreated(_) | Event::DayOpened(_) | Event::ApplicationSubmitted(_)))
        .flat_map(|e| line(&e))
        .collect();
    let of_third = |event: &Event| {
        // The file received third is the only one there is.
        let body = String::from_utf8_lossy(&event.body()).replace("\"app\":41", "\"app\":4");
        [&[kind(event)][..], body.as_bytes(), b"\n"].concat()
    };
    let mut all: Vec<Vec<u8>> = events().map(|event| [begin.clone(), of_third(&event)].concat()).collect();
    all.push(events().flat_map(|event| of_third(&event)).collect());
    all.push(events().collect::<Vec<_>>().iter().rev().flat_map(of_third).collect());
    all
}

/// A ledger of an office nobody works in, and its entries.
struct Sound {
    founded: Founded,
    entries: BTreeMap<u64, Recorded>,
}

impl Sound {
    fn new(at_rest: AtRest) -> Sound {
        let others = [("1374010203859021", "DONI SAPUTRA"), ("1374024107759033", "MARNI CONTOH")];
        let more = others.map(|(nik, name)| submission(nik, name, "081266009002"));
        let founded = Founded::new(at_rest).with(morning().into_iter().chain(more));
        let entries = entries(&founded.home(founded.dir()));
        Sound { founded, entries }
    }
}

fn entries(home: &Home) -> BTreeMap<u64, Recorded> {
    let ledger = ledger::open(home.clone(), Options::default()).expect("a sound ledger");
    let all = (1..=ledger.office().desk.seq).map(|seq| (seq, ledger.entry(seq)));
    all.map(|(seq, entry)| (seq, entry.expect("a look").expect("an entry"))).collect()
}

thread_local! {
    static SOUND: [Sound; 2] = [AtRest::Clear, AtRest::Encrypted].map(Sound::new);
}

/// A damaged file: told, or the answers are as before; and what is saved of it is what was there.
pub fn ledger(bytes: &[u8]) -> bool {
    let (first, changes) = bytes.split_first().unwrap_or((&0, &[]));
    SOUND.with(|sound| {
        let sound = &sound[usize::from(first & 1)];
        let memory = folder();
        let place = memory.path().join("loket");
        sound.founded.lay_out(&place);
        let home = sound.founded.home(&place);
        damage(&home.ledger(), changes);
        let whole = ledger::verify(home.clone(), &mut |_, _| {}).ok().and_then(Result::ok);
        if let Some(whole) = &whole {
            assert_eq!(whole.entries, sound.entries.len() as u64, "what is whole is all there");
            assert_eq!(entries(&home), sound.entries, "what is whole is as it was");
        }
        let _ = (ledger::info(home.clone()), ledger::seen(&home));
        let to = Home::keyed(&memory.path().join("selamat"), home.key().cloned());
        if let Ok(saved) = ledger::salvage(&home, None, &to, (0, &mut |_, _| {})) {
            let kept = entries_of_copy(&to);
            assert_eq!(kept.len() as u64, saved.entries);
            for (seq, entry) in kept {
                let true_one = sound.entries.get(&seq).expect("an entry that was");
                assert!(entry.event == true_one.event && entry.envelope == true_one.envelope, "entry {seq} is another");
                assert!(entry.personal.is_none() || entry.personal == true_one.personal, "entry {seq}: another person");
            }
        }
        if let Ok(ledger) = ledger::open(home, Options::default()) {
            let _ = (1..=ledger.office().desk.seq.min(50)).map(|seq| ledger.entry(seq)).filter(Result::is_ok).count();
        }
        whole.is_some()
    })
}

/// What was saved, as far as an entry is there.
fn entries_of_copy(home: &Home) -> BTreeMap<u64, Recorded> {
    let ledger = ledger::open(home.clone(), Options::default()).expect("what was saved opens");
    let all = (1..=ledger.office().desk.seq).filter_map(|seq| Some((seq, ledger.entry(seq).ok()??)));
    all.collect()
}

/// Changes as a row: what is done, three bytes of where, one of how much, and for a change the bytes.
fn damage(path: &Path, mut changes: &[u8]) {
    let mut file = fs::read(path).expect("the file");
    let sound = file.len();
    while let Some(([what, high, middle, low, much], rest)) = changes.split_first_chunk::<5>() {
        let at = usize::from(*high) << 16 | usize::from(*middle) << 8 | usize::from(*low);
        let (at, much) = (at % (sound + 4_096), usize::from(*much));
        let page = at - at % 4_096;
        changes = rest;
        match what % 5 {
            0 => {
                let (new, rest) = rest.split_at(much.min(rest.len()));
                changes = rest;
                file.iter_mut().skip(at).zip(new).for_each(|(byte, new)| *byte = *new);
            }
            1 => file.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= (*what).max(1)),
            2 => file.truncate(at),
            3 => file.iter_mut().skip(page).take(4_096).for_each(|byte| *byte = 0),
            _ => {
                let other = much * 4_096 % sound;
                let copy: Vec<u8> = file.iter().skip(other).take(4_096).copied().collect();
                file.iter_mut().skip(page).zip(copy).for_each(|(byte, new)| *byte = new);
            }
        }
    }
    fs::write(path, file).expect("written");
}

pub fn ledger_seeds() -> Vec<Vec<u8>> {
    let each = |change: &[u8]| [0u8, 1].map(|first| [&[first][..], change].concat());
    let changes: [&[u8]; 8] = [
        &[],
        &[0, 0, 0, 100, 4, 0xFF, 0xFF, 0xFF, 0xFF],
        &[6, 0, 0x20, 7, 0],
        &[2, 0, 0x80, 0, 0],
        &[3, 0, 0x30, 0, 0],
        &[4, 0, 0x40, 0, 9],
        &[3, 0, 0, 0, 0],
        &[0, 0, 0x10, 0, 3, 13, 0, 0, 3, 0, 0x50, 0, 0],
    ];
    changes.into_iter().flat_map(each).collect()
}
