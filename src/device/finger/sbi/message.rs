//! What is asked of a device service and what its answers are worth.
//!
//! Owns the JSON of discovery, device information and capture (specification 0.9.5 of this family of interfaces) and
//! every check an answer must pass. Separate from the order of things, so that any bytes can be thrown at it, and from
//! signatures (`token`), which say who made an answer and not what it is worth. Must not know a socket.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, Visitor};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::http::senseless;
use super::token::{Trust, url_safe};
use crate::device::error::DeviceError;
use crate::device::finger::verb::Finger;

/// What a reader is for, and so what its samples look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Samples encrypted for the deciding service; nobody here can read them.
    Auth,
    /// Samples in the clear.
    Registration,
}

impl Purpose {
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Auth => "Auth",
            Purpose::Registration => "Registration",
        }
    }

    /// Method and path of a capture.
    pub fn capture(self) -> (&'static str, &'static str) {
        match self {
            Purpose::Auth => ("CAPTURE", "/capture"),
            Purpose::Registration => ("RCAPTURE", "/capture"),
        }
    }
}

/// A reader as its service describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub serial: String,
    pub make: String,
    pub model: String,
    pub device_id: String,
    pub status: String,
    /// None for one that is in no use, as an unregistered one.
    pub purpose: Option<Purpose>,
    pub sub_ids: Vec<String>,
    pub spec: String,
    /// Where it is asked from now on; None when it names another machine.
    pub port: Option<u16>,
    /// Empty where the description does not say.
    pub env: String,
}

/// What the service answers in place of a result.
#[derive(Debug)]
pub enum Answer<T> {
    Got(T),
    /// Its own error number, never 0.
    Error(u16),
}

/// One capture to be asked for.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    pub env: &'a str,
    pub purpose: Purpose,
    pub spec: &'a str,
    pub device_id: &'a str,
    pub sub_id: &'a str,
    pub serial: &'a str,
    pub finger: Finger,
    pub score: u8,
    pub timeout_ms: u64,
    pub transaction: String,
    /// UTC, to the second, with `Z`.
    pub time: String,
}

/// A sample on its way to whoever decides. Wiped when dropped.
pub struct Sample {
    pub record: Zeroizing<Vec<u8>>,
    /// 0 to 100, by the reader.
    pub quality: u8,
    pub opener: Option<Opener>,
}

/// What opens an encrypted sample at the deciding service; useless to anybody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opener {
    pub session_key: String,
    pub thumbprint: String,
    pub timestamp: String,
}

impl fmt::Debug for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sample({} bytes)", self.record.len())
    }
}

/// The body of a discovery.
pub const DISCOVER: &str = r#"{"type":"Finger"}"#;

impl Wish<'_> {
    /// Every number goes as text: services refuse anything else. `previousHash` is empty and never null.
    pub fn body(&self) -> String {
        let mut bio = json!({
            "type": "Finger", "count": "1", "bioSubType": [sub_type(self.finger)],
            "requestedScore": self.score.to_string(), "serialNo": self.serial,
            "deviceId": self.device_id, "deviceSubId": self.sub_id, "previousHash": "",
        });
        if self.purpose == Purpose::Registration {
            bio["exception"] = json!([]);
        }
        json!({
            "env": self.env, "purpose": self.purpose.name(), "specVersion": self.spec,
            "timeout": self.timeout_ms.to_string(), "captureTime": self.time, "domainUri": "",
            "transactionId": self.transaction, "bio": [bio], "customOpts": null,
        })
        .to_string()
    }
}

/// The family's name of a finger.
pub fn sub_type(finger: Finger) -> &'static str {
    match finger {
        Finger::RightThumb => "Right Thumb",
        Finger::RightIndex => "Right IndexFinger",
        Finger::RightMiddle => "Right MiddleFinger",
        Finger::RightRing => "Right RingFinger",
        Finger::RightLittle => "Right LittleFinger",
        Finger::LeftThumb => "Left Thumb",
        Finger::LeftIndex => "Left IndexFinger",
        Finger::LeftMiddle => "Left MiddleFinger",
        Finger::LeftRing => "Left RingFinger",
        Finger::LeftLittle => "Left LittleFinger",
    }
}

/// The part of a reader a finger lies on: 1 left hand, 2 right hand, 3 thumbs; the only one of a single reader.
pub fn sub_id(finger: Finger, offered: &[String]) -> &str {
    let wanted = match finger {
        Finger::LeftThumb | Finger::RightThumb => "3",
        Finger::LeftIndex | Finger::LeftMiddle | Finger::LeftRing | Finger::LeftLittle => "1",
        _ => "2",
    };
    let id = offered.iter().find(|id| *id == wanted).or(offered.first());
    id.map_or("0", String::as_str)
}

