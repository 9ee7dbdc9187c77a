//! Account keys: what signs in, what slows guessing, what survives a restart.
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::temp;
use loket::config::Home;
use loket::desk::keys::{
    AtRest, Chosen, Cost, KeyError, KeyRing, LOCK_AFTER, RecoveryFault, RecoveryKey, Secret, SecretFault, StoreFault,
};
use loket::domain::id::AccountId;
use loket::ledger::HomeKey;

/// The cheapest cost there is: these tests are about counting, not about the hash.
const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };
pub const ELLY: AccountId = AccountId([1; 16]);
pub const MAYA: AccountId = AccountId([2; 16]);
pub const GOOD: &str = "kopi-tubruk-7";

pub fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// The home key of every home here.
pub fn key() -> HomeKey {
    HomeKey::new(zeroize::Zeroizing::new([7; 32]))
}

fn ring_of(at_rest: AtRest) -> (tempfile::TempDir, Home, KeyRing) {
    let folder = temp();
    let home = Home::at(folder.path());
    KeyRing::load(&home).expect("no keys yet is fine");
    let ring = KeyRing::begin(&home, &key(), CHEAP, at_rest).expect("a new file");
    ring.add(ELLY, "EW", &secret(GOOD), &key(), Chosen::ByHolder).expect("added");
    (folder, home, ring)
}

pub fn ring() -> (tempfile::TempDir, Home, KeyRing) {
    ring_of(AtRest::Encrypted)
}

/// Gives a wrong secret as soon as it counts, until the account has `failures`; answers the time then.
pub fn fail(ring: &KeyRing, failures: u32) -> i64 {
    let mut now = 0;
    let mut failed = 0;
    while failed < failures {
        match ring.check(ELLY, &secret("salah-sekali"), now) {
            Err(KeyError::Wrong) => failed += 1,
            Err(KeyError::Wait { until }) => {
                assert!(until > now);
                now = until;
            }
            other => panic!("{other:?} after {failed}"),
        }
    }
    now
}

#[test]
fn the_right_secret_signs_in_and_tells_the_wrong_tries() {
    let (_folder, _, ring) = ring();
    assert_eq!(ring.check(ELLY, &secret(GOOD), 0).expect("right").failures_before, 0);
    fail(&ring, 2);
    assert_eq!(ring.check(ELLY, &secret(GOOD), 1).expect("right").failures_before, 2);
    assert_eq!(ring.check(ELLY, &secret(GOOD), 2).expect("right").failures_before, 0);
    assert!(matches!(ring.check(MAYA, &secret(GOOD), 3), Err(KeyError::Unknown)));
}

#[test]
fn from_the_third_wrong_try_the_wait_doubles_and_a_restart_does_not_reset_it() {
    let (_folder, home, ring) = ring();
    assert_eq!(fail(&ring, 3), 0, "the first three cost nothing");
    let mut last = 0;
    let mut now = 0;
    for _ in 3..LOCK_AFTER {
        let again = KeyRing::load(&home).expect("read again");
        let Err(KeyError::Wait { until }) = again.check(ELLY, &secret(GOOD), now) else { panic!("no wait at {now}") };
        let wait = until - now;
        assert!(wait == 2_000 || wait == last * 2, "{last} then {wait}");
        assert!(matches!(again.check(ELLY, &secret(GOOD), until - 1), Err(KeyError::Wait { .. })));
        now = until;
        last = wait;
        assert!(matches!(again.check(ELLY, &secret("salah-sekali"), now), Err(KeyError::Wrong)));
    }
    assert!(matches!(ring.check(ELLY, &secret(GOOD), now + i64::from(u32::MAX)), Err(KeyError::Locked)));
}

#[test]
fn only_a_reset_opens_a_locked_account() {
    let (_folder, _, ring) = ring();
    let now = fail(&ring, LOCK_AFTER);
    assert!(matches!(ring.check(ELLY, &secret(GOOD), i64::MAX), Err(KeyError::Locked)));
    ring.reset(ELLY, "EW", &secret("lain-sama-sekali"), &key()).expect("reset");
    assert!(matches!(ring.check(ELLY, &secret(GOOD), now), Err(KeyError::Wrong)));
    ring.check(ELLY, &secret("lain-sama-sekali"), now).expect("the new one");
    // An account that was disabled lost its row; a reset after it is enabled gives it one.
    ring.remove(ELLY, &key()).expect("taken away");
    assert!(matches!(ring.check(ELLY, &secret("lain-sama-sekali"), now), Err(KeyError::Unknown)));
    ring.reset(ELLY, "EW", &secret("sekali-lagi-saja"), &key()).expect("given anew");
    ring.check(ELLY, &secret("sekali-lagi-saja"), now).expect("the new one");
}

