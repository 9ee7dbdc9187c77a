//! Focus, required marks, drafts and clear with undo.

use loket::text::Lang;
use loket::ui::choice::{Choice, Choices, Chosen};
use loket::ui::field::Refused;
use loket::ui::form::{FormEvent, Snapshot};
use loket::ui::keymap::Action;

use super::sample;

fn typed(form: &mut loket::ui::form::Form, text: &str) -> FormEvent {
    text.chars().map(|c| form.on(Action::Type(c))).last().expect("some text")
}

#[test]
fn keys_walk_through_the_fields_in_order() {
    let mut form = sample::form();
    assert_eq!(form.on(Action::Next), FormEvent::Left("nik"));
    assert_eq!(form.focus(), "name");
    assert_eq!(form.on(Action::Up), FormEvent::Left("name"));
    assert_eq!(form.on(Action::Previous), FormEvent::Left("nik"));
    assert_eq!(form.focus(), "nik", "at the ends the focus stays");
    form.set_enabled("name", false);
    form.on(Action::Enter);
    assert_eq!(form.focus(), "reason", "a field that cannot be used is skipped");
    form.set_focus("pin");
    assert_eq!(form.on(Action::Enter), FormEvent::Finished("pin"));
}

#[test]
fn a_full_number_passes_the_focus_on_by_itself() {
    let mut form = sample::form();
    typed(&mut form, "137401570890901");
    assert_eq!(form.focus(), "nik");
    assert_eq!(typed(&mut form, "2"), FormEvent::Changed("nik"));
    assert_eq!((form.focus(), form.value("nik").as_str()), ("name", "1374015708909012"));
    let refused = FormEvent::Refused("name", Refused::NotAllowed('7'));
    assert_eq!(typed(&mut form, "7"), refused, "a burst cannot run on in the next field");
}

#[test]
fn typing_hil_finds_lost_and_enter_takes_it() {
    let mut form = sample::form();
    form.set_focus("reason");
    assert!(form.takes_text());
    typed(&mut form, "hil");
    assert!(form.list_open());
    assert_eq!(form.on(Action::Enter), FormEvent::Changed("reason"));
    assert_eq!((form.value("reason").as_str(), form.focus()), ("II.C.1", "rt"));
}

#[test]
fn type_ahead_by_code_word_and_language() {
    for (needle, expected) in
        [("c1", "II.C.1"), ("rus", "II.C.2"), ("lost", "II.C.1"), ("IV", "IV.B"), ("itap", "II.D")]
    {
        let mut choices = sample::reasons();
        needle.chars().for_each(|c| {
            choices.on(Action::Type(c));
        });
        assert_eq!(choices.on(Action::Enter), Chosen::Changed, "{needle}");
        assert_eq!(choices.key(), Some(expected), "{needle}");
    }
    let mut choices = sample::reasons();
    choices.on(Action::Type('h'));
    assert_eq!(choices.on(Action::Type('z')), Chosen::NoMatch);
    choices.on(Action::Escape);
    assert_eq!((choices.is_open(), choices.key()), (false, None));
}

#[test]
fn new_values_keep_the_choice_when_they_have_it() {
    let mut choices = sample::reasons();
    assert!(choices.choose("II.D"));
    choices.set_options(vec![Choice::new("II.D", "II.D".to_owned())]);
    assert_eq!(choices.key(), Some("II.D"));
    choices.set_options(vec![Choice::new("II.A", "II.A".to_owned())]);
    assert_eq!(choices.key(), None);
    assert!(!Choices::default().choose("II.A"));
}

#[test]
fn required_fields_are_named_until_filled() {
    let mut form = sample::form();
    assert_eq!(form.missing().collect::<Vec<_>>(), ["nik", "name", "reason"]);
    form.set("nik", "1374015708909012").expect("fits");
    form.set_required("name", false);
    assert_eq!(form.missing().collect::<Vec<_>>(), ["reason"]);
}

#[test]
fn clear_empties_the_form_and_brings_it_back() {
    let mut form = sample::filled_form();
    form.set_focus("note");
    let before = form.snapshot();
    assert_eq!(form.on(Action::Clear), FormEvent::Cleared);
    assert!(form.is_empty());
    assert_eq!(form.on(Action::Clear), FormEvent::Cleared);
    assert_eq!(form.snapshot(), before);
}

#[test]
fn a_draft_brings_back_values_focus_and_cursor_but_no_secret() {
    let mut form = sample::filled_form();
    form.set("pin", "rahasia").expect("fits");
    form.set("wa", "1").expect("a tick");
    form.set_focus("note");
    form.on(Action::Left);
    let kept = serde_json::to_string(&form.snapshot()).expect("a draft");
    assert!(!kept.contains("rahasia"));
    let kept: Snapshot = serde_json::from_str(&kept).expect("the draft");
    assert!(!format!("{kept:?}").contains("ANISA"));
    let mut again = sample::form();
    again.restore(&kept);
    assert_eq!(again.snapshot(), form.snapshot());
    assert_eq!(again.focus(), "note");
    assert!(again.ticked("wa") && again.value("pin").is_empty());
}

#[test]
fn a_draft_of_another_version_does_no_harm() {
    let values = vec![
        ("nik".to_owned(), "x".repeat(99)),
        ("gone".to_owned(), "1".to_owned()),
        ("reason".to_owned(), "IX".to_owned()),
    ];
    let mut form = sample::form();
    form.restore(&Snapshot { values, focus: "gone".into(), cursor: 999 });
    assert!(form.is_empty());
    assert_eq!(form.focus(), "nik");
}

#[test]
fn a_label_follows_the_language() {
    let mut choices = sample::reasons();
    choices.choose("II.C.1");
    let chosen = choices.chosen().expect("a choice");
    assert_eq!(chosen.label.get(Lang::Id), "II.C.1 Hilang");
    assert_eq!(chosen.label.get(Lang::En), "II.C.1 Lost");
}
