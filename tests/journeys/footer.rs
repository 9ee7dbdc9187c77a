//! The footer keeps its word: every key it names does something where the clerk is.
//!
//! Separate from the journeys, which press the keys they need. Looks at the picture alone: a key that changes nothing
//! on the screen is dead, whatever it did behind it.

use super::{ACTIVATE, ANISA, Counter, DONI, HAND_OVER, MARNI, MATCH, Someone};

/// Wide enough for every key that is offered, also those that 80 columns leave out.
const WIDE: (u16, u16) = (240, 24);
const SITI: Someone = Someone { nik: "1374015203909041", name: "SITI CONTOH", phone: "081266009004" };

/// Places, and the keys that lead there from anywhere.
const PLACES: &[(&str, &str)] = &[
    ("intake", "<F2>"),
    ("intake, a NIK typed", "<F2>1374014404809055"),
    ("check", "<F3>"),
    ("check, a file open", "<F3><Enter>"),
    ("returned", "<F3><Tab>"),
    ("returned, a file open", "<F3><Tab><Enter>"),
    ("operator", "<F4>"),
    ("operator, a file open", "<F4><Enter>"),
    ("operator, status read", "<F4><Enter>prr<Enter>9012<F8>"),
    ("operator, tested", "<F4><Enter>prr<Enter>9012<F8>1<F8>"),
    ("operator, recorded", "<F4><Right>"),
    ("operator, deferred", "<F4><Right><Right>"),
    ("operator, not active", "<F4><Right><Right><Right>"),
    ("handover", "<F5>"),
    ("handover, a card", "<F5><Enter>"),
    ("agenda", "<F6>"),
    ("agenda, an earlier day", "<F6><Left>"),
    ("agenda, a file", "<F6><Down><Enter>"),
    ("figures", "<F6>n"),
    ("report", "<F6>y"),
    ("closing", "<F6><F8>"),
    ("find", "<Ctrl+F>"),
    ("find, a name", "<Ctrl+F>ani"),
    ("supervisor", "<Ctrl+G>"),
    ("supervisor, an account", "<Ctrl+G><End>"),
    ("new account", "<Ctrl+G>a"),
    ("new account, a tick", "<Ctrl+G>a<Tab><Tab>"),
    ("settings", "<Ctrl+G><End><Up>"),
    ("blanks", "<Ctrl+G>s"),
    ("trouble", "<Ctrl+N>"),
    ("own secrets", "<Ctrl+P>"),
    ("help", "<F1>"),
    ("an error", "<F2><F8>"),
    ("slips", "<F3>c"),
];

/// A counter with somebody in every list.
fn office() -> Counter {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1);
    c.received_to_operator(&DONI, 2).keys("<F4><Down><Enter>").keys(&DONI.status()).keys(MATCH).keys(&DONI.print());
    c.keys(ACTIVATE).keys("<Esc><Esc>");
    c.keys("<F2>").keys(&MARNI.form("hil", "123")).keys("<F8>");
    c.keys("<F2>").keys(&SITI.form("hil", "13")).keys("<F7>").sees("DIKEMBALIKAN");
    c.resize(WIDE.0, WIDE.1);
    c
}

/// The keys of the footer, as a script types them.
fn told(screen: &str) -> Vec<String> {
    let footer = screen.lines().last().unwrap_or_default();
    let keys = footer.trim().split("  ").filter_map(|hint| hint.split_once(' ')).map(|(key, _)| key);
    let typed = |key: &str| match key {
        "1–9" => "1".to_owned(),
        "→" => "<Right>".to_owned(),
        "←" => "<Left>".to_owned(),
        "↑" => "<Up>".to_owned(),
        "↓" => "<Down>".to_owned(),
        key if key.chars().count() == 1 => key.to_owned(),
        key => format!("<{key}>"),
    };
    keys.map(typed).collect()
}

/// Whether a counter can be brought back to this picture by the way a clerk goes. Tab takes turns: hence twice.
fn back(c: &mut Counter, way: &str, picture: &str) -> bool {
    let mut again = || c.keys("<Esc><Esc><Esc><Esc><Ctrl+U>").keys(way).screen() == picture;
    again() || again()
}

#[test]
fn every_key_in_a_footer_does_something() {
    // Held everywhere: asked once.
    const EVERYWHERE: [&str; 4] = ["<Ctrl+G>", "<Ctrl+N>", "<Ctrl+R>", "<Ctrl+K>"];
    let mut c = office();
    let (mut dead, mut pressed) = (Vec::new(), 0);
    for (at, (place, way)) in PLACES.iter().enumerate() {
        let mut stands = c.keys("<Esc><Esc><Esc><Esc><Ctrl+U>").keys(way).screen();
        let keys = told(&stands).into_iter().filter(|key| at == 0 || !EVERYWHERE.contains(&key.as_str()));
        for key in keys.collect::<Vec<_>>() {
            pressed += 1;
            if c.keys(&key).screen() == stands {
                println!("{place}: {key}\n{stands}");
                dead.push(format!("{place}: {key}"));
            } else if !back(&mut c, way, &stands) {
                c = office();
                stands = c.keys(way).screen();
                assert!(told(&stands).contains(&key), "{place}: {key}\n{stands}");
            }
        }
    }
    assert!(pressed > 100, "{pressed}");
    assert_eq!(dead, Vec::<String>::new());
}

#[test]
fn after_the_close_the_footer_no_longer_offers_it() {
    let mut c = office();
    c.keys("<F4><Enter>")
        .keys(&ANISA.status())
        .keys(MATCH)
        .keys(&ANISA.print())
        .keys(ACTIVATE)
        .keys("1")
        .keys(HAND_OVER);
    c.keys("<Esc><Esc><F6><F8>48<Enter>1<F8>2<F8>").sees("Hari sudah ditutup");
    let keys = told(&c.screen());
    assert!(!keys.contains(&"<F8>".to_owned()) && !keys.contains(&"<Ctrl+D>".to_owned()), "{keys:?}");
}
