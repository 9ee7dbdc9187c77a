//! The first start: two choices, a form with defaults, plain errors, no secret shown.

use super::counter::{SIZES, text_of};
use loket::screen::first_run::{Chosen, FirstRun, SetUp};
use loket::text::Lang;
use loket::ui::keymap::{Action, Key, KeyState, STACKS, resolve};
use loket::ui::notice::{Notice, Severity};
use loket::ui::theme::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

struct Start {
    run: FirstRun,
    keys: KeyState,
    pressed: usize,
}

impl Start {
    fn new() -> Start {
        Start { run: FirstRun::new(Lang::Id), keys: KeyState::default(), pressed: 0 }
    }

    fn press(&mut self, key: Key) -> Option<Chosen> {
        self.pressed += 1;
        let layers = self.run.layers();
        assert!(STACKS.contains(&layers), "{layers:?} is not a stack of the key table");
        let action: Action = resolve(&mut self.keys, layers, key, self.run.takes_text())?;
        self.keys.disarm();
        self.run.on(action)
    }

    fn keys(&mut self, script: &str) -> Option<Chosen> {
        script.split_whitespace().fold(None, |_, name| self.press(name.parse().expect("a key")))
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            assert!(self.press(Key::char(c)).is_none());
        }
    }

    fn draw(&self, width: u16, height: u16) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        self.run.draw(buf.area, &mut buf, &Look::full(Lang::Id));
        text_of(&buf)
    }
}

#[test]
fn the_first_question_leads_to_three_ends() {
    let mut start = Start::new();
    insta::assert_snapshot!("first_run_question", start.draw(80, 24));
    assert!(!start.draw(80, 24).contains("Ctrl+K"), "there is no desk to lock yet");
    assert!(start.keys("Esc").is_none(), "a stray key leaves nothing");
    assert!(matches!(start.keys("2"), Some(Chosen::Demo)));
    assert!(matches!(Start::new().keys("3"), Some(Chosen::Leave)));
    assert!(matches!(Start::new().keys("Ctrl+Q"), Some(Chosen::Leave)));
}

#[test]
fn an_office_of_one_is_set_up_with_four_entries() {
    let mut start = Start::new();
    start.keys("1");
    insta::assert_snapshot!("first_run_form", start.draw(80, 24));
    start.text("Rahmi Contoh, S.Sos.");
    start.keys("Tab Tab");
    start.text("hujan pagi");
    start.keys("Tab");
    start.text("hujan pagi");
    assert!(!start.draw(80, 24).contains("hujan"), "a passphrase is never shown");
    let chosen = start.keys("F8");
    let Some(Chosen::SetUp(asked)) = chosen else { panic!("set up, not {}", start.draw(80, 24)) };
    let SetUp { office, station, supervisor, initials, all_roles, secret, plain } = *asked;
    assert_eq!((office.as_str(), station.as_str()), ("Disdukcapil Padang Panjang", "loket-1"));
    assert_eq!((supervisor.as_str(), initials.as_str()), ("Rahmi Contoh, S.Sos.", "RC"));
    assert!(all_roles && !plain);
    assert_eq!(secret.as_str(), "hujan pagi");
    assert!(start.pressed < 60, "{} keys are more than a minute's work", start.pressed);
}

#[test]
fn a_book_in_the_clear_is_an_explicit_choice_with_a_warning() {
    let mut start = Start::new();
    start.keys("1");
    start.text("Rahmi Contoh");
    start.keys("Tab Tab");
    start.text("hujan pagi");
    start.keys("Tab");
    start.text("hujan pagi");
    start.keys("Tab Tab Tab Tab");
    assert!(start.draw(80, 24).contains("hanya petugas yang masuk"));
    start.keys("Space");
    assert!(start.draw(80, 24).contains("TIDAK disandikan"));
    let Some(Chosen::SetUp(asked)) = start.keys("F8") else { panic!("set up, not {}", start.draw(80, 24)) };
    assert!(asked.plain);
}

