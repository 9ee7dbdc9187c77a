//! The slips: what they say on every paper, that they tell nobody's NIK, and what an office may write into a template.

use super::day::{note, worked};
use super::golden;
use super::readers::Paper as Read;
use crate::harness::*;
use loket::domain::application::Stage;
use loket::domain::checklist::{Checklist, RuleSet};
use loket::domain::event::Event;
use loket::domain::office::File;
use loket::domain::person::Note;
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::status::DeferralReason;
use loket::domain::time::local;
use loket::export::slip::{Handed, Kind, LARGEST, Laid, Paper, Slip, Subject, TemplateFault, Templates};
use loket::text::Lang;

const CODE: &str = "LKT26-0001-7F";

fn slip(policy: &Policy, lang: Lang) -> Slip<'_> {
    let at = stamp(37 * 60_000).local();
    Slip { policy, at, offset_s: 7 * 3600, copied_by: None, simulated: false, code: Some(CODE), lang }
}

fn made(slip: &Slip<'_>, subject: &Subject<'_>) -> Laid {
    slip.make(&Templates::builtin(), subject).expect("the built-in templates say every slip").0
}

/// The lines of a slip on a roll, ended by a line break each.
fn text(laid: &Laid, paper: Paper) -> String {
    laid.columns(paper.columns()).iter().map(|line| format!("{line}\n")).collect()
}

/// All slips of the made-up day, with a name each.
fn slips(lang: Lang) -> Vec<(&'static str, Laid, Vec<u8>)> {
    let day = worked();
    let policy = day.bench.office.policy();
    let slip = slip(policy, lang);
    let copy = Slip { copied_by: Some("RC"), simulated: true, ..slip };
    let family: Vec<&File> = day.bench.closed.values().map(|(f, _)| f).filter(|f| f.app.family_of.is_some()).collect();
    assert_eq!(family.len(), 2);
    let any = |name: &str| {
        let all = day.bench.office.files.values();
        all.into_iter().find(|f| f.person.as_ref().is_some_and(|p| p.name.as_str() == name)).expect("a file")
    };
    let (pending, waits) = (any("LEMBAR DARURAT"), any("TUNDA CONTOH"));
    let rules = RuleSet::builtin();
    let list = rules.checklist(ReasonCode::OutOfDomicile);
    let mut returned = any("SITI CONTOH").clone();
    returned.app.missing = list.items().iter().map(|item| item.id.clone()).collect();
    let mut other = waits.clone();
    other.app.stage = Stage::Deferred(DeferralReason::Other);
    let mut ready = waits.clone();
    ready.app.stage = Stage::Ready;
    let handed = day.bench.entries.iter().rev().find_map(|rec| match &rec.event {
        Event::CardHandedOver(event) if !event.by_holder => {
            let relation = rec.personal.as_ref().and_then(|p| p.recipient.as_ref()).map(|r| r.relation);
            Some((event.app, Handed { event, relation, at: local(rec.envelope.when_ms(), 7 * 3600) }))
        }
        _ => None,
    });
    let (taken, handed) = handed.expect("a card somebody else took");
    let taken = &day.bench.closed[&taken].0;
    let (blurred, strange) = (note("fotokopi „kabur“ – ulangi…"), note("menunggu akta Élise 李"));
    let about = |kind, files| Subject { kind, files, checklist: None, note: None, handed: None };
    let listed = |note| Subject { checklist: Some(list), note, ..about(Kind::Returned, &[]) };
    let (r, o, w, p, u, t) = ([&returned], [&other], [waits], [pending], [&ready], [taken]);
    let all = [
        ("family", slip, about(Kind::Receipt, &family)),
        ("copy", copy, about(Kind::Receipt, &p)),
        ("returned", slip, Subject { files: &r, ..listed(Some(&blurred)) }),
        ("deferred", slip, Subject { note: Some(&strange), ..about(Kind::Deferred, &o) }),
        ("deferred by the centre", slip, about(Kind::Deferred, &w)),
        ("ready", slip, about(Kind::Ready, &u)),
        ("handover", slip, Subject { handed: Some(handed), ..about(Kind::Handover, &t) }),
        ("to be signed", slip, about(Kind::Handover, &u)),
        ("label", slip, about(Kind::Label, &p)),
    ];
    let page =
        |slip: &Slip<'_>, laid: &Laid, subject: &Subject<'_>| slip.page(laid, subject, Paper::A5).expect("a page");
    all.iter()
        .map(|(name, slip, subject)| {
            let laid = made(slip, subject);
            let page = page(slip, &laid, subject);
            (*name, laid, page)
        })
        .collect()
}

