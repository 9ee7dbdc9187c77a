//! Settings of a machine: defaults, mistakes with their line, devices, checklists, permissions.
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::{arg, run, temp};
use loket::config::{Config, ConfigError, ConfigFault, EXAMPLE, Home, Symbols, Zone, read_capped, write_private};
use loket::domain::checklist::RuleSet;
use loket::text::Lang;

fn parse(home: &Home, text: &str) -> Result<Config, ConfigError> {
    Config::parse(home, Path::new("loket.toml"), text)
}

/// Line, key and fault of a text that must be wrong.
fn wrong(text: &str) -> (usize, String, ConfigFault) {
    match parse(&Home::at("/home"), text) {
        Err(ConfigError::Wrong { line, key, fault, .. }) => (line, key, fault),
        other => panic!("{text:?} gave {other:?}"),
    }
}

#[test]
fn no_file_an_empty_file_and_the_example_give_the_defaults() {
    let folder = temp();
    let home = Home::at(folder.path());
    let defaults = Config::defaults(&home);
    assert_eq!(Config::load(&home).expect("a missing file is fine"), defaults);
    assert_eq!(parse(&home, "").expect("so is an empty one"), defaults);
    assert_eq!(parse(&home, EXAMPLE).expect("and the example"), defaults);
    let told = defaults.devices.each().map(|(_, uri)| uri.to_owned());
    assert_eq!(told[..3], ["attested", "attested", "attested"]);
    assert_eq!(told[3], format!("file:{}", folder.path().join("slips").display()));
}

#[test]
fn every_line_of_the_example_can_be_switched_on() {
    let home = Home::at("/home");
    let live: String = EXAMPLE
        .lines()
        .map(|line| line.strip_prefix('#').filter(|l| !l.starts_with(' ')).unwrap_or(line))
        .fold(String::new(), |all, line| all + line + "\n");
    let config = parse(&home, &live).expect("the example names only known keys");
    let defaults = Config::defaults(&home);
    assert_eq!(config.rules.as_deref(), Some(Path::new("/home/syarat.toml")));
    assert_eq!((&config.station, config.lang, config.zone), (&defaults.station, defaults.lang, defaults.zone));
    for key in
        ["station", "lang", "symbols", "zone", "rules", "fingerprint", "printer", "chip", "slip", "network", "folder"]
    {
        assert!(live.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key} is not in the example");
    }
}

#[test]
fn everything_set_is_read_and_shown_and_read_again() {
    let home = Home::at("/home");
    let text = r#"
station = "loket-2"
lang = "en"
symbols = "ascii"
zone = "WIT"
rules = "/etc/syarat.toml"
[devices]
fingerprint = "serial:/dev/ttyUSB0?baud=57600"
printer = "none"
slip = "none"
[export]
folder = "out"
[slips]
templates = "slip"
"#;
    let config = parse(&home, text).expect("every value is lawful");
    assert_eq!((config.station.as_str(), config.lang, config.symbols), ("loket-2", Lang::En, Symbols::Ascii));
    assert_eq!((config.zone, config.zone.offset_s()), (Zone::Wit, 32_400));
    assert_eq!(config.export_folder, Path::new("/home/out"));
    assert_eq!(config.slip_folder, Path::new("/home/slip"));
    assert_eq!(parse(&home, &config.show()).expect("what is shown can be read"), config);
}

#[test]
fn an_office_s_own_templates_are_written_checked_and_never_lost() {
    let home = temp();
    let of = |words: &[&str]| run(home.path(), &[words, &["--home", arg(home.path())]].concat());
    let folder = home.path().join("slips.d");
    assert_eq!(of(&["config", "slips"]).ends(0).out.trim(), folder.display().to_string());
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 12, "six kinds in two languages");
    of(&["config", "check"]).ends(0);
    let receipt = folder.join("receipt.id.txt");
    fs::write(&receipt, "# KAMI\n\n{{ nomor }}\n").expect("written");
    fs::write(folder.join("recipt.id.txt"), "# KAMI\n").expect("written");
    let told = of(&["config", "check"]).ends(3);
    assert!(told.err.contains("receipt.id.txt") && told.err.contains("baris 3"), "{}", told.err);
    assert!(told.err.contains("recipt.id.txt") && told.err.contains("tidak ada slip bernama ini"), "{}", told.err);
    of(&["config", "slips"]).ends(0);
    assert_eq!(fs::read_to_string(&receipt).expect("there"), "# KAMI\n\n{{ nomor }}\n", "what is there stays");
}

