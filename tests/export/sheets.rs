//! Numbered paper as others read it: a page a sheet with its number, room for every field, no line short.

use super::day::worked;
use super::golden;
use super::readers::Paper as Read;
use crate::harness::*;
use loket::domain::checklist::RuleSet;
use loket::domain::invalid::Items;
use loket::domain::office::File;
use loket::export::pdf::Paper;
use loket::export::sheets::{Print, emergency, handover};

fn numbers(first: u32, last: u32) -> Items {
    (first..=last).collect()
}

#[test]
fn every_emergency_sheet_has_its_number_twice_and_every_document() {
    let day = worked();
    let (policy, rules) = (day.bench.office.policy(), RuleSet::builtin());
    for paper in [Paper::F4, Paper::A4] {
        let print = Print { policy, paper, at: stamp(0).local(), offset_s: 7 * 3600, simulated: false };
        let bytes = emergency(&print, &numbers(31, 33), &rules).expect("three sheets");
        assert_eq!(emergency(&print, &numbers(31, 33), &rules).expect("again"), bytes, "the same bytes twice");
        let read = Read::of(&bytes);
        read.check();
        let Some(pages) = read.pages() else { return };
        assert_eq!(pages.len(), 3, "one page a sheet");
        for (no, page) in (31..).zip(&pages) {
            assert_eq!(page.matches(&format!("No. {no:04}")).count(), 2, "the sheet and its receipt\n{page}");
        }
        let flat = |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>();
        let page = flat(&pages[0]);
        for list in rules.checklists() {
            assert!(page.contains(&flat(list.reason().code())), "{:?}", list.reason());
            for item in list.items() {
                // Long labels go on in the next line, beside the kind.
                let begins = item.label.id.split_whitespace().next().expect("a word");
                assert!(page.contains(&flat(begins)), "{}", item.label.id);
            }
        }
        if paper == Paper::F4 {
            golden("emergency-sheet.txt", pages[0].as_bytes());
        }
    }
}

#[test]
fn a_handover_sheet_has_twenty_lines_blank_or_with_the_cards() {
    let day = worked();
    let policy = day.bench.office.policy();
    let print = Print { policy, paper: Paper::F4, at: stamp(0).local(), offset_s: 7 * 3600, simulated: true };
    let files: Vec<&File> = day.bench.office.files.values().collect();
    let cards: Vec<&File> = files.iter().cycle().take(21).copied().collect();
    let read = Read::of(&handover(&print, &numbers(8, 9), &cards).expect("two sheets"));
    read.check();
    let Some(pages) = read.pages() else { return };
    assert_eq!(pages.len(), 2, "one page a sheet");
    for (page, lines) in pages.iter().zip([20, 1]) {
        assert!(page.contains("SIMULASI"));
        let begins = |n: u32| page.lines().any(|line| line.split_whitespace().next() == Some(&n.to_string()));
        assert!((1..=20).all(begins), "{page}");
        assert_eq!(page.matches("/KTP/").count(), lines, "{page}");
    }
    let blank = Print { simulated: false, ..print };
    let read = Read::of(&handover(&blank, &numbers(7, 7), &[]).expect("a sheet"));
    let page = read.pages().expect("poppler was there").remove(0);
    golden("handover-sheet.txt", page.as_bytes());
}