#[test]
fn slips_are_as_reviewed() {
    for (file, paper) in [("slips-32.txt", Paper::Columns32), ("slips-48.txt", Paper::Columns48)] {
        let all: Vec<String> =
            slips(Lang::Id).iter().map(|(name, laid, _)| format!("[{name}]\n{}", text(laid, paper))).collect();
        golden(file, all.join("\n").as_bytes());
    }
}

#[test]
fn sheets_say_what_rolls_say_and_their_code_is_read_by_others() {
    let mut all = String::new();
    for (name, laid, page) in slips(Lang::Id) {
        let sheet = Read::of(&page);
        sheet.check();
        let Some(read) = sheet.text() else { return };
        assert_eq!(sheet.codes(1).expect("zbar is there when poppler is"), [CODE], "{name}");
        let flat = |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>();
        let on_sheet = flat(&read);
        for line in text(&laid, Paper::Columns48).lines().filter(|line| line.contains('/')) {
            assert!(on_sheet.contains(&flat(line)), "{name}: {line}\n{read}");
        }
        all.push_str(&format!("[{name}]\n{}\n", read.trim_end_matches('\u{C}').trim_end()));
    }
    golden("slips-a5.txt", all.as_bytes());
}

#[test]
fn a_larger_sheet_holds_the_same_and_is_as_large_as_it_says() {
    let day = worked();
    let slip = slip(day.bench.office.policy(), Lang::Id);
    let file = day.bench.office.files.values().next().expect("a file");
    let subject = Subject { kind: Kind::Receipt, files: &[file], checklist: None, note: None, handed: None };
    let laid = made(&slip, &subject);
    for (paper, size) in [(Paper::A5, "419.528 x 595.276 pts"), (Paper::A4, "595.276 x 841.89 pts")] {
        let bytes = slip.page(&laid, &subject, paper).expect("a page");
        assert_eq!(slip.page(&laid, &subject, paper).expect("a page"), bytes, "the same bytes twice");
        let Some(told) = Read::of(&bytes).info("Page size") else { return };
        assert!(told.starts_with(size), "{told}");
    }
}

#[test]
fn slips_fit_the_paper_and_hide_the_person() {
    for lang in Lang::ALL {
        for (name, laid, _) in slips(lang) {
            for paper in [Paper::Columns32, Paper::Columns48] {
                let text = text(&laid, paper);
                for line in text.lines() {
                    assert!(line.len() <= paper.columns(), "{name}: {line}");
                    assert!(line.bytes().all(|b| (b' '..=b'~').contains(&b)), "{name}: {line}");
                }
                let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
                assert!(text.split_whitespace().all(|word| digits(word) < 12), "{text}");
                assert!(!text.contains("CONTOH") && !text.contains("MEGA") && !text.contains("0812"), "{text}");
            }
        }
    }
}

#[test]
fn a_family_slip_names_every_number_when_it_came_and_that_it_is_free() {
    let day = worked();
    let files: Vec<&File> = day.bench.closed.values().map(|(f, _)| f).filter(|f| f.app.family_of.is_some()).collect();
    let subject = Subject { kind: Kind::Receipt, files: &files, checklist: None, note: None, handed: None };
    let text = text(&made(&slip(day.bench.office.policy(), Lang::Id), &subject), Paper::Columns48);
    for file in &files {
        assert!(text.contains(&file.app.number.text));
        let nik = file.person.as_ref().and_then(|p| p.nik).expect("a NIK");
        assert!(text.contains(&nik.masked('*')) && !text.contains(nik.as_str()));
    }
    let received = local(files[0].app.received_ms, 7 * 3600).format("%d-%m-%Y %H.%M").to_string();
    assert!(text.contains(&format!("Diterima: {received}")), "{text}");
    assert!(text.contains("GRATIS") && text.contains("79A") && text.contains("10 menit"), "{text}");
    assert!(!text.contains("SALINAN") && !text.contains("SIMULASI"));
}

#[test]
fn a_copy_says_so_when_and_by_whom() {
    let day = worked();
    let file = day.bench.office.files.values().next().expect("a file");
    for kind in Kind::ALL {
        let subject = Subject { kind, files: &[file], checklist: None, note: None, handed: None };
        let copied = Slip { copied_by: Some("RC"), ..slip(day.bench.office.policy(), Lang::Id) };
        let said = text(&made(&copied, &subject), Paper::Columns48);
        assert!(said.contains("SALINAN"), "{kind:?}: {said}");
        assert!(kind == Kind::Label || said.contains("dicetak ulang 23-11-2026 08.37 oleh RC"), "{kind:?}: {said}");
    }
}

