//! Debian's own fprintd on a bus of its own, with the virtual sensor of libfprint: everything real but the glass.
//!
//! What it takes: `dbus-daemon`, `fprintd`, `python3-dbusmock` (stands in for polkit, whose daemon needs root),
//! `setpriv`. Children end with the thread that started them.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use loket::device::dbus::Bus;
use loket::device::dbus::wire::{Call, Value};
use loket::device::finger::fprintd::{Enrolment, Fprintd, FprintdUri};
use loket::device::{Ctl, DeviceError, DeviceUri, EnrolmentKey, Finger, FingerTest, Hint, Progress, Reference};

use super::prints::{HEIGHT, Person, WIDTH, picture};
use crate::device::rig::PATIENCE;

const FPRINTD: &str = "/usr/libexec/fprintd";
/// The interpreter the system's own packages belong to.
const PYTHON: &str = "/usr/bin/python3";
const SERVICE: &str = "net.reactivated.Fprint";

/// How another program takes the reader.
pub const CLAIM: Call<'_> = Call {
    to: SERVICE,
    path: "/net/reactivated/Fprint/Device/0",
    interface: "net.reactivated.Fprint.Device",
    member: "Claim",
    args: &["somebody"],
};

/// What this machine lacks for these tests; None when they can run. Lacking something is a failure where the whole
/// is demanded, and said loudly elsewhere.
pub fn lacking() -> Option<&'static str> {
    static LACKING: OnceLock<Option<&'static str>> = OnceLock::new();
    let what = *LACKING.get_or_init(|| {
        let runs = |program: &str, args: &[&str]| {
            let out = Command::new(program).args(args).stdin(Stdio::null()).output();
            out.is_ok_and(|out| out.status.success())
        };
        match () {
            () if !Path::new(FPRINTD).exists() => Some("fprintd"),
            () if !runs("dbus-daemon", &["--version"]) => Some("dbus-daemon"),
            () if !runs(PYTHON, &["-c", "import dbusmock"]) => Some("python3-dbusmock"),
            () if !runs("setpriv", &["--version"]) => Some("setpriv"),
            () => None,
        }
    });
    if let Some(what) = what {
        assert!(std::env::var_os("LOKET_FULL").is_none(), "not installed: {what}");
        eprintln!("SKIPPED fprintd: {what} is not installed");
    }
    what
}

pub struct Rig {
    pub dir: tempfile::TempDir,
    pub address: String,
    fprintd: Option<Child>,
    others: Vec<Child>,
}

/// A program that is killed with the thread that started it.
fn child(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "KILL", "--", program])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

impl Rig {
    /// A service with one virtual reader, open to everybody.
    pub fn new() -> Self {
        let rig = Self::denying();
        let polkit = ["--dest=org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority"];
        rig.tell(&[polkit[0], "--print-reply", polkit[1], "org.freedesktop.DBus.Mock.AllowUnknown", "boolean:true"]);
        rig
    }

