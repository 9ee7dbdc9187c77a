//! A TCP connection as a byte link: bounded name look-up and connect, errors sorted.
//!
//! Owns everything that is particular to sockets, and the written form `host:port`. Separate so that protocols
//! never see one. One connection is one client; a printer's port 9100 takes no second.

use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rustix::event::PollFlags;
use rustix::io::Errno;

use super::{ByteLink, LinkError, ready, sort_io};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault};
use crate::device::uri::{UriError, UriFault};

/// How long one look or attempt goes on before a cancel is noticed.
const SLICE: Duration = Duration::from_millis(500);
/// Most bytes thrown away at once: a peer that never stops must not hold us.
const MOST_PURGED: usize = 64 * 1024;

/// Where to connect to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPort {
    pub host: String,
    pub port: u16,
}

impl HostPort {
    /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`.
    ///
    /// # Errors
    /// `MissingValue` without a host, `BadAddress`, `BadNumber`.
    pub fn parse(text: &str, default: u16) -> Result<Self, UriError> {
        let bad = |why| UriError::new(text, why);
        let (host, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (host, rest) = rest.split_once(']').ok_or_else(|| bad(UriFault::BadAddress))?;
                host.parse::<IpAddr>().map_err(|_| bad(UriFault::BadAddress))?;
                (host, rest.strip_prefix(':').or(if rest.is_empty() { None } else { Some(rest) }))
            }
            None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
        };
        if host.is_empty() {
            return Err(bad(UriFault::MissingValue));
        }
        if host.chars().any(|c| c.is_whitespace() || "/?#@[]".contains(c)) {
            return Err(bad(UriFault::BadAddress));
        }
        let port = match port {
            None => default,
            Some(port) => port.parse().ok().filter(|p| *p != 0).ok_or_else(|| bad(UriFault::BadNumber))?,
        };
        Ok(Self { host: host.to_owned(), port })
    }

    fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The system's look-up has no time limit of its own, so it runs beside us and is left behind when late.
    fn addresses(&self, ctl: &Ctl) -> Result<Vec<SocketAddr>, DeviceError> {
        if let Ok(ip) = self.host.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(ip, self.port)]);
        }
        let (tx, rx) = channel();
        let asked = (self.host.clone(), self.port);
        let look = move || drop(tx.send(asked.to_socket_addrs().map(Iterator::collect)));
        std::thread::Builder::new().name("look-up".into()).spawn(look).map_err(|e| self.absent(e))?;
        loop {
            ctl.check("look-up")?;
            match rx.recv_timeout(ctl.left().min(SLICE)) {
                Ok(found) => return found.map_err(|e| self.absent(e)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(self.absent(io::ErrorKind::NotFound.into())),
            }
        }
    }

    fn absent(&self, error: io::Error) -> DeviceError {
        DeviceError::harmless(Fault::NotConnected { what: self.name() }).caused_by(error)
    }
}

pub struct TcpLink {
    stream: TcpStream,
    name: String,
}

impl TcpLink {
    /// Connects to the first address that answers.
    ///
    /// # Errors
    /// `NotConnected` when nobody answers there, `Timeout` or `Cancelled` by `ctl`.
    pub fn connect(to: &HostPort, ctl: &Ctl) -> Result<Self, DeviceError> {
        let addresses = to.addresses(ctl)?;
        let mut refused = io::Error::from(io::ErrorKind::NotFound);
        loop {
            let mut silent = false;
            for address in &addresses {
                ctl.check("connect")?;
                match TcpStream::connect_timeout(address, ctl.left().min(SLICE)) {
                    Ok(stream) => return Self::over(stream, to.name()).map_err(|e| to.absent(e)),
                    Err(e) if e.kind() == io::ErrorKind::TimedOut => silent = true,
                    Err(e) => refused = e,
                }
            }
            if !silent {
                return Err(to.absent(refused));
            }
        }
    }

    fn over(stream: TcpStream, name: String) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self { stream, name })
    }
}

fn sort(error: io::Error) -> LinkError {
    let gone = [Errno::CONNRESET, Errno::CONNABORTED, Errno::NOTCONN, Errno::TIMEDOUT, Errno::HOSTUNREACH];
    let code = error.raw_os_error();
    if gone.iter().any(|e| Some(e.raw_os_error()) == code) || code == Some(Errno::NETUNREACH.raw_os_error()) {
        return LinkError::Gone(Some(error));
    }
    sort_io(error)
}

fn later(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

impl ByteLink for TcpLink {
    fn read(&mut self, buf: &mut [u8], until: Instant) -> Result<usize, LinkError> {
        loop {
            match self.stream.read(buf) {
                Ok(0) => return Err(LinkError::Gone(None)),
                Ok(n) => return Ok(n),
                Err(e) if later(&e) => {}
                Err(e) => return Err(sort(e)),
            }
            if !ready(&self.stream, PollFlags::IN, until)? {
                return Err(LinkError::Timeout);
            }
        }
    }

    fn write(&mut self, bytes: &[u8], until: Instant) -> Result<usize, LinkError> {
        loop {
            match self.stream.write(bytes) {
                Ok(0) => return Err(LinkError::Gone(None)),
                Ok(n) => return Ok(n),
                Err(e) if later(&e) => {}
                Err(e) => return Err(sort(e)),
            }
            if !ready(&self.stream, PollFlags::OUT, until)? {
                return Err(LinkError::Timeout);
            }
        }
    }

    fn purge(&mut self) -> Result<(), LinkError> {
        let mut buf = [0u8; 1024];
        for _ in 0..MOST_PURGED / buf.len() {
            match self.stream.read(&mut buf) {
                Ok(0) => return Err(LinkError::Gone(None)),
                Ok(_) => {}
                Err(e) if later(&e) => return Ok(()),
                Err(e) => return Err(sort(e)),
            }
        }
        Err(LinkError::Io(io::ErrorKind::InvalidData.into()))
    }

    fn describe(&self) -> &str {
        &self.name
    }
}

impl Drop for TcpLink {
    fn drop(&mut self) {
        // Closing over unread bytes would reset the connection and lose what the printer has not read yet; a
        // connection that is already gone has nothing to lose.
        let _ = self.stream.shutdown(std::net::Shutdown::Write);
        let _ = self.purge();
    }
}