#[test]
fn a_device_password_is_never_shown() {
    let home = Home::at("/home");
    let text = "[devices]\nfingerprint = \"serial:/dev/ttyUSB0?password=0BADC0DE&baud=57600\"\n";
    let config = parse(&home, text).expect("lawful");
    let debug = format!("{config:?}");
    assert!(!config.show().contains("0BADC0DE") && !debug.contains("0BADC0DE"), "{debug}");
    assert!(config.devices.fingerprint.contains("0BADC0DE"), "the driver needs it");
}

#[test]
fn mistakes_are_named_with_line_and_key() {
    use ConfigFault::*;
    let list = |words: &str| NotOneOf(words.to_owned());
    assert_eq!(wrong("\nbogus = 1"), (2, "bogus".into(), UnknownKey));
    assert_eq!(wrong("[devices]\nplotter = \"sim:\""), (2, "devices.plotter".into(), UnknownKey));
    assert_eq!(wrong("[export]\n\nsheet = 1"), (3, "export.sheet".into(), UnknownKey));
    assert_eq!(wrong("station = 3"), (1, "station".into(), NotAText));
    assert_eq!(wrong("devices = \"sim:\""), (1, "devices".into(), NotATable));
    assert_eq!(wrong("station = \"  \""), (1, "station".into(), Empty));
    assert_eq!(wrong("lang = \"id\"\nlang = \"en\"").0, 2);
    assert_eq!(wrong("lang = \"jv\""), (1, "lang".into(), list("id, en")));
    assert_eq!(wrong("symbols = \"emoji\""), (1, "symbols".into(), list("auto, utf8, ascii")));
    assert_eq!(wrong("zone = \"UTC\""), (1, "zone".into(), list("WIB, WITA, WIT")));
    let long = format!("station = \"{}\"", "x".repeat(25));
    assert_eq!(wrong(&long), (1, "station".into(), TooLong { len: 25, max: 24 }));
    assert_eq!(wrong("station = \"a\\u001b[2J\""), (1, "station".into(), Unclean));
    let (line, _, fault) = wrong("station = \"a\"\nlang = [");
    assert!(line >= 2 && matches!(fault, Syntax(_)), "{line} {fault:?}");
    assert_eq!(wrong(&"#\n".repeat(140_000)).2, TooLarge);
}