#[test]
fn a_clock_set_back_does_not_stretch_the_wait() {
    let (_folder, _, ring) = ring();
    let late = 4_000_000_000_000;
    for _ in 0..3 {
        assert!(matches!(ring.check(ELLY, &secret("salah-sekali"), late), Err(KeyError::Wrong)));
    }
    match ring.check(ELLY, &secret(GOOD), 1_000) {
        Err(KeyError::Wait { until }) => assert_eq!(until, 3_000),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_secret_of_its_holder_s_choice_replaces_the_one_before() {
    let (_folder, _, ring) = ring();
    let new = || secret("teh-talua-3");
    let key = ring.check(ELLY, &secret(GOOD), 0).expect("right").key;
    ring.choose(ELLY, &new(), &key).expect("chosen");
    assert!(matches!(ring.check(ELLY, &secret(GOOD), 0), Err(KeyError::Wrong)));
    assert_eq!(ring.check(ELLY, &new(), 0).expect("the new one").failures_before, 1);
    let trivial = ring.choose(ELLY, &secret("rahasia-1234"), &key);
    assert!(matches!(trivial, Err(KeyError::Unfit(SecretFault::Trivial))));
}

#[test]
fn too_easy_secrets_are_refused() {
    use SecretFault::*;
    for (text, fault) in [
        ("kopi-tubr", TooShort),
        ("", TooShort),
        ("482915", TooShort),
        ("4829151637", Digits),
        ("aaaaaaaaaa", Trivial),
        ("abcdefghij", Trivial),
        ("abcabcabcabc", Trivial),
        ("Rahasia123", Trivial),
        ("dukcapil2026", Trivial),
        ("PASSWORD!!", Trivial),
    ] {
        assert_eq!(secret(text).fit(), Err(fault), "{text:?}");
    }
    assert_eq!(secret(&"aq".repeat(65)).fit(), Err(TooLong));
    for text in [GOOD, "ratapan anak tiri", "ñandú-é kecil"] {
        assert_eq!(secret(text).fit(), Ok(()), "{text:?}");
    }
    for (text, fault) in [
        ("12345", NotAPin),
        ("123456789", NotAPin),
        ("48291a", NotAPin),
        ("123456", Trivial),
        ("111111", Trivial),
        ("121212", Trivial),
        ("654321", Trivial),
    ] {
        assert_eq!(secret(text).fit_pin(), Err(fault), "{text:?}");
    }
    assert_eq!((secret("482915").fit_pin(), secret("48291563").fit_pin()), (Ok(()), Ok(())));
}

#[test]
fn a_pin_opens_nothing_by_itself_and_has_only_the_free_tries() {
    let (_folder, home, ring) = ring();
    let pin = || secret("482915");
    assert!(matches!(ring.check_pin(ELLY, &pin(), &key(), 0), Err(KeyError::Unknown)), "none was set");
    assert!(matches!(ring.set_pin(ELLY, &secret("123456"), &key()), Err(KeyError::Unfit(SecretFault::Trivial))));
    ring.set_pin(ELLY, &pin(), &key()).expect("set");
    assert_eq!(ring.check_pin(ELLY, &pin(), &key(), 0).expect("right"), 0);
    assert!(matches!(ring.check(ELLY, &pin(), 0), Err(KeyError::Wrong)), "a PIN is no passphrase");
    // Without the home key not even a right PIN is told from a wrong one.
    let other = HomeKey::new(zeroize::Zeroizing::new([8; 32]));
    assert!(matches!(ring.check_pin(ELLY, &pin(), &other, 0), Err(KeyError::Altered)));
    assert!(matches!(ring.check_pin(ELLY, &secret("482916"), &other, 0), Err(KeyError::Altered)));
    assert!(!fs::read_to_string(home.keys()).expect("there").contains("482915"));
    assert!(matches!(ring.check_pin(ELLY, &secret("482916"), &key(), 0), Err(KeyError::Wrong)));
    assert!(matches!(ring.check_pin(ELLY, &secret("482916"), &key(), 0), Err(KeyError::Wrong)));
    assert!(matches!(ring.check_pin(ELLY, &pin(), &key(), i64::MAX), Err(KeyError::PinSpent)), "three in all");
    assert_eq!(ring.check(ELLY, &secret(GOOD), i64::MAX).expect("the passphrase").failures_before, 3);
    assert_eq!(ring.check_pin(ELLY, &pin(), &key(), i64::MAX).expect("again"), 0);
    ring.choose(ELLY, &secret("lain-sama-sekali"), &key()).expect("another passphrase");
    assert!(matches!(ring.check_pin(ELLY, &pin(), &key(), 0), Err(KeyError::Unknown)), "the PIN went with it");
}

#[test]
fn two_ways_to_type_one_letter_are_one_secret() {
    let (_folder, _, ring) = ring();
    ring.add(MAYA, "MA", &secret("cafe\u{301}-sore-hari"), &key(), Chosen::ByHolder).expect("added");
    ring.check(MAYA, &secret("caf\u{e9}-sore-hari"), 0).expect("the same letters");
}

#[test]
fn the_file_is_closed_holds_no_secret_and_keeps_the_cost() {
    let (folder, home, ring) = ring();
    ring.add(MAYA, "MA", &secret("ratapan anak"), &key(), Chosen::ByHolder).expect("added");
    let text = fs::read_to_string(home.keys()).expect("there");
    assert!(text.contains("memory_kib = 8") && text.contains("format = 2"), "{text}");
    assert!(!text.contains(GOOD) && !text.contains("ratapan") && !text.contains(&"07".repeat(32)), "{text}");
    let mode = |name: &str| fs::metadata(folder.path().join(name)).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode("keys.toml"), mode("keys.lock")), (0o600, 0o600));
    let dearer = Cost { memory_kib: 16, passes: 2, lanes: 1 };
    fs::write(home.keys(), text.replacen("memory_kib = 8", "memory_kib = 16", 1)).expect("written");
    assert_ne!(dearer, CHEAP);
    // Opened at the cost of its own row, and only then found to be in a file that other hands have changed.
    assert!(matches!(ring.check(MAYA, &secret("ratapan anak"), 0), Err(KeyError::Altered)));
    assert_eq!(format!("{:?} {:?}", secret(GOOD), key()), "Secret(..) HomeKey(..)");
}

