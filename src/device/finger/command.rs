//! Commands and answers of the serial fingerprint modules.
//!
//! Owns one exchange: send a command, find its answer, try again where that is safe. Separate from the
//! driver so that what the module says (confirmation codes) and what it means for a finger test stay
//! apart. Knows the wire only through [`ByteLink`].

use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::frame::{Decoder, Frame, FrameKind};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault, Finger, SILENT};
use crate::device::transport::{ByteLink, LinkError};

pub const GEN_IMG: u8 = 0x01;
pub const IMG_2_TZ: u8 = 0x02;
pub const MATCH: u8 = 0x03;
pub const UP_CHAR: u8 = 0x08;
pub const DOWN_CHAR: u8 = 0x09;
pub const READ_SYS_PARA: u8 = 0x0F;
pub const VFY_PWD: u8 = 0x13;

/// Longest template taken from a module; the largest known one has 1536 bytes.
pub const MAX_TEMPLATE: usize = 8192;

/// The module's answer to a command (ZFM user manual, confirmation codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirm {
    Ok,
    PacketError,
    NoFinger,
    ImageFailed,
    TooMessy,
    TooFewFeatures,
    NoMatch,
    NotFound,
    CannotCombine,
    BadPage,
    CannotReadPage,
    UploadFeatures,
    CannotReceive,
    UploadImage,
    DeleteFailed,
    ClearFailed,
    WrongPassword,
    NoImage,
    FlashError,
    BadRegister,
    Other(u8),
}

impl Confirm {
    pub fn from_byte(code: u8) -> Self {
        match code {
            0x00 => Self::Ok,
            0x01 => Self::PacketError,
            0x02 => Self::NoFinger,
            0x03 => Self::ImageFailed,
            0x06 => Self::TooMessy,
            0x07 => Self::TooFewFeatures,
            0x08 => Self::NoMatch,
            0x09 => Self::NotFound,
            0x0A => Self::CannotCombine,
            0x0B => Self::BadPage,
            0x0C => Self::CannotReadPage,
            0x0D => Self::UploadFeatures,
            0x0E => Self::CannotReceive,
            0x0F => Self::UploadImage,
            0x10 => Self::DeleteFailed,
            0x11 => Self::ClearFailed,
            0x13 => Self::WrongPassword,
            0x15 => Self::NoImage,
            0x18 => Self::FlashError,
            0x1A => Self::BadRegister,
            other => Self::Other(other),
        }
    }

    pub fn byte(self) -> u8 {
        match self {
            Self::Ok => 0x00,
            Self::PacketError => 0x01,
            Self::NoFinger => 0x02,
            Self::ImageFailed => 0x03,
            Self::TooMessy => 0x06,
            Self::TooFewFeatures => 0x07,
            Self::NoMatch => 0x08,
            Self::NotFound => 0x09,
            Self::CannotCombine => 0x0A,
            Self::BadPage => 0x0B,
            Self::CannotReadPage => 0x0C,
            Self::UploadFeatures => 0x0D,
            Self::CannotReceive => 0x0E,
            Self::UploadImage => 0x0F,
            Self::DeleteFailed => 0x10,
            Self::ClearFailed => 0x11,
            Self::WrongPassword => 0x13,
            Self::NoImage => 0x15,
            Self::FlashError => 0x18,
            Self::BadRegister => 0x1A,
            Self::Other(code) => code,
        }
    }

    /// An answer to commands about a finger and its features; no other command has it.
    fn about_a_finger(self) -> bool {
        matches!(
            self,
            Self::NoFinger
                | Self::ImageFailed
                | Self::TooMessy
                | Self::TooFewFeatures
                | Self::NoMatch
                | Self::UploadFeatures
                | Self::CannotReceive
                | Self::NoImage
        )
    }

    /// The fault behind an answer that the command at hand has no use for.
    pub fn fault(self) -> Fault {
        match self {
            Self::WrongPassword => Fault::Finger(Finger::WrongPassword),
            Self::PacketError | Self::CannotReceive | Self::UploadFeatures => {
                Fault::Protocol { what: "transfer refused", bytes: 0 }
            }
            Self::NoFinger => Fault::Finger(Finger::NoFinger),
            Self::TooMessy | Self::TooFewFeatures => Fault::Finger(Finger::PoorQuality),
            Self::Ok
            | Self::NoImage
            | Self::ImageFailed
            | Self::NoMatch
            | Self::NotFound
            | Self::CannotCombine
            | Self::BadPage
            | Self::CannotReadPage
            | Self::UploadImage
            | Self::DeleteFailed
            | Self::ClearFailed
            | Self::FlashError
            | Self::BadRegister
            | Self::Other(_) => Fault::Hardware { code: u16::from(self.byte()) },
        }
    }
}

/// A confirmation and what came with it.
#[derive(Debug)]
pub struct Ack {
    pub confirm: Confirm,
    pub data: Zeroizing<Vec<u8>>,
}