#[test]
fn the_binary_reports_a_broken_file_with_line_and_key() {
    let home = temp();
    fs::write(home.path().join("loket.toml"), "lang = \"en\"\nprinter = \"sim:\"\n").expect("written");
    for args in [&["config", "check"][..], &["config", "show"], &["devices"]] {
        let ran = run(home.path(), &[args, &["--home", arg(home.path())]].concat()).ends(3);
        assert!(ran.err.contains("baris 2") && ran.err.contains("printer"), "{}", ran.err);
        assert!(ran.out.is_empty());
    }
    let log = fs::read_to_string(home.path().join("loket.log")).expect("a cause is logged");
    assert!(log.lines().count() == 3 && log.contains("line 2") && log.contains("printer"), "{log}");
    let mode = fs::metadata(home.path().join("loket.log")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn causes_are_shown_only_when_asked_for() {
    let home = temp();
    fs::write(home.path().join("loket.toml"), "bogus = 1\n").expect("written");
    let said =
        |more: &[&str]| run(home.path(), &[&["config", "show", "--home", arg(home.path())], more].concat()).ends(3).err;
    assert!(!said(&[]).contains("karena"));
    assert!(said(&["--verbose"]).contains("karena"));
}

#[test]
fn check_passes_good_settings_and_speaks_on_stderr() {
    let home = temp();
    fs::write(home.path().join("loket.toml"), EXAMPLE).expect("written");
    let ran = run(home.path(), &["config", "check", "--home", arg(home.path())]).ends(0);
    assert!(ran.out.is_empty() && ran.err.contains("benar"), "{}", ran.err);
}

#[test]
fn a_broken_checklist_is_named_and_the_built_in_one_stays() {
    let folder = temp();
    let home = Home::at(folder.path());
    let broken = RuleSet::BUILTIN.replacen("need = \"required\"", "need = \"sometimes\"", 1);
    let line = broken.lines().position(|l| l.contains("sometimes")).expect("changed") + 1;
    fs::write(folder.path().join("syarat.toml"), &broken).expect("written");
    fs::write(home.config(), "rules = \"syarat.toml\"\n").expect("written");
    let (rules, refused) = Config::load(&home).expect("the settings are fine").rules();
    assert_eq!(rules, RuleSet::builtin());
    assert_eq!(refused.expect("a refusal").file, folder.path().join("syarat.toml"));
    let ran = run(folder.path(), &["config", "check", "--home", arg(folder.path())]).ends(3);
    assert!(ran.err.contains("syarat.toml") && ran.err.contains(&format!("baris {line}")), "{}", ran.err);
    assert!(ran.err.contains("need") && ran.err.contains("bawaan tetap berlaku"), "{}", ran.err);
    fs::remove_file(folder.path().join("syarat.toml")).expect("removed");
    assert!(run(folder.path(), &["config", "check", "--home", arg(folder.path())]).ends(3).err.contains("syarat.toml"));
}

#[test]
fn an_edited_checklist_is_in_force_without_a_rebuild() {
    let folder = temp();
    let home = Home::at(folder.path());
    fs::write(folder.path().join("syarat.toml"), RuleSet::BUILTIN.replacen("version = \"", "version = \"kantor-", 1))
        .expect("written");
    fs::write(home.config(), "rules = \"syarat.toml\"\n").expect("written");
    let (rules, refused) = Config::load(&home).expect("fine").rules();
    assert!(refused.is_none() && rules.version().starts_with("kantor-"), "{}", rules.version());
}

#[test]
fn devices_lists_settings_and_names_a_wrong_one() {
    let home = temp();
    let at = ["--home", arg(home.path())];
    let json = run(home.path(), &[&["devices", "--json"][..], &at].concat()).ends(0).json();
    let set = json["devices"].as_array().expect("a list");
    assert_eq!(set.len(), 7);
    assert_eq!((set[0]["kind"].as_str(), set[0]["backend"].as_str()), (Some("fingerprint"), Some("attested")));
    assert!(json["serial_ports"].is_array());
    fs::write(home.path().join("loket.toml"), "[devices]\nfingerprint = \"sim:\"\nprinter = \"telex:1\"\n")
        .expect("written");
    let ran = run(home.path(), &[&["devices", "--json"][..], &at].concat()).ends(3);
    let set = ran.json()["devices"].clone();
    assert_eq!(set[0]["simulated"], true);
    assert!(set[1]["backend"].is_null() && set[1]["error"]["part"] == "telex", "{set}");
    assert!(run(home.path(), &[&["config", "check"][..], &at].concat()).ends(3).err.contains("devices.printer"));
    assert!(run(home.path(), &[&["devices"][..], &at].concat()).ends(3).out.contains("SIMULASI"));
}

#[test]
fn a_home_is_made_closed_and_an_open_one_is_refused() {
    let folder = temp();
    let home = Home::at(folder.path().join("a/b"));
    home.create().expect("made");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(home.path()), 0o700);
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).expect("widened");
    home.create().expect("an empty one is narrowed");
    assert_eq!(mode(home.path()), 0o700);
    write_private(&home.keys(), b"format = 1\n").expect("written");
    assert_eq!(mode(&home.keys()), 0o600);
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o750)).expect("widened");
    assert_eq!(home.create().expect_err("no longer empty").code(), "home.open_to_others");
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o700)).expect("narrowed");
    fs::set_permissions(home.keys(), fs::Permissions::from_mode(0o640)).expect("widened");
    assert_eq!(home.check().expect_err("keys others can read").code(), "home.open_to_others");
    assert_eq!(Home::at(home.keys()).check().expect_err("a file").code(), "home.not_a_folder");
}

#[test]
fn small_files_have_a_limit_and_are_replaced_whole() {
    let folder = temp();
    let path = folder.path().join("x");
    write_private(&path, b"one").expect("written");
    fs::write(folder.path().join("x.new"), "leftover of a power cut").expect("written");
    write_private(&path, b"two").expect("written over a leftover");
    assert_eq!(read_capped(&path, 3).expect("at the limit"), "two");
    assert_eq!(read_capped(&path, 2).expect_err("over it").kind(), std::io::ErrorKind::FileTooLarge);
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1, "nothing is left beside");
}
