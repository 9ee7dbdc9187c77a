//! What a message modem is asked and what it answers.
//!
//! Separate from every backend, so that the desk is written against the verb alone. Must not know who is
//! reached by a number or what a message is about.

use std::fmt;

use zeroize::Zeroizing;

use super::pdu;
use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::kind::{Device, OnProgress};

/// An international telephone number. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Msisdn(Zeroizing<String>);

impl Msisdn {
    /// Fewest and most digits after the plus (ITU-T E.164).
    pub const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

    /// Reads `+` and digits, nothing else.
    ///
    /// # Errors
    /// [`NotANumber`], which repeats nothing of the text.
    pub fn parse(text: &str) -> Result<Self, NotANumber> {
        let digits = text.strip_prefix('+').ok_or(NotANumber)?;
        let fits = Self::DIGITS.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(Zeroizing::new(digits.to_owned()))) } else { Err(NotANumber) }
    }

    /// The digits without the plus.
    pub(super) fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Msisdn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Msisdn(..)")
    }
}

/// Not a plus and 8 to 15 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an international number")]
pub struct NotANumber;

/// A short message. `Debug` shows neither the number nor the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    to: Msisdn,
    text: Zeroizing<String>,
}

impl Message {
    /// Most parts a message may take; a longer one is a letter.
    pub const MOST_PARTS: usize = 4;

    /// # Errors
    /// [`MessageTooLong`] with the parts it would take.
    pub fn new(to: Msisdn, text: &str) -> Result<Self, MessageTooLong> {
        let text = Zeroizing::new(crate::device::clean(text));
        match pdu::parts(&text) {
            1..=Self::MOST_PARTS => Ok(Self { to, text }),
            parts => Err(MessageTooLong { parts }),
        }
    }

    pub fn to(&self) -> &Msisdn {
        &self.to
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({} characters)", self.text.chars().count())
    }
}

/// More than [`Message::MOST_PARTS`] parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a message of {parts} parts")]
pub struct MessageTooLong {
    pub parts: usize,
}

/// The network has taken every part of a message. Whether it reached a telephone is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    pub parts: u8,
    /// The network's reference of the last part.
    pub reference: u8,
}

/// How the modem hears the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// Received power; None when the modem cannot tell.
    pub dbm: Option<i16>,
}

pub trait Modem: Device {
    /// # Errors
    /// `NotRegistered` when the network does not serve this SIM.
    fn signal(&mut self, ctl: &Ctl) -> Result<Signal, DeviceError>;

    /// Sends one message and never repeats any part of it by itself.
    ///
    /// # Errors
    /// `NotStarted` only when no part can have left: before the first part was handed over, or when the
    /// network refused that part. Everything later is in doubt.
    fn send(&mut self, message: &Message, ctl: &Ctl, progress: OnProgress<'_>) -> Result<Sent, DeviceError>;
}
