//! The HTTP of the simulated services: one request a connection, read the way the real ones read it.
//!
//! Separate from what is answered. A request is taken as far as one read brings it, so that one in pieces fails here as
//! it fails there.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use super::SbiLevers;

/// Longest request, in bytes.
const LARGEST: usize = 1024 * 1024;
/// How long a client may say nothing.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Request {
    /// Method and target.
    pub line: String,
    pub body: String,
}

/// How an answer goes out.
pub enum Reply {
    Json(String),
    /// Without its length.
    Unmeasured(String),
    Raw(Vec<u8>),
    /// The connection stays open and silent until the other end goes.
    Nothing,
}

pub type Answerer = fn(&SbiLevers, &Request) -> Reply;

/// Serves until the levers say stop.
pub fn run(listener: &TcpListener, levers: &SbiLevers, answer: Answerer) {
    std::thread::scope(|s| {
        for stream in listener.incoming() {
            if levers.lock().stop {
                break;
            }
            if let Ok(stream) = stream {
                s.spawn(move || {
                    // A client that goes away in the middle is its own matter.
                    let _ = one(stream, levers, answer);
                });
            }
        }
    });
}

fn one(mut stream: TcpStream, levers: &SbiLevers, answer: Answerer) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let Some(request) = read(&mut stream)? else { return Ok(()) };
    let bytes = match answer(levers, &request) {
        // Four stray bytes behind the answer, as seen in the field.
        Reply::Json(body) => {
            let length = body.chars().count();
            format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}\r\n\r\n"
            )
            .into_bytes()
        }
        Reply::Unmeasured(body) => format!("HTTP/1.1 200 OK\r\n\r\n{body}").into_bytes(),
        Reply::Raw(bytes) => bytes,
        Reply::Nothing => {
            let _ = stream.read(&mut [0; 64]);
            return Ok(());
        }
    };
    stream.write_all(&bytes)
}

/// The head, then the body by its exact `Content-Length`.
fn read(stream: &mut TcpStream) -> std::io::Result<Option<Request>> {
    let mut bytes = Vec::new();
    let mut buf = [0; 16 * 1024];
    loop {
        let n = stream.read(&mut buf)?;
        bytes.extend_from_slice(&buf[..n]);
        let head = bytes.windows(4).position(|w| w == b"\r\n\r\n").map(|at| at + 4);
        if n == 0 || bytes.len() > LARGEST {
            return Ok(None);
        }
        let Some(head) = head else { continue };
        let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
        let exact = |line: &&str| line.starts_with("Content-Length: ") || line.starts_with("content-length: ");
        let length = text.split("\r\n").find(exact).and_then(|line| line[16..].parse::<usize>().ok()).unwrap_or(0);
        if bytes.len() >= head + length {
            let mut words = text.split(' ');
            let line = format!("{} {}", words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let body = String::from_utf8_lossy(&bytes[head..head + length]).into_owned();
            return Ok(Some(Request { line, body }));
        }
    }
}