    /// The same with a polkit that says no to everything.
    pub fn denying() -> Self {
        let dir = tempfile::tempdir().expect("folder");
        let config = dir.path().join("bus.conf");
        let socket = dir.path().join("bus");
        std::fs::write(&config, bus_config(&socket)).expect("written");
        let mut daemon = child("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile", "--print-address"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon");
        let mut address = String::new();
        let mut said = BufReader::new(daemon.stdout.take().expect("piped"));
        said.read_line(&mut address).expect("an address");
        let polkit = child(PYTHON)
            .args(["-m", "dbusmock", "--system", "--template", "polkitd"])
            .env("DBUS_SYSTEM_BUS_ADDRESS", address.trim())
            .spawn()
            .expect("polkit");
        let others = vec![daemon, polkit];
        let mut rig = Self { dir, address: address.trim().to_owned(), fprintd: None, others };
        rig.until_owned("org.freedesktop.PolicyKit1");
        rig.start(true);
        rig
    }

    pub fn bus(&self) -> Bus {
        Bus::connect(&self.address, &Ctl::within(PATIENCE)).expect("the bus")
    }

    /// A message by another program's hand.
    pub fn tell(&self, args: &[&str]) {
        let sent = Command::new("dbus-send").arg(format!("--bus={}", self.address)).args(args).output();
        let sent = sent.expect("dbus-send");
        assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
    }

    fn until_owned(&self, name: &str) {
        self.until(name, true, || {});
    }

    /// Waits until a name of the bus has an owner, or none any more, after `act`.
    fn until(&self, name: &str, owned: bool, act: impl FnOnce()) {
        let ctl = Ctl::within(PATIENCE);
        let mut bus = self.bus();
        bus.subscribe(&format!("type='signal',member='NameOwnerChanged',arg0='{name}'"), &ctl).expect("heard");
        act();
        loop {
            let is = bus.ask("NameHasOwner", &[name], &ctl).expect("asked").values().expect("an answer");
            if is == [Value::Flag(owned)] {
                return;
            }
            // Any signal will do: the question is asked again after it.
            assert!(bus.signal(ctl.deadline, &ctl).expect("the bus goes on").is_some(), "{name}");
        }
    }

    fn sensor(&self) -> PathBuf {
        self.dir.path().join("sensor")
    }

    fn state(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    /// Starts the service, with or without its reader.
    pub fn start(&mut self, reader: bool) {
        self.kill();
        std::fs::create_dir_all(self.state()).expect("folder");
        // A socket left by a killed service would be in the way of the next one.
        let _ = std::fs::remove_file(self.sensor());
        let mut service = child(FPRINTD);
        service.arg("-t").env("DBUS_SYSTEM_BUS_ADDRESS", &self.address).env("STATE_DIRECTORY", self.state());
        if reader {
            service.env("FP_VIRTUAL_IMAGE", self.sensor());
        }
        self.fprintd = Some(service.spawn().expect("fprintd"));
        self.until_owned(SERVICE);
    }

    /// Kills the service as a crash would, and waits until it is off the bus.
    pub fn kill(&mut self) {
        let Some(mut service) = self.fprintd.take() else { return };
        self.until(SERVICE, false, || {
            service.kill().expect("killed");
            service.wait().expect("gone");
        });
    }

    pub fn line(&self) -> DeviceUri {
        DeviceUri::new("fprintd", "").with("bus", &self.address)
    }

    pub fn open(&self) -> Result<Fprintd, DeviceError> {
        Fprintd::open(&FprintdUri::of(&self.line()).expect("a line"), &Ctl::within(PATIENCE))
    }

    pub fn reader(&self) -> Fprintd {
        self.open().expect("a reader")
    }

    /// Lets the holder's finger be known without the time it takes.
    pub fn enrolled(self) -> Self {
        static KEPT: OnceLock<tempfile::TempDir> = OnceLock::new();
        let kept = KEPT.get_or_init(|| {
            let rig = Rig::new();
            let (outcome, _) = enrol(&rig, &mut rig.reader(), Person::Holder);
            assert_eq!(outcome.expect("enrolled"), Enrolment::Kept);
            let kept = tempfile::tempdir().expect("folder");
            copy(&rig.state(), kept.path());
            kept
        });
        copy(kept.path(), &self.state());
        self
    }

    /// Something at the sensor, as soon as the service listens there.
    pub fn sensor_gets(&self, what: Vec<u8>) {
        let path = self.sensor();
        std::thread::spawn(move || drop(send(&path, &what)));
    }

    /// Waits until the service has let go of the reader. A caller that ends in the middle of claiming it does not
    /// see that happen, and a finger put there before would be a look nobody takes.
    pub fn let_go(&self) {
        let until = Instant::now() + PATIENCE;
        while UnixStream::connect(self.sensor()).is_ok() {
            assert!(Instant::now() < until, "still claimed");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn put(&self, person: Person, n: u64) {
        self.sensor_gets(pressed(person, n));
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        for mut child in self.fprintd.take().into_iter().chain(self.others.drain(..)) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn bus_config(socket: &Path) -> String {
    let allow = ["user=\"*\"", "own=\"*\"", "send_destination=\"*\" eavesdrop=\"true\"", "eavesdrop=\"true\""];
    let policy: String = allow.iter().map(|what| format!("<allow {what}/>")).collect();
    format!(
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN\" \
         \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n<busconfig><type>system</type>\
         <listen>unix:path={}</listen><auth>EXTERNAL</auth><policy context=\"default\">{policy}</policy></busconfig>",
        socket.display()
    )
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folder");
    for entry in std::fs::read_dir(from).expect("folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// A picture as the virtual sensor takes it.
pub fn pressed(person: Person, n: u64) -> Vec<u8> {
    let mut bytes = two(WIDTH as i32, HEIGHT as i32);
    bytes.extend(picture(person, n));
    bytes
}

/// A word to the virtual sensor: -1 a look that must be repeated, -2 a fault, -5 unplugged; with its number.
pub fn two(word: i32, number: i32) -> Vec<u8> {
    [word.to_ne_bytes(), number.to_ne_bytes()].concat()
}

/// Waits until the sensor listens: it does so only while the reader is claimed.
fn send(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let until = Instant::now() + PATIENCE;
    let mut stream = loop {
        match UnixStream::connect(path) {
            Err(e) if Instant::now() > until => return Err(e),
            Err(_) => std::thread::sleep(Duration::from_millis(5)),
            Ok(stream) => break stream,
        }
    };
    stream.write_all(bytes)
}

/// The key of the holder.
pub fn key() -> EnrolmentKey {
    EnrolmentKey::new([0xA5; 16])
}

pub fn test_of(key: EnrolmentKey) -> FingerTest {
    FingerTest { finger: Finger::RightIndex, reference: Reference::OnDevice(key) }
}

/// Enrols the right index finger under [`key`]: a new touch whenever the reader wants one.
pub fn enrol(rig: &Rig, reader: &mut Fprintd, person: Person) -> (Result<Enrolment, DeviceError>, Vec<Progress>) {
    let mut shown: Vec<Progress> = Vec::new();
    let outcome = reader.enrol(&key(), Finger::RightIndex, &Ctl::within(PATIENCE), &mut |p| {
        // After the last one the reader wants no more.
        if matches!(p.hint, Hint::PlaceFinger | Hint::LiftFinger) && p.percent != Some(99) {
            rig.put(person, shown.len() as u64);
        }
        shown.push(p);
    });
    (outcome, shown)
}
