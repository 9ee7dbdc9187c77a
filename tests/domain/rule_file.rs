//! Every mistake a rule file can have, each named with its line and key.

use loket::domain::checklist::{RuleError, RuleErrorKind as Kind, RuleSet};
use loket::domain::reason::ReasonCode;
use proptest::prelude::*;

/// The built-in file with one passage replaced, which must be there.
pub fn changed(from: &str, to: &str) -> String {
    assert!(RuleSet::BUILTIN.contains(from), "{from}");
    RuleSet::BUILTIN.replacen(from, to, 1)
}

fn error(text: &str) -> RuleError {
    RuleSet::parse(text).expect_err("a mistake")
}

/// The error's line as it stands in the text.
fn line<'t>(text: &'t str, error: &RuleError) -> &'t str {
    text.lines().nth(error.line - 1).unwrap_or_default()
}

#[track_caller]
fn refused(from: &str, to: &str, key: &str, kind: Kind) {
    let text = changed(from, to);
    let error = error(&text);
    assert_eq!((error.key.as_str(), &error.kind), (key, &kind), "line {}", error.line);
    let wrong = to.lines().last().expect("a passage");
    let found = line(&text, &error);
    assert!(found.contains(wrong), "line {}: {found}", error.line);
}

const ITEM: &str = r#"need = "required"
citation = "Permendagri 109/2019, F-1.02"
"#;

#[test]
fn unknown_and_missing_keys_are_named() {
    refused("format = 1", "format = 1\nversi = 2", "versi", Kind::UnknownKey);
    refused(ITEM, &format!("{ITEM}urgent = true\n"), "reason[0].item[0].urgent", Kind::UnknownKey);
    refused(
        "title = { id = \"Baru\",",
        "title = { min = \"x\", id = \"Baru\",",
        "reason[0].title.min",
        Kind::UnknownKey,
    );
    let text = changed("version = \"2026-11\"", "");
    assert_eq!((error(&text).key.as_str(), error(&text).kind), ("version", Kind::MissingKey));
    let text = changed("citation = \"Permendagri 109/2019, F-1.02\"\n", "");
    let found = error(&text);
    assert_eq!((found.key.as_str(), &found.kind), ("reason[0].item[0].citation", &Kind::MissingKey));
    assert_eq!(line(&text, &found), "[[reason.item]]");
    refused("format = 1", "format = 2", "format", Kind::Format);
    assert_eq!(error("").kind, Kind::MissingKey);
}

#[test]
fn broken_toml_is_named_with_its_line() {
    let text = changed("version = \"2026-11\"", "version = \"2026-11");
    let found = error(&text);
    assert_eq!(found.kind.code(), "rules.syntax");
    assert_eq!(line(&text, &found), "version = \"2026-11");
    let text = changed("format = 1", "format = 1\nformat = 1");
    assert_eq!(error(&text).kind.code(), "rules.syntax");
}

#[test]
fn wrong_values_are_named() {
    refused("version = \"2026-11\"", "version = 7", "version", Kind::WrongType("a text"));
    refused("version = \"2026-11\"", "version = \" \"", "version", Kind::Empty);
    let long = format!("version = \"{}\"", "9".repeat(41));
    refused("version = \"2026-11\"", &long, "version", Kind::TooLong { len: 41, max: 40 });
    refused("id = \"kk-copy\"", "id = \"KK copy\"", "reason[0].item[1].id", Kind::BadId);
    refused("need = \"required\"", "need = \"wajib\"", "reason[0].item[0].need", Kind::UnknownNeed);
    refused(
        "statuses = [\"PRINT_READY_RECORD\"]",
        "statuses = \"PRR\"",
        "reason[0].statuses",
        Kind::WrongType("a list of texts"),
    );
    refused(
        "title = { id = \"Baru\", en = \"New\" }",
        "title = \"Baru\"",
        "reason[0].title",
        Kind::WrongType("a table with id and en"),
    );
    refused("words = [\"pbb\",", "words = [\"...\", \"pbb\",", "forbidden[1].words", Kind::Empty);
    let text = "format = 1\nversion = \"1\"\nforbidden = 3\nreason = []\n";
    assert_eq!(error(text), RuleError { line: 3, key: "forbidden".into(), kind: Kind::WrongType("a list of tables") });
}

#[test]
fn conditions_belong_to_conditional_items() {
    refused(
        "need = \"required\"",
        "need = \"required\"\nwhen = { id = \"a\", en = \"b\" }",
        "reason[0].item[0].when",
        Kind::WhenNotNeeded,
    );
    let text = changed("need = \"required\"", "need = \"conditional\"");
    assert_eq!((error(&text).key.as_str(), error(&text).kind), ("reason[0].item[0].when", Kind::WhenMissing));
}

#[test]
fn every_reason_stands_once() {
    refused("code = \"II.B\"", "code = \"II.Z\"", "reason[1].code", Kind::UnknownReason);
    refused("code = \"II.B\"", "code = \"II.A\"", "reason[1].code", Kind::Duplicate);
    let cut = RuleSet::BUILTIN.split("[[reason]]\ncode = \"IV.B\"").next().expect("the first part");
    assert_eq!(error(cut).kind, Kind::MissingReason(ReasonCode::DataChange));
    assert_eq!(error(cut).key, "reason");
    let none = RuleSet::BUILTIN.split("[[reason]]").next().expect("the first part");
    assert_eq!((error(none).key.as_str(), error(none).kind), ("reason", Kind::MissingKey));
}

