//! Editing one line: never more than allowed, never cut, never a panic.

use loket::text::Lang;
use loket::ui::clean;
use loket::ui::field::{Edit, Field, Filter, Refused};
use loket::ui::keymap::Action;
use loket::ui::paint;
use loket::ui::theme::Look;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_normalization::is_nfc;
use unicode_segmentation::UnicodeSegmentation;

fn typed(field: &mut Field, text: &str) {
    for c in text.chars() {
        field.on(Action::Type(c));
    }
}

fn row(field: &Field, width: u16, focus: bool) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
    field.draw(buf.area, &mut buf, &Look::full(Lang::Id), focus);
    buf.content.iter().map(|cell| cell.symbol()).collect()
}

#[test]
fn what_is_over_the_limit_is_refused_with_its_count_and_never_cut() {
    let mut field = Field::new(5);
    typed(&mut field, "ANISA");
    let too_long = Refused::TooLong { limit: 5, count: 6 };
    assert_eq!(field.on(Action::Type('R')), Edit::Refused(too_long));
    assert_eq!(field.text(), "ANISA");
    let mut field = Field::new(5);
    let too_long = Refused::TooLong { limit: 5, count: 11 };
    assert_eq!(field.paste("ANISA RAHMI"), Edit::Refused(too_long));
    assert_eq!(field.text(), "");
    let big = "a".repeat(clean::PASTE_LIMIT + 1);
    assert_eq!(field.paste(&big), Edit::Refused(Refused::PasteTooBig(4097)));
    assert_eq!(Field::new(9).set("0123456789"), Err(Refused::TooLong { limit: 9, count: 10 }));
}

#[test]
fn a_suggestion_gives_way_to_the_first_letter_and_to_nothing_else() {
    let mut field = Field::new(4).filtered(Filter::Name);
    assert_eq!(field.suggest("EC"), Ok(()));
    assert!(matches!(field.on(Action::Type('7')), Edit::Refused(_)));
    assert_eq!(field.text(), "EC", "what is not taken replaces nothing");
    typed(&mut field, "MAY");
    assert_eq!(field.text(), "MAY");
    assert_eq!(field.suggest("EC"), Ok(()));
    field.on(Action::End);
    typed(&mut field, "W");
    assert_eq!(field.text(), "ECW", "whoever moved in it goes on from it");
    assert_eq!(field.suggest("EC"), Ok(()));
    assert!(matches!(field.paste("M4YA"), Edit::Refused(_)) && field.text() == "EC");
    assert!(matches!(field.paste("MAYA"), Edit::Changed) && field.text() == "MAYA", "a paste is typing too");
}

#[test]
fn a_refusal_names_its_figures() {
    let refused = Refused::TooLong { limit: 60, count: 75 };
    let said = refused.say(Lang::Id);
    assert!(said.contains("60") && said.contains("75"));
    assert!(Refused::NotAllowed('7').say(Lang::En).contains('7'));
    assert!(Refused::PasteTooBig(5000).say(Lang::En).contains("5000"));
}

#[test]
fn a_paste_is_data() {
    let mut field = Field::new(60);
    field.paste("\u{1b}[31mANISA\r\nRAHMI\u{202e}\u{200b}\n");
    assert_eq!(field.text(), "[31mANISA RAHMI");
    let mut nik = Field::new(16).filtered(Filter::Digits);
    assert_eq!(nik.paste("1374 0157-0890.9012\n"), Edit::Changed);
    assert_eq!(nik.text(), "1374015708909012");
    assert_eq!(nik.on(Action::Type('x')), Edit::Refused(Refused::NotAllowed('x')));
}

#[test]
fn filters_follow_the_decided_alphabets() {
    let mut name = Field::new(60).filtered(Filter::Name);
    typed(&mut name, "O'Brien-Siti, S.Pd./é");
    assert_eq!(name.text(), "O'Brien-Siti, S.Pd./é");
    assert_eq!(name.on(Action::Type('7')), Edit::Refused(Refused::NotAllowed('7')));
    let mut phone = Field::new(20).filtered(Filter::Phone);
    typed(&mut phone, "+62 (812)-6600.1234");
    assert_eq!(phone.text(), "+6281266001234");
}

#[test]
fn letters_with_marks_are_one_step_of_the_cursor() {
    let mut field = Field::new(10);
    typed(&mut field, "e\u{301}x");
    assert_eq!(field.text(), "éx");
    field.on(Action::Left);
    field.on(Action::Backspace);
    assert_eq!(field.text(), "x");
    let mut wide = Field::new(10);
    typed(&mut wide, "a漢字");
    wide.on(Action::Left);
    wide.on(Action::Backspace);
    assert_eq!(wide.text(), "a字");
    wide.on(Action::Home);
    wide.on(Action::Delete);
    assert_eq!(wide.text(), "字");
}

