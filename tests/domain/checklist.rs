//! The checklists: the built-in file, what counts as missing, what an application keeps of it.

use loket::domain::checklist::{Checklist, ItemId, Need, RuleSet, Tick, Ticks};
use loket::domain::reason::ReasonCode;
use loket::domain::status::CentralStatus;

use super::rule_file::changed;

fn id(text: &str) -> ItemId {
    ItemId::parse(text).expect("an identifier")
}

#[test]
fn the_builtin_file_loads_and_serves_every_reason() {
    let rules = RuleSet::builtin();
    for reason in ReasonCode::ALL {
        let list = rules.checklist(reason);
        assert_eq!(list.reason(), reason);
        assert_eq!(list.version(), rules.version());
        assert!((1..=9).contains(&list.items().len()));
        assert!(list.items().iter().any(|item| item.id == id("f-1-02") && item.need == Need::Required));
        assert!(list.may_go_on(&CentralStatus::PrintReadyRecord));
        assert_eq!(list.may_go_on(&CentralStatus::CardIssued), reason != ReasonCode::New, "{reason}");
        assert!(!list.may_go_on(&CentralStatus::SentForEnrollment));
    }
}

#[test]
fn the_builtin_file_demands_nothing_forbidden() {
    let rules = RuleSet::builtin();
    assert_eq!(rules.forbidden().len(), 3);
    for item in rules.checklists().iter().flat_map(Checklist::items) {
        let text = format!(" {} {} {} ", item.id.as_str(), item.label.id, item.label.en).to_lowercase();
        for word in ["pengantar", "kelurahan", "kecamatan", " rt", " rw", "pbb", "pajak", "tax", "skck"] {
            assert!(!text.contains(word), "{text}");
        }
        assert!(!item.citation.is_empty());
    }
}

#[test]
fn required_items_are_missing_until_present_and_conditional_ones_only_when_they_apply() {
    let rules = RuleSet::builtin();
    let list = rules.checklist(ReasonCode::Lost);
    let mut ticks = Ticks::new();
    assert_eq!(list.missing(&ticks), [id("f-1-02"), id("police-letter"), id("kk-copy")]);
    assert_eq!(list.undecided(&ticks), [id("travel-document"), id("itap-card")]);
    ticks.insert(id("f-1-02"), Tick::Present);
    ticks.insert(id("kk-copy"), Tick::Present);
    ticks.insert(id("police-letter"), Tick::NotApplicable);
    ticks.insert(id("travel-document"), Tick::NotApplicable);
    ticks.insert(id("cause-statement"), Tick::Absent);
    assert_eq!(list.missing(&ticks), [id("police-letter")], "a required item can't be ticked away");
    ticks.insert(id("police-letter"), Tick::Present);
    ticks.insert(id("itap-card"), Tick::Absent);
    assert_eq!(list.missing(&ticks), [id("itap-card")]);
    assert!(list.undecided(&ticks).is_empty());
    ticks.insert(id("itap-card"), Tick::Present);
    assert!(list.missing(&ticks).is_empty());
    let json = serde_json::to_string(&ticks).expect("json");
    assert_eq!(serde_json::from_str::<Ticks>(&json).expect("back"), ticks);
}

#[test]
fn a_checklist_is_small_and_survives_storing() {
    for list in RuleSet::builtin().checklists() {
        let json = serde_json::to_string(list).expect("json");
        assert!(json.len() < 4096, "{}: {} bytes", list.reason(), json.len());
        assert_eq!(&serde_json::from_str::<Checklist>(&json).expect("back"), list);
    }
}

#[test]
fn a_tampered_stored_checklist_is_refused() {
    let list = RuleSet::builtin().checklist(ReasonCode::ItapExtension).clone();
    let json = serde_json::to_string(&list).expect("json");
    for (from, to) in
        [("kk-copy", "f-1-02"), ("\"when\":null", "\"when\":{\"id\":\"a\",\"en\":\"b\"}"), ("f-1-02", "F 1")]
    {
        let bad = json.replacen(from, to, 1);
        assert_ne!(bad, json);
        assert!(serde_json::from_str::<Checklist>(&bad).is_err(), "{to}");
    }
}

#[test]
fn the_digest_text_follows_the_words_and_not_the_layout() {
    let rules = RuleSet::builtin();
    let spaced = RuleSet::parse(&changed("format = 1", "# a remark\n\nformat   =   1")).expect("the same rules");
    assert_eq!(spaced.digest_input(), rules.digest_input());
    for (from, to) in
        [("Old KTP-el", "Former KTP-el"), ("\"2026-11\"", "\"2026-12\""), ("Bukti lunas PBB", "Bukti PBB")]
    {
        let other = RuleSet::parse(&changed(from, to)).expect("other rules");
        assert_ne!(other.digest_input(), rules.digest_input(), "{from}");
    }
}

#[test]
fn an_office_may_change_labels_and_declare_new_statuses() {
    let text = changed("other_statuses = []", "other_statuses = [\"CARD_ACTIVATED\"]");
    let text = text.replacen("statuses = [\"PRINT_READY_RECORD\"]", "statuses = [\"PRR\", \"card_activated\"]", 1);
    let rules = RuleSet::parse(&text).expect("rules");
    let activated = CentralStatus::parse("CARD_ACTIVATED").expect("a status");
    assert!(rules.checklist(ReasonCode::New).may_go_on(&activated));
    assert!(!rules.checklist(ReasonCode::Lost).may_go_on(&activated));
}
