//! `loket devices test`: numbered steps, codes and exit codes, on a reader that answers and on ones that do not.

use std::fs;
use std::path::Path;

use super::{Ran, arg, run, temp};
use loket::device::finger::sim::{FingerLevers, FingerSim};
use loket::device::transport::SerialLink;

/// A home with this in its settings.
struct Station(tempfile::TempDir);

impl Station {
    fn new(devices: &str) -> Station {
        use std::os::unix::fs::PermissionsExt as _;
        let station = Station(temp());
        let home = station.0.path().join("kantor");
        fs::create_dir(&home).expect("a folder");
        fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).expect("closed");
        fs::write(home.join("loket.toml"), format!("[devices]\n{devices}\n")).expect("written");
        station
    }

    fn test(&self, args: &[&str]) -> Ran {
        let home = self.0.path().join("kantor");
        run(self.0.path(), &[&["devices", "test"], args, &["--home", arg(&home)]].concat())
    }
}

#[test]
fn a_reader_that_answers_is_well() {
    let dir = temp();
    let sim = FingerSim::start(&dir.path().join("ttyFP"), FingerLevers::new()).expect("simulator");
    let line = format!("fingerprint = \"serial:{}?password=00000000\"", arg(sim.path()));
    let station = Station::new(&line);
    let ran = station.test(&["finger"]).ends(0);
    for part in ["1. pengaturan", "2. buka alat", "zfm 0009", "3. tanya alat", "Hasil: alat baik."] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    assert!(!ran.out.contains("00000000?") && !ran.out.contains("password=0"), "the password is not shown");
    // Somebody else has it: said with the process, and nothing is disturbed.
    let _held = SerialLink::open(sim.path(), 57_600).expect("free");
    let ran = station.test(&["fingerprint"]).ends(1);
    let pid = std::process::id().to_string();
    assert!(ran.out.contains("D-105") && ran.out.contains(&pid) && ran.err.contains("D-105"), "{}", ran.out);
}

/// Without the rights of the node's group: said with the group, in the list and in the test, for every kind on a node.
#[test]
fn a_node_this_account_may_not_use_names_its_group() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = temp();
    let sim = FingerSim::start(&dir.path().join("ttyFP"), FingerLevers::new()).expect("simulator");
    let node = fs::canonicalize(sim.path()).expect("a node");
    fs::set_permissions(&node, fs::Permissions::from_mode(0o000)).expect("closed");
    let at = arg(&node);
    for (kind, line) in [
        ("fingerprint", format!("serial:{at}")),
        ("slip", format!("serial:{at}")),
        ("slip", format!("usblp:{at}")),
        ("slip", format!("file:{at}")),
        ("scanner", format!("serial:{at}")),
        ("modem", format!("serial:{at}")),
    ] {
        let station = Station::new(&format!("{kind} = \"{line}\""));
        let home = station.0.path().join("kantor");
        let ran = without_rights(station.0.path(), &["devices", "test", kind, "--home", arg(&home)]).ends(1);
        assert!(ran.out.contains("D-104") && ran.out.contains("Giliran: teknisi"), "{line}: {}", ran.out);
        let listed = without_rights(station.0.path(), &["devices", "--json", "--home", arg(&home)]).ends(0).json();
        let rows = listed["devices"].as_array().expect("a list");
        let row = rows.iter().find(|row| row["kind"] == kind).expect("a row");
        assert_eq!((&row["access"], row["group"].is_string()), (&"denied".into(), true), "{line}");
    }
}

/// The program without the privilege of root to open what is closed.
fn without_rights(user: &Path, args: &[&str]) -> Ran {
    let plain = super::command(user, args);
    let root = fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if !root {
        return super::ended(plain);
    }
    let mut command = std::process::Command::new("setpriv");
    command.args(["--bounding-set=-all", "--inh-caps=-all"]).arg(plain.get_program()).args(plain.get_args());
    command.env_clear().env("HOME", user).env("PATH", "/usr/bin:/bin").stdin(std::process::Stdio::null());
    super::ended(command)
}

