//! Hostile text in every field, file and argument: shown harmless, kept faithfully or refused, never carried out.
//!
//! One table of payloads against every place text comes in. The judge of a frame looks at the characters that would
//! reach the terminal; the real program is watched through a terminal emulator. What exporters and readers of devices
//! do with such text in detail stands with their own tests; here every entrance is tried with everything.

use crate::journeys::{ANISA, Counter};
use crate::pty::User;
use loket::domain::application::Stage;
use loket::domain::checklist::RuleSet;
use loket::domain::clean::clean;
use loket::domain::command::Command;
use loket::domain::id::AccountId;
use loket::domain::person::Note;
use loket::domain::personal::Patch;
use loket::domain::policy::Policy;
use loket::domain::terms::ContactTopic;
use loket::export::{Format, csv, render};
use loket::ledger::Ledger as _;
use loket::ui::clean::hostile;
use std::path::Path;
use std::process::{Command as Process, Stdio};

/// A name for the report, and the text.
fn payloads() -> Vec<(&'static str, String)> {
    let mut all: Vec<(&str, String)> = [
        ("clear screen", "\u{1b}[2J\u{1b}[H"),
        ("window title", "\u{1b}]0;terambil\u{7}"),
        ("clipboard", "\u{1b}]52;c;dGVyYW1iaWw=\u{7}"),
        ("questions to the terminal", "\u{1b}[6n\u{1b}P+q544e\u{1b}\\"),
        ("end of paste", "a\u{1b}[201~\u{1b}[19~"),
        ("C1 controls", "\u{9b}31m\u{9d}0;terambil\u{9c}"),
        ("turned direction", "\u{202e}2109\u{2066}x\u{2069}"),
        ("zero width", "SI\u{200b}TI\u{feff}\u{2060}"),
        ("tags and selectors", "A\u{e0041}\u{e0042}\u{fe0f}"),
        ("NUL", "SI\0TI"),
        ("backspaces", "AMAN\u{8}\u{8}\u{8}\u{7f}\u{7}"),
        ("line ends", "a\r\nb\u{85}c\u{2028}d\u{b}e\u{c}f"),
        ("formula", "=HYPERLINK(\"http://x\";\"y\")"),
        ("command in a sheet", "+cmd|' /C calc'!A0"),
        ("sum in a sheet", "@SUM(1+1)*cmd"),
        ("wide formula", "\u{ff1d}1+1"),
        ("end of a statement", "x'); DROP TABLE application; --"),
        ("words of the index", "\" OR name_key:* NEAR("),
        ("path", "../../../../tmp/terambil"),
        ("shell", "$(touch terambil)`touch terambil`; touch terambil"),
        ("places of a template", "{letterhead}{0}%s%n{{"),
        ("wide letters", "漢字かな"),
        ("joined signs", "👩\u{200d}👩\u{200d}👧"),
        ("right to left", "مرحبا 9012"),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .into();
    all.push(("a pile of accents", format!("A{}", "\u{301}".repeat(300))));
    all.push(("huge", "A".repeat(100_000)));
    all
}

/// Nothing on the screen steers a terminal or hides.
#[track_caller]
fn harmless(c: &Counter, place: &str, payload: &str) {
    let screen = c.screen();
    let found = screen.chars().find(|c| *c != '\n' && hostile(*c));
    assert_eq!(found, None, "{place}: {payload}\n{screen}");
}

/// How a form is reached, and how many fields it may have.
const FORMS: &[(&str, &str, usize)] = &[
    ("intake", "<F2>", 14),
    ("search", "<Ctrl+F>", 1),
    ("queue of the check", "<F3>/", 1),
    ("queue of the operator", "<F4>/", 1),
    ("operator's session", "<F4><Enter>", 4),
    ("shelf", "<F5>", 1),
    ("agenda", "<F6>/", 1),
    ("close of the day", "<F6><F8>", 4),
    ("new account", "<Ctrl+G>a", 7),
    ("blanks", "<Ctrl+G>s", 7),
    ("office name", "<Ctrl+G>/aturan<Enter>/singkat<Enter><Enter>", 1),
    ("letterhead", "<Ctrl+G>/aturan<Enter>/kop<Enter><Enter>", 6),
    ("days of a report", "<Ctrl+G>/akses<Enter>1", 1),
    ("reason of trouble", "<Ctrl+N>2", 1),
    ("sign-in", "<Ctrl+K>", 2),
];

#[test]
fn pasted_into_every_field_it_shows_nothing_and_does_nothing() {
    for (place, open, fields) in FORMS {
        let mut c = Counter::open();
        c.received_to_operator(&ANISA, 1);
        c.keys("<F2>").keys(open);
        let book = c.office().desk.book_seq();
        for (name, payload) in payloads() {
            for _ in 0..*fields {
                c.paste(&payload);
                harmless(&c, place, name);
                // An error is read and gone on from, as a clerk would.
                if c.screen().contains("Esc lanjut") {
                    c.keys("<Esc>");
                }
                c.keys("<Tab>");
                harmless(&c, place, name);
            }
        }
        assert_eq!(c.office().desk.book_seq(), book, "{place}: a paste has acted");
        assert!(!c.left(), "{place}");
        c.stands(1, Stage::Operator).whole();
    }
}

/// The characters of a payload that a keyboard or a scanner that types can send.
fn typed(payload: &str) -> String {
    payload.chars().filter(|c| !c.is_control() && *c != '<').take(40).collect()
}

#[test]
fn typed_and_scanned_into_intake_search_and_sign_in_it_shows_nothing_and_does_nothing() {
    for (open, fields) in [("<F2>", 14), ("<Ctrl+F>", 1), ("<Ctrl+K>", 2)] {
        let mut c = Counter::open();
        c.keys(open);
        let book = c.office().desk.book_seq();
        for (name, payload) in payloads() {
            for _ in 0..fields {
                let text = typed(&payload);
                c.keys(&text);
                harmless(&c, open, name);
                c.keys("<Ctrl+U>").burst(&text);
                harmless(&c, open, name);
                if c.screen().contains("Esc lanjut") {
                    c.keys("<Esc>");
                }
                c.keys("<Tab>");
            }
        }
        assert_eq!(c.office().desk.book_seq(), book, "{open}");
        c.whole();
    }
}

/// An office whose free texts are all one payload: name, letterhead, who signs, notes, reasons.
fn filled(payload: &str) -> Counter {
    let mut c = Counter::open();
    let all = AccountId([1; 16]);
    let lines = || vec![payload.to_owned(); 2];
    let mut policy = Policy { office: payload.into(), letterhead: lines(), head: lines(), ..Policy::default() };
    (policy.place, policy.loket, policy.witness) = (payload.into(), payload.chars().take(20).collect(), lines());
    c.elsewhere(all, Command::ChangePolicy(Box::new(policy)));
    c.received_to_operator(&ANISA, 1);
    let short: String = payload.chars().take(200).collect();
    let note = Note::parse(&short).expect("a note is cleaned, not refused");
    let (app, topic) = (c.app(1).id, ContactTopic::Other);
    let patch = Patch { note: Some(note.clone()), ..Patch::default() };
    c.elsewhere(all, Command::Correct { app, patch: Box::new(patch), reason: None, note: Some(note.clone()) });
    c.elsewhere(all, Command::NoteContact { app, reached: true, topic });
    c.elsewhere(
        all,
        Command::StartTrouble {
            causes: [loket::domain::terms::TroubleCause::Power].into(),
            reason: Some(note),
            advised: false,
        },
    );
    c
}

#[test]
fn stored_it_is_kept_cleaned_and_leaves_every_paper_harmless() {
    for (name, payload) in payloads() {
        if payload.len() > 1000 {
            // Longer than any field: refused before it is stored, as the pastes have shown.
            continue;
        }
        let mut c = filled(&payload);
        for screen in ["<F2>", "<F3>", "<F4>", "<F5>", "<F6>", "<Ctrl+F>", "<Ctrl+G>", "<F1>", "<Esc><Ctrl+R>"] {
            c.keys(screen);
            harmless(&c, screen, name);
        }
        let kept = c.person(1).note.expect("the note");
        let short: String = payload.chars().take(200).collect();
        assert_eq!(kept.as_str(), clean(&short), "{name}");
        let mut searcher = c.ledger().searcher().expect("a searcher");
        searcher.find(&payload, 5).unwrap_or_else(|error| panic!("{name}: {error}"));
        papers(&c, name);
        c.whole();
    }
}

/// All exports of the day.
fn papers(c: &Counter, name: &str) {
    let day = c.office().desk.day.expect("a day");
    let book = loket::desk::day::read_book(c.ledger(), day).expect("a look").expect("a book");
    for format in Format::ALL {
        let bytes = render(&book, format).unwrap_or_else(|error| panic!("{name}: {error}"));
        if !matches!(format, Format::Csv | Format::Txt) {
            continue;
        }
        let text = String::from_utf8(bytes).expect("text");
        let allowed = ['\n', '\r', '\u{c}', '\u{feff}'];
        let found = text.chars().find(|c| hostile(*c) && !allowed.contains(c));
        assert_eq!(found, None, "{name} in {format:?}");
        if format == Format::Csv {
            let cells = text.lines().flat_map(|line| line.split("\";\"")).map(|cell| cell.trim_matches('"'));
            for cell in cells.filter(|cell| cell.starts_with(['=', '+', '@'])) {
                assert_eq!(csv::guard(cell), cell, "{name}: a formula stands in the sheet: {cell}");
            }
        }
    }
}

#[test]
fn the_three_lists_of_characters_that_never_pass_are_one() {
    let shown = |c: char| !c.is_whitespace() && !hostile(c);
    for c in (0..=0x0010_ffff).filter_map(char::from_u32).filter(|c| !c.is_whitespace()) {
        assert_eq!(shown(c), !clean(&c.to_string()).is_empty(), "U+{:04X}", u32::from(c));
    }
}

/// The program with these arguments in an empty home; stdout and stderr.
fn said(home: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Process::new(env!("CARGO_BIN_EXE_loket"));
    command.args(args).env_clear().env("HOME", home).current_dir(home).stdin(Stdio::null());
    let ran = command.output().expect("the binary runs");
    let text = [ran.stdout, ran.stderr].concat();
    (ran.status.code().expect("no signal"), String::from_utf8(text).expect("text"))
}

#[track_caller]
fn speaks_plainly(place: &str, name: &str, text: &str) {
    let found = text.chars().find(|c| *c != '\n' && hostile(*c));
    assert_eq!(found, None, "{place}: {name}\n{text:?}");
}

#[test]
fn as_an_argument_it_is_told_harmlessly_and_touches_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    for (name, payload) in payloads().into_iter().filter(|(_, text)| !text.contains('\0')) {
        let p = payload.as_str();
        let lines: [&[&str]; 11] = [
            &[p],
            &["nik", p],
            &["ledger", "info", "--as", p],
            &["--home", p, "ledger", "info"],
            &["export", "--format", p, "--date", p],
            &["export", "--format", "csv", "--date", p],
            &["audit", "report", "--from", p, "--to", p],
            &["audit", "report", "--from", "2026-01-01", "--to", "2026-01-02", "--nik", p],
            &["ledger", "purge", "--before", p],
            &["devices", "test", p],
            &["simulate", p],
        ];
        for args in lines {
            let (code, text) = said(home.path(), args);
            assert!((1..=7).contains(&code), "{name} {args:?}: {code}\n{text}");
            speaks_plainly(args[0], name, &text);
        }
    }
    let left: Vec<_> = std::fs::read_dir(home.path()).expect("the folder").flatten().map(|e| e.file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn in_the_settings_it_is_refused_with_its_line_or_shown_harmlessly() {
    let home = tempfile::tempdir().expect("a folder");
    let office = home.path().join(".local/share/loket");
    std::fs::create_dir_all(&office).expect("made");
    let private = |path: &Path, mode| {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("closed");
    };
    private(&office, 0o700);
    let file = office.join("loket.toml");
    for (name, payload) in payloads().into_iter().filter(|(_, text)| text.len() < 5000) {
        let quoted = toml::Value::from(payload.as_str()).to_string();
        let texts = [
            format!("station = {quoted}\n"),
            format!("lang = {quoted}\n"),
            format!("rules = {quoted}\n"),
            format!("{quoted} = 1\n"),
            format!("[devices]\nslip = {quoted}\n"),
            format!("[devices]\nnetwork = {quoted}\n"),
            format!("[export]\nfolder = {quoted}\n"),
            payload.clone(),
        ];
        for text in texts {
            std::fs::write(&file, &text).expect("written");
            private(&file, 0o600);
            for args in [["config", "check"], ["config", "show"]] {
                let (code, answer) = said(home.path(), &args);
                assert!(matches!(code, 0 | 1 | 3), "{name}: {code} {text:?}\n{answer}");
                speaks_plainly("settings", name, &answer);
            }
        }
    }
}

#[test]
fn in_a_rule_file_it_is_refused_or_cleaned() {
    let builtin = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/rules/ktp-el.toml"));
    let builtin = builtin.expect("the built-in rules");
    let line = builtin.lines().find(|line| line.trim_start().starts_with("title")).expect("a title").to_owned();
    for (name, payload) in payloads() {
        let quoted = toml::Value::from(payload.as_str()).to_string();
        let title = format!("title = {{ id = {quoted}, en = {quoted} }}");
        let Ok(rules) = RuleSet::parse(&builtin.replacen(&line, &title, 1)) else { continue };
        for list in rules.checklists() {
            let words = format!("{:?}", list.title());
            assert!(!words.chars().any(hostile), "{name}: {words}");
        }
    }
}

#[test]
fn on_the_real_program_it_never_reaches_the_terminal() {
    let user = User::new();
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI").sees("Permohonan baru");
    // A paste that ends itself is two pastes and a key: the headless desk has had it.
    let all = payloads().into_iter().filter(|(name, text)| text.len() < 5000 && *name != "end of paste");
    for (_, payload) in all {
        seat.send(b"\x1b[200~").send(payload.as_bytes()).send(b"\x1b[201~").send(b"\x15\t");
    }
    // The question is drawn after everything before it has been.
    seat.send(b"\x11").sees("Ya, keluar");
    let written = String::from_utf8_lossy(seat.written()).into_owned();
    for never in ["\u{1b}]52", "\u{1b}[6n", "\u{1b}P", "terambil\u{7}", "\u{202e}", "\u{9b}"] {
        assert!(!written.contains(never), "{never:?} was written to the terminal");
    }
    seat.keys("1").ended();
    seat.given_back();
}
