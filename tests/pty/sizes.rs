//! Terminals that are small, colourless or never the same size.

use super::User;

#[test]
fn without_colour_no_colour_is_sent() {
    let user = User::new().with("NO_COLOR", "1");
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI").keys("<F4>").sees("Antrean").keys("<F6>").sees("Buku agenda");
    let sent = colours(seat.written());
    assert!(sent.is_empty(), "{sent:?}");
    // The judge can tell: with colour there are some.
    let user = User::new();
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI").keys("<F4>").sees("Antrean");
    assert!(!colours(seat.written()).is_empty());
}

/// The select-graphic-rendition sequences that choose a colour other than the terminal's own.
fn colours(written: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(written);
    let sequences = text.split("\u{1b}[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        (rest[end..].starts_with('m')).then(|| rest[..end].to_owned())
    });
    let coloured = |sequence: &String| {
        let chosen = |n: &str| n.parse().is_ok_and(|n: u32| matches!(n, 30..=38 | 40..=48 | 90..=107));
        sequence.split(';').any(chosen)
    };
    sequences.filter(coloured).collect()
}

#[test]
fn a_window_too_small_says_so_and_grows_back() {
    let user = User::new();
    let mut seat = user.start_sized(&["demo"], 79, 23);
    seat.sees("Jendela terlalu kecil: 79×23").resize(80, 24).sees("SIMULASI").sees("F2 Penerimaan");
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
}

#[test]
fn more_keys_at_once_than_one_buffer_holds_all_arrive() {
    let user = User::new();
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI").sees("F6 Agenda");
    // An odd number of language switches ends in the other language.
    seat.keys(&"<Ctrl+T>".repeat(2501)).sees("F2 Intake").keys("<Ctrl+Q>").sees("Yes, leave").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
}

#[test]
fn a_storm_of_sizes_ends_in_the_right_picture() {
    let user = User::new();
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI").keys("<F2>").sees("Permohonan baru").keys("1374015708909012ANISA").sees("ANISA");
    for step in 0..60u16 {
        seat.resize(20 + (step * 37) % 200, 3 + (step * 13) % 60);
    }
    seat.resize(79, 23).sees("Jendela terlalu kecil: 79×23").resize(100, 30).sees("F2 Penerimaan");
    seat.keys("<Ctrl+L>").sees("ANISA").sees("1374 0157 0890 9012").keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
}
