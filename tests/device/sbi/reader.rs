//! Search, capture and every way a service is known to get it wrong.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use loket::device::finger::sbi::message::Purpose;
use loket::device::finger::sbi::sim::{Quirk, SbiSim};
use loket::device::finger::sbi::{SbiUri, http};
use loket::device::sim::Simulator;
use loket::device::{Cancel, Ctl, Device, DeviceUri, Fault, FingerOutcome, Fingerprint, Hint, Holder, Unreadable};

use super::{Rig, attempt};
use crate::device::rig::{PATIENCE, against, without_reference};

const PURPOSES: [Purpose; 2] = [Purpose::Auth, Purpose::Registration];

#[test]
fn a_sample_is_taken_from_readers_of_both_purposes() {
    for purpose in PURPOSES {
        let rig = Rig::new();
        rig.levers.purpose(purpose);
        let mut reader = rig.reader();
        assert_eq!(reader.identity().as_str(), "sbi Loket Simulasi SIM-1");
        rig.levers.put(1);
        let (outcome, shown) = attempt(&mut reader, &without_reference(), PATIENCE);
        assert_eq!((outcome.expect("a sample"), shown), (FingerOutcome::SampleTaken, vec![Hint::PlaceFinger]));
        assert!(rig.levers.decided().is_empty(), "without a reference nobody is asked");
    }
}

#[test]
fn every_question_is_new_and_holds_text_only() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    rig.levers.put(1);
    for _ in 0..2 {
        assert!(attempt(&mut reader, &without_reference(), PATIENCE).0.is_ok());
    }
    let asked: Vec<serde_json::Value> =
        rig.levers.asked().iter().map(|a| serde_json::from_str(a).expect("JSON")).collect();
    assert_ne!(asked[0]["transactionId"], asked[1]["transactionId"]);
    let bio = &asked[0]["bio"][0];
    assert_eq!((bio["bioSubType"][0].as_str(), bio["previousHash"].as_str()), (Some("Right IndexFinger"), Some("")));
    assert!(!any_number(&asked[0]), "{}", asked[0]);
}

fn any_number(value: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match value {
        Number(_) => true,
        Array(all) => all.iter().any(any_number),
        Object(all) => all.values().any(any_number),
        _ => false,
    }
}

#[test]
fn answers_of_odd_form_are_read() {
    for quirk in [Quirk::Numbers, Quirk::NoLength] {
        let rig = Rig::new();
        let mut reader = rig.reader();
        rig.levers.put(1);
        rig.levers.quirk(Some(quirk));
        let (outcome, _) = attempt(&mut reader, &without_reference(), PATIENCE);
        assert_eq!(outcome.expect("a sample"), FingerOutcome::SampleTaken, "{quirk:?}");
    }
}

#[test]
fn an_answer_that_is_not_the_one_asked_for_is_no_sample() {
    use Quirk::*;
    let both = [
        Chunks,
        Huge,
        CutShort,
        Garbage,
        Status(405),
        Status(500),
        OtherTransaction,
        OtherFinger,
        OtherPurpose,
        OtherEnv,
        OtherSerial,
        NoToken,
        TwoSamples,
        NoBase64,
        NoQuality,
    ];
    for purpose in PURPOSES {
        let rig = Rig::new();
        rig.levers.purpose(purpose);
        let mut reader = rig.reader();
        rig.levers.put(1);
        for quirk in both {
            rig.levers.quirk(Some(quirk));
            let error = attempt(&mut reader, &without_reference(), PATIENCE).0.expect_err("refused");
            assert_eq!(error.code(), "D-111", "{quirk:?} {error}");
            assert!(error.loses_device());
        }
        rig.levers.quirk(None);
        assert!(attempt(&mut reader, &without_reference(), PATIENCE).0.is_ok(), "well again");
    }
}

#[test]
fn a_broken_hash_is_seen_where_it_can_be() {
    let rig = Rig::new();
    rig.levers.purpose(Purpose::Registration);
    let mut reader = rig.reader();
    rig.levers.put(1);
    rig.levers.quirk(Some(Quirk::BrokenHash));
    let error = attempt(&mut reader, &without_reference(), PATIENCE).0.expect_err("refused");
    assert!(matches!(error.fault, Fault::Protocol { what: "hash of the sample", .. }), "{error}");
}

