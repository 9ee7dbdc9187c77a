//! A line over TCP that breaks after a chosen number of bytes, and takes the power of the device behind it.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// A line to a device; everything of it ends with it.
pub struct Line {
    pub address: SocketAddr,
    broken: Broken,
    accepts: Option<JoinHandle<()>>,
}

/// Bytes still let through in each direction, and the end when they are used up.
#[derive(Clone)]
struct Broken {
    /// Towards the device, and from it.
    left: Arc<[AtomicUsize; 2]>,
    passed: Arc<[AtomicUsize; 2]>,
    /// Held while the power goes, so that whoever finds it gone finds nothing at work any more.
    dead: Arc<Mutex<bool>>,
    over: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
    power_off: Arc<dyn Fn() + Send + Sync>,
}

impl Broken {
    fn dies(&self) {
        let mut dead = self.dead.lock().expect("whether it is dead");
        if !std::mem::replace(&mut *dead, true) {
            (self.power_off)();
            self.hangs_up();
        }
    }

    fn hangs_up(&self) {
        for stream in self.streams.lock().expect("streams").drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn pump(&self, mut from: TcpStream, mut to: TcpStream, way: usize) {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            let allowed =
                self.left[way].fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| Some(n.saturating_sub(count)));
            let count = count.min(allowed.unwrap_or(0));
            self.passed[way].fetch_add(count, Ordering::SeqCst);
            let sent = to.write_all(&bytes[..count]);
            if self.left[way].load(Ordering::SeqCst) == 0 {
                return self.dies();
            }
            if sent.is_err() {
                return;
            }
        }
        // The other side may still have something to say.
        let _ = to.shutdown(Shutdown::Write);
    }

    /// Joins one client with the device behind.
    fn joins(&self, client: TcpStream, device: SocketAddr) {
        let Ok(device) = TcpStream::connect(device) else { return };
        let copy = |stream: &TcpStream| stream.try_clone().expect("a copy");
        self.streams.lock().expect("streams").extend([copy(&client), copy(&device)]);
        let (up, down) = (self.clone(), self.clone());
        let (client_too, device_too) = (copy(&client), copy(&device));
        std::thread::spawn(move || up.pump(client, device, 0));
        std::thread::spawn(move || down.pump(device_too, client_too, 1));
    }
}

impl Line {
    /// A line to a device that breaks after so many bytes towards it or from it; what then becomes of the device is
    /// told by `power_off`.
    pub fn new(device: SocketAddr, limits: [usize; 2], power_off: impl Fn() + Send + Sync + 'static) -> Line {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("its address");
        let broken = Broken {
            left: Arc::new(limits.map(AtomicUsize::new)),
            passed: Arc::default(),
            dead: Arc::default(),
            over: Arc::default(),
            streams: Arc::default(),
            power_off: Arc::new(power_off),
        };
        let line = broken.clone();
        let accepts = std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if line.over.load(Ordering::SeqCst) {
                    return;
                }
                if !*line.dead.lock().expect("whether it is dead") {
                    line.joins(client, device);
                }
            }
        });
        Line { address, broken, accepts: Some(accepts) }
    }

    /// Breaks it here, if it is not broken yet.
    pub fn dies(&self) {
        self.broken.dies();
    }

    /// Bytes that went each way.
    pub fn passed(&self) -> [usize; 2] {
        [0, 1].map(|way| self.broken.passed[way].load(Ordering::SeqCst))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.broken.over.store(true, Ordering::SeqCst);
        self.broken.hangs_up();
        // Wakes the thread that waits for a client.
        let woken = TcpStream::connect(self.address);
        if let Some(accepts) = self.accepts.take().filter(|_| woken.is_ok()) {
            let _ = accepts.join();
        }
        self.broken.hangs_up();
    }
}