fn text(value: &Value, key: &str) -> String {
    match &value[key] {
        Value::String(text) => crate::device::clean(text),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The error number of an object: its own or that of the `error` in it. 0 when there is none.
fn error_of(value: &Value) -> u16 {
    [&value["error"]["errorCode"], &value["errorCode"]].iter().find_map(|code| number(code)).unwrap_or(0)
}

fn number(code: &Value) -> Option<u16> {
    match code {
        Value::String(text) => Some(text.trim().parse().unwrap_or(u16::MAX)),
        Value::Number(n) => Some(n.as_u64().and_then(|n| n.try_into().ok()).unwrap_or(u16::MAX)),
        _ => None,
    }
}

/// An object or an array of them: services use both, also for errors.
fn entries(body: &[u8]) -> Result<Vec<Value>, DeviceError> {
    match serde_json::from_slice(body) {
        Ok(Value::Array(all)) => Ok(all),
        Ok(value @ Value::Object(_)) => Ok(vec![value]),
        _ => Err(senseless("no JSON", body.len())),
    }
}

/// Claims of a token of three parts, or of one without any dots as unregistered readers send, whoever made it.
fn claims(token: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut parts = token.split('.');
    let part = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(only), None, ..) => only,
        (Some(_), Some(claims), Some(_), None) => claims,
        _ => return None,
    };
    url_safe(part)
}

fn json_claims(token: &str) -> Option<Value> {
    serde_json::from_slice(&claims(token)?).ok()
}

/// Readers for fingers in the answer to a discovery.
///
/// # Errors
/// `Protocol` for what is no JSON. Entries that make no sense are left out.
pub fn discovered(body: &[u8]) -> Result<Vec<Found>, DeviceError> {
    Ok(entries(body)?.iter().filter_map(found).collect())
}

fn found(entry: &Value) -> Option<Found> {
    let identity = json_claims(entry["digitalId"].as_str()?)?;
    let serial = text(&identity, "serialNo");
    if text(&identity, "type") != "Finger" || serial.is_empty() {
        return None;
    }
    let callback = text(entry, "callbackId");
    let port = callback.trim_end_matches('/').strip_prefix("http://127.0.0.1:").and_then(|port| port.parse().ok());
    let listed = |key: &str| match &entry[key] {
        Value::Array(all) => all.iter().map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).collect(),
        Value::String(one) => vec![one.clone()],
        _ => Vec::new(),
    };
    Some(Found {
        serial,
        make: text(&identity, "make"),
        model: text(&identity, "model"),
        device_id: text(entry, "deviceId"),
        status: text(entry, "deviceStatus"),
        purpose: [Purpose::Auth, Purpose::Registration].into_iter().find(|p| p.name() == text(entry, "purpose")),
        sub_ids: listed("deviceSubId"),
        spec: listed("specVersion").pop().unwrap_or_else(|| "0.9.5".into()),
        port,
        env: text(entry, "env"),
    })
}

/// The reader of this serial number in the answer to a question for device information. Only one that cannot be
/// used may be unsigned, as an unregistered one is.
///
/// # Errors
/// `Protocol` for what is no JSON, `Certificate` for a signature that does not hold.
pub fn informed(body: &[u8], serial: &str, trust: &Trust) -> Result<Option<Answer<Found>>, DeviceError> {
    for entry in entries(body)? {
        let Some(token) = entry["deviceInfo"].as_str() else { continue };
        let info = json_claims(token);
        let Some(found) = info.as_ref().and_then(found).filter(|f| f.serial == serial) else { continue };
        return Ok(Some(match error_of(&entry) {
            0 => {
                trust.claims(token)?;
                Answer::Got(found)
            }
            code => Answer::Error(code),
        }));
    }
    Ok(None)
}

/// A text or a number, as text.
#[derive(Default)]
struct Loose(String);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = Loose;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a number")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Loose, E> {
                if text.len() > 32 { Err(E::custom("too long")) } else { Ok(Loose(text.to_owned())) }
            }

            fn visit_u64<E>(self, n: u64) -> Result<Loose, E> {
                Ok(Loose(n.to_string()))
            }

            fn visit_i64<E>(self, n: i64) -> Result<Loose, E> {
                Ok(Loose(n.to_string()))
            }

            fn visit_f64<E>(self, n: f64) -> Result<Loose, E> {
                Ok(Loose(n.to_string()))
            }
        }
        deserializer.deserialize_any(Either).map_err(D::Error::custom)
    }
}

#[derive(Deserialize, Default)]
struct Said {
    #[serde(rename = "errorCode", default)]
    code: Option<Loose>,
}

/// Texts are borrowed: nothing of a sample is copied to where it is not wiped.
#[derive(Deserialize)]
struct Capture<'a> {
    #[serde(borrow, default)]
    biometrics: Vec<Biometric<'a>>,
    #[serde(default)]
    error: Said,
    #[serde(rename = "errorCode", default)]
    code: Option<Loose>,
}

