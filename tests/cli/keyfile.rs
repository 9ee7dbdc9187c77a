//! The key file against other hands: edited, or an older one put back.

use super::keys::{ELLY, GOOD, MAYA, fail, key, ring, secret};
use loket::config::Home;
use loket::desk::keys::{Chosen, KeyError};
use std::fs;

/// What is done to the text of a key file.
type Edit = (&'static str, fn(&str) -> String);

/// A line of the key file of a home changed.
fn edit(home: &Home, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(home.keys()).expect("read");
    let after = change(&text);
    assert_ne!(after, text, "the edit changes something");
    fs::write(home.keys(), after).expect("written");
}

#[test]
fn a_key_file_changed_by_other_hands_opens_nothing() {
    let edits: [Edit; 6] = [
        ("a first secret is made a chosen one", |text| text.replace("first = true\n", "")),
        ("initials exchanged", |text| {
            text.replace("\"EW\"", "\"XX\"").replace("\"MA\"", "\"EW\"").replace("\"XX\"", "\"MA\"")
        }),
        ("a row taken away", |text| {
            let at = text.find("[account.02").expect("the second row");
            let end = text[at..].find("\n[whole").map_or(text.len(), |end| at + end + 1);
            format!("{}{}", &text[..at], &text[end..])
        }),
        ("a higher count", |text| text.replace("generation = 4", "generation = 9")),
        ("a cheaper secret", |text| text.replacen("passes = 1", "passes = 2", 1)),
        ("no recovery key", |text| {
            let at = text.find("[home.recovery]").expect("the recovery key");
            let end = text[at + 1..].find("\n[").map_or(text.len(), |end| at + end + 2);
            format!("{}{}", &text[..at], &text[end..])
        }),
    ];
    for (what, change) in edits {
        let (_folder, home, ring) = ring();
        ring.add(MAYA, "MA", &secret("awal-sekali-9"), &key(), Chosen::ByAnother).expect("added");
        let recovery = ring.issue_recovery(&key()).expect("a recovery key");
        assert_eq!(ring.recent(&key(), 4).expect("as it was written"), 4);
        edit(&home, change);
        let tried = ring.check(ELLY, &secret(GOOD), 0);
        assert!(matches!(tried, Err(KeyError::Altered)), "{what}: {tried:?}");
        assert!(matches!(ring.set_pin(ELLY, &secret("482915"), &key()), Err(KeyError::Altered)), "{what}");
        assert!(matches!(ring.recent(&key(), 4), Err(KeyError::Altered)), "{what}");
        if what == "no recovery key" {
            continue;
        }
        // By the recovery key a supervisor comes back, and nobody else's row is believed.
        ring.recover(&recovery).expect("the home key");
        ring.take_over(ELLY, &secret("rendang-lamak-8"), &key(), 4).expect("taken over");
        ring.check(ELLY, &secret("rendang-lamak-8"), 0).expect("signs in");
        assert!(ring.recent(&key(), 4).expect("whole again") > 4, "{what}");
        let other = ring.check(MAYA, &secret("awal-sekali-9"), 0);
        assert!(matches!(other, Err(KeyError::Renew | KeyError::Unknown)), "{what}: {other:?}");
    }
}

#[test]
fn wrong_tries_are_no_change_by_other_hands() {
    let (_folder, home, ring) = ring();
    fail(&ring, 2);
    assert_eq!(ring.recent(&key(), 2).expect("as it was"), 2);
    // The count is open to whoever can write the file: it costs an attacker argon2 all the same.
    edit(&home, |text| text.replace("failures = 2", "failures = 0"));
    assert_eq!(ring.check(ELLY, &secret(GOOD), 0).expect("right").failures_before, 0);
}

#[test]
fn an_older_key_file_is_known_by_its_count() {
    let (_folder, home, ring) = ring();
    let older = fs::read(home.keys()).expect("read");
    ring.choose(ELLY, &secret("rendang-lamak-8"), &key()).expect("chosen");
    let seen = ring.recent(&key(), 0).expect("whole");
    fs::write(home.keys(), older).expect("put back");
    // The file itself is whole and its secret right: only whoever knows the count can tell.
    ring.check(ELLY, &secret(GOOD), 0).expect("right");
    assert!(matches!(ring.recent(&key(), seen), Err(KeyError::Older)));
    // One without a count does not pass for one either.
    edit(&home, |text| text[..text.find("[whole]").expect("the sum")].to_owned());
    assert!(matches!(ring.recent(&key(), seen), Err(KeyError::Older)));
    assert_eq!(
        ring.recent(&key(), 0).expect("never counted"),
        1,
        "a file of an earlier program is counted from now on"
    );
}
