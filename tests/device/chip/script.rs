//! The form of a script: what is understood, and where the rest is wrong.

use loket::device::chip::script::{MAX_FILE, Script, ScriptError};
use loket::device::uri::UriFault;
use loket::device::{DeviceUri, Fault, Kind, SimLevers, Simulators};
use proptest::prelude::*;

use crate::cases;

const STEP: &str = "[[step]]\nname = \"a\"\n";

fn fault(text: &str) -> (usize, String) {
    let ScriptError { line, what } = Script::parse(text).expect_err(text);
    (line, what)
}

#[test]
fn faults_are_told_with_their_line() {
    let step = |rest: &str| format!("# a comment\n{STEP}{rest}");
    let cases = [
        (step("do = \"select\""), 2, "select needs aid or file"),
        (step("do = \"select\"\naid = \"F0 4C\""), 2, "an aid has 5 to 16 bytes"),
        (step("do = \"select\"\nfile = \"01\""), 2, "a file has 2 bytes"),
        (step("do = \"read\""), 2, "read needs limit, 1 to 32768"),
        (step("do = \"read\"\nlimit = 9\naid = \"00\""), 2, "aid and file are for select"),
        (step("do = \"challenge\"\nbytes = 0"), 2, "challenge needs bytes, 1 to 32"),
        (step("do = \"ask\""), 2, "apdu is missing"),
        (step("do = \"ask\"\napdu = \"00 B0 00\""), 2, "apdu has 4 bytes: CLA INS P1 P2"),
        (step("do = \"ask\"\napdu = \"00 B0 00 0\""), 2, "an odd number of hexadecimal digits"),
        (step("do = \"ask\"\napdu = \"00 B0 00 0g\""), 2, "hexadecimal digits are needed"),
        (step("do = \"ask\"\napdu = \"00B00000\"\nle = 257"), 2, "le is 1 to 256"),
        (step("do = \"ask\"\napdu = \"00B00000\"\ndata = \"{a\""), 2, "a name in braces is not closed"),
        (step("do = \"ask\"\napdu = \"00B00000\"\ndata = \"{A B}\""), 2, "not a name in braces"),
        (step("do = \"ask\"\napdu = \"00B00000\"\ndata = \"{a}\""), 2, "no step before keeps {a}"),
        (step("do = \"ask\"\napdu = \"00B00000\"\nexpect = [\"90\"]"), 2, "not a status word: four digits or x"),
        (step("do = \"ask\"\napdu = \"00B00000\"\nexpect = []"), 2, "expect is empty"),
        (step("do = \"sam\"\napdu = \"00B00000\"\nslot = \"sam\""), 2, "a sam step has no slot"),
        (step("do = \"write\"\napdu = \"00B00000\"\nslot = \"sam\""), 2, "verify and write are for the card"),
        (step("do = \"write\"\napdu = \"00B00000\""), 1, "point-of-no-return is missing"),
        ("step = []".into(), 1, "1 to 64 steps are needed"),
    ];
    for (text, line, what) in cases {
        assert_eq!(fault(&text), (line, what.to_owned()), "{text}");
    }
    let (line, what) = fault(&step("do = \"ask\"\napdu = \"00B00000\"\nsecret = 1"));
    assert!(line == 6 && what.contains("unknown field `secret`"), "{line}: {what}");
    let (line, _) = fault(&step("do = \"dance\""));
    assert_eq!(line, 4);
    assert_eq!(fault("a = = 1").0, 1);
    assert_eq!(fault(&"#".repeat(MAX_FILE + 1)), (1, "over 65536 bytes".into()));
}