#[test]
fn errors_are_plain_and_lead_to_the_field() {
    let mut start = Start::new();
    start.keys("1 F8");
    assert!(start.draw(80, 24).contains("Nama belum diisi"));
    start.text("Rahmi");
    start.keys("Tab Tab");
    start.text("hujan");
    start.keys("F8");
    assert!(start.draw(80, 24).contains("terlalu pendek"));
    start.text(" pagi");
    start.keys("F8");
    assert!(start.draw(80, 24).contains("tidak sama"));
    assert!(start.keys("F8").is_none() && start.keys("2").is_none(), "frozen until it is read");
    start.keys("Esc");
    start.text("hujan pagi");
    start.keys("Tab");
    start.text("hujan pagi");
    start.keys("Tab Space Tab Ctrl+U F8");
    let page = start.draw(80, 24);
    assert!(page.contains("Nama belum diisi"), "clearing clears all: {page}");
    start.keys("Ctrl+U");
    assert!(start.draw(80, 24).contains("Rahmi"), "and brings it back");
}

#[test]
fn a_station_is_a_short_plain_name() {
    let mut start = Start::new();
    start.keys("1");
    start.text("Rahmi Contoh");
    start.keys("Tab Tab");
    start.text("hujan pagi");
    start.keys("Tab");
    start.text("hujan pagi");
    start.keys("Tab Space Tab Tab");
    start.text(" Dua");
    start.keys("F8");
    assert!(start.draw(80, 24).contains("Nama meja"), "{}", start.draw(80, 24));
    start.keys("Backspace Backspace Backspace Backspace");
    start.run.paste("b");
    let Some(Chosen::SetUp(asked)) = start.keys("F8") else { panic!("set up") };
    let SetUp { station, all_roles, .. } = *asked;
    assert_eq!(station, "loket-1b");
    assert!(!all_roles, "the tick was taken away");
}

#[test]
fn an_easy_passphrase_is_told_in_the_form_and_the_rest_stays() {
    let mut start = Start::new();
    start.keys("1");
    start.text("Rahmi Contoh");
    start.keys("Tab Tab");
    start.text("rahasia1");
    start.keys("Tab");
    start.text("rahasia1");
    start.run.secret_unfit();
    let page = start.draw(80, 24);
    assert!(page.contains("terlalu mudah ditebak") && page.contains("Rahmi Contoh"), "{page}");
    assert!(!page.contains("••"), "both fields are emptied: {page}");
    assert!(!page.contains("Ctrl+K") && !page.contains("F1"), "only keys that work are offered: {page}");
    start.keys("Esc");
    start.text("hujan pagi");
    start.keys("Tab");
    start.text("hujan pagi");
    assert!(matches!(start.keys("F8"), Some(Chosen::SetUp(_))), "the passphrase is where the cursor stands");
}

#[test]
fn a_failed_set_up_is_told_and_keeps_what_was_typed() {
    let mut start = Start::new();
    start.keys("1");
    start.text("Rahmi Contoh");
    start.run.tell(Notice::new(Severity::Error, "Disk penuh.").next("Kosongkan ruang."));
    let page = start.draw(80, 24);
    assert!(page.contains("Disk penuh.") && page.contains("Rahmi"), "{page}");
    assert!(!start.run.takes_text());
    start.keys("Esc");
    assert!(start.run.takes_text());
}

#[test]
fn escape_goes_back_and_the_language_can_be_switched() {
    let mut start = Start::new();
    start.keys("1 Ctrl+T");
    insta::assert_snapshot!("first_run_form_en", start.draw(80, 24));
    assert_eq!(start.run.lang(), Lang::En);
    start.keys("Esc");
    assert!(start.draw(80, 24).contains("Try a simulated counter"));
}

#[test]
fn it_draws_at_any_size() {
    let mut start = Start::new();
    for step in ["Esc", "1", "F8", "F8"] {
        for (width, height) in SIZES {
            assert_eq!(start.draw(width, height), start.draw(width, height), "{width}×{height}");
        }
        start.keys(step);
    }
}
