//! From the text of a script to its steps.
//!
//! Separate from what a script is, because most of this says what is wrong and where.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::pattern::{StatusPattern, hex, is_name, parts};
use super::{Act, MAX_FILE, MAX_READ, MAX_STEPS, Part, Purpose, Script, ScriptError, Step};
use crate::device::chip::slots::Slot;
use crate::device::chip::verb::ChipFault;

/// Longest application identifier by ISO 7816-5.
const MAX_AID: usize = 16;
/// Largest answer of a short command.
const MAX_EXPECTED: u16 = 256;
const SUCCESS: &str = "9000";
/// SELECT, GET CHALLENGE.
const SELECT: u8 = 0xA4;
const CHALLENGE: u8 = 0x84;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScript {
    #[serde(rename = "point-of-no-return")]
    no_return: Option<Spanned<String>>,
    step: Vec<Spanned<RawStep>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawStep {
    name: String,
    #[serde(rename = "do")]
    what: What,
    slot: Option<RawSlot>,
    aid: Option<String>,
    file: Option<String>,
    limit: Option<usize>,
    bytes: Option<u16>,
    apdu: Option<String>,
    data: Option<String>,
    le: Option<u16>,
    keep: Option<String>,
    expect: Option<Vec<String>>,
    #[serde(default)]
    mute: Vec<String>,
    #[serde(default)]
    wrong_card: Vec<String>,
    #[serde(default)]
    refused: Vec<String>,
    #[serde(default)]
    holder_not_verified: Vec<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum What {
    Select,
    Read,
    Challenge,
    Ask,
    Sam,
    Verify,
    Write,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum RawSlot {
    Card,
    Sam,
}

pub(super) fn script(text: &str) -> Result<Script, ScriptError> {
    if text.len() > MAX_FILE {
        return Err(ScriptError::new(1, "over 65536 bytes"));
    }
    let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let raw: RawScript = toml::from_str(text).map_err(|e| {
        let what = e.message().chars().filter(|c| !c.is_control()).take(120).collect::<String>();
        ScriptError::new(line(e.span().map_or(0, |span| span.start)), what)
    })?;
    if !(1..=MAX_STEPS).contains(&raw.step.len()) {
        return Err(ScriptError::new(1, "1 to 64 steps are needed"));
    }
    let (mut steps, mut names, mut kept) = (Vec::<Step>::new(), BTreeSet::new(), BTreeSet::new());
    for each in &raw.step {
        let at = line(each.span().start);
        let step = step(each.get_ref()).map_err(|what| ScriptError::new(at, what))?;
        if !names.insert(step.name.clone()) {
            return Err(ScriptError::new(at, "a name given twice"));
        }
        if let Some(unknown) = unknown(&step, &kept) {
            return Err(ScriptError::new(at, format!("no step before keeps {{{unknown}}}")));
        }
        kept.extend(step.keep.clone());
        steps.push(step);
    }
    let first_trace = steps.iter().position(|step| step.act.leaves_trace());
    let no_return = match (&raw.no_return, first_trace) {
        (None, None) => None,
        (None, Some(_)) => return Err(ScriptError::new(1, "point-of-no-return is missing")),
        (Some(named), _) => {
            let at = line(named.span().start);
            let found = steps.iter().position(|step| step.name == *named.get_ref());
            match (found, first_trace) {
                (None, _) => return Err(ScriptError::new(at, "no step of that name")),
                (Some(_), None) => return Err(ScriptError::new(at, "no step leaves a trace")),
                (Some(step), Some(first)) if step > first => {
                    return Err(ScriptError::new(at, "a step before it leaves a trace already"));
                }
                (found, Some(_)) => found,
            }
        }
    };
    Ok(Script { steps, no_return })
}

/// A name the data of a step needs and nobody keeps.
fn unknown(step: &Step, kept: &BTreeSet<String>) -> Option<String> {
    let Act::Send { data, .. } = &step.act else { return None };
    data.iter().find_map(|part| match part {
        Part::Kept(name) if !kept.contains(name) => Some(name.clone()),
        _ => None,
    })
}

fn step(raw: &RawStep) -> Result<Step, &'static str> {
    let name =
        |text: &str| if is_name(text) { Ok(text.to_owned()) } else { Err("not a name: a-z, 0-9 and -, up to 32") };
    let slot = match (raw.what, raw.slot) {
        (What::Sam, None) | (What::Select | What::Read | What::Challenge | What::Ask, Some(RawSlot::Sam)) => Slot::Sam,
        (What::Sam, Some(_)) => return Err("a sam step has no slot"),
        (What::Verify | What::Write, Some(RawSlot::Sam)) => return Err("verify and write are for the card"),
        (_, None | Some(RawSlot::Card)) => Slot::Card,
    };
    let act = act(raw)?;
    let mut ends = Vec::new();
    let groups = [
        (&raw.mute, ChipFault::Mute),
        (&raw.wrong_card, ChipFault::WrongCard),
        (&raw.refused, ChipFault::Refused),
        (&raw.holder_not_verified, ChipFault::HolderNotVerified),
    ];
    for (words, outcome) in groups {
        ends.extend(patterns(words)?.into_iter().map(|pattern| (pattern, outcome)));
    }
    let expect = match &raw.expect {
        None => patterns(&[SUCCESS.to_owned()])?,
        Some(words) if words.is_empty() => return Err("expect is empty"),
        Some(words) => patterns(words)?,
    };
    Ok(Step { name: name(&raw.name)?, slot, act, expect, ends, keep: raw.keep.as_deref().map(name).transpose()? })
}

fn patterns(words: &[String]) -> Result<Vec<StatusPattern>, &'static str> {
    if words.len() > 16 {
        return Err("over 16 status words");
    }
    words.iter().map(|word| StatusPattern::parse(word).ok_or("not a status word: four digits or x")).collect()
}

/// What a step does; a key that its kind does not use is a fault.
fn act(raw: &RawStep) -> Result<Act, &'static str> {
    let command = matches!(raw.what, What::Ask | What::Sam | What::Verify | What::Write);
    let used = [
        (raw.aid.is_some() || raw.file.is_some(), raw.what == What::Select, "aid and file are for select"),
        (raw.limit.is_some(), raw.what == What::Read, "limit is for read"),
        (raw.bytes.is_some(), raw.what == What::Challenge, "bytes is for challenge"),
        (raw.apdu.is_some() || raw.data.is_some() || raw.le.is_some(), command, "apdu, data and le are for commands"),
    ];
    if let Some((.., what)) = used.iter().find(|(given, fits, _)| *given && !fits) {
        return Err(what);
    }
    let ask = |header: [u8; 4], data: Vec<u8>, expected| {
        let data = if data.is_empty() { Vec::new() } else { vec![Part::Bytes(data)] };
        Act::Send { header, data, expected, purpose: Purpose::Ask }
    };
    match raw.what {
        What::Select => match (&raw.aid, &raw.file) {
            (Some(aid), None) => match hex(aid)? {
                aid if (5..=MAX_AID).contains(&aid.len()) => Ok(ask([0, SELECT, 4, 0], aid, Some(MAX_EXPECTED))),
                _ => Err("an aid has 5 to 16 bytes"),
            },
            (None, Some(file)) => match hex(file)? {
                file if file.len() == 2 => Ok(ask([0, SELECT, 2, 0x0C], file, None)),
                _ => Err("a file has 2 bytes"),
            },
            _ => Err("select needs aid or file"),
        },
        What::Read => match raw.limit {
            Some(limit) if (1..=MAX_READ).contains(&limit) => Ok(Act::Read { limit }),
            _ => Err("read needs limit, 1 to 32768"),
        },
        What::Challenge => match raw.bytes {
            Some(bytes @ 1..=32) => Ok(ask([0, CHALLENGE, 0, 0], Vec::new(), Some(bytes))),
            _ => Err("challenge needs bytes, 1 to 32"),
        },
        What::Ask | What::Sam => send(raw, Purpose::Ask),
        What::Verify => send(raw, Purpose::Verify),
        What::Write => send(raw, Purpose::Write),
    }
}

fn send(raw: &RawStep, purpose: Purpose) -> Result<Act, &'static str> {
    let header = hex(raw.apdu.as_deref().ok_or("apdu is missing")?)?;
    let header: [u8; 4] = header.try_into().map_err(|_| "apdu has 4 bytes: CLA INS P1 P2")?;
    let data = parts(raw.data.as_deref().unwrap_or_default())?;
    let expected = match raw.le {
        None => None,
        Some(le @ 1..=MAX_EXPECTED) => Some(le),
        Some(_) => return Err("le is 1 to 256"),
    };
    Ok(Act::Send { header, data, expected, purpose })
}
