//! The wire between a virtual card and the virtual reader driver: the vpicc protocol.
//!
//! Owns framing: two bytes of length, most significant first, then a control byte alone or a command. The
//! connection is the card being in the slot. Separate from what a card answers.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

/// What the driver says.
#[derive(Debug, PartialEq, Eq)]
pub enum Message {
    PowerOff,
    PowerOn,
    Reset,
    AskAtr,
    Command(Vec<u8>),
}

/// A card in a slot.
pub struct Link {
    stream: UnixStream,
    bytes: Vec<u8>,
}

impl Link {
    /// Puts a card into the slot behind `path`.
    pub fn connect(path: &Path) -> io::Result<Self> {
        let stream = UnixStream::connect(path)?;
        stream.set_nonblocking(true)?;
        Ok(Self { stream, bytes: Vec::new() })
    }

    pub fn stream(&self) -> &UnixStream {
        &self.stream
    }

    /// Everything that has come in whole. The length field bounds what is kept.
    ///
    /// # Errors
    /// When the reader has gone.
    pub fn messages(&mut self) -> io::Result<Vec<Message>> {
        let mut buf = [0; 1024];
        match self.stream.read(&mut buf) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n) => self.bytes.extend_from_slice(&buf[..n]),
            Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
            Err(e) => return Err(e),
        }
        let mut messages = Vec::new();
        while let Some((head, rest)) = self.bytes.split_first_chunk::<2>() {
            let length = usize::from(u16::from_be_bytes(*head));
            if rest.len() < length {
                break;
            }
            let message = match &rest[..length] {
                [0] => Some(Message::PowerOff),
                [1] => Some(Message::PowerOn),
                [2] => Some(Message::Reset),
                [4] => Some(Message::AskAtr),
                [] | [_] => None,
                command => Some(Message::Command(command.to_vec())),
            };
            messages.extend(message);
            self.bytes.drain(..2 + length);
        }
        Ok(messages)
    }

    /// Answers; an answer is far smaller than what a socket takes at once.
    ///
    /// # Errors
    /// When the reader has gone.
    pub fn answer(&mut self, bytes: &[u8]) -> io::Result<()> {
        let length = u16::try_from(bytes.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        self.stream.write_all(&[&length.to_be_bytes(), bytes].concat())
    }
}
