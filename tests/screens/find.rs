//! Ctrl+F: typing, the newest answer only, opening, scanning, contacts, slips, a file's history.

use super::counter::Counter;
use crate::harness::submission;
use loket::domain::command::{Command, Then};
use loket::domain::id::AppId;
use loket::domain::reason::ReasonCode;
use loket::domain::terms::{CancelKind, ContactTopic};
use loket::screen::find::Find;
use loket::screen::{Ask, Screen, Told};
use loket::text::Lang;
use loket::ui::theme::Look;

fn counter() -> (Counter, Vec<AppId>) {
    let mut c = Counter::new();
    let mut apps: Vec<AppId> = (1..=3).map(|n| c.bench.submit(submission(n, ReasonCode::New, Then::Queue))).collect();
    apps.push(c.bench.submit(submission(4, ReasonCode::Damaged, Then::Return)));
    let void = Command::Cancel { app: apps[2], kind: CancelKind::InputError, note: None };
    c.bench.act(crate::harness::OFFICER, void).expect("void");
    (c, apps)
}

/// The queries asked since the last look.
fn queries(c: &mut Counter) -> Vec<String> {
    let asks = std::mem::take(&mut c.asks);
    asks.into_iter().filter_map(|ask| if let Ask::Find(query) = ask { Some(query) } else { None }).collect()
}

fn found(c: &mut Counter, find: &mut Find, query: &str, apps: &[AppId], more: bool) {
    let rows = apps.iter().map(|app| c.row(*app)).collect();
    c.tell(find, Told::Found { query: query.to_owned(), rows, more });
}

#[test]
fn every_change_asks_and_only_the_newest_answer_counts() {
    let (mut c, apps) = counter();
    let mut find = Find::new();
    assert!(find.takes_text());
    insta::assert_snapshot!("find_empty", c.picture(&find));
    c.text(&mut find, "an k");
    assert_eq!(queries(&mut c), ["a", "an", "an k"], "a blank at the end changes nothing");
    assert!(c.draw(&find, 80, 15).contains("mencari"));
    found(&mut c, &mut find, "a", &apps, false);
    assert!(c.draw(&find, 80, 15).contains("mencari"), "an old answer is not shown");
    assert!(!c.draw(&find, 80, 15).contains("0002"));
    found(&mut c, &mut find, "an k", &apps, true);
    insta::assert_snapshot!("find_rows", c.picture(&find));
    assert!(c.draw(&find, 80, 15).contains("4+ ditemukan"));
    c.draws_everywhere(&find);
    c.keys(&mut find, "Backspace Backspace");
    assert_eq!(queries(&mut c), ["an"]);
}

#[test]
fn letters_type_in_the_box_and_act_in_the_list() {
    let (mut c, apps) = counter();
    let mut find = Find::new();
    c.text(&mut find, "k");
    assert_eq!(queries(&mut c), ["k"]);
    found(&mut c, &mut find, "k", &apps, false);
    c.keys(&mut find, "Down");
    assert!(!find.takes_text());
    c.keys(&mut find, "k");
    assert!(c.draw(&find, 80, 15).contains("Telepon"));
    insta::assert_snapshot!("find_contact", c.picture(&find));
    c.keys(&mut find, "Esc Up");
    assert!(find.takes_text(), "up from the first row is the box");
    c.keys(&mut find, "Down Down /");
    assert!(find.takes_text());
    c.text(&mut find, "c");
    assert_eq!(queries(&mut c), ["kc"]);
}

#[test]
fn enter_opens_an_open_file_and_shows_the_entries_of_a_closed_one() {
    let (mut c, apps) = counter();
    let mut find = Find::new();
    c.text(&mut find, "contoh");
    queries(&mut c);
    found(&mut c, &mut find, "contoh", &apps, false);
    c.keys(&mut find, "Enter");
    assert!(matches!(c.asks.pop(), Some(Ask::OpenFile(app)) if app == apps[0]));
    c.keys(&mut find, "Down Down Down Enter");
    let pane = c.draw(&find, 80, 15);
    assert!(pane.contains("batal: salah input") && pane.contains("diterima"), "{pane}");
    assert!(pane.contains("RC") && pane.contains("••••"), "{pane}");
    c.draws_everywhere(&find);
    c.keys(&mut find, "Esc");
    assert!(c.draw(&find, 80, 15).contains("ditemukan"));
}

#[test]
fn after_a_file_was_opened_the_next_letter_begins_another_search() {
    let (mut c, apps) = counter();
    let mut find = Find::new();
    c.text(&mut find, "ani");
    queries(&mut c);
    found(&mut c, &mut find, "ani", &apps[..1], false);
    c.keys(&mut find, "Enter");
    c.asks.clear();
    c.text(&mut find, "bu");
    assert_eq!(queries(&mut c), ["b", "bu"]);
}