#[test]
fn the_point_of_no_return_is_checked() {
    let write = "do = \"write\"\napdu = \"00D60000\"\n";
    let two = format!("{STEP}{write}[[step]]\nname = \"b\"\n{write}");
    let with = |name: &str, steps: &str| format!("point-of-no-return = \"{name}\"\n{steps}");
    assert_eq!(fault(&with("c", &two)), (1, "no step of that name".into()));
    assert_eq!(fault(&with("b", &two)), (1, "a step before it leaves a trace already".into()));
    assert_eq!(fault(&with("a", &format!("{STEP}do = \"read\"\nlimit = 1\n"))), (1, "no step leaves a trace".into()));
    assert_eq!(Script::parse(&with("a", &two)).expect("well formed").no_return, Some(0));
    let twice = format!("{STEP}{write}{STEP}{write}");
    assert_eq!(fault(&with("a", &twice)), (6, "a name given twice".into()));
}

#[test]
fn steps_are_counted() {
    let read = |n: usize| format!("[[step]]\nname = \"s{n}\"\ndo = \"read\"\nlimit = 1\n");
    let steps = |n: usize| (0..n).map(read).collect::<String>();
    assert_eq!(Script::parse(&steps(64)).expect("64").steps.len(), 64);
    assert_eq!(fault(&steps(65)).1, "1 to 64 steps are needed");
}

/// The line of a reader is refused with the part that is wrong, the script's line included.
#[test]
fn a_line_that_cannot_be_used_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let sam = format!("point-of-no-return = \"a\"\n{STEP}do = \"write\"\napdu = \"00D60000\"\n");
    let sam = file("sam.toml", &format!("{sam}[[step]]\nname = \"b\"\ndo = \"sam\"\napdu = \"80100000\"\n"));
    let probe = file("probe.toml", include_str!("../../../assets/chip/probe.toml"));
    let bad = file("bad.toml", "\n\nx = 1\n");
    let cases = [
        ("pcsc:".to_owned(), UriFault::MissingReader, ""),
        ("pcsc:Reader".to_owned(), UriFault::MissingKey, "script"),
        ("pcsc:Reader?script=chip.toml".to_owned(), UriFault::RelativePath, "chip.toml"),
        ("pcsc:Reader?pin=1".to_owned(), UriFault::UnknownKey, "pin"),
        (format!("pcsc:Reader?script={sam}"), UriFault::MissingKey, "sam"),
        (format!("pcsc:Reader?script={probe}"), UriFault::BadChoice, "script"),
    ];
    let mut sims = Simulators::new(dir.path(), SimLevers::new());
    let mut why = |line: &str| match sims.resolve(Kind::Chip, &line.parse::<DeviceUri>().unwrap()) {
        Err(e) => match e.fault {
            Fault::BadSetting(error) => error,
            other => panic!("{other:?}"),
        },
        Ok(_) => panic!("{line} was taken"),
    };
    for (line, fault, part) in cases {
        let error = why(&line);
        assert_eq!((error.why, error.part.as_str()), (fault, part), "{line}");
    }
    let error = why(&format!("pcsc:Reader?script={bad}"));
    assert!(error.why == UriFault::BadScript && error.part.starts_with("bad.toml line 3:"), "{}", error.part);
    assert_eq!(why("pcsc:Reader?script=/nowhere/x.toml").why, UriFault::Unreadable);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(256)))]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        if let Err(error) = Script::parse(&text) {
            prop_assert!(error.line >= 1);
        }
    }

    #[test]
    fn any_step_is_read_or_refused(
        act in "select|read|challenge|ask|sam|verify|write",
        apdu in "[0-9A-Fa-f {}a-z]{0,20}",
        data in "[0-9A-Fa-f {}a-z]{0,40}",
        le in any::<i32>(),
        word in "[0-9a-fx]{0,6}",
    ) {
        let text = format!(
            "point-of-no-return = \"a\"\n{STEP}do = \"{act}\"\napdu = \"{apdu}\"\ndata = \"{data}\"\nle = {le}\nexpect = [\"{word}\"]\n"
        );
        if let Err(error) = Script::parse(&text) {
            prop_assert!((1..=9).contains(&error.line));
        }
    }
}
