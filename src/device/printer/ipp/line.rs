//! One IPP operation over HTTP: request out, answer in, whatever goes wrong between.
//!
//! Owns the transport and how its failures become faults. An error's effect says whether the request may have
//! arrived; what that means for a card is the driver's. A fresh connection each time, so that a printer that
//! went away in between is never mistaken for one that refused.

use std::io;
use std::time::Duration;

use ::ipp::model::IppVersion;
use ::ipp::parser::IppParseError;
use ::ipp::prelude::{DelimiterTag, IppAttribute, IppRequestResponse, IppValue, Operation};
use ureq::Agent;
use ureq::Timeout;
use zeroize::Zeroizing;

use super::setting::IppUri;
use super::wire::Message;
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Effect, Fault, Holder};
use crate::device::uri::{UriError, UriFault};

/// Largest answer, in bytes; the largest seen is about 20,000.
const LONGEST: u64 = 256 * 1024;
/// Who asks, as queues show it. CUPS lets the same name cancel and purge its jobs.
const USER: &str = "loket";

/// The value of an attribute in a request.
pub enum Arg<'a> {
    Number(i32),
    Yes,
    Keyword(&'a str),
    Keywords(&'a [&'a str]),
    Name(&'a str),
    Mime(&'a str),
}

impl Arg<'_> {
    fn value(&self) -> Result<IppValue, IppParseError> {
        Ok(match self {
            Arg::Number(n) => IppValue::Integer(*n),
            Arg::Yes => IppValue::Boolean(true),
            Arg::Keyword(word) => IppValue::Keyword((*word).try_into()?),
            Arg::Keywords(words) => {
                let words: Result<Vec<_>, _> = words.iter().map(|w| Arg::Keyword(w).value()).collect();
                IppValue::Array(words?)
            }
            Arg::Name(name) => IppValue::NameWithoutLanguage((*name).try_into()?),
            Arg::Mime(format) => IppValue::MimeMediaType((*format).try_into()?),
        })
    }
}

/// What is asked of the printer.
pub struct Request<'a> {
    pub operation: Operation,
    /// Fixed name for faults.
    pub name: &'static str,
    pub operands: &'a [(&'static str, Arg<'a>)],
    /// About the job itself, in a group of their own.
    pub job: &'a [(&'static str, Arg<'a>)],
    pub document: &'a [u8],
    /// Longest time for the whole exchange.
    pub limit: Duration,
}

pub struct Line {
    agent: Agent,
    to: IppUri,
}

impl Line {
    pub fn new(to: &IppUri) -> Self {
        let config = Agent::config_builder()
            // A printer is never behind the proxy of the office.
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .max_idle_connections(0)
            .user_agent("loket")
            .build();
        Self { agent: config.into(), to: to.clone() }
    }

    pub fn printer(&self) -> String {
        self.to.uri.to_string()
    }

    /// Sends the request and reads the answer, which may still be a refusal.
    ///
    /// # Errors
    /// `NotStarted` when the request cannot have arrived, else `InDoubt`.
    pub fn ask(&self, request: &Request<'_>, ctl: &Ctl) -> Result<Message, DeviceError> {
        ctl.check(request.name)?;
        let body = self.encode(request).map_err(|_| harmless(Fault::Unsupported { what: request.name }))?;
        let limit = request.limit.min(ctl.left()).max(Duration::from_millis(1));
        let sent = self
            .agent
            .post(&self.to.url)
            .config()
            .timeout_global(Some(limit))
            .timeout_connect(Some(limit))
            .build()
            .header("content-type", "application/ipp")
            .send(body.as_slice());
        let mut response = sent.map_err(|e| self.failed(e, request.name, ctl))?;
        self.http(response.status().as_u16())?;
        let read = response.body_mut().with_config().limit(LONGEST).read_to_vec();
        let bytes = read.map_err(|e| self.failed(e, request.name, ctl))?;
        let strange = |what| DeviceError::in_doubt(Fault::Protocol { what, bytes: bytes.len() });
        let answer = Message::read(&bytes).map_err(|_| strange("no IPP answer"))?;
        if answer.id != REQUEST_ID {
            return Err(strange("answer to another request"));
        }
        Ok(answer)
    }