#[derive(Deserialize)]
struct Biometric<'a> {
    #[serde(borrow, default)]
    data: Option<&'a str>,
    #[serde(borrow, default)]
    hash: Option<&'a str>,
    #[serde(borrow, default, rename = "sessionKey")]
    session_key: Option<&'a str>,
    #[serde(borrow, default)]
    thumbprint: Option<&'a str>,
    #[serde(default)]
    error: Said,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Claims<'a> {
    digital_id: &'a str,
    bio_type: &'a str,
    bio_sub_type: &'a str,
    purpose: &'a str,
    env: &'a str,
    bio_value: &'a str,
    transaction_id: &'a str,
    #[serde(default)]
    timestamp: Option<&'a str>,
    quality_score: Loose,
}

fn code_of(said: &Option<Loose>) -> u16 {
    said.as_ref().map_or(0, |code| code.0.trim().parse().unwrap_or(u16::MAX))
}

/// The sample of a capture, when it is the answer to this wish.
///
/// # Errors
/// `Certificate` when the sample or the identity in it is not signed by a reader of ours; `Protocol` naming the first
/// thing that is not as asked.
pub fn captured(body: &[u8], wish: &Wish<'_>, trust: &Trust) -> Result<Answer<Sample>, DeviceError> {
    let wrong = |what| senseless(what, body.len());
    let capture = serde_json::from_slice::<Capture<'_>>(body).ok();
    let capture = match capture {
        Some(capture) => capture,
        None => {
            let all: Vec<Capture<'_>> = serde_json::from_slice(body).map_err(|_| wrong("no JSON"))?;
            all.into_iter().next().ok_or_else(|| wrong("empty answer"))?
        }
    };
    let one = capture.biometrics.first();
    let codes = [code_of(&capture.error.code), code_of(&capture.code), one.map_or(0, |b| code_of(&b.error.code))];
    if let Some(code) = codes.into_iter().find(|code| *code != 0) {
        return Ok(Answer::Error(code));
    }
    let (Some(one), 1) = (one, capture.biometrics.len()) else { return Err(wrong("number of samples")) };
    let token = one.data.filter(|data| data.split('.').count() == 3).ok_or_else(|| wrong("no signed sample"))?;
    let claims = trust.claims(token)?;
    let claims: Claims<'_> = serde_json::from_slice(&claims).map_err(|_| wrong("sample claims"))?;
    let identity = trust.claims(claims.digital_id)?;
    let identity: Value = serde_json::from_slice(&identity).map_err(|_| wrong("identity of the reader"))?;
    let as_asked = [
        ("sample of another reader", text(&identity, "serialNo") == wish.serial),
        ("answer to another question", claims.transaction_id == wish.transaction),
        ("sample of another kind", claims.bio_type == "Finger"),
        ("sample of another finger", claims.bio_sub_type == sub_type(wish.finger)),
        ("sample for another purpose", claims.purpose == wish.purpose.name()),
        ("sample of another environment", claims.env == wish.env),
    ];
    if let Some((what, _)) = as_asked.into_iter().find(|(_, held)| !held) {
        return Err(wrong(what));
    }
    let quality: f64 = claims.quality_score.0.trim().parse().map_err(|_| wrong("quality"))?;
    if !(0.0..=100.0).contains(&quality) {
        return Err(wrong("quality"));
    }
    let record = url_safe(claims.bio_value).filter(|r| !r.is_empty()).ok_or_else(|| wrong("sample"))?;
    let opener = match wish.purpose {
        // The chain is over what was encrypted, so only whoever opens it can follow it.
        Purpose::Auth => Some(opener(one, claims.timestamp).ok_or_else(|| wrong("opener"))?),
        Purpose::Registration => {
            let held = one.hash.is_some_and(|hash| hash.eq_ignore_ascii_case(&chained(&record)));
            if !held {
                return Err(wrong("hash of the sample"));
            }
            None
        }
    };
    Ok(Answer::Got(Sample { record, quality: quality.floor() as u8, opener }))
}

fn opener(one: &Biometric<'_>, timestamp: Option<&str>) -> Option<Opener> {
    let text = |text: Option<&str>| {
        let fits = |t: &&str| {
            (1..4096).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\')
        };
        text.filter(fits).map(str::to_owned)
    };
    Some(Opener { session_key: text(one.session_key)?, thumbprint: text(one.thumbprint)?, timestamp: text(timestamp)? })
}

/// The hash of the first sample of a chain, whose "previous" one is the hash of nothing.
pub fn chained(record: &[u8]) -> String {
    let mut chain = Sha256::new();
    chain.update(Sha256::digest(b""));
    chain.update(Sha256::digest(record));
    chain.finalize().iter().map(|b| format!("{b:02X}")).collect()
}
