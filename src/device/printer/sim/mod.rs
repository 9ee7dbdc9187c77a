//! Simulator of a card printer that speaks IPP, on a real TCP port of this computer.
//!
//! Owns the port and the threads behind it. The driver reaches it by an `ipp:` line and in no other way, so
//! what runs in tests and in the demo is what runs in an office. Wakes only for connections and levers.

mod engine;
mod http;
mod levers;
mod machine;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::{EventfdFlags, eventfd};

use super::ipp::wire::Message;
use crate::device::follow::await_traffic;
use crate::device::sim::{NotUnderstood, Simulator};
use crate::device::uri::DeviceUri;
pub use levers::{PrinterLevers, WireFault};
pub use machine::{HUMAN_PACE, Machine, Received};

/// Connections at a time; one more is closed at once.
const CONNECTIONS: usize = 8;
/// Attempts to get the same port back after a replug, and the pause between them.
const REBIND: (u32, Duration) = (50, Duration::from_millis(20));

/// A running simulator; dropping it unplugs the printer.
pub struct PrinterSim {
    levers: PrinterLevers,
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl PrinterSim {
    /// Starts a printer on a free port and returns once it answers.
    pub fn start(levers: PrinterLevers) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let wake = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
        {
            let mut state = levers.lock();
            state.wake = Some(Arc::clone(&wake));
            state.stop = false;
            state.plugged = true;
        }
        levers.plugged_is(true);
        let port = Port { levers: levers.clone(), address, wake, listener: Some(listener), open: Open::default() };
        let thread = std::thread::Builder::new().name("sim-printer".into()).spawn(move || port.run())?;
        Ok(Self { levers, address, thread: Some(thread) })
    }

    pub fn levers(&self) -> &PrinterLevers {
        &self.levers
    }

    /// Stays the same when the printer is plugged out and in again.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

fn path(address: SocketAddr) -> String {
    format!("//{address}/ipp/print")
}

impl Simulator for PrinterSim {
    fn wire(&self) -> DeviceUri {
        DeviceUri::new("ipp", &path(self.address))
    }

    fn verbs(&self) -> &'static [&'static str] {
        &[
            "jam",
            "clear",
            "empty",
            "load NUMBER",
            "ribbon out|NUMBER",
            "cover open|closed",
            "output full|free",
            "unplug",
            "replug",
            "hang",
            "slow MILLISECONDS",
            "garbage",
            "wrong",
        ]
    }

    fn obey(&mut self, words: &[&str]) -> Result<(), NotUnderstood> {
        let number = |text: &str| text.parse::<u32>().map_err(|_| NotUnderstood);
        match words {
            ["jam"] => self.levers.set(|m| m.jam_next = true),
            ["clear"] => {
                self.levers.set(Machine::clear);
                self.levers.clear_faults();
            }
            ["empty"] => self.levers.set(|m| m.blanks = 0),
            ["load", count] => {
                let count = number(count)?;
                self.levers.set(|m| m.blanks = count);
            }
            ["ribbon", "out"] => self.levers.set(|m| m.ribbon = 0),
            ["ribbon", count] => {
                let count = number(count)?;
                self.levers.set(|m| m.ribbon = count);
            }
            ["cover", "open"] => self.levers.set(|m| m.cover_open = true),
            ["cover", "closed"] => self.levers.set(|m| m.cover_open = false),
            ["output", "full"] => self.levers.set(|m| m.output_full = true),
            ["output", "free"] => self.levers.set(|m| m.output_full = false),
            // Whether the plug was already so does not matter to whoever pulls it.
            ["unplug"] => drop(self.levers.unplug()),
            ["replug"] => drop(self.levers.replug()),
            ["hang"] => self.levers.always(WireFault::Hang),
            ["slow", millis] => {
                self.levers.always(WireFault::Delay(Duration::from_millis(u64::from(number(millis)?))));
            }
            ["garbage"] => self.levers.always(WireFault::Garbage(b"no answer of a printer\r\n\r\n".to_vec())),
            ["wrong"] => self.levers.set(|m| m.another_unit = true),
            _ => return Err(NotUnderstood),
        }
        Ok(())
    }
}

impl Drop for PrinterSim {
    fn drop(&mut self) {
        self.levers.stop();
        if let Some(thread) = self.thread.take() {
            // A panic of the simulator has been reported by its own thread.
            let _ = thread.join();
        }
    }
}

/// The connections of the moment, so that pulling the plug ends them.
#[derive(Clone, Default)]
struct Open(Arc<Mutex<BTreeMap<u64, TcpStream>>>);