    /// Header, attributes and the document behind them; wiped when sent.
    fn encode(&self, request: &Request<'_>) -> Result<Zeroizing<Vec<u8>>, IppParseError> {
        let mut message = IppRequestResponse::new(IppVersion::v1_1(), request.operation, Some(self.to.uri.clone()))?;
        let attributes = message.attributes_mut();
        for (name, arg) in request.operands {
            attributes.add(DelimiterTag::OperationAttributes, IppAttribute::with_name(name, arg.value()?)?);
        }
        let user = IppAttribute::with_name(IppAttribute::REQUESTING_USER_NAME, Arg::Name(USER).value()?)?;
        attributes.add(DelimiterTag::OperationAttributes, user);
        for (name, arg) in request.job {
            attributes.add(DelimiterTag::JobAttributes, IppAttribute::with_name(name, arg.value()?)?);
        }
        let head = message.to_bytes();
        // At its full size from the start: a buffer that grew would leave copies of the document behind.
        let mut body = Zeroizing::new(Vec::with_capacity(head.len() + request.document.len()));
        body.extend_from_slice(&head);
        body.extend_from_slice(request.document);
        Ok(body)
    }

    /// The HTTP layer's own refusals: nothing was done then.
    fn http(&self, status: u16) -> Result<(), DeviceError> {
        Err(harmless(match status {
            200 => return Ok(()),
            401 | 403 => self.forbidden(),
            404 => self.unknown(),
            426 => Fault::Unsupported { what: "IPP without encryption" },
            503 => Fault::Busy { by: Holder::default() },
            _ => Fault::Protocol { what: "HTTP status", bytes: 0 },
        }))
    }

    /// The fault behind a refusal of the printer; None when it agreed.
    pub fn refusal(&self, answer: &Message) -> Option<Fault> {
        Some(match answer.code {
            0..=0x00FF => return None,
            0x0401..=0x0403 => self.forbidden(),
            0x0406 | 0x0407 => self.unknown(),
            0x040A => Fault::Unsupported { what: "the format of the picture" },
            0x040B => Fault::Unsupported { what: "a setting of the card" },
            0x0501 => Fault::Unsupported { what: "this operation" },
            0x0506 => Fault::QueueStopped,
            0x0502 | 0x0505 | 0x0507 => Fault::Busy { by: Holder::default() },
            code => Fault::Hardware { code },
        })
    }

    fn forbidden(&self) -> Fault {
        Fault::PermissionDenied { path: self.printer().into(), group: None }
    }

    fn unknown(&self) -> Fault {
        Fault::BadSetting(UriError::new(self.to.uri.path(), UriFault::BadAddress))
    }

    fn failed(&self, error: ureq::Error, name: &'static str, ctl: &Ctl) -> DeviceError {
        let absent = || Fault::NotConnected { what: self.printer() };
        match error {
            ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => match ctl.check(name) {
                Err(stopped) => stopped,
                Ok(()) => harmless(absent()),
            },
            ureq::Error::Timeout(_) => match ctl.check(name) {
                Err(stopped) => stopped,
                Ok(()) => ctl.timeout(name),
            }
            .with_effect(Effect::InDoubt),
            ureq::Error::Io(e) if never_connected(&e) => {
                let refused = e.kind() == io::ErrorKind::ConnectionRefused;
                let service = refused && self.to.local_queue();
                let fault = if service { Fault::ServiceDown { service: "cups" } } else { absent() };
                harmless(fault).caused_by(e)
            }
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => harmless(absent()),
            // Cut off, no such name, and whatever else the system says of a connection.
            ureq::Error::Io(e) => DeviceError::in_doubt(absent()).caused_by(e),
            ureq::Error::BodyExceedsLimit(limit) => {
                DeviceError::in_doubt(Fault::Protocol { what: "answer too long", bytes: limit as usize })
            }
            _ => DeviceError::in_doubt(Fault::Protocol { what: "no HTTP answer", bytes: 0 }),
        }
    }
}

/// Every request has a connection of its own, so one number will do.
const REQUEST_ID: u32 = 1;

fn harmless(fault: Fault) -> DeviceError {
    DeviceError::harmless(fault)
}

fn never_connected(e: &io::Error) -> bool {
    use io::ErrorKind::{AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkDown, NetworkUnreachable};
    matches!(e.kind(), ConnectionRefused | HostUnreachable | NetworkUnreachable | NetworkDown | AddrNotAvailable)
}
