//! A whole desk at an office on disk, fed keys, scans, pastes, sizes and time. Nothing hides on its screen, the book
//! adds up after every entry, nothing that cannot be undone is done but by the main key, and the ledger is whole.
//!
//! Each input has an office of its own, so that what is found can be done again. It sees what a clerk sees and what
//! is stored, never into the desk.

use std::path::{Path, PathBuf};

use loket::config::Home;
use loket::desk::input::{Input, Stamped};
use loket::desk::keys::{AtRest, KeyRing};
use loket::desk::{Desk, Devices, Finder, SCREENS, Setup};
use loket::domain::checklist::RuleSet;
use loket::domain::id::RunId;
use loket::export::slip::Templates;
use loket::ledger::{self, DraftKey, Ledger as _, Options, RunLock, SqliteLedger};
use loket::screen::{Draft, ScreenId};
use loket::text::Lang;
use loket::ui::clean::hostile;
use loket::ui::keymap::Key;
use loket::ui::theme::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::office::{Founded, SECRET, morning, stamp};
use super::text;

/// Keys by name, from the byte 0x80 on.
const NAMED: [&str; 44] = [
    "Enter",
    "Tab",
    "Esc",
    "Backspace",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "PgUp",
    "PgDn",
    "Del",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "Ctrl+B",
    "Ctrl+F",
    "Ctrl+G",
    "Ctrl+K",
    "Ctrl+L",
    "Ctrl+N",
    "Ctrl+O",
    "Ctrl+P",
    "Ctrl+Q",
    "Ctrl+R",
    "Ctrl+T",
    "Ctrl+U",
    "Ctrl+Space",
    "Alt+1",
    "Alt+2",
    "Alt+4",
    "Alt+7",
    "Alt+8",
    "Space",
    "é",
    "\u{202e}",
    "漢",
];
/// What a practised clerk types at a stroke, from the byte 0xC0 on.
const STROKES: [&str; 16] = [
    "<Esc><Esc><Esc><F2><Ctrl+U>1374010203859021DONI SAPUTRA<Tab><Tab>hil<Enter>081266009002<Enter>11123",
    "<F8>",
    "<Ctrl+O>1",
    "<Esc><Esc><Esc><F3><Enter><F8>1",
    "<Esc><Esc><Esc><F4><Enter>prr<Enter>9012<F8>",
    "<Esc><Esc><Esc><F4><Enter>1<F8>",
    "<Esc><Esc><Esc><F4><Enter>19012<F8>",
    "<Esc><Esc><Esc><F4><Enter><F8>1<F8>",
    "<Esc><Esc><Esc><F5><Enter>1<F8>",
    "<Esc><Esc><Esc><F6><F8>49<Enter>0<F8>2<F8>",
    "<Esc><Esc><Esc><Ctrl+G>",
    "<Esc><Esc><Esc><Ctrl+G>/aturan<Enter>",
    "<Esc><Esc><Esc><Ctrl+F>anisa<Enter>",
    "SC<Enter>hujan pagi 9<Enter>",
    "<F3><Enter><F7>1",
    "<F4><Enter>r",
];
/// Entries nobody can take back, or only with an entry of their own.
pub const IRREVERSIBLE: [&str; 8] = [
    "print_started",
    "activation_started",
    "card_handed_over",
    "card_rejected",
    "day_closed",
    "invalid_destroyed",
    "invalid_passed_on",
    "account_disabled",
];
/// The main key, in any of its forms.
const MAIN: [&str; 2] = ["F8", "Alt+8"];
/// Bytes of an input that are followed.
const LONGEST: usize = 1_500;

/// The names of the keys of a script: in angle brackets, everything else letter by letter.
pub fn keys_of(script: &str) -> Vec<&str> {
    let (mut rest, mut keys) = (script, Vec::new());
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
        let (key, after) = named.unwrap_or_else(|| rest.split_at(first.len_utf8()));
        keys.push(if key == " " { "Space" } else { key });
        rest = after;
    }
    keys
}

/// How a desk of these tests is set up.
pub fn setup(run: RunId, export_folder: PathBuf) -> Setup {
    Setup {
        station: "loket-1".into(),
        run,
        rules: RuleSet::builtin(),
        look: Look::full(Lang::Id),
        simulated: false,
        clear: false,
        export_folder,
        slips: Templates::builtin(),
    }
}

struct Seat {
    desk: Desk,
    _alive: RunLock,
    /// Another desk's view of the same ledger.
    beside: SqliteLedger,
    seen: u64,
    now: i64,
    size: (u16, u16),
    /// The last two keys.
    last: [String; 2],
    /// A card was handed over.
    handed: bool,
}

impl Seat {
    /// With somebody at it.
    fn taken(founded: &Founded, folder: &Path) -> Seat {
        let mut seat = Seat::at(founded, folder);
        seat.signs_in();
        seat
    }