#[test]
fn items_are_nine_at_most_and_distinct() {
    refused("id = \"kk-copy\"", "id = \"f-1-02\"", "reason[0].item[1].id", Kind::Duplicate);
    refused("id = \"skck\"", "id = \"bukti-pbb\"", "forbidden[2].id", Kind::Duplicate);
    let extra = |n: usize| {
        (0..n).fold(String::new(), |all, at| {
            format!("{all}\n[[reason.item]]\nid = \"extra-{at}\"\nlabel = {{ id = \"A\", en = \"A\" }}\n{ITEM}")
        })
    };
    let before = "\n[[reason]]\ncode = \"II.B\"";
    assert!(RuleSet::parse(&changed(before, &format!("{}{before}", extra(4)))).is_ok());
    let text = changed(before, &format!("{}{before}", extra(5)));
    assert_eq!((error(&text).key.as_str(), error(&text).kind), ("reason[0].item", Kind::TooManyItems(10)));
}

#[test]
fn only_statuses_that_can_be_printed_may_go_on() {
    let from = "statuses = [\"PRINT_READY_RECORD\"]";
    let cases = [
        ("[]", Kind::Empty),
        ("[\"PRINT_REDY_RECORD\"]", Kind::UnknownStatus),
        ("[\"PRR\", \"PRINT_READY_RECORD\"]", Kind::Duplicate),
        ("[\"PRR\", \"DUPLICATE_RECORD\"]", Kind::NotPrintable),
        ("[\"SENT_FOR_ENROLLMENT\"]", Kind::NotPrintable),
        ("[\"\"]", Kind::Empty),
    ];
    for (list, kind) in cases {
        refused(from, &format!("statuses = {list}"), "reason[0].statuses", kind);
    }
}

#[test]
fn a_file_over_its_limit_is_not_read() {
    let text = format!("{}#{}", RuleSet::BUILTIN, "x".repeat(256 * 1024));
    assert_eq!(error(&text).kind, Kind::FileTooLarge(text.len()));
    let fits = format!("{}#{}", RuleSet::BUILTIN, "x".repeat(256 * 1024 - RuleSet::BUILTIN.len() - 1));
    assert!(RuleSet::parse(&fits).is_ok());
}

const KK_LABEL: &str = r#"label = { id = "Fotokopi Kartu Keluarga (KK)", en = "Copy of the family card (KK)" }"#;

#[test]
fn a_demand_for_a_forbidden_document_is_an_error() {
    let labels = [
        ("Surat Pengantar RT/RW", "Paper", "surat-pengantar"),
        ("Pengantar kelurahan", "Paper", "surat-pengantar"),
        ("Surat keterangan dari Lurah", "Paper", "surat-pengantar"),
        ("Rekomendasi camat", "Paper", "surat-pengantar"),
        ("Surat R.T. setempat", "Paper", "surat-pengantar"),
        ("Surat RT05", "Paper", "surat-pengantar"),
        ("Lampiran", "Letter from the RT", "surat-pengantar"),
        ("Bukti lunas P\u{200b}BB tahun berjalan", "Paper", "bukti-pbb"),
        ("Bukti pajak", "Paper", "bukti-pbb"),
        ("Lampiran", "Proof of land tax", "bukti-pbb"),
        ("Skck", "Paper", "skck"),
        ("Surat keterangan catatan kepolisian", "Paper", "skck"),
    ];
    for (id, en, document) in labels {
        let to = format!("label = {{ id = \"{id}\", en = \"{en}\" }}");
        refused(KK_LABEL, &to, "reason[0].item[1].label", Kind::Forbidden(document.into()));
    }
    for (id, document) in [("skck", "skck"), ("surat-pengantar", "surat-pengantar"), ("tanda-pbb", "bukti-pbb")] {
        refused(
            "id = \"kk-copy\"",
            &format!("id = \"{id}\""),
            "reason[0].item[1].id",
            Kind::Forbidden(document.into()),
        );
    }
    let when = "when = { id = \"Ada surat pengantar RT\", en = \"Always\" }";
    let from = "when = { id = \"Pemohon Orang Asing\", en = \"Applicant is a foreigner\" }";
    refused(from, when, "reason[0].item[3].when", Kind::Forbidden("surat-pengantar".into()));
}

#[test]
fn shortening_the_files_own_list_lifts_nothing_and_adding_to_it_forbids_more() {
    let start = RuleSet::BUILTIN.find("[[forbidden]]").expect("the list");
    let end = RuleSet::BUILTIN.find("[[reason]]").expect("the reasons");
    let bare = format!("{}\nforbidden = []\n{}", &RuleSet::BUILTIN[..start], &RuleSet::BUILTIN[end..]);
    assert!(RuleSet::parse(&bare).is_ok());
    let demanding = bare.replacen(KK_LABEL, "label = { id = \"SKCK\", en = \"Paper\" }", 1);
    assert_eq!(error(&demanding).kind, Kind::Forbidden("skck".into()));
    let more = changed("words = [\"skck\",", "words = [\"kartu keluarga\", \"skck\",");
    let found = error(&more);
    assert_eq!(found.key, "reason[0].item[1].label");
    assert_eq!(found.kind, Kind::Forbidden("skck".into()));
    assert_eq!(line(&more, &found), KK_LABEL);
}

proptest! {
    #[test]
    fn no_text_breaks_the_reading(text in ".*") {
        let _ = RuleSet::parse(&text);
    }

    #[test]
    fn no_damage_to_the_file_breaks_the_reading(at in 0usize..14_000, cut in 0usize..200, with in "[ -~\\n]{0,6}") {
        let mut text = RuleSet::BUILTIN.to_owned();
        let start = at.min(text.len());
        let end = (start + cut).min(text.len());
        text.replace_range(start..end, &with);
        if let Err(error) = RuleSet::parse(&text) {
            prop_assert!(error.line >= 1 && error.line <= text.lines().count() + 1);
        }
    }
}
