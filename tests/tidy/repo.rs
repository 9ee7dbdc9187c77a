//! What the repository holds, and what it must never hold.

use super::{files, none, read, root};
use loket::domain::checklist::RuleSet;
use std::path::{Path, PathBuf};

/// Everything at the top beside names that begin with a dot. `target` is what a build leaves.
const TOP: &[&str] = &[
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "assets",
    "deny.toml",
    "docs",
    "fuzz",
    "src",
    "target",
    "tests",
];

/// Every text file of the repository.
fn texts() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        ["src", "tests", "docs", "assets", ".ci"].iter().flat_map(|under| files(under)).collect();
    all.extend(["README.md", "CHANGELOG.md", "Cargo.toml", "LICENSE"].map(PathBuf::from));
    all.retain(|path| std::fs::read(root().join(path)).is_ok_and(|bytes| std::str::from_utf8(&bytes).is_ok()));
    all
}

#[test]
fn the_top_holds_what_was_agreed() {
    let mut names: Vec<String> = std::fs::read_dir(root())
        .expect("the repository")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    let mut offences: Vec<String> =
        names.iter().filter(|n| !TOP.contains(&n.as_str())).map(|n| format!("extra: {n}")).collect();
    let missing = TOP.iter().filter(|n| **n != "target" && !names.iter().any(|name| name == *n));
    offences.extend(missing.map(|n| format!("missing: {n}")));
    none("the top level is not what was agreed", &offences);
}

#[test]
fn no_path_of_one_machine() {
    let marks = [["/ro", "ot/"].concat(), ["/wo", "rk/"].concat(), ["/ho", "me/"].concat(), ["/tmp", "/wt"].concat()];
    let mut offences = Vec::new();
    for path in texts() {
        for (n, line) in read(&path).lines().enumerate() {
            if marks.iter().any(|mark| begins_path(line, mark)) {
                offences.push(format!("{}:{}: {}", path.display(), n + 1, line.trim()));
            }
        }
    }
    none("a path of one machine", &offences);
}

/// The mark stands where an absolute path begins, not inside a relative one, and below the folder of all
/// homes more than one name follows: a single one may be anybody's example.
fn begins_path(line: &str, mark: &str) -> bool {
    let name = |c: char| c.is_alphanumeric() || "._-".contains(c);
    line.match_indices(mark).any(|(at, _)| {
        let rest = line[at + mark.len()..].trim_start_matches(name);
        let deep = rest.strip_prefix('/').is_some_and(|rest| rest.starts_with(name));
        let begins = !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-$}".contains(c));
        begins && (deep || !mark.contains("home"))
    })
}

/// Sixteen digits in a row, or in four groups of four.
fn sixteens(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut run = String::new();
    let chars: Vec<char> = line.chars().chain([' ']).collect();
    for (at, c) in chars.iter().enumerate() {
        if c.is_ascii_digit() {
            run.push(*c);
            continue;
        }
        let within = matches!(c, ' ' | '.' | '-') && matches!(run.len(), 4 | 8 | 12);
        if within && chars.get(at + 1).is_some_and(char::is_ascii_digit) {
            continue;
        }
        if run.len() == 16 {
            found.push(run.clone());
        }
        run.clear();
    }
    found
}

/// The digits could be a person's NIK or a family card's number.
fn plausible(digits: &str) -> bool {
    let part = |from: usize, to: usize| digits[from..to].parse::<u32>().unwrap_or(0);
    let day = part(6, 8) % 40;
    (11..=94).contains(&part(0, 2))
        && (1..=31).contains(&day)
        && part(6, 8) <= 71
        && (1..=12).contains(&part(8, 10))
        && part(12, 16) > 0
}

/// Serials from 9000 belong to nobody. The tests of the number itself need other regions; nothing else does.
fn invented(digits: &str, any_region: bool) -> bool {
    let region = any_region || digits.starts_with("137401") || digits.starts_with("137402");
    region && &digits[12..13] == "9"
}

#[test]
fn no_nik_but_invented_ones() {
    let mut offences = Vec::new();
    for path in texts() {
        for (n, line) in read(&path).lines().enumerate() {
            for digits in sixteens(line).into_iter().filter(|d| plausible(d)) {
                if !invented(&digits, path.starts_with("tests/domain")) {
                    offences.push(format!("{}:{}: {digits}", path.display(), n + 1));
                }
            }
        }
    }
    none("digits that could be somebody's NIK", &offences);
}

#[test]
fn sixteen_digits_are_found_however_written() {
    let digits = ["1374", "0157", "0890", "9012"];
    for sep in ["", " ", "-", "."] {
        assert_eq!(sixteens(&format!("a {}b", digits.join(sep))), [digits.concat()], "{sep:?}");
    }
    assert!(sixteens("12345678901234567").is_empty(), "seventeen");
}

#[test]
fn rule_files_can_be_read() {
    let rules: Vec<PathBuf> =
        files("assets/rules").into_iter().filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    assert!(!rules.is_empty(), "no rule file");
    for path in rules {
        let text = read(&path);
        RuleSet::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn regions_are_tables() {
    for path in files("assets/regions") {
        let text = read(&path);
        let rows = || text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        let columns = rows().next().expect("a heading").1.matches(',').count();
        for (n, line) in rows() {
            assert_eq!(line.matches(',').count(), columns, "{}:{}", path.display(), n + 1);
        }
    }
}

#[test]
fn every_crate_is_accounted_for() {
    let manifest: toml::Table = read(Path::new("Cargo.toml")).parse().expect("a manifest");
    let adr = read(Path::new("docs/adr/0005-libraries.md"));
    let mut offences = Vec::new();
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let names = manifest.get(section).and_then(|t| t.as_table()).into_iter().flat_map(|t| t.keys());
        offences.extend(names.filter(|name| !adr.contains(&format!("| `{name}` |"))).cloned());
    }
    none("a crate without a row in docs/adr/0005-libraries.md", &offences);
    let rows = adr.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let known = |name: &str| {
        ["dependencies", "dev-dependencies", "build-dependencies"]
            .iter()
            .any(|section| manifest.get(*section).and_then(|t| t.get(name)).is_some())
    };
    let stale: Vec<String> = rows.filter(|name| !known(name)).map(str::to_owned).collect();
    none("a row of docs/adr/0005-libraries.md without a crate", &stale);
}
