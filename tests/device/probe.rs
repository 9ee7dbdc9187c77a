//! Advice from the answers of the probe: slow to worsen, slower to recover.

use std::time::{Duration, Instant};

use loket::device::error::Certificate;
use loket::device::network::{Advice, Judge, Limits};
use loket::device::{DeviceError, Down, Fault, Reachability};

struct Line {
    judge: Judge,
    begun: Instant,
    probes: u64,
}

impl Line {
    fn new() -> Self {
        Self { judge: Judge::new(Limits::default()), begun: Instant::now(), probes: 0 }
    }

    /// Plays `.` good, `s` slow, `x` down, `t` silence until the deadline, `c` certificate fault,
    /// `g` something else answers, `?` a probe that could not run; returns the advice after each.
    fn play(&mut self, script: &str) -> Vec<Advice> {
        let step = |c| match c {
            '.' => Ok(Reachability::Reached { took: Duration::from_millis(50) }),
            's' => Ok(Reachability::Reached { took: Duration::from_secs(3) }),
            'x' => Ok(Reachability::Down(Down::NoRoute)),
            't' => Err(Fault::Timeout { op: "probe", after: Duration::from_secs(4) }),
            'c' => Err(Fault::Certificate(Certificate::Expired)),
            'g' => Err(Fault::Protocol { what: "tls", bytes: 0 }),
            _ => Err(Fault::Cancelled),
        };
        script
            .chars()
            .map(|c| {
                self.probes += 1;
                let at = self.begun + Duration::from_secs(5 * self.probes);
                self.judge.observe(at, &step(c).map_err(DeviceError::harmless));
                self.judge.advice()
            })
            .collect()
    }

    fn after(&mut self, script: &str) -> Advice {
        *self.play(script).last().expect("one probe")
    }
}

#[test]
fn needs_three_answers_to_say_anything() {
    use Advice::{Offline, Online, Slow, Unknown};
    assert_eq!(Line::new().play("..."), [Unknown, Unknown, Online]);
    assert_eq!(Line::new().play("xxx"), [Unknown, Unknown, Offline]);
    assert_eq!(Line::new().play("sss"), [Unknown, Unknown, Slow]);
    assert_eq!(Line::new().play("x.x.x")[3..], [Unknown, Offline]);
}

#[test]
fn one_or_two_losses_are_no_trouble() {
    let mut line = Line::new();
    assert!(line.play(".....x....x.x.....")[2..].iter().all(|a| *a == Advice::Online));
    assert_eq!(line.after("x.x.x"), Advice::Offline);
}

#[test]
fn recovery_needs_more_than_one_answer_and_does_not_flutter() {
    let mut line = Line::new();
    assert_eq!(line.after("...xxxxx"), Advice::Offline);
    assert!(line.play("...").iter().all(|a| *a == Advice::Offline));
    assert_eq!(line.after("."), Advice::Online);
    assert_eq!(line.after("xxx"), Advice::Offline);
    assert!(line.play("x.x.x.x.x.x.x.x.").iter().all(|a| *a == Advice::Offline));
}

#[test]
fn slow_is_told_apart_from_down() {
    let mut line = Line::new();
    assert_eq!(line.after("...sss"), Advice::Slow);
    assert_eq!(line.after("xxx"), Advice::Offline);
    assert_eq!(line.after("ssss"), Advice::Slow);
    assert_eq!(line.after("...."), Advice::Online);
}

#[test]
fn silence_is_evidence() {
    assert_eq!(Line::new().after("ttt"), Advice::Offline);
    assert_eq!(Line::new().after("ggg"), Advice::Offline, "something else answers in its place");
}

#[test]
fn a_certificate_fault_is_no_network_trouble() {
    let mut line = Line::new();
    assert_eq!(line.after("...cccccccc"), Advice::Online);
    assert_eq!(line.judge.obstacle(), Some(&Fault::Certificate(Certificate::Expired)));
    assert_eq!(line.after("?"), Advice::Online);
    line.play(".");
    assert_eq!(line.judge.obstacle(), None);
}

#[test]
fn the_evidence_and_the_beginning_are_kept() {
    let mut line = Line::new();
    line.play("...x.xx");
    assert_eq!(line.judge.advice(), Advice::Offline);
    assert_eq!(line.judge.since(), Some(line.begun + Duration::from_secs(20)), "the first loss");
    assert_eq!(line.judge.evidence().count(), 5);
}