    fn signs_in(&mut self) {
        self.types(&format!("SC<Enter>{SECRET}<Enter>"));
    }

    fn at(founded: &Founded, folder: &Path) -> Seat {
        let place = Home::at(folder.join("loket"));
        founded.lay_out(place.path());
        let run = RunId([1; 16]);
        let alive = RunLock::hold(place.path(), run).expect("a run");
        let setup = setup(run, folder.join("ekspor"));
        let open = || ledger::open(place.path(), Options::default()).expect("the ledger");
        let keys = KeyRing::load(&place).expect("keys");
        let now = 60_000;
        let desk = Desk::new(setup, Box::new(open()), keys, Devices::default(), None::<Finder>, stamp(now));
        let beside = open();
        let seen = beside.office().desk.seq;
        Seat { desk, _alive: alive, beside, seen, now, size: (80, 24), last: Default::default(), handed: false }
    }

    fn takes(&mut self, input: Input) {
        self.desk.handle(Stamped { at: stamp(self.now), input });
        self.looks();
    }

    /// What was stored just now came from a key that may store it, and the book adds up.
    fn looks(&mut self) {
        self.beside.refresh().expect("the ledger beside");
        let office = self.beside.office();
        let newest = office.desk.seq;
        if newest == self.seen {
            return;
        }
        if let Some(figures) = &office.desk.today {
            assert_eq!(figures.imbalances(&office.stocks()), vec![], "after entry {newest}");
        }
        for seq in self.seen + 1..=newest {
            let kind = self.beside.entry(seq).expect("a look").expect("an entry").event.kind();
            let [before, last] = self.last.each_ref().map(String::as_str);
            let main = MAIN.contains(&last) || (before, last) == ("Esc", "8");
            assert!(main || !IRREVERSIBLE.contains(&kind), "{kind} after {before} {last}");
            self.handed |= kind == "card_handed_over";
        }
        self.seen = newest;
    }

    fn key(&mut self, name: &str, pause: i64) {
        self.now += pause;
        if let Ok(key) = name.parse::<Key>() {
            self.last.rotate_left(1);
            self.last[1] = name.to_owned();
            self.takes(Input::Key(key));
        }
    }

    fn letter(&mut self, letter: char, pause: i64) {
        match letter {
            ' ' => self.key("Space", pause),
            _ => self.key(letter.encode_utf8(&mut [0; 4]), pause),
        }
    }

    fn types(&mut self, script: &str) {
        keys_of(script).into_iter().for_each(|key| self.key(key, 120));
    }

    /// As a scanner types it.
    fn scans(&mut self, said: &str) {
        let letters = said.chars().filter(|c| !c.is_control()).take(60);
        letters.for_each(|letter| self.letter(letter, 2));
        self.key("Enter", 2);
    }

    /// No character of the screen steers a terminal or hides.
    fn draws(&self) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.desk.draw(&mut buffer);
        let found = buffer.content.iter().find(|cell| cell.symbol().chars().any(hostile));
        assert_eq!(found.map(|cell| cell.symbol().escape_unicode().to_string()), None);
    }
}

thread_local! {
    static FOUNDED: Founded = Founded::new(AtRest::Clear).with(morning());
}

pub fn desk(bytes: &[u8]) -> bool {
    let memory = super::folder();
    let mut seat = FOUNDED.with(|founded| Seat::taken(founded, memory.path()));
    let mut rest = &bytes[..bytes.len().min(LONGEST)];
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match *first {
            byte @ 0x80..0xC0 => seat.key(NAMED[usize::from(byte - 0x80) % NAMED.len()], 120),
            byte @ 0xC0..0xE0 => seat.types(STROKES[usize::from(byte - 0xC0) % STROKES.len()]),
            byte @ 0xE0..0xE8 => {
                let (said, after) = rest.split_at(rest.len().min(40));
                rest = after;
                match byte % 2 {
                    0 => seat.takes(Input::Paste(text(said).into_owned())),
                    _ => seat.scans(&text(said)),
                }
            }
            0xE8..0xF0 => {
                let side = |at: usize| u16::from(rest.get(at).copied().unwrap_or(0));
                seat.size = (side(0), side(1) / 2);
                rest = rest.get(2..).unwrap_or_default();
                seat.takes(Input::Resize);
            }
            byte @ 0xF0..0xFE => {
                seat.now += [200, 1_000, 16_000, 400_000, 3_600_000, 90_000_000][usize::from(byte) % 6];
                seat.takes(Input::Tick);
            }
            0xFE => seat.takes(Input::Continued),
            0xFF => seat.takes(Input::Again),
            byte => seat.letter(char::from(byte), 120),
        }
        if seat.desk.leaving() {
            break;
        }
        seat.draws();
    }
    let handed = seat.handed;
    drop(seat);
    let found = ledger::verify(&memory.path().join("loket"), &mut |_, _| {}).expect("a look");
    assert!(found.is_ok(), "{found:?}");
    handed
}