/// What the module reports about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SysPara {
    pub system_id: u16,
    pub library: u16,
    pub address: u32,
    /// Bytes of content per data frame.
    pub packet: usize,
}

/// A module at the end of a link.
pub struct Module {
    link: Box<dyn ByteLink>,
    decoder: Decoder,
    address: u32,
    /// How long the module may take for one answer.
    reply: Duration,
    /// Answers that were waited for and have not come.
    owed: u32,
}

/// Eight words (manual, "system basic parameters").
const SYS_PARA_LEN: usize = 16;
const TRIES: u32 = 3;
/// How often a blocked read looks at the cancel switch.
const SLICE: Duration = Duration::from_millis(50);

impl Module {
    pub fn new(link: Box<dyn ByteLink>, address: u32, reply: Duration) -> Self {
        Self { link, decoder: Decoder::new(), address, reply, owed: 0 }
    }

    /// One command and its answer. Every command used here may be repeated without harm, so a lost or
    /// damaged frame is asked for again.
    ///
    /// # Errors
    /// `NotConnected`, `Protocol` after three tries, `Cancelled`, `Timeout` at the caller's deadline.
    pub fn exchange(&mut self, op: &'static str, command: &[u8], ctl: &Ctl) -> Result<Ack, DeviceError> {
        self.exchange_for(op, command, |_| true, ctl)
    }

    /// An exchange that passes over answers which are not `own`: what an earlier user of the port left
    /// unanswered may be answered only now. With silence after them they were meant after all.
    fn exchange_for(
        &mut self,
        op: &'static str,
        command: &[u8],
        own: fn(&Ack) -> bool,
        ctl: &Ctl,
    ) -> Result<Ack, DeviceError> {
        let mut noise = 0;
        for _ in 0..TRIES {
            self.send_command(op, command, ctl)?;
            let before = self.decoder.skipped();
            match self.answer(op, own, ctl)? {
                Some(ack) if ack.confirm != Confirm::PacketError => return Ok(ack),
                Some(_) => noise += 1,
                None => noise += self.decoder.skipped() - before,
            }
        }
        let what = if noise == 0 { SILENT } else { "damaged frames" };
        Err(DeviceError::harmless(Fault::Protocol { what, bytes: noise }))
    }

    fn answer(&mut self, op: &'static str, own: fn(&Ack) -> bool, ctl: &Ctl) -> Result<Option<Ack>, DeviceError> {
        let mut older = None;
        while let Some(frame) = self.receive(op, FrameKind::Acknowledge, ctl)? {
            let ack = split_ack(&frame)?;
            if own(&ack) {
                return Ok(Some(ack));
            }
            older = Some(ack);
        }
        Ok(older)
    }

    /// The password; with [`Module::read_sys_para`] the first words on a port, after which question and answer
    /// belong together: the protocol numbers nothing.
    pub fn verify_password(&mut self, password: u32, ctl: &Ctl) -> Result<(), DeviceError> {
        let mut command = [VFY_PWD, 0, 0, 0, 0];
        command[1..].copy_from_slice(&password.to_be_bytes());
        only_ok(self.exchange_for("VfyPwd", &command, |ack| !ack.confirm.about_a_finger(), ctl)?).map(drop)
    }

