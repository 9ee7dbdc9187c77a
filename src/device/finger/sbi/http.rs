//! One request to a device service on this machine, and its answer.
//!
//! Owns as much of HTTP/1.1 as these services speak: methods of their own, the whole request in one write, an
//! answer of known length with whatever bytes behind it. Written here because the services insist on a form that
//! HTTP libraries do not keep. Must not know what is asked.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault};

/// Largest body taken, in bytes. Four fingers in one answer take 700 kB.
pub const LARGEST: usize = 2 * 1024 * 1024;
/// Largest head of an answer, in bytes.
const HEAD: usize = 16 * 1024;
const CONNECT: Duration = Duration::from_millis(500);
const WRITE: Duration = Duration::from_secs(2);
/// How long a wait goes on before it looks whether it was cancelled.
const SLICE: Duration = Duration::from_millis(50);

/// What an answer's head says of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    Known(usize),
    /// It ends with the connection.
    UntilClosed,
}

/// Asks `path` with a method and gives the body. It may hold a sample, so it is wiped when dropped.
///
/// # Errors
/// `NotConnected` when nobody listens, `Timeout`, `Cancelled`, `Protocol` for what is no such answer.
pub fn ask(port: u16, method: &str, path: &str, body: &str, ctl: &Ctl) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
    ctl.check("sbi")?;
    let mut stream = TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, port).into(), CONNECT).map_err(gone)?;
    stream.set_write_timeout(Some(WRITE)).map_err(gone)?;
    // Answers are refused when the request comes in pieces, so it leaves as one.
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nEXT: loket\r\nContent-Type: application/json\r\n\
         Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).map_err(gone)?;
    let mut head = Vec::with_capacity(HEAD);
    let mut byte = [0];
    // Byte by byte: what follows the head goes straight to where it is wiped.
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() == HEAD || read(&mut stream, &mut byte, ctl)? == 0 {
            return Err(senseless("head of the answer", head.len()));
        }
        head.push(byte[0]);
    }
    match length(&head)? {
        Length::Known(len) => {
            let mut body = Zeroizing::new(vec![0; len]);
            let mut at = 0;
            while at < len {
                match read(&mut stream, &mut body[at..], ctl)? {
                    0 => return Err(senseless("answer cut short", at)),
                    n => at += n,
                }
            }
            Ok(body)
        }
        Length::UntilClosed => {
            let mut body = Zeroizing::new(vec![0; LARGEST]);
            let mut at = 0;
            loop {
                match read(&mut stream, &mut body[at..], ctl)? {
                    0 if at == LARGEST => return Err(senseless("answer too long", at)),
                    0 => break,
                    n => at += n,
                }
            }
            body.truncate(at);
            Ok(body)
        }
    }
}

/// Reads the head of an answer.
///
/// # Errors
/// `Protocol` for another status than 200 (with the status as its count), for chunks, for too much.
pub fn length(head: &[u8]) -> Result<Length, DeviceError> {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split("\r\n");
    let status = lines.next().unwrap_or_default();
    let code = status.strip_prefix("HTTP/1.").and_then(|rest| rest.split(' ').nth(1)).and_then(|c| c.parse().ok());
    match code {
        Some(200) => {}
        Some(code) => return Err(senseless("status of the answer", code)),
        None => return Err(senseless("head of the answer", head.len())),
    }
    let mut length = Length::UntilClosed;
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        if name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(senseless("answer in chunks", 0));
        }
        if name.eq_ignore_ascii_case("content-length") {
            let len = value.trim().parse().ok().filter(|len| *len <= LARGEST);
            length = Length::Known(len.ok_or_else(|| senseless("length of the answer", 0))?);
        }
    }
    Ok(length)
}

/// At least one byte; 0 at the end of the stream or of the room.
fn read(stream: &mut TcpStream, into: &mut [u8], ctl: &Ctl) -> Result<usize, DeviceError> {
    loop {
        ctl.check("sbi answer")?;
        let left = ctl.deadline.saturating_duration_since(Instant::now());
        stream.set_read_timeout(Some(left.clamp(Duration::from_millis(1), SLICE))).map_err(gone)?;
        match stream.read(into) {
            Ok(n) => return Ok(n),
            Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
            Err(e) => return Err(gone(e)),
        }
    }
}

fn gone(e: io::Error) -> DeviceError {
    DeviceError::harmless(Fault::NotConnected { what: "sbi".into() }).caused_by(e)
}

pub(super) fn senseless(what: &'static str, bytes: usize) -> DeviceError {
    DeviceError::harmless(Fault::Protocol { what, bytes })
}

/// Whether anybody listens on a port of this machine.
pub fn somebody_at(port: u16) -> bool {
    TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, port).into(), CONNECT).is_ok()
}
