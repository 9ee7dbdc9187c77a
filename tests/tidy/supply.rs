//! What is pulled in from outside: where each crate comes from and under which licence.
//!
//! Separate because it asks cargo, not our source. The list of licences stands in `deny.toml` alone, which
//! `cargo deny check` reads too; that program is not needed here.

use super::{none, read, root};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Where a crate may come from, as the lock file says it.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Licences of the list.
fn allowed() -> Vec<String> {
    let deny: toml::Table = read(Path::new("deny.toml")).parse().expect("deny.toml");
    let list = deny["licenses"]["allow"].as_array().expect("a list of licences");
    list.iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}

/// Whether a licence expression can be met by licences of the list. `AND` binds closer than `OR`; the slash of
/// older manifests is an `OR`; an exception (`WITH`) only allows more.
struct Expression<'a> {
    words: Vec<&'a str>,
    at: usize,
}

impl<'a> Expression<'a> {
    fn met(text: &'a str, allowed: &[String]) -> bool {
        let words = text.split_inclusive(['(', ')']).flat_map(|part| {
            let (inner, bracket) = match part.strip_suffix(['(', ')']) {
                Some(inner) => (inner, &part[inner.len()..]),
                None => (part, ""),
            };
            inner.split([' ', '/']).chain([bracket]).filter(|word| !word.is_empty())
        });
        let spaced: Vec<&str> = words.collect();
        let mut words = Vec::new();
        for (n, word) in spaced.iter().enumerate() {
            // The slash is gone by now: two names side by side are a choice.
            let name = |word: &str| !matches!(word, "AND" | "OR" | "WITH" | "(" | ")");
            if n > 0 && name(word) && name(spaced[n - 1]) {
                words.push("OR");
            }
            words.push(word);
        }
        let mut expression = Expression { words, at: 0 };
        let met = expression.either(allowed);
        met && expression.at == expression.words.len()
    }

    fn takes(&mut self, word: &str) -> bool {
        let here = self.words.get(self.at) == Some(&word);
        self.at += usize::from(here);
        here
    }

    fn either(&mut self, allowed: &[String]) -> bool {
        let mut met = self.both(allowed);
        while self.takes("OR") {
            met |= self.both(allowed);
        }
        met
    }

    fn both(&mut self, allowed: &[String]) -> bool {
        let mut met = self.one(allowed);
        while self.takes("AND") {
            met &= self.one(allowed);
        }
        met
    }

    fn one(&mut self, allowed: &[String]) -> bool {
        if self.takes("(") {
            let met = self.either(allowed);
            return self.takes(")") && met;
        }
        let met = self.words.get(self.at).is_some_and(|name| allowed.iter().any(|a| a == name));
        self.at += 1;
        if self.takes("WITH") {
            self.at += 1;
        }
        met
    }
}

/// Every crate of the tree as built here, ours left out: name, version, licence, source.
fn crates() -> Vec<(String, Option<String>, Option<String>)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let host =
        format!("{}-unknown-linux-{}", std::env::consts::ARCH, if cfg!(target_env = "musl") { "musl" } else { "gnu" });
    let asked = Command::new(cargo)
        .args(["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", &host])
        .current_dir(root())
        .output()
        .expect("cargo");
    assert!(asked.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&asked.stderr));
    let told: serde_json::Value = serde_json::from_slice(&asked.stdout).expect("what cargo says");
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let all = told["packages"].as_array().expect("packages").iter();
    all.filter(|package| package["name"] != "loket")
        .map(|p| {
            let named = format!("{} {}", p["name"].as_str().unwrap_or("?"), p["version"].as_str().unwrap_or("?"));
            (named, text(&p["license"]), text(&p["source"]))
        })
        .collect()
}

#[test]
fn every_crate_has_a_licence_of_the_list_and_comes_from_the_registry() {
    let (crates, allowed) = (crates(), allowed());
    assert!(crates.len() > 100, "cargo told of {} crates only", crates.len());
    let mut offences = Vec::new();
    for (name, licence, source) in crates {
        if !licence.as_deref().is_some_and(|licence| Expression::met(licence, &allowed)) {
            offences.push(format!("{name}: licence {licence:?}"));
        }
        if source.as_deref() != Some(REGISTRY) {
            offences.push(format!("{name}: from {source:?}"));
        }
    }
    none("a crate whose licence or source is not agreed (deny.toml)", &offences);
}

#[test]
fn the_lock_file_pins_every_crate_by_its_sum() {
    let lock: toml::Table = read(Path::new("Cargo.lock")).parse().expect("Cargo.lock");
    let rows = lock["package"].as_array().expect("packages");
    let mut offences = Vec::new();
    let mut versions: BTreeMap<&str, u32> = BTreeMap::new();
    for row in rows {
        let name = row["name"].as_str().expect("a name");
        *versions.entry(name).or_default() += 1;
        let field = |name: &str| row.get(name).and_then(|v| v.as_str());
        let ours = name == "loket" && field("source").is_none();
        if !ours && (field("source") != Some(REGISTRY) || field("checksum").is_none_or(|sum| sum.len() != 64)) {
            offences.push(name.to_owned());
        }
    }
    none("a crate that the lock file does not pin", &offences);
    assert_eq!(versions.get("loket"), Some(&1), "ours stands once");
}

#[test]
fn a_licence_expression_is_read_as_it_is_meant() {
    let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned);
    for (text, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT OR GPL-3.0", true),
        ("MIT/GPL-3.0", true),
        ("GPL-3.0 / MIT", true),
        ("MIT AND GPL-3.0", false),
        ("GPL-3.0 OR MIT AND Apache-2.0", true),
        ("(GPL-3.0 OR MIT) AND GPL-2.0", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
        ("GPL-3.0 WITH Classpath-exception-2.0", false),
        ("(MIT", false),
        ("", false),
    ] {
        assert_eq!(Expression::met(text, &allowed), met, "{text}");
    }
}