    /// An exchange in which only `Ok` is useful.
    pub fn expect_ok(
        &mut self,
        op: &'static str,
        command: &[u8],
        ctl: &Ctl,
    ) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
        only_ok(self.exchange(op, command, ctl)?)
    }

    pub fn read_sys_para(&mut self, ctl: &Ctl) -> Result<SysPara, DeviceError> {
        // No other answer is as long, so this one cannot be somebody else's.
        let own = |ack: &Ack| match ack.confirm {
            Confirm::Ok => ack.data.len() >= SYS_PARA_LEN,
            other => !other.about_a_finger(),
        };
        let data = only_ok(self.exchange_for("ReadSysPara", &[READ_SYS_PARA], own, ctl)?)?;
        let malformed = || DeviceError::harmless(Fault::Protocol { what: "ReadSysPara", bytes: data.len() });
        let word = |at: usize| Some(u16::from_be_bytes([*data.get(at)?, *data.get(at + 1)?]));
        let parse = || {
            let packet_code = word(12).filter(|c| *c <= 3)?;
            word(14)?;
            Some(SysPara {
                system_id: word(2)?,
                library: word(4)?,
                address: u32::from(word(8)?) << 16 | u32::from(word(10)?),
                packet: 32 << packet_code,
            })
        };
        parse().ok_or_else(malformed)
    }

    /// Sends a block in data frames of `packet` bytes. The module does not answer to these.
    pub fn send_data(&mut self, block: &[u8], packet: usize, ctl: &Ctl) -> Result<(), DeviceError> {
        let mut chunks = block.chunks(packet).peekable();
        while let Some(chunk) = chunks.next() {
            ctl.check("send data")?;
            let kind = if chunks.peek().is_some() { FrameKind::Data } else { FrameKind::LastData };
            self.write("send data", &Frame::new(self.address, kind, chunk), ctl)?;
        }
        Ok(())
    }

    /// Takes data frames up to the last one. `None` when one of them was lost or damaged.
    pub fn receive_data(&mut self, ctl: &Ctl) -> Result<Option<Zeroizing<Vec<u8>>>, DeviceError> {
        let damaged = self.decoder.damaged();
        let mut block = Zeroizing::new(Vec::with_capacity(MAX_TEMPLATE));
        while let Some(frame) = self.receive_any("receive data", ctl)? {
            let last = match frame.kind {
                FrameKind::Data => false,
                FrameKind::LastData => true,
                FrameKind::Command | FrameKind::Acknowledge => continue,
            };
            if block.len() + frame.content.len() > MAX_TEMPLATE {
                return Ok(None);
            }
            block.extend_from_slice(&frame.content);
            if last {
                return Ok((self.decoder.damaged() == damaged).then_some(block));
            }
        }
        Ok(None)
    }

    fn send_command(&mut self, op: &'static str, command: &[u8], ctl: &Ctl) -> Result<(), DeviceError> {
        ctl.check(op)?;
        self.settle(op, ctl)?;
        self.decoder.clear();
        self.link.purge().map_err(|e| self.sort(op, e, ctl))?;
        self.owed = 1;
        self.write(op, &Frame::new(self.address, FrameKind::Command, command), ctl)
    }

    /// Lets answers to given-up commands arrive. The protocol numbers nothing, so one that comes late
    /// would pass for the answer to the next command and shift every answer after it.
    fn settle(&mut self, op: &'static str, ctl: &Ctl) -> Result<(), DeviceError> {
        while self.owed > 0 && self.receive(op, FrameKind::Acknowledge, ctl)?.is_some() {}
        self.owed = 0;
        Ok(())
    }

    fn write(&mut self, op: &'static str, frame: &Frame, ctl: &Ctl) -> Result<(), DeviceError> {
        let until = ctl.deadline.min(Instant::now() + self.reply);
        self.link.write_all(&frame.encode(), until).map_err(|e| self.sort(op, e, ctl))
    }

    fn receive(&mut self, op: &'static str, kind: FrameKind, ctl: &Ctl) -> Result<Option<Frame>, DeviceError> {
        while let Some(frame) = self.receive_any(op, ctl)? {
            if frame.kind == FrameKind::Acknowledge {
                self.owed = self.owed.saturating_sub(1);
            }
            if frame.kind == kind {
                return Ok(Some(frame));
            }
        }
        Ok(None)
    }

    /// The next sound frame of our module; `None` when it stayed silent for its time.
    fn receive_any(&mut self, op: &'static str, ctl: &Ctl) -> Result<Option<Frame>, DeviceError> {
        let until = Instant::now() + self.reply;
        let mut buf = Zeroizing::new([0u8; 512]);
        loop {
            while let Some(frame) = self.decoder.next_frame() {
                if frame.address == self.address {
                    return Ok(Some(frame));
                }
            }
            ctl.check(op)?;
            let now = Instant::now();
            if now >= until {
                let late = self.decoder.abandon();
                return Ok(late.filter(|f| f.address == self.address));
            }
            match self.link.read(&mut buf[..], until.min(ctl.deadline).min(now + SLICE)) {
                Ok(n) => self.decoder.push(&buf[..n]),
                Err(LinkError::Timeout) => {}
                Err(e) => return Err(self.sort(op, e, ctl)),
            }
        }
    }

    /// Whether the module is still plugged in; nothing is sent.
    pub fn plugged(&mut self) -> Result<(), DeviceError> {
        self.link.alive().map_err(|e| self.gone(e))
    }

    fn gone(&self, error: LinkError) -> DeviceError {
        let gone = DeviceError::harmless(Fault::NotConnected { what: self.link.describe().to_owned() });
        match error {
            LinkError::Gone(Some(cause)) | LinkError::Io(cause) => gone.caused_by(cause),
            LinkError::Gone(None) | LinkError::Timeout => gone,
        }
    }

    fn sort(&self, op: &'static str, error: LinkError, ctl: &Ctl) -> DeviceError {
        match error {
            LinkError::Timeout if ctl.expired() => ctl.timeout(op),
            LinkError::Timeout => DeviceError::harmless(Fault::Protocol { what: SILENT, bytes: 0 }),
            error => self.gone(error),
        }
    }
}

fn only_ok(ack: Ack) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
    match ack.confirm {
        Confirm::Ok => Ok(ack.data),
        other => Err(DeviceError::harmless(other.fault())),
    }
}

fn split_ack(frame: &Frame) -> Result<Ack, DeviceError> {
    match frame.content.split_first() {
        Some((code, data)) => Ok(Ack { confirm: Confirm::from_byte(*code), data: Zeroizing::new(data.to_vec()) }),
        None => Err(DeviceError::harmless(Fault::Protocol { what: "empty answer", bytes: 0 })),
    }
}
