//! One key, one meaning; every key reachable; the table told right.

use std::collections::HashMap;

use loket::text::Lang;
use loket::ui::keymap::legend::{self, HelpLine};
use loket::ui::keymap::{Action, Code, Key, KeyState, Layer, STACKS, TABLE, resolve};

fn kind(action: Action) -> String {
    match action {
        Action::Digit(_) => "Digit".into(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_key_has_one_meaning_everywhere() {
    let mut meanings: HashMap<Key, String> = HashMap::new();
    for row in TABLE {
        for key in row.keys() {
            let meaning = meanings.entry(key).or_insert_with(|| kind(row.action));
            assert_eq!(*meaning, kind(row.action), "{key} in {:?}", row.layer);
        }
    }
    assert!(meanings.len() > 40);
}

#[test]
fn no_two_rows_of_a_layer_share_a_key() {
    for (place, row) in TABLE.iter().enumerate() {
        for other in &TABLE[place + 1..] {
            let same = row.layer == other.layer && row.keys().any(|key| other.keys().any(|o| o == key));
            assert!(!same, "{:?}: {:?} and {:?}", row.layer, row.action, other.action);
        }
    }
}

#[test]
fn the_fixed_keys_are_where_they_were_decided() {
    let stack = [Layer::Check, Layer::List, Layer::Global, Layer::Always];
    let fixed = [
        ("F1", Action::Help),
        ("F2", Action::Intake),
        ("F3", Action::Check),
        ("F4", Action::Operator),
        ("F5", Action::Handover),
        ("F6", Action::Agenda),
        ("F7", Action::Return),
        ("F8", Action::Main),
        ("Ctrl+F", Action::Find),
        ("Ctrl+G", Action::Supervisor),
        ("Ctrl+N", Action::Mode),
        ("g", Action::Mode),
        ("G", Action::Mode),
        ("Ctrl+T", Action::Language),
        ("Ctrl+K", Action::Lock),
        ("Ctrl+L", Action::Redraw),
        ("/", Action::Filter),
        ("Ctrl+Q", Action::Leave),
        ("Ctrl+C", Action::Leave),
        ("Esc", Action::Escape),
    ];
    for (name, action) in fixed {
        assert_eq!(press(&stack, name, false), Some(action), "{name}");
    }
    let operator = [Layer::Operator, Layer::Global];
    assert_eq!(press(&operator, "F9", false), Some(Action::CancelJob));
    let form = [Layer::Intake, Layer::Form, Layer::Global];
    assert_eq!(press(&form, "Ctrl+Space", true), Some(Action::OpenList));
    assert_eq!(press(&form, "Ctrl+U", true), Some(Action::Clear));
    assert_eq!(press(&form, "Down", true), Some(Action::Down));
}

fn press(layers: &[Layer], key: &str, text: bool) -> Option<Action> {
    let key = key.parse().expect("a written key");
    resolve(&mut KeyState::default(), layers, key, text)
}

#[test]
fn every_function_key_has_both_fallbacks_in_every_stack() {
    for stack in STACKS {
        for text in [false, true] {
            for digit in '1'..='9' {
                let number = digit.to_digit(10).and_then(|d| u8::try_from(d).ok()).expect("digit");
                let direct = resolve(&mut KeyState::default(), stack, Key::f(number), text);
                let alt = resolve(&mut KeyState::default(), stack, Key::alt(digit), text);
                assert_eq!(alt, direct, "Alt+{digit} in {stack:?}");
                let mut state = KeyState::default();
                resolve(&mut state, stack, Key::plain(Code::Esc), text);
                let escaped = resolve(&mut state, stack, Key::char(digit), text);
                assert_eq!(escaped, direct, "Esc {digit} in {stack:?}");
            }
        }
    }
}

#[test]
fn escape_arms_only_the_very_next_key() {
    let stack = [Layer::Intake, Layer::Form, Layer::Global, Layer::Always];
    let mut state = KeyState::default();
    resolve(&mut state, &stack, Key::plain(Code::Esc), true);
    assert_eq!(resolve(&mut state, &stack, Key::char('a'), true), Some(Action::Type('a')));
    assert_eq!(resolve(&mut state, &stack, Key::char('8'), true), Some(Action::Type('8')));

    resolve(&mut state, &stack, Key::plain(Code::Esc), true);
    state.disarm();
    let after_use = resolve(&mut state, &stack, Key::char('8'), true);
    assert_eq!(after_use, Some(Action::Type('8')), "an Escape that had work to do arms nothing");
}

#[test]
fn letters_and_digits_are_text_where_text_has_the_focus() {
    for stack in STACKS {
        for c in "gbxtk158 /".chars() {
            let typed = resolve(&mut KeyState::default(), stack, Key::char(c), true);
            assert_eq!(typed, Some(Action::Type(c)), "{c:?} in {stack:?}");
        }
    }
    let check = [Layer::Check, Layer::List, Layer::Checklist, Layer::Global];
    assert_eq!(press(&check, "3", false), Some(Action::Digit(3)));
    assert_eq!(press(&check, "0", false), None);
    assert_eq!(press(&check, "Space", false), Some(Action::Toggle));
}

#[test]
fn a_frozen_screen_and_a_question_let_no_work_key_through() {
    let work = ["F2", "F7", "Enter", "Tab", "b", "1", "Ctrl+N", "Ctrl+F"];
    for name in work {
        assert_eq!(press(&[Layer::Frozen, Layer::Always], name, false), None, "{name}");
    }
    for name in ["F2", "F7", "b", "Ctrl+N"] {
        assert_eq!(press(&[Layer::Dialog, Layer::Always], name, false), None, "{name}");
    }
    assert_eq!(press(&[Layer::Frozen, Layer::Always], "F8", false), None);
}

#[test]
fn keys_are_read_back_as_written() {
    for row in TABLE {
        for key in row.keys().filter(|key| key.code != Code::AnyDigit) {
            let written = key.to_string();
            assert_eq!(written.parse::<Key>(), Ok(key), "{written}");
        }
    }
    for wrong in ["", "Ctrl+", "F0", "F99", "Hyper+x", "foo", "Ctrl+Alt"] {
        assert!(wrong.parse::<Key>().is_err(), "{wrong:?}");
    }
}

#[test]
fn terminal_events_become_keys() {
    use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers as M};
    let of = |code, modifiers| Key::from_event(&KeyEvent::new(code, modifiers));
    assert_eq!(of(KeyCode::Char(' '), M::CONTROL), Some(Key::ctrl(' ')));
    assert_eq!(of(KeyCode::Char('j'), M::CONTROL), Some(Key::plain(Code::Enter)));
    assert_eq!(of(KeyCode::Char('h'), M::CONTROL), Some(Key::plain(Code::Backspace)));
    assert_eq!(of(KeyCode::Char('A'), M::SHIFT), Some(Key::char('A')));
    assert_eq!(of(KeyCode::Char('8'), M::ALT), Some(Key::alt('8')));
    assert_eq!(of(KeyCode::BackTab, M::SHIFT), Some(Key::plain(Code::BackTab)));
    assert_eq!(of(KeyCode::Tab, M::SHIFT), Some(Key::plain(Code::BackTab)));
    assert_eq!(of(KeyCode::CapsLock, M::NONE), None);
    assert_eq!(of(KeyCode::Null, M::NONE), None);
    let mut release = KeyEvent::new(KeyCode::Enter, M::NONE);
    release.kind = KeyEventKind::Release;
    assert_eq!(Key::from_event(&release), None);
}

#[test]
fn the_footer_fits_every_width_and_keeps_the_most_needed_key() {
    for stack in STACKS {
        for lang in Lang::ALL {
            for room in 0..=200 {
                for text in [false, true] {
                    let hints = legend::footer(stack, lang, room, text);
                    let cells: usize = hints.iter().map(legend::Hint::width).sum();
                    let gaps = hints.len().saturating_sub(1) * legend::GAP;
                    assert!(cells + gaps <= room, "{stack:?} at {room}");
                }
            }
            let full = legend::footer(stack, lang, 78, false);
            assert!(!full.is_empty(), "{stack:?} has a footer at 80 columns");
        }
    }
    let intake = legend::footer(STACKS[0], Lang::Id, 78, true);
    let keys: Vec<&str> = intake.iter().map(|hint| hint.key.as_str()).collect();
    assert_eq!(keys[..3], ["F1", "F8", "Ctrl+F"]);
}

#[test]
fn footer_and_help_tell_every_key_they_should() {
    for stack in STACKS {
        let wide = legend::footer(stack, Lang::En, 10_000, false);
        let expected = TABLE.iter().filter(|row| stack.contains(&row.layer) && row.priority > 0);
        assert_eq!(wide.len(), expected.count());
        let help = legend::help(stack, Lang::En);
        let told = help.iter().filter(|line| matches!(line, HelpLine::Keys { .. })).count();
        let rows = TABLE.iter().filter(|row| stack.contains(&row.layer)).count();
        assert!(told >= rows, "{stack:?}");
    }
}

#[test]
fn the_documentation_names_every_row() {
    let text = legend::markdown();
    for row in TABLE {
        assert!(text.contains(row.label.id) && text.contains(row.label.en), "{:?}", row.action);
        for key in row.keys() {
            assert!(text.contains(&format!("`{key}`")), "{key}");
        }
    }
    assert!(text.contains("cannot be undone"));
}
