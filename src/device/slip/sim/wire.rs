//! The end of the wire a simulated printer holds: a TCP port with one client at a time, or a pseudo-terminal.
//!
//! Separate from the machine, which only sees bytes come and go.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::PathBuf;
use std::time::Duration;

use crate::device::transport::pty::Pty;

/// How long a client may leave an answer unread before the rest is lost.
const PATIENCE: Duration = Duration::from_millis(500);

/// Where the wire is plugged in, also while it is not.
#[derive(Clone)]
pub enum Socket {
    Tcp(SocketAddr),
    Pty(PathBuf),
}

pub enum Wire {
    Tcp { port: TcpListener, client: Option<TcpStream> },
    Pty(Pty),
}

impl Socket {
    pub fn plug(&self) -> io::Result<Wire> {
        match self {
            Socket::Tcp(address) => {
                let port = TcpListener::bind(address)?;
                port.set_nonblocking(true)?;
                Ok(Wire::Tcp { port, client: None })
            }
            Socket::Pty(path) => Ok(Wire::Pty(Pty::plug(path)?)),
        }
    }
}

impl Wire {
    /// What to wait on: the client, or its coming.
    pub fn fd(&self) -> BorrowedFd<'_> {
        match self {
            Wire::Tcp { client: Some(client), .. } => client.as_fd(),
            Wire::Tcp { port, client: None } => port.as_fd(),
            Wire::Pty(pty) => pty.master(),
        }
    }

    /// What has arrived; empty when there was nothing.
    pub fn read<'a>(&mut self, buf: &'a mut [u8]) -> io::Result<&'a [u8]> {
        let (port, client) = match self {
            Wire::Pty(pty) => return pty.read(buf),
            Wire::Tcp { port, client } => (port, client),
        };
        if client.is_none() {
            match port.accept() {
                Ok((stream, _)) => {
                    stream.set_nonblocking(true)?;
                    stream.set_nodelay(true)?;
                    *client = Some(stream);
                }
                Err(e) if later(&e) => return Ok(&[]),
                Err(e) => return Err(e),
            }
        }
        let Some(stream) = client else { return Ok(&[]) };
        match stream.read(buf) {
            Ok(n) if n > 0 => Ok(&buf[..n]),
            Err(e) if later(&e) => Ok(&[]),
            // A client that leaves, in order or not, makes room for the next.
            _ => {
                *client = None;
                Ok(&[])
            }
        }
    }

    /// Answers; nobody there to hear it is no fault of a printer.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Wire::Pty(pty) => pty.send(bytes, PATIENCE),
            Wire::Tcp { client: Some(client), .. } => {
                // A few bytes: they fit, or the client has stopped reading.
                let _ = client.write(bytes);
                Ok(())
            }
            Wire::Tcp { .. } => Ok(()),
        }
    }
}

fn later(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
