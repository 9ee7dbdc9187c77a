//! What the desk makes of the probe: advice, the lamp, one probing desk a machine, a technician's matter.

use super::Counter;
use loket::desk::Devices;
use loket::desk::post::Post;
use loket::device::error::Certificate;
use loket::device::{
    DeviceError, DeviceUri, Down, Fault, JobId, Kind, Outcome, Reachability, Report, SimLevers, Simulators,
};
use loket::domain::event::Event;

/// A desk whose probe is driven; the answers are the test's own, so the stand-in behind it is never waited for.
fn watched(counter: Counter) -> Counter {
    let mut sims = Simulators::new(counter.ledger_home().as_path(), SimLevers::new()).stand_ins();
    let probe = sims.resolve(Kind::NetworkProbe, &DeviceUri::sim()).expect("resolved");
    let devices = Devices::start(vec![probe], drop).expect("a thread");
    let mut counter = counter.equipped(devices);
    counter.meets(Post::at(&counter.ledger_home()));
    counter.sign_in("SC");
    counter
}

/// The desk asks until its first judgement every two seconds.
fn answers(c: &mut Counter, results: &[Result<Reachability, Fault>]) {
    for result in results {
        c.wait(2000);
        let result = result.clone().map(Outcome::Reach).map_err(DeviceError::harmless);
        c.hear(Report::Done { kind: Kind::NetworkProbe, job: JobId(0), result });
    }
}

const GOOD: Result<Reachability, Fault> = Ok(Reachability::Reached { took: std::time::Duration::from_millis(40) });
const LOST: Result<Reachability, Fault> = Ok(Reachability::Down(Down::NoRoute));

#[test]
fn trouble_begun_on_advice_says_so_in_the_journal() {
    let mut c = watched(Counter::open());
    c.sees("JARINGAN belum ada");
    answers(&mut c, &[GOOD, GOOD, GOOD]);
    c.sees("JARINGAN baik");
    answers(&mut c, &[LOST, LOST]);
    c.sees("JARINGAN ! tersendat").sees_not("tampak terputus");
    answers(&mut c, &[LOST]);
    c.sees("JARINGAN ✘ putus").sees("Jaringan ke pusat tampak terputus");
    c.keys("<Ctrl+N>1sinyal putus<Enter>").sees("GANGGUAN JARINGAN");
    let Event::TroubleStarted(e) = c.last().event else { panic!("trouble") };
    assert!(e.advised, "the probe had said so");
    answers(&mut c, &[GOOD, GOOD, GOOD]);
    c.sees_not("tampak pulih");
    answers(&mut c, &[GOOD]);
    c.sees("Jaringan ke pusat tampak pulih").keys("<Ctrl+N>1");
    let Event::TroubleEnded(e) = c.last().event else { panic!("the end of trouble") };
    assert!(e.advised);
    // Against the advice it is the clerk's own word.
    c.keys("<Ctrl+N>1kata pusat<Enter>");
    let Event::TroubleStarted(e) = c.last().event else { panic!("trouble") };
    assert!(!e.advised);
}

#[test]
fn a_certificate_is_for_a_technician_and_never_trouble() {
    let mut c = watched(Counter::open());
    answers(&mut c, &[GOOD, GOOD, GOOD]);
    let expired = || Err(Fault::Certificate(Certificate::Expired));
    answers(&mut c, &[expired()]);
    c.sees("D-110 Bukan gangguan jaringan: sertifikat pusat kedaluwarsa. → Panggil")
        .sees("JARINGAN ! teknisi")
        .sees_not("tampak terputus");
    answers(&mut c, &[expired(), expired(), expired(), expired(), expired()]);
    c.sees("JARINGAN ! teknisi").sees_not("tampak terputus");
    answers(&mut c, &[GOOD]);
    c.sees("JARINGAN baik");
}

#[test]
fn the_lamp_never_shows_good_on_old_news() {
    let mut c = watched(Counter::open());
    answers(&mut c, &[GOOD, GOOD, GOOD]);
    c.sees("JARINGAN baik").wait(40_000).sees("JARINGAN baik");
    c.wait(20_000).sees_not("JARINGAN baik").sees("JARINGAN ! 1 mnt");
    answers(&mut c, &[GOOD]);
    c.sees("JARINGAN baik");
}

/// One lost packet is no trouble, and no good news either.
#[test]
fn a_question_without_an_answer_is_not_green() {
    let mut c = watched(Counter::open());
    answers(&mut c, &[GOOD, GOOD, GOOD]);
    c.sees("JARINGAN baik");
    answers(&mut c, &[LOST]);
    c.sees("JARINGAN ! tersendat").sees_not("tampak terputus");
    answers(&mut c, &[GOOD]);
    c.sees("JARINGAN baik");
}

/// Two desks of one machine: one asks, both know, and the other takes over when the first is gone.
#[test]
fn one_desk_probes_for_all() {
    let mut first = watched(Counter::open());
    let mut second = watched(first.another("loket-2"));
    answers(&mut first, &[LOST, LOST, LOST]);
    first.sees("JARINGAN ✘ putus");
    second.wait(1000).sees("JARINGAN ✘ putus").sees("tampak terputus");
    answers(&mut first, &[Err(Fault::Certificate(Certificate::Refused))]);
    second
        .wait(1000)
        .sees("JARINGAN ! teknisi")
        .sees("Uji jaringan terhalang; ini bukan gangguan jaringan. → Panggil teknisi.");
    answers(&mut first, &[GOOD, GOOD, GOOD, GOOD]);
    second.wait(1000).sees("JARINGAN baik");
    drop(first);
    // What was known stands until the new one knows better.
    second.wait(1000).sees("JARINGAN baik");
    answers(&mut second, &[LOST, LOST]);
    second.sees("JARINGAN ! tersendat");
    answers(&mut second, &[LOST]);
    second.sees("JARINGAN ✘ putus");
}