#[test]
fn a_device_that_is_away_names_code_turn_and_next_step() {
    let station = Station::new("fingerprint = \"serial:/dev/loket-tidak-ada\"");
    let ran = station.test(&["fingerprint", "--json"]).ends(1);
    let said = ran.json();
    assert_eq!((&said["kind"], &said["good"]), (&"fingerprint".into(), &false.into()));
    let last = said["steps"].as_array().and_then(|s| s.last()).expect("steps").clone();
    assert_eq!((&last["step"], &last["code"]), (&"open".into(), &"D-103".into()));
    for key in ["what", "who", "next"] {
        assert!(last[key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
    }
    let ran = station.test(&["fingerprint", "--lang", "en"]).ends(1);
    assert!(ran.out.contains("2. open") && ran.out.contains("FAILED") && ran.out.contains("Turn of:"), "{}", ran.out);
}

#[test]
fn the_simulated_centre_is_reached_and_says_that_it_is_simulated() {
    let station = Station::new("network = \"sim:\"\nslip = \"file:/tmp\"");
    let ran = station.test(&["network"]).ends(0);
    assert!(ran.out.contains("SIMULASI") && ran.out.contains("terjangkau dalam"), "{}", ran.out);
    let left = station.0.path().join("kantor/sim");
    assert_eq!(fs::read_dir(left).expect("a folder").count(), 0, "nothing is left running");
}

/// The list says of a configured node what the test would find, and opens nothing.
#[test]
fn the_list_tells_what_stands_in_the_way() {
    let station = Station::new("fingerprint = \"serial:/dev/loket-tidak-ada\"\nslip = \"file:/dev/null\"");
    let home = station.0.path().join("kantor");
    let ran = run(station.0.path(), &["devices", "--home", arg(&home)]).ends(0);
    assert!(ran.out.contains("serial:/dev/loket-tidak-ada  [!] tidak tercolok"), "{}", ran.out);
    assert!(ran.out.contains("Printer USB yang tercolok:"), "{}", ran.out);
    let said = run(station.0.path(), &["devices", "--json", "--home", arg(&home)]).ends(0).json();
    let of = |kind: &str| {
        let all = said["devices"].as_array().expect("a list");
        all.iter().find(|d| d["kind"] == kind).expect("a row")["access"].clone()
    };
    assert_eq!((of("fingerprint"), of("slip")), ("no_node".into(), "free".into()));
    assert_eq!(of("chip"), serde_json::Value::Null);
    assert!(said["usb_printers"].is_array() && said["serial_ports"].is_array());
    // Readers, or what keeps the card service from telling: never an empty list for a service that is not there.
    let readers = &said["pcsc_readers"];
    assert!(readers.is_array() || readers["code"].as_str().is_some_and(|code| code.starts_with("D-1")), "{readers}");
}

#[test]
fn a_trial_receipt_is_printed_only_when_asked_for() {
    let station = Station::new("");
    let slip = station.0.path().join("slip.txt");
    let line = format!("[devices]\nslip = \"file:{}\"\n", arg(&slip));
    fs::write(station.0.path().join("kantor/loket.toml"), line).expect("written");
    station.test(&["slip"]).ends(0);
    assert!(fs::read_to_string(&slip).unwrap_or_default().is_empty());
    station.test(&["slip", "--print"]).ends(0);
    assert!(fs::read_to_string(&slip).expect("printed").contains("tanda terima percobaan"));
    station.test(&["network", "--print"]).ends(2);
}

#[test]
fn what_is_done_by_hand_or_wrongly_set_is_said() {
    let station = Station::new("fingerprint = \"serial:relatif\"\nchip = \"none\"");
    let ran = station.test(&["printer"]).ends(0);
    assert!(ran.out.contains("dikerjakan di komputer SIAK"), "{}", ran.out);
    let ran = station.test(&["chip"]).ends(0);
    assert!(ran.out.contains("tidak ada di loket ini"), "{}", ran.out);
    let ran = station.test(&["fingerprint"]).ends(3);
    assert!(ran.out.contains("D-102") && ran.err.contains("D-102"), "{}", ran.out);
    for wrong in [&["s"][..], &["kompor"], &[], &["chip", "chip"]] {
        station.test(wrong).ends(2);
    }
}
