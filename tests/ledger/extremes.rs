//! Entries that hold any number their form can: whoever reads the raw file may meet them, and the office stays total.

use super::samples;
use super::support::*;
use loket::domain::event::*;
use loket::domain::invalid::Items;
use loket::domain::lineage::Gap;
use loket::domain::office::Office;
use std::collections::BTreeSet;

/// The least and the most of every size of number, where they pass for one.
const EXTREMES: [&str; 7] =
    ["0", "-1", "2147483647", "-2147483648", "4294967295", "9223372036854775807", "18446744073709551615"];

/// The event with each of its numbers in turn made extreme, as far as that reads.
fn extremes(event: &Event) -> Vec<Event> {
    let body = String::from_utf8(event.body()).unwrap();
    let digit = |at: usize| body.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let mut all = Vec::new();
    for at in (0..body.len()).filter(|at| digit(*at) && (*at == 0 || !digit(at - 1))) {
        let end = (at..).find(|at| !digit(*at)).unwrap();
        let begin = if body[..at].ends_with('-') { at - 1 } else { at };
        let changed = EXTREMES.map(|number| [&body[..begin], number, &body[end..]].concat());
        let read = |body: &String| Event::decode(event.kind(), event.version(), body.as_bytes()).ok();
        all.extend(changed.iter().filter_map(read));
    }
    all
}

/// An open day with the file the samples speak of, and what else they need.
fn office() -> Office {
    let mut office = Office::default();
    let needed = |e: &Event| {
        use Event::*;
        matches!(e, LedgerCreated(_) | AccountAdded(_) | DayOpened(_) | BatchMoved(_) | EmergencySheetsIssued(_))
    };
    let submitted = |e: &Event| matches!(e, Event::ApplicationSubmitted(_));
    let all = samples::all();
    for (seq, event) in (1..).zip(all.iter().filter(|e| needed(e))) {
        applied(&mut office, seq, event);
    }
    applied(&mut office, 41, all.iter().find(|e| submitted(e)).unwrap());
    office
}

fn applied(office: &mut Office, seq: u64, event: &Event) {
    let envelope = order(CLERK, seq as i64 * 1_000);
    office.apply(&Recorded { seq, envelope, event: event.clone(), personal: None });
    if let Some(figures) = &office.desk.today {
        let _ = figures.imbalances(&office.stocks());
    }
}

#[test]
fn any_number_in_any_entry_leaves_the_office_total() {
    let begun = office();
    let mut tried = 0;
    for event in samples::all().iter().flat_map(extremes) {
        let mut office = begun.clone();
        for seq in 57..60 {
            applied(&mut office, seq, &event);
        }
        for (seq, later) in (60..).zip(samples::all()) {
            applied(&mut office, seq, &later);
        }
        let stored = serde_json::to_vec(&office.desk).unwrap();
        assert_eq!(serde_json::from_slice::<loket::domain::office::Desk>(&stored).unwrap(), office.desk);
        tried += 1;
    }
    assert!(tried > 300, "{tried} only");
}

#[test]
fn runs_of_numbers_are_worked_with_as_runs() {
    let of = |numbers: &[u32]| numbers.iter().copied().collect::<Items>();
    let as_set = |items: &Items| items.iter().collect::<BTreeSet<u32>>();
    for mask in 0u32..512 {
        let (left, right) = (mask & 31, mask >> 5 | (mask & 1) << 4);
        let numbers = |bits: u32| (0..5).filter(|n| bits >> n & 1 == 1).collect::<Vec<u32>>();
        let (a, b) = (of(&numbers(left)), of(&numbers(right)));
        assert_eq!(as_set(&a.common(&b)), &as_set(&a) & &as_set(&b));
        assert_eq!(as_set(&a.without(&b)), &as_set(&a) - &as_set(&b));
        for n in 0..6 {
            let (mut with, mut less) = (a.clone(), a.clone());
            with.insert(n);
            less.remove(n);
            assert_eq!(
                with,
                of(&as_set(&a).into_iter().chain([n]).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>())
            );
            assert_eq!(less, as_set(&a).into_iter().filter(|other| *other != n).collect());
        }
    }
    let mut all = Items::default();
    all.append(0, u32::MAX);
    all.remove(7);
    all.insert(u32::MAX);
    assert_eq!((all.count(), all.runs()), (u64::from(u32::MAX), &[(0, 6), (8, u32::MAX)][..]));
}

#[test]
fn a_gap_to_the_last_number_counts() {
    assert_eq!(Gap { from: u64::MAX - 1, to: u64::MAX }.count(), 1, "one of two: no number follows the last");
    assert_eq!(Gap::of([u64::MAX - 1, u64::MAX]), [Gap { from: u64::MAX - 1, to: u64::MAX }]);
}