#[test]
fn the_right_secret_gives_the_home_key_and_rows_cannot_be_exchanged() {
    let (_folder, home, ring) = ring();
    ring.add(MAYA, "MA", &secret("teh-talua-3"), &key(), Chosen::ByHolder).expect("added");
    assert_eq!(ring.check(ELLY, &secret(GOOD), 0).expect("right").key.bytes(), key().bytes());
    assert_eq!(ring.check(MAYA, &secret("teh-talua-3"), 0).expect("right").key.bytes(), key().bytes());
    // Whoever may write the file puts their own row in the place of another's.
    let text = fs::read_to_string(home.keys()).expect("there");
    let (one, other) = (ELLY.hex(), MAYA.hex());
    let swapped = text.replace(&one, "X").replace(&other, &one).replace('X', &other);
    fs::write(home.keys(), swapped).expect("written");
    assert!(matches!(ring.check(ELLY, &secret("teh-talua-3"), 0), Err(KeyError::Wrong)));
}

#[test]
fn only_a_home_in_the_clear_has_its_key_in_the_file() {
    for (at_rest, there) in [(AtRest::Encrypted, false), (AtRest::Clear, true)] {
        let (_folder, home, ring) = ring_of(at_rest);
        let text = fs::read_to_string(home.keys()).expect("there");
        assert_eq!(text.contains(&"07".repeat(32)), there);
        assert_eq!(ring.at_rest().expect("readable"), at_rest);
        assert_eq!(ring.ledger(&key()).expect("readable").key().is_some(), !there);
    }
}

#[test]
fn keys_of_another_ledger_are_put_aside_never_overwritten() {
    let (folder, home, _) = ring();
    let before = fs::read(home.keys()).expect("there");
    KeyRing::begin(&home, &key(), CHEAP, AtRest::Encrypted).expect("a new file");
    assert_eq!(fs::read(folder.path().join("keys.toml.old1")).expect("kept"), before);
    KeyRing::begin(&home, &key(), CHEAP, AtRest::Encrypted).expect("a new file");
    assert!(folder.path().join("keys.toml.old2").exists());
}

/// A file as format 1 wrote it: verifiers, no home key. The secrets are [`GOOD`] and `teh-talua-3`.
const FORMAT_1: &str = include_str!("keys_1.toml");

