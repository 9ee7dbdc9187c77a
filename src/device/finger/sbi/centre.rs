//! The service of the data centre that decides whose finger it is.
//!
//! Owns one question in the form of OSIA's relying-party interface: the person's number in the path, one finger in
//! the body, a yes or a no as the answer. Separate from the reader, which only takes the sample. The sample is
//! wiped when the question is answered or given up; neither it nor the number is in an error or a log.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use base64ct::{Base64, Encoding};
use serde::Deserialize;
use ureq::Agent;
use zeroize::Zeroizing;

use super::http::senseless;
use super::message::Sample;
use super::setting::CentreUri;
use crate::device::ctl::Ctl;
use crate::device::error::{Certificate as Proof, DeviceError, Fault, Finger as FingerFault};
use crate::device::finger::verb::{Finger, Identifier};
use crate::device::papers::of_tls;

/// Longest wait for everything: name, connection, handshake and answer.
const WHOLE: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(3);
/// How long a wait goes on before it looks whether it was cancelled.
const SLICE: Duration = Duration::from_millis(50);
/// Largest answer, in bytes.
const ANSWER: u64 = 64 * 1024;

/// The way to the deciding service.
pub struct Centre {
    agent: Agent,
    base: String,
    host: String,
    /// A certificate of our own is configured.
    shown: bool,
}

/// What it says. The message beside it is for people and not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Verdict {
    #[serde(default)]
    verification_code: Option<i64>,
    #[serde(default)]
    decision: Option<bool>,
}

impl Centre {
    /// Reads the certificates; nothing is sent.
    ///
    /// # Errors
    /// What is wrong with the files.
    pub fn open(uri: &CentreUri) -> Result<Self, DeviceError> {
        let mut config = Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(0)
            .timeout_connect(Some(CONNECT))
            .user_agent("loket");
        if let Some(papers) = &uri.papers {
            config = config.tls_config(papers.tls()?).https_only(true);
        }
        let host = uri.base.host().unwrap_or_default().to_owned();
        let base = uri.base.to_string().trim_end_matches('/').to_owned();
        let shown = uri.papers.as_ref().is_some_and(|papers| papers.own.is_some());
        Ok(Self { agent: config.build().new_agent(), base, host, shown })
    }

    /// Whether the sample is of this person's finger.
    ///
    /// # Errors
    /// `NoReference` when the person is not known there, `Certificate`, `NotConnected`, `Timeout`, `Cancelled`,
    /// `Protocol` for an answer that is neither yes nor no.
    pub fn decides(
        &self,
        who: &Identifier,
        finger: Finger,
        sample: &Sample,
        transaction: &str,
        ctl: &Ctl,
    ) -> Result<bool, DeviceError> {
        ctl.check("decision")?;
        let (who, base) = (who.expose(), &self.base);
        let address = Zeroizing::new(format!("{base}/v1/verify/{who}?identifierType=uin&transactionId={transaction}"));
        let body = body(finger, sample);
        let (agent, limit, shown) = (self.agent.clone(), WHOLE.min(ctl.left()), self.shown);
        let host = self.host.clone();
        let (tx, rx) = channel();
        // The request cannot be called off; whoever cancels goes on, and the thread ends by its own limit.
        let asking = move || drop(tx.send(ask(&agent, &address, &body, limit, (&host, shown))));
        std::thread::Builder::new()
            .name("decision".into())
            .spawn(asking)
            .map_err(|e| DeviceError::harmless(Fault::Defect { job: "decision" }).caused_by(e))?;
        loop {
            match rx.recv_timeout(SLICE) {
                Ok(answer) => return answer,
                Err(RecvTimeoutError::Timeout) => ctl.check("decision")?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(DeviceError::harmless(Fault::Defect { job: "decision" }));
                }
            }
        }
    }
}