#[test]
fn clear_comes_back_once() {
    let mut field = Field::new(10);
    typed(&mut field, "Ganting");
    assert_eq!(field.on(Action::Clear), Edit::Changed);
    assert!(field.is_empty());
    assert_eq!(field.on(Action::Clear), Edit::Changed);
    assert_eq!(field.text(), "Ganting");
    let mut secret = Field::new(10).secret();
    typed(&mut secret, "rahasia");
    secret.on(Action::Clear);
    secret.on(Action::Clear);
    assert!(secret.is_empty(), "a secret never comes back");
}

#[test]
fn a_secret_is_masked_and_taken_once() {
    let mut field = Field::new(20).secret();
    typed(&mut field, "kunci 12");
    assert!(!row(&field, 20, true).contains("kunci"));
    assert!(row(&field, 20, false).starts_with("••••••••"));
    assert!(!format!("{field:?}").contains("kunci"));
    assert_eq!(field.take().as_str(), "kunci 12");
    assert!(field.is_empty());
}

#[test]
fn numbers_are_shown_in_groups_and_long_texts_follow_the_cursor() {
    let mut nik = Field::new(16).filtered(Filter::Digits).grouped();
    nik.paste("1374015708909012");
    assert_eq!(row(&nik, 20, false).trim_end(), "1374 0157 0890 9012");
    let mut note = Field::new(60);
    note.paste("satu dua tiga empat lima");
    assert_eq!(row(&note, 10, false), "satu dua …");
    let end = row(&note, 10, true);
    assert!(end.starts_with('…') && end.ends_with("lima "), "{end:?}");
    note.on(Action::Home);
    assert!(row(&note, 10, true).starts_with("satu"));
}

fn actions() -> impl Strategy<Value = Vec<(Action, String)>> {
    let piece = prop_oneof![
        any::<char>().prop_map(|c| (Action::Type(c), String::new())),
        prop::sample::select("aé漢ｗ\u{301}\u{308}🙂👩\u{200d}\u{1f1ee}\u{1f1e9} 1".chars().collect::<Vec<_>>())
            .prop_map(|c| (Action::Type(c), String::new())),
        prop::sample::select(vec![
            Action::Backspace,
            Action::Delete,
            Action::Left,
            Action::Right,
            Action::Home,
            Action::End,
            Action::Clear,
        ])
        .prop_map(|action| (action, String::new())),
        ".{0,12}".prop_map(|text| (Action::Help, text)),
    ];
    prop::collection::vec(piece, 0..60)
}

proptest! {
    // A failing case is printed with its seed; no file is left in the tree.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn editing_keeps_every_promise(
        limit in 0_usize..24,
        filter in prop::sample::select(vec![Filter::Any, Filter::Digits, Filter::Name, Filter::Phone]),
        secret in any::<bool>(),
        steps in actions(),
        width in 0_u16..30,
    ) {
        let mut field = Field::new(limit).filtered(filter);
        if secret {
            field = field.secret();
        }
        for (action, paste) in steps {
            let before = field.text().to_owned();
            let edit = if paste.is_empty() { field.on(action) } else { field.paste(&paste) };
            if edit != Edit::Changed {
                prop_assert_eq!(&before, field.text());
            }
            prop_assert!(field.text().chars().count() <= limit);
            prop_assert!(secret || is_nfc(field.text()));
            prop_assert!(!field.text().chars().any(clean::hostile));
            let boundary = field.cursor() == field.text().len()
                || field.text().grapheme_indices(true).any(|(at, _)| at == field.cursor());
            prop_assert!(boundary);
            let shown = row(&field, width, true);
            prop_assert!(secret || paint::width(&shown) <= usize::from(width) * 2);
        }
        let kept = field.text().to_owned();
        let mut again = Field::new(limit).filtered(filter);
        if !secret {
            prop_assert_eq!(again.set(&kept), Ok(()));
            prop_assert_eq!(again.text(), kept);
        }
    }

    #[test]
    fn wrapping_loses_no_word_and_keeps_the_width(text in "[a-z é漢]{0,80}", room in 1_usize..20) {
        let rows = paint::wrap(&text, room);
        for row in &rows {
            prop_assert!(paint::width(row) <= room.max(2));
        }
        let joined: String = rows.concat().split_whitespace().collect();
        let whole: String = text.split_whitespace().collect();
        prop_assert_eq!(joined, whole);
    }
}