#[test]
fn a_file_of_format_1_is_read_and_lifted_by_each_good_sign_in() {
    let folder = temp();
    let home = Home::at(folder.path());
    fs::write(home.keys(), FORMAT_1).expect("written");
    let ring = KeyRing::load(&home).expect("read");
    assert_eq!(ring.at_rest().expect("readable"), AtRest::Clear, "its ledger was never encrypted");
    assert!(matches!(ring.check(ELLY, &secret("salah-sekali"), 0), Err(KeyError::Wrong)));
    let text = || fs::read_to_string(home.keys()).expect("there");
    assert!(text().contains("format = 2") && text().matches("verifier").count() == 2, "counted, not lifted");
    let first = ring.check(ELLY, &secret(GOOD), 0).expect("the old secret");
    assert_eq!((first.failures_before, text().matches("verifier").count()), (1, 1));
    let second = ring.check(MAYA, &secret("teh-talua-3"), 0).expect("the old secret");
    assert_eq!((second.key.bytes(), text().matches("verifier").count()), (first.key.bytes(), 0));
    let again = ring.check(ELLY, &secret(GOOD), 0).expect("lifted");
    assert_eq!((again.failures_before, again.key.bytes()), (0, first.key.bytes()));
}

#[test]
fn a_key_already_there_is_not_replaced() {
    let (_folder, _, ring) = ring();
    assert!(matches!(
        ring.add(ELLY, "EW", &secret("lain-sama-sekali"), &key(), Chosen::ByHolder),
        Err(KeyError::Exists)
    ));
    ring.check(ELLY, &secret(GOOD), 0).expect("still the first");
    ring.remove(ELLY, &key()).expect("removed");
    assert!(!ring.has(ELLY).expect("readable"));
}

#[test]
fn a_damaged_file_names_its_line_and_lets_nobody_in() {
    let (_folder, home, ring) = ring();
    let text = fs::read_to_string(home.keys()).expect("there");
    for (from, to) in [("failures = 0", "failures = \"none\""), ("initials", "nickname"), ("format = 2", "format = 9")]
    {
        fs::write(home.keys(), text.replacen(from, to, 1)).expect("written");
        let error = ring.check(ELLY, &secret(GOOD), 0).expect_err("unreadable");
        let KeyError::Store(error) = error else { panic!("{error:?}") };
        assert!(matches!(error.fault, StoreFault::Wrong { line: 4.. } | StoreFault::Format(9)), "{to}: {error:?}");
        assert!(KeyRing::load(&home).is_err());
    }
    let row = text.rfind("memory_kib = 8").expect("the row's own cost");
    let greedy = text[..row].to_owned() + &text[row..].replacen("memory_kib = 8", "memory_kib = 4194304", 1);
    assert_ne!(greedy, text);
    fs::write(home.keys(), greedy).expect("written");
    assert!(matches!(ring.check(ELLY, &secret(GOOD), 0), Err(KeyError::Unusable)), "4 GiB is not tried");
}

#[test]
fn a_wrong_try_that_cannot_be_kept_is_not_answered() {
    if rustix::process::geteuid().is_root() {
        // Root writes anywhere, so a folder stands where the new file would be written.
        let (folder, _, ring) = ring();
        fs::create_dir(folder.path().join("keys.toml.new")).expect("made");
        assert!(matches!(ring.check(ELLY, &secret("salah-sekali"), 0), Err(KeyError::Store(_))));
        return;
    }
    let (folder, _, ring) = ring();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).expect("closed");
    let answer = ring.check(ELLY, &secret("salah-sekali"), 0);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("opened");
    assert!(matches!(answer, Err(KeyError::Store(_))), "{answer:?}");
}

#[test]
fn guesses_from_many_threads_are_all_counted() {
    let (_folder, home, ring) = ring();
    let wrong: usize = std::thread::scope(|scope| {
        let guess =
            || (0..5).filter(|_| matches!(ring.check(ELLY, &secret("salah-sekali"), 0), Err(KeyError::Wrong))).count();
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(guess)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).sum()
    });
    assert_eq!(wrong, 3, "only the free tries were looked at");
    assert!(fs::read_to_string(home.keys()).expect("there").contains("failures = 3"));
}

#[test]
fn a_secret_somebody_else_chose_must_be_changed_and_not_for_itself() {
    let (_folder, _, ring) = ring();
    ring.add(MAYA, "MA", &secret("teh-talua-3"), &key(), Chosen::ByAnother).expect("added");
    assert!(!ring.check(ELLY, &secret(GOOD), 0).expect("right").must_change);
    assert!(ring.check(MAYA, &secret("teh-talua-3"), 0).expect("right").must_change);
    let same = ring.choose(MAYA, &secret("teh-talua-3"), &key());
    assert!(matches!(same, Err(KeyError::Unfit(SecretFault::Same))), "{same:?}");
    assert!(ring.check(MAYA, &secret("teh-talua-3"), 0).expect("right").must_change, "still");
    ring.choose(MAYA, &secret("gulai-pucuak-5"), &key()).expect("chosen");
    assert!(!ring.check(MAYA, &secret("gulai-pucuak-5"), 0).expect("right").must_change);
    ring.reset(MAYA, "MA", &secret("awal-lagi-9"), &key()).expect("reset");
    assert!(ring.check(MAYA, &secret("awal-lagi-9"), 0).expect("right").must_change);
}