/// A script as an input.
fn input(script: &str) -> Vec<u8> {
    let byte = |key: &str| match NAMED.iter().position(|name| *name == key) {
        Some(at) => vec![0x80 + at as u8],
        None => key.bytes().collect(),
    };
    keys_of(script).into_iter().flat_map(byte).collect()
}

pub fn desk_seeds() -> Vec<Vec<u8>> {
    let life = "<F4><Enter>prr<Enter>9012<F8>1<F8>1<F8>19012<F8><F8>1<F8>1<F8>";
    let scripts = [
        life.to_owned(),
        format!("{}<Esc><F5><Enter>1<F8>", life.trim_end_matches("1<F8>")),
        "<F6><F8>50<Enter>0<F8>2<F8>".to_owned(),
        "<Ctrl+G>aB<Enter>baru<Tab>BR<Tab><Space><F8><Esc>".to_owned(),
        "<Ctrl+N>1<F8><F2><Esc><Ctrl+K>".to_owned(),
        "<Ctrl+L><F1><PgDn><Esc><F6>r<Esc><Esc><Ctrl+B><Ctrl+P><Esc><Ctrl+R>".to_owned(),
    ];
    let mut all: Vec<Vec<u8>> = scripts.iter().map(|script| input(script)).collect();
    // A new file from its receipt to the close of the day, by strokes; scans and pastes; sizes; nights.
    all.push(vec![0xC0, 0xC2, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9]);
    all.push([&[0xE1][..], b"]Q11374015708909012", &[0xE0], b"1374015708909012\tDONI\x1b[2J\xe2\x80\xae"].concat());
    all.push(vec![0xC0, 0xE8, 0, 0, 0xE8, 1, 3, 0xE8, 255, 255, 0xE8, 20, 9, 0x90, 0x91, 0x92, 0x93]);
    all.push(vec![0xF5, 0xCD, 0xF3, 0xCD, 0xC4, 0xF5, 0xCD, 0x92, 0x94, 0xFE, 0xFF]);
    all
}

fn key_of(screen: ScreenId) -> DraftKey {
    let account = FOUNDED.with(|founded| founded.account);
    DraftKey { account, station: "loket-1".into(), screen: screen.code().to_owned() }
}

/// What was typed and lies beside the journal, where nothing vouches for it; the first byte says of which screen.
pub fn draft(bytes: &[u8]) -> bool {
    let (first, body) = bytes.split_first().unwrap_or((&0, &[]));
    let screen = SCREENS[usize::from(*first) % SCREENS.len()].id;
    let memory = super::folder();
    let mut seat = FOUNDED.with(|founded| Seat::at(founded, memory.path()));
    seat.beside.put_draft(&key_of(screen), body).expect("a draft");
    seat.signs_in();
    seat.draws();
    for key in ["Tab", "Down", "F1", "Esc", "F2", "F3", "F4", "F5", "F6", "Ctrl+G", "Ctrl+F"] {
        seat.key(key, 120);
        seat.draws();
    }
    serde_json::from_slice::<Draft>(body).is_ok()
}

/// Drafts as the desk itself keeps them, a second after the last key.
pub fn draft_seeds() -> Vec<Vec<u8>> {
    let scripts = [
        "<F2>1374010203859021DONI SAPUTRA<Tab><Tab>hil<Enter>0812",
        "<F4><Enter>t",
        "<F4><Enter>prr<Enter>90",
        "<F4>/ani",
        "<F5>/x",
        "<F3>/y",
        "<Ctrl+G>aBaru Contoh<Tab>",
        "<Ctrl+G>/aturan<Enter>/singkat<Enter><Enter>x",
        "<F4><Enter><F4>l",
    ];
    let mut seeds = Vec::new();
    for script in scripts {
        let memory = super::folder();
        let mut seat = FOUNDED.with(|founded| Seat::taken(founded, memory.path()));
        seat.types(script);
        seat.now += 3_000;
        seat.takes(Input::Tick);
        for (which, row) in (0u8..).zip(SCREENS) {
            let kept = seat.beside.draft(&key_of(row.id)).expect("a look");
            seeds.extend(kept.map(|kept| [&[which][..], &kept].concat()));
        }
    }
    let far = r#"{"app":4,"form":{"values":[["a","\u202e"]],"focus":"a","cursor":9},"extra":[["started","{}"],["over","staff"],["search","\u001b[2J"]]}"#;
    seeds.extend((0..7).map(|which: u8| [&[which][..], far.as_bytes()].concat()));
    seeds
}
