//! The clock of a step: work and waits are kept apart, and a time nobody can vouch for is none (SOP; practice 11 and 21).

use crate::harness::stamp;
use loket::domain::id::BootId;
use loket::domain::sop::{Spent, StepSum, StepTimer};
use loket::domain::terms::PauseCause;
use loket::domain::time::{Span, Stamp};

fn worked(spent: &Spent) -> (u32, bool) {
    (spent.work_ms, spent.measured)
}

#[test]
fn work_and_waits_are_counted_apart() {
    let mut timer = StepTimer::default();
    assert!(!timer.started());
    assert_eq!(worked(&timer.spent(stamp(5_000))), (0, false), "never started, never measured");
    timer.start(stamp(1_000));
    timer.start(stamp(2_000));
    assert!(timer.started() && !timer.paused());
    assert_eq!(worked(&timer.spent(stamp(4_000))), (3_000, true), "from the first key");
    timer.pause(PauseCause::Applicant, stamp(5_000));
    timer.pause(PauseCause::Network, stamp(6_000));
    timer.start(stamp(7_000));
    assert!(timer.started() && timer.paused());
    let waits = timer.spent(stamp(9_000));
    assert_eq!(worked(&waits), (4_000, true));
    assert_eq!(waits.paused_ms, [(PauseCause::Applicant, 4_000)].into(), "one wait at a time, up to now");
    timer.resume(stamp(10_000));
    timer.resume(stamp(11_000));
    assert!(timer.started() && !timer.paused());
    timer.pause(PauseCause::Network, stamp(12_000));
    timer.resume(stamp(12_500));
    let spent = timer.spent(stamp(13_000));
    assert_eq!(worked(&spent), (6_500, true));
    assert_eq!(spent.paused_ms, [(PauseCause::Applicant, 5_000), (PauseCause::Network, 500)].into());
}

#[test]
fn a_step_left_alone_has_no_time() {
    let mut timer = StepTimer::default();
    timer.vacant(true, stamp(0));
    assert!(!timer.started(), "there was nothing to leave");
    timer.start(stamp(1_000));
    timer.vacant(false, stamp(2_000));
    assert_eq!(worked(&timer.spent(stamp(3_000))), (2_000, true), "somebody sat there all the time");
    timer.vacant(true, stamp(3_000));
    assert!(timer.started(), "it goes on when somebody comes back");
    assert_eq!(worked(&timer.spent(stamp(9_000))), (2_000, false));
    timer.vacant(false, stamp(9_000));
    assert_eq!(worked(&timer.spent(stamp(10_000))), (3_000, false));
    let mut timer = StepTimer::default();
    timer.start(stamp(0));
    timer.pause(PauseCause::Applicant, stamp(1_000));
    timer.vacant(true, stamp(2_000));
    timer.vacant(false, stamp(3_000));
    timer.resume(stamp(4_000));
    assert_eq!(worked(&timer.spent(stamp(5_000))), (2_000, true), "a wait goes on whoever sits there");
}

#[test]
fn a_clock_that_jumped_is_not_believed() {
    let from = stamp(60_000);
    let to = |utc_ms, mono_ms| Stamp { utc_ms: from.utc_ms + utc_ms, mono_ms: from.mono_ms + mono_ms, ..from };
    let (sound, jumped) = (|ms| Span { ms, measured: true }, |ms| Span { ms, measured: false });
    assert_eq!(to(90_000, 90_000).since(&from), sound(90_000));
    assert_eq!(to(90_000 + 2_000, 90_000).since(&from), sound(90_000), "a clock set right by a little");
    for day in [86_400_000, -86_400_000] {
        assert_eq!(to(day, 90_000).since(&from), jumped(90_000), "the wall clock was set");
    }
    assert_eq!(from.since(&to(90_000, 90_000)), jumped(0), "never negative");
    let other = |utc_ms| Stamp { boot: BootId([8; 16]), mono_ms: 5, ..to(utc_ms, 0) };
    assert_eq!(other(90_000).since(&from), jumped(90_000), "after a restart the wall clock alone is left");
    assert_eq!(other(-90_000).since(&from), jumped(0));
    assert_eq!(other(i64::from(u32::MAX) * 2).since(&from), jumped(u32::MAX));
    for stop in [|t: &mut StepTimer, at| t.pause(PauseCause::Network, at), |t: &mut StepTimer, _| t.start(stamp(0))] {
        let mut timer = StepTimer::default();
        timer.start(from);
        stop(&mut timer, to(86_400_000, 1_000));
        timer.resume(to(86_401_000, 2_000));
        assert!(!timer.spent(to(86_402_000, 3_000)).measured, "neither is the step");
    }
}

#[test]
fn a_sum_times_only_what_was_measured_and_tells_what_took_longer_than_the_standard() {
    let spent = |work_ms, measured| Spent { work_ms, measured, paused_ms: [(PauseCause::Applicant, 10)].into() };
    let mut sum = StepSum::default();
    for spent in [spent(60_000, true), spent(60_001, true), spent(900_000, false)] {
        sum.add(&spent, 60);
    }
    assert_eq!((sum.files, sum.timed, sum.over, sum.work_ms), (3, 2, 1, 120_001));
    assert_eq!(sum.paused_ms, [(PauseCause::Applicant, 30)].into());
}