#[test]
fn the_recovery_key_opens_the_home_until_another_is_issued() {
    let (_folder, home, ring) = ring();
    let first = ring.issue_recovery(&key()).expect("issued");
    let read = RecoveryKey::parse(&first.text()).expect("as shown");
    assert_eq!(ring.recover(&read).expect("opens").bytes(), key().bytes());
    let text = fs::read_to_string(home.keys()).expect("there");
    assert!(!text.contains(first.text().as_str()) && !text.contains(&first.text().replace(' ', "")));
    let second = ring.issue_recovery(&key()).expect("issued");
    assert!(matches!(ring.recover(&first), Err(KeyError::Recovery)));
    ring.recover(&second).expect("opens");
    assert_eq!(format!("{second:?}"), "RecoveryKey(..)");
}

#[test]
fn a_recovery_key_is_read_however_it_was_written_and_a_slip_is_found() {
    let (_folder, _, ring) = ring();
    let recovery = ring.issue_recovery(&key()).expect("issued");
    let text = recovery.text();
    assert_eq!(text.split(' ').map(str::len).collect::<Vec<_>>(), vec![4; RecoveryKey::GROUPS]);
    assert!(!text.contains(['I', 'L', 'O', 'U']));
    for written in [
        text.to_lowercase(),
        text.replace(' ', "-"),
        text.replace(' ', ""),
        text.replace('0', "o"),
        text.replace('1', "l"),
    ] {
        assert!(ring.recover(&RecoveryKey::parse(&written).expect("read")).is_ok(), "{written}");
    }
    // Every single letter mistaken, and two exchanged.
    let letters: Vec<char> = text.chars().collect();
    for at in (0..letters.len()).filter(|at| letters[*at] != ' ') {
        let mut slip = letters.clone();
        slip[at] = if slip[at] == '7' { '8' } else { '7' };
        let slip: String = slip.into_iter().collect();
        assert!(matches!(RecoveryKey::parse(&slip), Err(RecoveryFault::Check)), "{at}");
    }
    assert_eq!(RecoveryKey::parse(&text[5..]).err(), Some(RecoveryFault::Length { found: 52 }));
    assert_eq!(
        RecoveryKey::parse(&text.replacen(|c: char| c != ' ', "!", 1)).err(),
        Some(RecoveryFault::Letter { group: 1 })
    );
    assert_eq!(RecoveryKey::parse("").err(), Some(RecoveryFault::Length { found: 0 }));
}

#[test]
fn new_keys_wait_for_their_ledger() {
    let (folder, home, ring) = ring();
    ring.add(MAYA, "MA", &secret("teh-talua-3"), &key(), Chosen::ByHolder).expect("added");
    let new = HomeKey::new(zeroize::Zeroizing::new([9; 32]));
    fs::write(folder.path().join("ledger.db"), [1; 64]).expect("written");
    let (recovery, absent) = ring.prepare_exchange(ELLY, &secret(GOOD), &new, &[2; 16]).expect("prepared");
    assert_eq!(absent, ["MA"]);
    let again = KeyRing::load(&home).expect("read again");
    assert_eq!(again.check(MAYA, &secret("teh-talua-3"), 0).expect("as before").key.bytes(), key().bytes());
    assert!(matches!(again.recover(&recovery), Err(KeyError::Recovery)), "not yet");
    fs::write(folder.path().join("ledger.db"), [2; 64]).expect("written");
    let again = KeyRing::load(&home).expect("read again");
    assert_eq!(again.check(ELLY, &secret(GOOD), 0).expect("the keeper's secret").key.bytes(), new.bytes());
    assert!(matches!(again.check(MAYA, &secret("teh-talua-3"), 0), Err(KeyError::Renew)));
    assert_eq!(again.recover(&recovery).expect("opens").bytes(), new.bytes());
    again.reset(MAYA, "MA", &secret("awal-lagi-9"), &new).expect("a new first secret");
    assert!(again.check(MAYA, &secret("awal-lagi-9"), 0).expect("right").must_change);
}