impl Open {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, TcpStream>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close_all(&self) {
        for stream in self.lock().values() {
            // Already closed by the other side is closed too.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// The thread that accepts.
struct Port {
    levers: PrinterLevers,
    address: SocketAddr,
    wake: Arc<std::os::fd::OwnedFd>,
    listener: Option<TcpListener>,
    open: Open,
}

impl Port {
    fn run(mut self) {
        let mut threads: Vec<JoinHandle<()>> = Vec::new();
        let mut number = 0;
        while self.follow_plug() {
            if self.wait().is_err() {
                break;
            }
            while let Some(Ok((stream, _))) = self.listener.as_ref().map(TcpListener::accept) {
                threads.retain(|thread| !thread.is_finished());
                if threads.len() >= CONNECTIONS {
                    continue;
                }
                number += 1;
                threads.extend(self.serve(number, stream));
            }
        }
        self.listener = None;
        self.open.close_all();
        self.levers.plugged_is(false);
        for thread in threads {
            let _ = thread.join();
        }
        self.levers.lock().wake = None;
    }

    /// Makes the port what the levers say. False when the simulator is to end.
    fn follow_plug(&mut self) -> bool {
        let (stop, wanted) = {
            let state = self.levers.lock();
            (state.stop, state.plugged)
        };
        if stop {
            return false;
        }
        if !wanted && self.listener.is_some() {
            self.listener = None;
            self.open.close_all();
            self.levers.plugged_is(false);
        }
        if wanted && self.listener.is_none() {
            match rebind(self.address) {
                Ok(listener) => {
                    self.listener = Some(listener);
                    self.levers.plugged_is(true);
                }
                Err(_) => self.levers.lock().plugged = false,
            }
        }
        true
    }

    fn wait(&self) -> io::Result<()> {
        await_traffic(&self.wake, self.listener.as_ref().map(AsFd::as_fd), None)
    }

    fn serve(&self, number: u64, mut stream: TcpStream) -> Option<JoinHandle<()>> {
        stream.set_nonblocking(false).ok()?;
        self.open.lock().insert(number, stream.try_clone().ok()?);
        let (levers, open, uri) = (self.levers.clone(), self.open.clone(), format!("ipp:{}", path(self.address)));
        let power = levers.lock().power();
        let spawned = std::thread::Builder::new().name("sim-printer-line".into()).spawn(move || {
            // A client that hangs up is none of the printer's business.
            let _ = answer(&mut stream, &levers, power, &uri);
            let _ = stream.shutdown(Shutdown::Both);
            open.lock().remove(&number);
        });
        spawned.ok()
    }
}

/// The same port again; somebody's outgoing connection may have it for a moment.
fn rebind(address: SocketAddr) -> io::Result<TcpListener> {
    let (attempts, pause) = REBIND;
    for _ in 1..attempts {
        if let Ok(listener) = TcpListener::bind(address) {
            listener.set_nonblocking(true)?;
            return Ok(listener);
        }
        std::thread::sleep(pause);
    }
    TcpListener::bind(address)
}

/// One request and its answer, damaged as the levers say.
///
/// `power` is that under which the connection was taken: what is read later than it is nobody's any more.
fn answer(stream: &mut TcpStream, levers: &PrinterLevers, power: Option<u64>, uri: &str) -> io::Result<()> {
    let body = http::read_request(stream)?;
    let Ok(request) = Message::read(&body) else {
        return stream.write_all(&http::answer(400, &[]));
    };
    let document = &body[request.length..];
    let fault = levers.lock().take_fault(request.code);
    match fault {
        Some(WireFault::Hang) => {
            levers.hold(levers::LONGEST_HOLD);
            return Ok(());
        }
        Some(WireFault::Delay(time)) => levers.hold(time),
        Some(WireFault::Status(status)) => {
            return stream.write_all(&http::answer(200, &engine::refuse(&request, status)));
        }
        Some(WireFault::Http(status)) => return stream.write_all(&http::answer(status, &[])),
        Some(WireFault::UnplugBefore) => {
            levers.fall_out();
            return Ok(());
        }
        _ => {}
    }
    let answer = {
        let mut state = levers.lock();
        if power.is_none() || state.power() != power {
            return Ok(());
        }
        engine::serve(&mut state.machine, &request, document, uri)
    };
    let whole = http::answer(200, &answer);
    match fault {
        Some(WireFault::Garbage(junk)) => stream.write_all(&junk),
        Some(WireFault::Body(junk)) => stream.write_all(&http::answer(200, &junk)),
        Some(WireFault::Half) => stream.write_all(&whole[..whole.len() / 2]),
        Some(WireFault::UnplugAfter) => {
            levers.fall_out();
            Ok(())
        }
        _ => stream.write_all(&whole),
    }
}
