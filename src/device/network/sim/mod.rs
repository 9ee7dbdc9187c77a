//! Simulator of the data centre: a real HTTPS server with client certificates on a local port.
//!
//! Owns the thread at the other end. The driver reaches it by its address and in no other way, so what runs
//! in tests and in the demo is what runs in an office. Wakes only for connections and levers; answers one
//! connection at a time, as a single desk asks.

mod levers;
mod papers;

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddrV4, TcpListener, TcpStream};
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::device::sim::{NotUnderstood, Simulator};
use crate::device::uri::DeviceUri;
use papers::Office;

pub use levers::{Answer, NetLevers, Proof};

/// Longest wait for a client that is slow to speak.
const PATIENCE: Duration = Duration::from_secs(2);
/// Longest request, in bytes.
const REQUEST: usize = 8 * 1024;

/// A running simulator; dropping it closes the port and removes its files.
pub struct NetSim {
    levers: NetLevers,
    folder: PathBuf,
    address: SocketAddrV4,
    thread: Option<JoinHandle<()>>,
}

impl NetSim {
    /// Starts the server with its certificates below `folder` and returns once the port is open.
    pub fn start(folder: &Path, levers: NetLevers) -> io::Result<Self> {
        let at = own_address();
        let listener = TcpListener::bind((at, 0))?;
        let address = SocketAddrV4::new(at, listener.local_addr()?.port());
        let office = Office::open(folder, at)?;
        let wake = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
        {
            let mut state = levers.lock();
            state.wake = Some(Arc::clone(&wake));
            (state.stop, state.open) = (false, true);
        }
        levers.is_open(true);
        let server = Server { levers: levers.clone(), wake, office, address, listener: Some(listener), ready: None };
        let thread = std::thread::Builder::new().name("sim-network".into()).spawn(move || server.run())?;
        Ok(Self { levers, folder: folder.to_path_buf(), address, thread: Some(thread) })
    }
}

/// A loopback address of its own: a port closed by a lever is then not given to another program meanwhile.
fn own_address() -> Ipv4Addr {
    static NEXT: AtomicU8 = AtomicU8::new(0);
    let [_, _, high, low] = std::process::id().to_be_bytes();
    Ipv4Addr::new(127, 64 + NEXT.fetch_add(1, Ordering::Relaxed) % 128, high, low.clamp(1, 254))
}

impl Simulator for NetSim {
    fn wire(&self) -> DeviceUri {
        let at = |name: &str| self.folder.join(name).display().to_string();
        DeviceUri::new("https", &format!("//{}/health", self.address))
            .with("ca", &at(papers::CA))
            .with("cert", &at(papers::CERT))
            .with("key", &at(papers::KEY))
    }

    fn verbs(&self) -> &'static [&'static str] {
        &[
            "up",
            "down",
            "slow MS",
            "hang",
            "status CODE",
            "garbage",
            "half",
            "certificate good|expired|early|name|issuer|client",
            "unplug",
            "replug",
        ]
    }

    fn obey(&mut self, words: &[&str]) -> Result<(), NotUnderstood> {
        match words {
            ["up"] => {
                self.levers.answer(Answer::Status(200, Duration::ZERO));
                self.levers.prove(Proof::Good);
                self.levers.change(|s| s.open = true);
            }
            ["down" | "unplug"] => self.levers.change(|s| s.open = false),
            ["replug"] => self.levers.change(|s| s.open = true),
            ["slow", ms] => {
                let pause = ms.parse().ok().filter(|ms| *ms <= 60_000).ok_or(NotUnderstood)?;
                self.levers.answer(Answer::Status(200, Duration::from_millis(pause)));
            }
            ["status", code] => {
                let code = code.parse().ok().filter(|code| (200..=599).contains(code)).ok_or(NotUnderstood)?;
                self.levers.answer(Answer::Status(code, Duration::ZERO));
            }
            ["hang"] => self.levers.answer(Answer::Hang),
            ["garbage"] => self.levers.answer(Answer::Garbage),
            ["half"] => self.levers.answer(Answer::Half),
            ["certificate", which] => self.levers.prove(match *which {
                "good" => Proof::Good,
                "expired" => Proof::Expired,
                "early" => Proof::Early,
                "name" => Proof::WrongName,
                "issuer" => Proof::UnknownIssuer,
                "client" => Proof::ClientRefused,
                _ => return Err(NotUnderstood),
            }),
            _ => return Err(NotUnderstood),
        }
        Ok(())
    }
}