#[test]
fn every_error_number_has_its_meaning_in_each_of_its_forms() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    rig.levers.put(1);
    let forms = [Quirk::Error, Quirk::ErrorInArray, Quirk::ErrorInSample];
    let faults = [
        (100, "D-112"),
        (103, "D-116"),
        (104, "D-116"),
        (106, "D-103"),
        (107, "D-110"),
        (108, "D-110"),
        (109, "D-111"),
        (110, "D-105"),
        (111, "D-105"),
        (112, "D-111"),
        (123, "D-111"),
        (551, "D-116"),
        (703, "D-105"),
        (705, "D-103"),
    ];
    for (number, (code, fault)) in faults.into_iter().enumerate() {
        rig.levers.quirk(Some(forms[number % 3](code)));
        let error = attempt(&mut reader, &without_reference(), PATIENCE).0.expect_err("refused");
        assert_eq!(error.code(), fault, "{code}");
    }
    for (form, code, why) in [(0, 102, Unreadable::Messy), (2, 105, Unreadable::TooFewFeatures)] {
        rig.levers.quirk(Some(forms[form](code)));
        let (outcome, shown) = attempt(&mut reader, &without_reference(), PATIENCE);
        assert_eq!(outcome.expect("an outcome"), FingerOutcome::Unreadable(why), "{code}");
        assert_eq!(shown.len(), 4, "one invitation and advice for each look");
    }
}

#[test]
fn a_sample_below_the_asked_quality_is_unreadable_though_the_service_calls_it_good() {
    let rig = Rig::new();
    let mut reader = rig.open_line(&rig.sim.wire().with("score", "60")).expect("a reader");
    rig.levers.put(1);
    rig.levers.quality(59);
    let (outcome, _) = attempt(&mut reader, &without_reference(), PATIENCE);
    assert_eq!(outcome.expect("an outcome"), FingerOutcome::Unreadable(Unreadable::Messy));
    assert_eq!(rig.levers.asked().len(), 3);
    rig.levers.quality(60);
    assert_eq!(attempt(&mut reader, &without_reference(), PATIENCE).0.expect("good"), FingerOutcome::SampleTaken);
}

#[test]
fn without_a_finger_time_runs_out() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    let (outcome, _) = attempt(&mut reader, &without_reference(), Duration::from_millis(400));
    assert_eq!(outcome.expect_err("nobody").code(), "D-401");
    assert!(rig.levers.asked().len() > 1, "asked again within the time");
}

#[test]
fn a_silent_service_is_left_at_its_time() {
    let mut rig = Rig::new();
    rig.timing.reply = Duration::from_millis(100);
    let mut reader = rig.reader();
    rig.levers.quirk(Some(Quirk::Silence));
    let (outcome, _) = attempt(&mut reader, &without_reference(), PATIENCE);
    assert!(matches!(outcome.expect_err("silent").fault, Fault::Timeout { .. }));
}

#[test]
fn a_cancelled_capture_can_be_followed_by_another() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    let cancel = Cancel::new();
    let ctl = Ctl::with_cancel(PATIENCE, cancel.clone());
    let outcome = reader.test(&without_reference(), &ctl, &mut |_| cancel.cancel());
    assert_eq!(outcome.expect_err("cancelled").fault, Fault::Cancelled);
    rig.levers.put(1);
    assert!(attempt(&mut reader, &without_reference(), PATIENCE).0.is_ok());
}

#[test]
fn a_reader_somebody_has_is_busy() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    rig.levers.put(1);
    rig.levers.taken(true);
    let error = attempt(&mut reader, &without_reference(), PATIENCE).0.expect_err("taken");
    assert_eq!(error.fault, Fault::Busy { by: Holder { pid: None } });
}

#[test]
fn a_reader_pulled_out_is_gone_and_comes_back() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    rig.levers.plugged(false);
    assert_eq!(reader.check(&Ctl::within(PATIENCE)).expect_err("gone").code(), "D-103");
    assert_eq!(attempt(&mut reader, &without_reference(), PATIENCE).0.expect_err("gone").code(), "D-103");
    assert_eq!(rig.open_line(&rig.sim.wire()).err().expect("gone").code(), "D-103");
    rig.levers.plugged(true);
    reader.check(&Ctl::within(PATIENCE)).expect("there");
    let Rig { levers, sim, timing, dir } = rig;
    let wire = sim.wire();
    drop(sim);
    let rig = Rig { sim: SbiSim::start(dir.path(), levers.clone()).expect("another"), levers, timing, dir };
    assert_eq!(rig.open_line(&wire).err().expect("nobody there").code(), "D-103");
    assert_eq!(attempt(&mut reader, &without_reference(), PATIENCE).0.expect_err("nobody").code(), "D-103");
}