/// `to` is the name of the far end, and whether we show it a certificate.
fn ask(agent: &Agent, address: &str, body: &str, limit: Duration, to: (&str, bool)) -> Result<bool, DeviceError> {
    let request = agent.post(address).config().timeout_global(Some(limit)).build();
    let sent = request.content_type("application/json").send(body.as_bytes());
    let mut answer = sent.map_err(|e| sort(e, limit, to))?;
    match answer.status().as_u16() {
        200 => {}
        404 => return Err(DeviceError::harmless(Fault::Finger(FingerFault::NoReference))),
        401 | 403 => return Err(DeviceError::harmless(Fault::Certificate(Proof::Refused))),
        // The decision would come to a port this desk does not have.
        202 => return Err(DeviceError::harmless(Fault::Unsupported { what: "later decision" })),
        code => return Err(senseless("status of the decision", code.into())),
    }
    let text = answer.body_mut().with_config().limit(ANSWER).read_to_vec().map_err(|e| sort(e, limit, to))?;
    let verdict: Verdict = serde_json::from_slice(&text).map_err(|_| senseless("decision", text.len()))?;
    match (verdict.decision, verdict.verification_code) {
        (Some(decision), None) => Ok(decision),
        (None, Some(code @ (0 | 1))) => Ok(code == 0),
        _ => Err(senseless("decision", text.len())),
    }
}

/// One finger as OSIA names it.
fn body(finger: Finger, sample: &Sample) -> Zeroizing<String> {
    let record = Zeroizing::new(Base64::encode_string(&sample.record));
    // In one piece of known size: a text that grew would leave its beginning behind.
    let mut body = Zeroizing::new(String::with_capacity(record.len() + 16 * 1024));
    body.push_str("{\"biometricData\":[{\"biometricType\":\"FINGER\",\"biometricSubType\":\"");
    body.push_str(osia(finger));
    body.push_str("\",\"templateFormat\":\"ISO_19794_4\",\"quality\":");
    body.push_str(&sample.quality.to_string());
    if let Some(opener) = &sample.opener {
        for (key, value) in [
            (",\"metadata\":{\"sessionKey\":\"", &opener.session_key),
            ("\",\"thumbprint\":\"", &opener.thumbprint),
            ("\",\"timestamp\":\"", &opener.timestamp),
        ] {
            body.push_str(key);
            body.push_str(value);
        }
        body.push_str("\"}");
    }
    body.push_str(",\"template\":\"");
    body.push_str(&record);
    body.push_str("\"}]}");
    body
}

fn osia(finger: Finger) -> &'static str {
    match finger {
        Finger::RightThumb => "RIGHT_THUMB",
        Finger::RightIndex => "RIGHT_INDEX",
        Finger::RightMiddle => "RIGHT_MIDDLE",
        Finger::RightRing => "RIGHT_RING",
        Finger::RightLittle => "RIGHT_LITTLE",
        Finger::LeftThumb => "LEFT_THUMB",
        Finger::LeftIndex => "LEFT_INDEX",
        Finger::LeftMiddle => "LEFT_MIDDLE",
        Finger::LeftRing => "LEFT_RING",
        Finger::LeftLittle => "LEFT_LITTLE",
    }
}

/// A certificate is a technician's matter and never network trouble.
fn sort(error: ureq::Error, limit: Duration, (host, shown): (&str, bool)) -> DeviceError {
    let tls = |e: &std::io::Error| e.get_ref().and_then(|e| e.downcast_ref()).map(|e| of_tls(e, shown));
    let fault = match error {
        ureq::Error::Timeout(_) => Fault::Timeout { op: "decision", after: limit },
        ureq::Error::Rustls(e) => of_tls(&e, shown),
        ureq::Error::Tls(_) => Fault::Certificate(Proof::Invalid),
        ureq::Error::Io(e) if tls(&e).is_some() => tls(&e).unwrap_or(Fault::Certificate(Proof::Invalid)),
        ureq::Error::Io(_) | ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => {
            Fault::NotConnected { what: crate::device::clean(host) }
        }
        _ => return senseless("answer of the data centre", 0),
    };
    DeviceError::harmless(fault)
}
