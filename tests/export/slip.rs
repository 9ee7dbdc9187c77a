//! The slips: what they say, and that they fit the paper and tell nobody's NIK.

use super::day::{note, worked};
use super::golden;
use crate::harness::*;
use loket::domain::checklist::RuleSet;
use loket::domain::office::File;
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::status::DeferralReason;
use loket::export::slip::{Paper, Slip};
use loket::text::Lang;

fn slip(policy: &Policy, paper: Paper, lang: Lang) -> Slip<'_> {
    let at = stamp(37 * 60_000).local();
    Slip { policy, at, copy: false, simulated: false, paper, lang }
}

/// All kinds of slips of the made-up day.
fn slips(paper: Paper, lang: Lang) -> Vec<String> {
    let day = worked();
    let policy = day.bench.office.policy();
    let slip = slip(policy, paper, lang);
    let files: Vec<&File> = day.bench.closed.values().map(|(f, _)| f).filter(|f| f.app.family_of.is_some()).collect();
    assert_eq!(files.len(), 2);
    let any = |name: &str| {
        let all = day.bench.office.files.values();
        all.into_iter().find(|f| f.person.as_ref().is_some_and(|p| p.name.as_str() == name)).expect("a file")
    };
    let rules = RuleSet::builtin();
    let checklist = rules.checklist(ReasonCode::OutOfDomicile);
    let missing: Vec<_> = checklist.items().iter().map(|i| i.id.clone()).collect();
    let pending = any("LEMBAR DARURAT");
    vec![
        slip.receipt(&files),
        Slip { copy: true, simulated: true, ..slip }.receipt(&[pending]),
        slip.returned(any("SITI CONTOH"), checklist, &missing, Some(&note("fotokopi „kabur“ – ulangi…"))),
        slip.deferred(any("TUNDA CONTOH"), DeferralReason::Other, Some(&note("menunggu akta Élise 李"))),
        slip.deferred(any("TUNDA CONTOH"), DeferralReason::Duplicate, None),
    ]
}

#[test]
fn slips_are_as_reviewed() {
    golden("slips-32.txt", slips(Paper::Columns32, Lang::Id).join("\n").as_bytes());
    golden("slips-48.txt", slips(Paper::Columns48, Lang::Id).join("\n").as_bytes());
}

#[test]
fn slips_fit_the_paper_and_hide_the_person() {
    for paper in [Paper::Columns32, Paper::Columns48] {
        for lang in Lang::ALL {
            for text in slips(paper, lang) {
                for line in text.lines() {
                    assert!(line.len() <= paper.columns(), "{line}");
                    assert!(line.bytes().all(|b| (b' '..=b'~').contains(&b)), "{line}");
                }
                let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
                assert!(text.split_whitespace().all(|word| digits(word) < 12), "{text}");
                assert!(!text.contains("CONTOH") && !text.contains("MEGA") && !text.contains("0812"), "{text}");
            }
        }
    }
}

#[test]
fn a_family_slip_names_every_number_and_says_it_is_free() {
    let day = worked();
    let files: Vec<&File> = day.bench.closed.values().map(|(f, _)| f).filter(|f| f.app.family_of.is_some()).collect();
    let text = slip(day.bench.office.policy(), Paper::Columns48, Lang::Id).receipt(&files);
    for file in files {
        assert!(text.contains(&file.app.number.text));
        let nik = file.person.as_ref().and_then(|p| p.nik).expect("a NIK");
        assert!(text.contains(&nik.masked('*')) && !text.contains(nik.as_str()));
    }
    assert!(text.contains("GRATIS") && text.contains("79A"));
    assert!(text.contains("23-11-2026 08.37"), "{text}");
    assert!(!text.contains("SALINAN") && !text.contains("SIMULASI"));
}

#[test]
fn a_return_slip_cites_the_rule_of_every_missing_item() {
    let rules = RuleSet::builtin();
    let day = worked();
    let file = day.bench.office.files.values().next().expect("a file");
    for checklist in rules.checklists() {
        let missing: Vec<_> = checklist.items().iter().map(|i| i.id.clone()).collect();
        let text =
            slip(day.bench.office.policy(), Paper::Columns48, Lang::Id).returned(file, checklist, &missing, None);
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for item in checklist.items() {
            assert!(
                flat.contains(&item.label.id.split_whitespace().collect::<Vec<_>>().join(" ")),
                "{}",
                item.label.id
            );
            assert!(flat.contains(&item.citation), "{}", item.citation);
        }
    }
}