#[test]
fn the_search_finds_the_reader_of_the_line_among_others() {
    let (one, other) = (Rig::new(), Rig::new());
    other.levers.serial("SIM-2");
    let stranger = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = stranger.local_addr().expect("an address").port();
    // Something else of the machine that answers with nonsense.
    thread::spawn(move || {
        for mut stream in stranger.incoming().flatten() {
            let _ = stream.read(&mut [0; 512]);
            let _ = stream.write_all(b"220 hello\r\n\r\n");
        }
    });
    let ports = [one.sim.port(), other.sim.port(), port];
    let (low, high) = (ports.into_iter().min().expect("some"), ports.into_iter().max().expect("some"));
    if high - low >= 100 {
        // The system gave ports too far apart for one line; each is searched alone.
        assert_eq!(one.open_line(&one.plain(port)).err().expect("no reader").code(), "D-103");
        return;
    }
    let any = other.plain(format!("{low}-{high}"));
    let line = |serial: &str| any.clone().with("serial", serial);
    assert_eq!(one.open_line(&line("SIM-2")).expect("found").identity().as_str(), "sbi Loket Simulasi SIM-2");
    assert_eq!(one.open_line(&line("SIM-3")).err().expect("none").code(), "D-103");
    assert_eq!(one.open_line(&any).err().expect("two").code(), "D-102");
}

#[test]
fn a_reader_of_another_environment_place_or_state_is_refused() {
    let rig = Rig::new();
    let line = rig.line().to_string();
    let open = |env: &str| {
        let line: DeviceUri = line.replace("Developer", env).parse().expect("a line");
        rig.open_line(&line).err().map(|e| e.code())
    };
    assert_eq!(open("Production"), Some("D-106"));
    assert_eq!(open("Developer"), None);
    rig.levers.quirk(Some(Quirk::Elsewhere));
    assert_eq!(open("Developer"), Some("D-111"));
    rig.levers.quirk(Some(Quirk::NotRegistered));
    assert_eq!(open("Developer"), Some("D-112"));
}

#[test]
fn references_of_other_readers_are_refused_before_a_finger_is_asked_for() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    let (outcome, shown) = attempt(&mut reader, &against(1), PATIENCE);
    assert_eq!((outcome.expect_err("refused").code(), shown), ("D-405", vec![]));
    assert!(rig.levers.asked().is_empty());
}

#[test]
fn a_line_says_what_is_wrong_with_it() {
    let wrong = |line: &str| SbiUri::of(&line.parse().expect("a line")).map(drop).map_err(|e| e.part);
    assert_eq!(wrong("sbi:?ca=/a"), Ok(()));
    assert_eq!(wrong("sbi:?verify=http://127.0.0.1:1&ca=/a"), Ok(()));
    assert_eq!(wrong("sbi:4501-4600?serial=A1&verify=https://centre.example/api&ca=/a&cert=/b&key=/c"), Ok(()));
    let cases = [
        ("sbi:4501-4601", "4501-4601"),
        ("sbi:0", "0"),
        ("sbi:x", "x"),
        ("sbi:?env=Test", "env"),
        ("sbi:?score=0", "score"),
        ("sbi:", "ca"),
        ("sbi:?ca=/a&verify=http://centre.example", "verify"),
        ("sbi:?verify=http://127.0.0.1:1&ca=/a&cert=/b&key=/c", "verify"),
        ("sbi:?verify=https://centre.example", "ca"),
        ("sbi:?verify=https://user:word@centre.example&ca=/a", "verify"),
        ("sbi:?verify=https://centre.example&ca=/a&cert=/b", "key"),
        ("sbi:?ca=/a&cert=/b&key=/c", "verify"),
        ("sbi:?port=1", "port"),
    ];
    for (line, part) in cases {
        assert_eq!(wrong(line), Err(part.to_owned()), "{line}");
    }
}

#[test]
fn the_simulator_insists_on_what_real_services_insist_on() {
    let rig = Rig::new();
    let ask =
        |method: &str, path: &str, body: &str| http::ask(rig.sim.port(), method, path, body, &Ctl::within(PATIENCE));
    let whole = format!("http://127.0.0.1:{}/device", rig.sim.port());
    assert!(ask("MOSIPDISC", &whole, "{\"type\":\"Finger\"}").is_err(), "the whole address is no target");
    let told = ask("CAPTURE", "/capture", "{\"timeout\":1}").expect("an answer");
    assert!(String::from_utf8_lossy(&told).contains("\"123\""), "numbers are refused");
    let mut sim = rig.sim;
    assert!(sim.obey(&["put", "holder"]).is_ok() && sim.obey(&["put"]).is_err() && sim.obey(&["dance"]).is_err());
}