fn returned(file: &File, checklist: &Checklist, note: Option<&Note>) -> String {
    let mut file = file.clone();
    file.app.missing = checklist.items().iter().map(|i| i.id.clone()).collect();
    let policy = Policy::default();
    let subject = Subject { kind: Kind::Returned, files: &[&file], checklist: Some(checklist), note, handed: None };
    text(&made(&slip(&policy, Lang::Id), &subject), Paper::Columns48)
}

#[test]
fn a_return_slip_cites_the_rule_of_every_missing_item() {
    let rules = RuleSet::builtin();
    let day = worked();
    let file = day.bench.office.files.values().next().expect("a file");
    for checklist in rules.checklists() {
        let text = returned(file, checklist, None);
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for item in checklist.items() {
            let label = item.label.id.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(&label), "{}", item.label.id);
            assert!(flat.contains(&item.citation), "{}", item.citation);
        }
    }
}

/// Fills an office's own receipt in.
fn own(template: &str) -> Result<String, TemplateFault> {
    let day = worked();
    let file = day.bench.office.files.values().next().expect("a file");
    let mut templates = Templates::builtin();
    templates.take(Kind::Receipt, Lang::Id, template)?;
    let subject = Subject { kind: Kind::Receipt, files: &[file], checklist: None, note: None, handed: None };
    let (laid, fault) = slip(day.bench.office.policy(), Lang::Id).make(&templates, &subject)?;
    assert_eq!(fault, None);
    Ok(text(&laid, Paper::Columns48))
}

#[test]
fn an_office_writes_its_own_words_around_the_fields() {
    let template = "# KANTOR KAMI\n{% for f in files %}\nNo :: {{ f.number }}\n{% endfor %}\n\
        {% for b in bring %}\n* {{ b }}\n{% endfor %}\n";
    let said = own(template).expect("lawful");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0].trim(), "KANTOR KAMI");
    assert!(lines[1].starts_with("No: 0001/KTP"), "{said}");
    assert_eq!(lines[2], "* lembar ini");
}

#[test]
fn a_broken_template_is_named_with_its_line_and_never_in_force() {
    let wrong = |template: &str| match own(template) {
        Err(TemplateFault::Wrong { line, what }) => (line, what),
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong("# A\n\n{{ nomor }}\n").0, 3, "no such field");
    assert_eq!(wrong("# A\n{% for f in files %}\n{{ f.nama }}\n{% endfor %}\n").0, 3, "no name of a person");
    assert_eq!(wrong("{% if copy %}\nx\n").0, 2, "never ended");
    assert_eq!(wrong("{{ office | upper }}").0, 1, "no filter is there");
    assert_eq!(wrong("{% include 'x' %}").0, 1, "and nothing else of the engine");
    assert_eq!(own(" \n"), Err(TemplateFault::Empty));
    assert_eq!(own(&"x\n".repeat(151)), Err(TemplateFault::TooLong(151)));
    assert_eq!(own(&"x".repeat(LARGEST + 1)), Err(TemplateFault::TooLarge));
    let endless = "{% for a in files %}{% for b in [1,2,3,4,5,6,7,8] %}{% for c in [1,2,3,4,5,6,7,8] %}{% for d in [1,2,3,4,5,6,7,8] %}\
        {% for e in [1,2,3,4,5,6,7,8] %}{% for f in [1,2,3,4,5,6,7,8] %}{% for g in [1,2,3,4,5,6,7,8] %}{{ office }}{% endfor %}\
        {% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}";
    assert!(matches!(own(endless), Err(TemplateFault::Wrong { .. })), "work has a limit");
}

#[test]
fn what_somebody_typed_stays_text_on_one_line() {
    let rules = RuleSet::builtin();
    let day = worked();
    let file = day.bench.office.files.values().next().expect("a file");
    let said = returned(file, rules.checklist(ReasonCode::Lost), Some(&note("{{ office }} [code]")));
    assert!(said.contains("{{ office }} [code]"), "{said}");
}

#[test]
fn every_built_in_template_passes_the_check_of_an_office_s_own() {
    let mut templates = Templates::builtin();
    for (name, kind, lang) in Templates::all() {
        assert_eq!(templates.take(kind, lang, Templates::text(kind, lang)), Ok(()), "{name}");
    }
}
