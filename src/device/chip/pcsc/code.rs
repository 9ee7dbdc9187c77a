//! The codes of PC/SC and which fault each is.
//!
//! Separate from the calls, so that the judgement can be read and tested without a library.

use std::fmt;

use crate::device::chip::slots::Slot;
use crate::device::error::{Card, Fault, Holder, Sam};

/// An answer of the library other than success.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PcscCode(pub u32);

impl fmt::Debug for PcscCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08X}", self.0)
    }
}

impl PcscCode {
    pub const INVALID_HANDLE: PcscCode = PcscCode(0x8010_0003);
    pub const UNKNOWN_READER: PcscCode = PcscCode(0x8010_0009);
    pub const TIMEOUT: PcscCode = PcscCode(0x8010_000A);
    pub const SHARING_VIOLATION: PcscCode = PcscCode(0x8010_000B);
    pub const NO_SMARTCARD: PcscCode = PcscCode(0x8010_000C);
    pub const PROTO_MISMATCH: PcscCode = PcscCode(0x8010_000F);
    pub const COMM_ERROR: PcscCode = PcscCode(0x8010_0013);
    pub const NOT_TRANSACTED: PcscCode = PcscCode(0x8010_0016);
    pub const READER_UNAVAILABLE: PcscCode = PcscCode(0x8010_0017);
    pub const NO_SERVICE: PcscCode = PcscCode(0x8010_001D);
    pub const SERVICE_STOPPED: PcscCode = PcscCode(0x8010_001E);
    pub const NO_READERS: PcscCode = PcscCode(0x8010_002E);
    pub const UNRESPONSIVE_CARD: PcscCode = PcscCode(0x8010_0066);
    pub const UNPOWERED_CARD: PcscCode = PcscCode(0x8010_0067);
    pub const RESET_CARD: PcscCode = PcscCode(0x8010_0068);
    pub const REMOVED_CARD: PcscCode = PcscCode(0x8010_0069);
    pub const SECURITY_VIOLATION: PcscCode = PcscCode(0x8010_006A);

    /// There is no card any more.
    pub fn says_gone(self) -> bool {
        matches!(self, PcscCode::NO_SMARTCARD | PcscCode::REMOVED_CARD)
    }

    /// A card is there and gives no sensible sign of life.
    pub fn says_mute(self) -> bool {
        matches!(self, PcscCode::UNRESPONSIVE_CARD | PcscCode::UNPOWERED_CARD | PcscCode::PROTO_MISMATCH)
    }

    /// The exchange broke off; why is found out by connecting again.
    pub fn broke_off(self) -> bool {
        self.says_gone() || self.says_mute() || matches!(self, PcscCode::NOT_TRANSACTED | PcscCode::RESET_CARD)
    }
}

/// The socket of the daemon, named when the system's policy refuses it.
pub const SOCKET: &str = "/run/pcscd/pcscd.comm";
/// The group that the policy shipped with the program lets in.
pub const GROUP: &str = "ktpel";

/// What a code says about a slot whose reader is named.
pub fn fault(code: PcscCode, slot: Slot, reader: &str) -> Fault {
    match code {
        PcscCode::UNKNOWN_READER | PcscCode::READER_UNAVAILABLE | PcscCode::NO_READERS => {
            Fault::NotConnected { what: reader.to_owned() }
        }
        PcscCode::SHARING_VIOLATION => Fault::Busy { by: Holder::default() },
        // A handle the daemon does not know is one of the daemon before it.
        PcscCode::COMM_ERROR | PcscCode::NO_SERVICE | PcscCode::SERVICE_STOPPED | PcscCode::INVALID_HANDLE => {
            Fault::ServiceDown { service: "pcscd" }
        }
        PcscCode::SECURITY_VIOLATION => Fault::PermissionDenied { path: SOCKET.into(), group: Some(GROUP.to_owned()) },
        code if code.says_gone() => match slot {
            Slot::Card => Fault::Card(Card::CardRemoved),
            Slot::Sam => Fault::Sam(Sam::Absent),
        },
        code if code.broke_off() => match slot {
            Slot::Card => Fault::Card(Card::CardMute),
            Slot::Sam => Fault::Protocol { what: "silent SAM", bytes: 0 },
        },
        // The low half tells codes of PC/SC apart.
        code => Fault::Hardware { code: code.0 as u16 },
    }
}
