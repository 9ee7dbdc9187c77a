//! The little of HTTP/1.1 that IPP needs, for one request a connection.
//!
//! Separate from what the printer answers. Everything that comes in has a limit: head, body, time.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Longest request line and headers, in bytes.
const HEAD: usize = 8 * 1024;
/// Largest body, in bytes: a card is well below one megabyte.
const BODY: usize = 8 * 1024 * 1024;
/// How long a client may be silent within a request.
const PATIENCE: Duration = Duration::from_secs(5);

fn bad(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Reads one request and returns its body.
///
/// # Errors
/// Of the connection, or `InvalidData` for what is no request of this kind or is too large.
pub fn read_request(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut from = Buffered { stream, bytes: Vec::new() };
    let head = from.until(b"\r\n\r\n", HEAD)?;
    let head = String::from_utf8_lossy(&head).into_owned();
    if !head.starts_with("POST ") {
        return Err(bad("not a POST"));
    }
    let header = |name: &str| {
        let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    };
    if header("expect").is_some_and(|e| e.eq_ignore_ascii_case("100-continue")) {
        from.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    if header("transfer-encoding").is_some_and(|e| e.eq_ignore_ascii_case("chunked")) {
        return from.chunks();
    }
    let length: usize = header("content-length").and_then(|n| n.parse().ok()).ok_or_else(|| bad("no length"))?;
    if length > BODY {
        return Err(bad("too large"));
    }
    from.exactly(length)
}

struct Buffered<'a> {
    stream: &'a mut TcpStream,
    bytes: Vec<u8>,
}

impl Buffered<'_> {
    fn more(&mut self) -> io::Result<()> {
        let mut chunk = [0; 16 * 1024];
        let read = self.stream.read(&mut chunk)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.bytes.extend_from_slice(&chunk[..read]);
        Ok(())
    }

    /// Up to and including `end`, of at most `limit` bytes.
    fn until(&mut self, end: &[u8], limit: usize) -> io::Result<Vec<u8>> {
        loop {
            if let Some(at) = self.bytes.windows(end.len()).position(|w| w == end) {
                return Ok(self.bytes.drain(..at + end.len()).collect());
            }
            if self.bytes.len() > limit {
                return Err(bad("line too long"));
            }
            self.more()?;
        }
    }

    fn exactly(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.bytes.len() < length {
            self.more()?;
        }
        Ok(self.bytes.drain(..length).collect())
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.until(b"\r\n", HEAD)?;
            let text = String::from_utf8_lossy(&line);
            let size = text.trim().split(';').next().and_then(|hex| usize::from_str_radix(hex, 16).ok());
            let size = size.ok_or_else(|| bad("no chunk"))?;
            if size == 0 {
                self.until(b"\r\n", HEAD)?;
                return Ok(body);
            }
            if body.len().saturating_add(size) > BODY {
                return Err(bad("too large"));
            }
            body.extend_from_slice(&self.exactly(size)?);
            self.until(b"\r\n", HEAD)?;
        }
    }
}

/// An answer of this kind, ready to be sent.
pub fn answer(status: u16, body: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "HTTP/1.1 {status} -\r\nContent-Type: application/ipp\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out
}
