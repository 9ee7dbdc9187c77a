//! The machine's own card service, started privately for virtual readers.
//!
//! Owns the process: `pcscd` with the virtual reader driver `vpcd`, in namespaces of its own, so that it needs no
//! rights, sees no real reader, is reached by nobody on the network, and touches nothing of the service that may
//! run already. `/run` inside is a folder of ours, which is how its socket gets out; `socat` brings the two
//! virtual readers, which listen on the inner loopback only, into the same folder. It ends with us, also when we
//! are killed: its first process reads a pipe that we alone hold, and the kernel ends the others with it.

use std::env;
use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// Name of the reader; the service adds its own number and that of the slot.
pub const READER: &str = "Simulated KTP-el reader";
/// Ports of the driver's two slots, inside.
const FIRST_PORT: u16 = 35963;
/// Longest name of a socket on Linux, less the closing zero.
const LONGEST_NAME: usize = 107;
const DRIVERS: [&str; 3] = [
    "/usr/lib/pcsc/drivers/serial/libifdvpcd.so",
    "/usr/lib64/pcsc/drivers/serial/libifdvpcd.so",
    "/usr/local/lib/pcsc/drivers/serial/libifdvpcd.so",
];
const NEEDED: [&str; 4] = ["pcscd", "unshare", "socat", "ip"];
/// Bound of its start.
const START: Duration = Duration::from_secs(8);
/// Bound of its end before it is killed.
const END: Duration = Duration::from_secs(2);

/// `$1` becomes /run, `$2` holds the readers. Real readers stay out of sight because /sys is empty. The driver
/// writes length and content apart, and its second write waits for the first to be acknowledged; quick
/// acknowledgement takes 44 ms off every command.
const INSIDE: &str = r#"
mount --bind "$1" /run && mount -t tmpfs none /sys && ip link set lo up || exit 3
ip route change table local local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1 quickack 1
rm -rf /run/pcscd /run/card /run/sam && mkdir /run/pcscd || exit 3
socat UNIX-LISTEN:/run/card,fork TCP4:127.0.0.1:$3,nodelay </dev/null &
socat UNIX-LISTEN:/run/sam,fork TCP4:127.0.0.1:$4,nodelay </dev/null &
case $(pcscd --version) in *polkit*) open=--disable-polkit ;; esac
pcscd --foreground --config "$2" $open </dev/null >/dev/null &
while ! [ -S /run/pcscd/pcscd.comm -a -S /run/card -a -S /run/sam ]; do
    kill -0 $! || exit 3
    sleep 0.02
done
echo ready
exec cat >/dev/null
"#;

/// Where everything of one service lies.
#[derive(Clone)]
pub struct Places {
    run: PathBuf,
    readers: PathBuf,
}

impl Places {
    /// Below `folder`.
    ///
    /// # Errors
    /// `Unsupported` when the name of a socket there would be too long.
    pub fn under(folder: &Path) -> io::Result<Self> {
        let places = Self { run: folder.join("run"), readers: folder.join("readers") };
        if places.socket().as_os_str().len() > LONGEST_NAME {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "the folder's name is too long for a socket"));
        }
        Ok(places)
    }

    /// Of the card service.
    pub fn socket(&self) -> PathBuf {
        self.run.join("pcscd/pcscd.comm")
    }

    /// Of a slot: where a card connects to be in it.
    pub fn slot(&self, name: &str) -> PathBuf {
        self.run.join(name)
    }
}

/// A running card service; dropping it kills it.
pub struct Service {
    child: Child,
    /// Its end is the end of everything inside.
    input: Option<ChildStdin>,
}

impl Service {
    /// Starts the service and returns once its sockets are there. Without `reader` it knows none.
    ///
    /// # Errors
    /// `Unsupported` when this machine lacks a part of it or forbids namespaces.
    pub fn start(places: &Places, reader: bool) -> io::Result<Self> {
        let unsupported = |what: &str| io::Error::new(io::ErrorKind::Unsupported, what.to_owned());
        let driver = DRIVERS.iter().find(|path| Path::new(path).exists());
        let driver = driver.ok_or_else(|| unsupported("the virtual reader driver vpcd is not installed"))?;
        if let Some(program) = NEEDED.iter().find(|program| !installed(program)) {
            return Err(unsupported(program));
        }
        let mut private = fs::DirBuilder::new();
        private.recursive(true).mode(0o700);
        private.create(&places.run)?;
        private.create(&places.readers)?;
        let known = places.readers.join("virtual");
        let port = FIRST_PORT;
        let text =
            format!("FRIENDLYNAME \"{READER}\"\nDEVICENAME /dev/null:{port}\nLIBPATH {driver}\nCHANNELID {port}\n");
        fs::write(&known, if reader { text } else { String::new() })?;
        let mut child = Command::new("unshare")
            .args(["-Urmnp", "--fork", "--kill-child", "sh", "-c", INSIDE, "sh"])
            .args([&places.run, &places.readers])
            .args([port, port + 1].map(|port| port.to_string()))
            .env("PATH", search_path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take();
        let service = Self { child, input };
        match output.map(|output| said_ready(output, START)) {
            Some(Ok(true)) => Ok(service),
            Some(Err(e)) => Err(e),
            Some(Ok(false)) | None => Err(unsupported("the card service does not start in a namespace of its own")),
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.input = None;
        let until = Instant::now() + END;
        while Instant::now() < until {
            match self.child.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(5)),
                Ok(Some(_)) | Err(_) => return,
            }
        }
        // Not expected; what cannot be killed is the system's.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether the inside came up; false when it ended or stayed silent.
fn said_ready(mut output: ChildStdout, limit: Duration) -> io::Result<bool> {
    let until = Instant::now() + limit;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let left = Timespec { tv_sec: left.as_secs() as i64, tv_nsec: i64::from(left.subsec_nanos()) };
        match poll(&mut [PollFd::new(&output, PollFlags::IN)], Some(&left)) {
            Err(rustix::io::Errno::INTR) => {}
            Err(e) => return Err(e.into()),
            Ok(0) => return Ok(false),
            Ok(_) => return Ok(output.read(&mut [0; 64])? > 0),
        }
    }
}

/// Daemons live where a user's own path may not lead.
fn search_path() -> String {
    let own = env::var("PATH").map(|path| format!("{path}:")).unwrap_or_default();
    format!("{own}/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin")
}

fn installed(program: &str) -> bool {
    env::split_paths(&search_path()).any(|folder| folder.join(program).is_file())
}