#[test]
fn enter_before_the_answer_opens_a_single_hit_when_it_comes() {
    let (mut c, apps) = counter();
    let mut find = Find::new();
    c.text(&mut find, "marni");
    c.keys(&mut find, "Enter");
    queries(&mut c);
    found(&mut c, &mut find, "marni", &apps[1..2], false);
    assert!(matches!(c.asks[..], [Ask::OpenFile(app)] if app == apps[1]));
    c.asks.clear();

    c.keys(&mut find, "Esc");
    c.text(&mut find, "do");
    c.keys(&mut find, "Enter");
    queries(&mut c);
    found(&mut c, &mut find, "do", &apps[0..2], false);
    assert!(c.asks.is_empty(), "several hits are for the clerk to choose from");
    c.text(&mut find, "x");
    queries(&mut c);
    found(&mut c, &mut find, "dox", &apps[1..2], false);
    assert!(c.asks.is_empty(), "an Enter of an older query opens nothing");
}

#[test]
fn a_scan_opens_exactly_one_exact_hit() {
    let (mut c, apps) = counter();
    let nik = c.bench.office.file(apps[1]).and_then(|f| f.person.as_ref()).and_then(|p| p.nik).expect("a NIK");
    let number = c.bench.app(apps[1]).number.text.clone();
    for scan in [nik.as_str().to_owned(), nik.grouped(), number, "2".to_owned()] {
        let mut find = Find::new();
        c.text(&mut find, "sisa lama");
        queries(&mut c);
        c.paste(&mut find, &format!("{scan}\r"));
        assert_eq!(queries(&mut c), [scan.trim()], "a scan is a new search");
        found(&mut c, &mut find, &scan, &apps, false);
        assert!(matches!(c.asks[..], [Ask::OpenFile(app)] if app == apps[1]), "{}", scan.len());
        c.asks.clear();
    }
    for (scan, hits) in [("contoh", &apps[1..2]), ("77", &apps[1..2]), ("1374019999999999", &apps[..])] {
        let mut find = Find::new();
        c.paste(&mut find, scan);
        queries(&mut c);
        found(&mut c, &mut find, scan, hits, false);
        assert!(c.asks.is_empty(), "{scan} names no file exactly");
    }
}

#[test]
fn what_is_pasted_is_data_and_never_too_long() {
    let (mut c, _) = counter();
    let mut find = Find::new();
    c.text(&mut find, "siti");
    queries(&mut c);
    c.paste(&mut find, &"x".repeat(70));
    assert!(queries(&mut c).is_empty());
    assert!(c.said().contains("60"), "{}", c.said());
    assert!(c.draw(&find, 80, 15).contains("siti"), "what stood there is kept");
    c.paste(&mut find, "'; DROP \u{202e}TABLE\n--");
    assert_eq!(queries(&mut c), ["'; DROP TABLE --"]);
}

#[test]
fn a_contact_is_recorded_about_where_the_file_stands() {
    let (mut c, apps) = counter();
    let mut find = Find::new();
    c.text(&mut find, "siti");
    queries(&mut c);
    found(&mut c, &mut find, "siti", &apps[2..4], false);
    c.keys(&mut find, "Down k");
    assert!(c.said().contains("selesai"), "a void file is not called: {}", c.said());
    c.keys(&mut find, "Down k 2");
    let [Command::NoteContact { app, reached, topic }] = c.given[..] else { panic!("one contact") };
    assert_eq!((app, reached, topic), (apps[3], false, ContactTopic::Returned));
    assert!(c.said().contains("KONTAK DICATAT"), "{}", c.said());
    assert_eq!(c.bench.app(apps[3]).calls, 1);
}

#[test]
fn the_slips_of_every_row_can_be_shown() {
    let (mut c, apps) = counter();
    let mut find = Find::new();
    c.text(&mut find, "c");
    queries(&mut c);
    found(&mut c, &mut find, "c", &[apps[0], apps[3]], false);
    c.keys(&mut find, "Down c Down c");
    let shown: Vec<_> =
        c.asks.iter().filter_map(|ask| if let Ask::Slips(app) = ask { Some(*app) } else { None }).collect();
    assert_eq!(shown, [apps[0], apps[3]]);
}

#[test]
fn the_desk_may_show_a_history_here_and_it_opens_by_enter() {
    let (mut c, apps) = counter();
    let mut find = Find::new();
    c.tell(&mut find, Told::Open(apps[0]));
    assert!(c.draw(&find, 80, 15).contains("diterima: II.A Baru"));
    c.keys(&mut find, "Enter");
    assert!(matches!(c.asks[..], [Ask::OpenFile(app)] if app == apps[0]));
    for look in [Look::bare(Lang::Id), Look::full(Lang::En)] {
        c.look = look;
        c.draws_everywhere(&find);
    }
}

#[test]
fn a_search_is_no_draft_and_escape_empties_it() {
    let (mut c, apps) = counter();
    let mut find = Find::new();
    c.text(&mut find, "an");
    queries(&mut c);
    found(&mut c, &mut find, "an", &apps, false);
    assert!(find.draft().is_none());
    c.keys(&mut find, "Esc");
    assert!(queries(&mut c).is_empty());
    assert!(!c.draw(&find, 80, 15).contains("0001"));
    found(&mut c, &mut find, "an", &apps, false);
    assert!(!c.draw(&find, 80, 15).contains("0001"), "the answer to an emptied box is old");
}
