//! What the simulated services say.
//!
//! Separate from how it goes over the wire.

use std::time::Duration;

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use serde_json::{Value, json};

use super::serve::{Reply, Request};
use super::{Quirk, Ruling, SbiLevers, State};
use crate::device::finger::sbi::message::{Purpose, chained};

/// The device service.
pub fn device(levers: &SbiLevers, request: &Request) -> Reply {
    let quirk = levers.lock().quirk;
    match request.line.as_str() {
        "MOSIPDISC /device" => discovery(&levers.lock(), &request.body),
        "MOSIPDINFO /info" => information(&levers.lock()),
        "CAPTURE /capture" | "RCAPTURE /capture" => match quirk {
            Some(Quirk::Silence) => Reply::Nothing,
            Some(Quirk::Garbage) => Reply::Raw((0..=255).cycle().take(4096).collect()),
            Some(Quirk::Status(code)) => Reply::Raw(format!("HTTP/1.1 {code} OK\r\n\r\n").into_bytes()),
            Some(Quirk::Huge) => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n{".to_vec()),
            _ => shaped(capture(levers, request).to_string(), quirk),
        },
        // Any other form of target, as the one with the whole address.
        _ => Reply::Raw(b"HTTP/1.1 405 OK\r\n\r\n{\"error\":{\"errorCode\":\"500\"}}".to_vec()),
    }
}

fn shaped(body: String, quirk: Option<Quirk>) -> Reply {
    match quirk {
        Some(Quirk::NoLength) => Reply::Unmeasured(body),
        Some(Quirk::Chunks) => {
            let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            Reply::Raw(format!("{head}{:x}\r\n{body}\r\n0\r\n\r\n", body.len()).into_bytes())
        }
        Some(Quirk::CutShort) => {
            let half = &body[..body.len() / 2];
            Reply::Raw(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{half}", body.len()).into_bytes())
        }
        _ => Reply::Json(body),
    }
}

fn token(state: &State, claims: &Value) -> String {
    let forgery = match state.quirk {
        Some(Quirk::Signed(forgery)) => Some(forgery),
        _ => None,
    };
    state.signer.as_ref().map(|signer| signer.token(claims, forgery)).unwrap_or_default()
}

/// The identity as it lies within a sample.
fn signed_identity(state: &State) -> String {
    match (&state.signer, state.quirk) {
        (Some(signer), Some(Quirk::IdentitySigned(forgery))) => signer.token(&identity(state), Some(forgery)),
        _ => token(state, &identity(state)),
    }
}

fn identity(state: &State) -> Value {
    let serial = if state.quirk == Some(Quirk::OtherSerial) { "SIM-9" } else { state.serial.as_str() };
    json!({
        "serialNo": serial, "make": "Loket", "model": "Simulasi", "type": "Finger", "deviceSubType": "Single",
        "deviceProviderId": "LOKET", "deviceProvider": "Loket", "dateTime": "2026-01-01T00:00:00Z",
    })
}

fn error(code: u16) -> Value {
    json!({"errorCode": code.to_string(), "errorInfo": "Simulated"})
}

fn described(state: &State, digital_id: &str) -> Value {
    let known = state.quirk != Some(Quirk::NotRegistered);
    let or_empty = |text: &str| if known { text.to_owned() } else { String::new() };
    json!({
        "deviceId": or_empty("2"), "deviceStatus": if known { "Ready" } else { "Not Registered" },
        "certification": "L1", "serviceVersion": "0.9.5", "digitalId": digital_id,
        "callbackId": if state.quirk == Some(Quirk::Elsewhere) { "http://198.51.100.7:4501/".to_owned() }
            else { format!("http://127.0.0.1:{}/", state.port) },
        "deviceCode": or_empty("SIM"), "purpose": or_empty(state.purpose.name()),
        "error": error(if known { 0 } else { 100 }), "specVersion": ["0.9.5"], "deviceSubId": ["0"],
        "env": state.env, "firmware": "1",
    })
}

fn discovery(state: &State, body: &str) -> Reply {
    if serde_json::from_str::<Value>(body).ok().and_then(|v| v["type"].as_str().map(|t| t == "Finger")) != Some(true) {
        return Reply::Json(json!([{"error": error(502)}]).to_string());
    }
    if !state.plugged {
        return Reply::Json("[]".into());
    }
    let plain = Base64UrlUnpadded::encode_string(identity(state).to_string().as_bytes());
    Reply::Json(json!([described(state, &plain)]).to_string())
}

fn information(state: &State) -> Reply {
    if !state.plugged {
        return Reply::Json("[]".into());
    }
    let claims = described(state, &token(state, &identity(state)));
    let known = state.quirk != Some(Quirk::NotRegistered);
    let info = match known {
        true => token(state, &claims),
        false => Base64UrlUnpadded::encode_string(claims.to_string().as_bytes()),
    };
    Reply::Json(json!([{"deviceInfo": info, "error": error(if known { 0 } else { 100 })}]).to_string())
}

/// Whether the request keeps to what the services in the field insist on.
fn understood(wish: &Value) -> bool {
    let text = |value: &Value| value.is_string();
    let bio = &wish["bio"][0];
    let id = wish["transactionId"].as_str().unwrap_or_default();
    let id_fits = (4..=50).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let time = wish["captureTime"].as_str().is_some_and(|t| t.len() == 20 && t.ends_with('Z'));
    let texts = [&wish["timeout"], &bio["count"], &bio["requestedScore"], &bio["deviceSubId"], &bio["previousHash"]];
    id_fits && time && texts.into_iter().all(text) && bio["bioSubType"].as_array().is_some_and(|all| all.len() == 1)
}

fn capture(levers: &SbiLevers, request: &Request) -> Value {
    let failed = |code: u16| json!({"error": error(code)});
    let Ok(wish) = serde_json::from_str::<Value>(&request.body) else { return failed(123) };
    let timeout = wish["timeout"].as_str().and_then(|t| t.parse().ok()).unwrap_or(0);
    {
        let mut state = levers.lock();
        state.asked.push(request.body.clone());
        if state.asked.len() > 10 {
            state.asked.remove(0);
        }
        let method = format!("{} {}", state.purpose.capture().0, state.purpose.capture().1);
        match () {
            () if !understood(&wish) || request.line != method => return failed(123),
            () if !state.plugged => return failed(106),
            () if state.taken || state.capturing => return failed(111),
            () => state.capturing = true,
        }
    }
    // The reader waits for its finger to the end, whether or not anybody still listens.
    let mut state = levers.until_finger(Duration::from_millis(timeout).min(Duration::from_secs(60)));
    state.capturing = false;
    match (state.quirk, state.finger) {
        (Some(Quirk::Error(code)), _) => failed(code),
        (Some(Quirk::ErrorInArray(code)), _) => json!([{"error": error(code)}]),
        (Some(Quirk::ErrorInSample(code)), _) => {
            json!({"biometrics": [{"data": "", "hash": "", "error": error(code)}]})
        }
        _ if !state.plugged => failed(106),
        (_, None) => failed(101),
        (_, Some(person)) => taken(&state, &wish, person),
    }
}

fn taken(state: &State, wish: &Value, person: u32) -> Value {
    let odd = |quirk: Quirk| state.quirk == Some(quirk);
    let record = [b"FIR\x00020\x00".as_slice(), &person.to_be_bytes(), &[0x5A; 2000]].concat();
    let or = |quirk: Quirk, other: &str, value: &Value| if odd(quirk) { json!(other) } else { value.clone() };
    let text = |n: u8| if odd(Quirk::Numbers) { json!(f64::from(n)) } else { json!(format!("{n}.0")) };
    let mut value = Base64UrlUnpadded::encode_string(&record);
    if odd(Quirk::NoBase64) {
        value.push_str("***");
    }
    let mut claims = json!({
        "digitalId": signed_identity(state), "deviceCode": "SIM", "deviceServiceVersion": "0.9.5",
        "bioType": "Finger", "bioValue": value, "timestamp": "2026-01-01T00:00:00Z",
        "bioSubType": or(Quirk::OtherFinger, "Left Thumb", &wish["bio"][0]["bioSubType"][0]),
        "purpose": or(Quirk::OtherPurpose, "Operator", &wish["purpose"]),
        "env": or(Quirk::OtherEnv, "Staging", &wish["env"]),
        "transactionId": or(Quirk::OtherTransaction, "before", &wish["transactionId"]),
        "requestedScore": wish["bio"][0]["requestedScore"], "qualityScore": text(state.quality),
    });
    if odd(Quirk::NoQuality) {
        claims["qualityScore"] = json!("good");
    }
    let hash = if odd(Quirk::BrokenHash) { chained(b"another") } else { chained(&record) };
    let data = if odd(Quirk::NoToken) { "bm90LWEtdG9rZW4".into() } else { token(state, &claims) };
    let code = if odd(Quirk::Numbers) { json!({"errorCode": 0}) } else { error(0) };
    let mut sample = json!({"specVersion": "0.9.5", "data": data, "hash": hash, "error": code});
    if state.purpose == Purpose::Auth {
        sample["sessionKey"] = json!("c2ltdWxhdGVkLWtleQ");
        sample["thumbprint"] = json!("AB".repeat(32));
    }
    let samples = if odd(Quirk::TwoSamples) { vec![sample.clone(), sample] } else { vec![sample] };
    json!({"biometrics": samples})
}

/// The deciding service.
pub fn decision(levers: &SbiLevers, request: &Request) -> Reply {
    let ruling = levers.lock().ruling;
    let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
    let one = &body["biometricData"][0];
    let record = one["template"].as_str().and_then(|t| Base64::decode_vec(t).ok()).unwrap_or_default();
    let person = record.get(8..12).map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    levers.lock().decided.push((request.line.clone(), record.starts_with(b"FIR\x00020\x00")));
    let code = |code: u16| Reply::Raw(format!("HTTP/1.1 {code} Said\r\nContent-Length: 0\r\n\r\n").into_bytes());
    let yes = person == 1;
    match ruling {
        _ if !request.line.starts_with("POST /v1/verify/") => code(405),
        Ruling::ByFinger => Reply::Json(
            json!({"verificationCode": u8::from(!yes), "verificationMessage": "", "verificationProof": ""}).to_string(),
        ),
        Ruling::ByFingerPlain => Reply::Json(json!({"decision": yes}).to_string()),
        Ruling::Undecided => Reply::Json(json!({"verificationCode": 7, "verificationMessage": "x"}).to_string()),
        Ruling::Garbage => Reply::Json("<html>".into()),
        Ruling::Status(n) => code(n),
        Ruling::Silence => Reply::Nothing,
    }
}