impl Drop for NetSim {
    fn drop(&mut self) {
        self.levers.change(|s| s.stop = true);
        if let Some(thread) = self.thread.take() {
            // A panic of the simulator has been reported by its own thread.
            let _ = thread.join();
        }
        // What cannot be removed now goes with the folder of this process.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

struct Server {
    levers: NetLevers,
    wake: Arc<OwnedFd>,
    office: Office,
    address: SocketAddrV4,
    listener: Option<TcpListener>,
    /// The certificates of the last connection, used again while they are the ones wanted.
    ready: Option<(Proof, Arc<ServerConfig>)>,
}

impl Server {
    fn run(mut self) {
        while self.follow_port() {
            let listener = self.listener.as_ref().map(|l| (l.as_fd(), PollFlags::IN));
            if self.wait(listener, None) {
                let taken = self.listener.as_ref().map(TcpListener::accept);
                if let Some(Ok((client, _))) = taken {
                    // A client that goes away in the middle is its own affair.
                    let _ = self.serve(client);
                }
            }
        }
        self.listener = None;
        self.levers.is_open(false);
        self.levers.lock().wake = None;
    }

    /// Makes the port what the levers say. False when the simulator is to end.
    fn follow_port(&mut self) -> bool {
        let (stop, wanted) = {
            let state = self.levers.lock();
            (state.stop, state.open)
        };
        if stop {
            return false;
        }
        if wanted != self.listener.is_some() {
            self.listener = if wanted { TcpListener::bind(self.address).ok() } else { None };
            let open = self.listener.is_some();
            self.levers.lock().open = open;
            self.levers.is_open(open);
        }
        true
    }

    /// Waits for something on `fd`, a lever or `limit`. True when it was `fd`.
    fn wait(&self, fd: Option<(BorrowedFd<'_>, PollFlags)>, limit: Option<Duration>) -> bool {
        let mut fds = vec![PollFd::new(&self.wake, PollFlags::IN)];
        fds.extend(fd.map(|(fd, flags)| PollFd::from_borrowed_fd(fd, flags)));
        let limit = limit.map(|d| Timespec { tv_sec: d.as_secs() as i64, tv_nsec: i64::from(d.subsec_nanos()) });
        // An interrupted wait is looked at again by the caller.
        let _ = poll(&mut fds, limit.as_ref());
        let happened = fds.get(1).is_some_and(|f| !f.revents().is_empty());
        let _ = rustix::io::read(&self.wake, &mut [0u8; 8]);
        happened
    }

    /// Holds an answer back for `time`, or for ever, until a lever moves or the client goes away.
    fn hold(&self, client: &TcpStream, time: Option<Duration>) {
        let until = time.map(|t| Instant::now() + t);
        let before = self.levers.lock().clone();
        loop {
            let left = until.map(|t| t.saturating_duration_since(Instant::now()));
            let now = self.levers.lock().clone();
            let moved = now.stop || now.open != before.open || now.answer != before.answer;
            if moved || left.is_some_and(|l| l.is_zero()) {
                return;
            }
            if self.wait(Some((client.as_fd(), PollFlags::RDHUP)), left) {
                return;
            }
        }
    }

    fn serve(&mut self, mut client: TcpStream) -> io::Result<()> {
        client.set_read_timeout(Some(PATIENCE))?;
        client.set_write_timeout(Some(PATIENCE))?;
        let (answer, proof) = {
            let state = self.levers.lock();
            (state.answer, state.proof)
        };
        match answer {
            Answer::Hang => {
                self.hold(&client, None);
                return Ok(());
            }
            Answer::Garbage => {
                client.write_all(b"220 simulated garbage\r\n")?;
                finish(&mut client);
                return Ok(());
            }
            Answer::Status(..) | Answer::Half => {}
        }
        let config = self.config(proof)?;
        let connection = ServerConnection::new(config).map_err(io::Error::other)?;
        let mut stream = StreamOwned::new(connection, client);
        if let Err(e) = request(&mut stream) {
            finish(&mut stream.sock);
            return Err(e);
        }
        if let Answer::Status(_, pause) = answer
            && !pause.is_zero()
        {
            self.hold(&stream.sock, Some(pause));
        }
        let (head, code) = match answer {
            Answer::Status(code, _) => ("Content-Length: 0\r\nConnection: close\r\n\r\n", code),
            _ => ("Content-", 200),
        };
        stream.write_all(format!("HTTP/1.1 {code} simulated\r\n{head}").as_bytes())?;
        stream.conn.send_close_notify();
        stream.flush()?;
        finish(&mut stream.sock);
        self.levers.lock().answered += 1;
        Ok(())
    }

    fn config(&mut self, proof: Proof) -> io::Result<Arc<ServerConfig>> {
        match &self.ready {
            Some((made_for, config)) if *made_for == proof => Ok(Arc::clone(config)),
            _ => {
                let config = self.office.server(proof)?;
                self.ready = Some((proof, Arc::clone(&config)));
                Ok(config)
            }
        }
    }
}

/// Ends the conversation and waits for the client to end it too: closing on unread bytes would send a reset,
/// and the client might see nothing else.
fn finish(client: &mut TcpStream) {
    let _ = client.shutdown(Shutdown::Write);
    let mut rest = [0; 1024];
    for _ in 0..REQUEST / rest.len() {
        if !matches!(client.read(&mut rest), Ok(1..)) {
            return;
        }
    }
}

/// Reads up to the empty line that ends a request.
fn request(stream: &mut StreamOwned<ServerConnection, TcpStream>) -> io::Result<()> {
    let mut taken = Vec::new();
    let mut piece = [0; 1024];
    while !taken.windows(4).any(|w| w == b"\r\n\r\n") {
        match stream.read(&mut piece)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => taken.extend_from_slice(&piece[..n]),
        }
        if taken.len() > REQUEST {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(())
}
