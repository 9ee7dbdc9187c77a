//! The real binary on a real pseudo-terminal, with a terminal emulator as the judge of what stands there.
//!
//! Owns starting, typing, looking and ending. Every wait is for a fact on the screen or the end of the process,
//! with one deadline. It must not know what a screen means: that is in the tests beside it.

mod day;
mod encrypted;
mod ends;
mod failing;
mod rough;
mod simulate;
mod sizes;

use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use std::fs::File;
use std::io::Read as _;
use std::num::NonZero;
use std::os::fd::{AsFd as _, OwnedFd};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Longest wait for any one fact: argon2 at the office's cost in an unoptimised build on a busy machine.
const DEADLINE: Duration = Duration::from_secs(30);

/// A user of the machine: an empty home directory with nothing in the environment.
pub struct User {
    folder: tempfile::TempDir,
    extra: Vec<(&'static str, &'static str)>,
}

impl User {
    pub fn new() -> User {
        User { folder: tempfile::tempdir().expect("a folder"), extra: Vec::new() }
    }

    /// The same with one more variable in the environment.
    pub fn with(mut self, name: &'static str, value: &'static str) -> User {
        self.extra.push((name, value));
        self
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The home of the office, named so that it is kept.
    pub fn office(&self) -> PathBuf {
        self.path().join("kantor")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
        command.args(args).env_clear().env("HOME", self.path()).env("LOKET_HOME", self.office());
        command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8").envs(self.extra.iter().copied());
        command
    }

    /// Starts the program in a terminal of 80×24.
    pub fn start(&self, args: &[&str]) -> Seat {
        self.start_sized(args, 80, 24)
    }

    pub fn start_sized(&self, args: &[&str], width: u16, height: u16) -> Seat {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags).expect("a pty");
        grantpt(&master).expect("granted");
        unlockpt(&master).expect("unlocked");
        tcsetwinsize(&master, winsize(width, height)).expect("a size");
        let name = ptsname(&master, Vec::new()).expect("a name");
        // Never as a controlling terminal: its hang-up would reach the test process by signal.
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let open = || rustix::fs::open(&name, flags, Mode::empty()).expect("the other end");
        let user = open();
        let mut command = self.command(args);
        command.stdin(Stdio::from(open())).stdout(Stdio::from(open())).stderr(Stdio::from(open()));
        let child = command.spawn().expect("the binary starts");
        let mut reader = File::from(master.try_clone().expect("a copy"));
        let (send, chunks) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if send.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(cells(height), cells(width), 0);
        Seat { child, master, user: Some(user), modes: None, chunks, written: Vec::new(), screen }
    }

    /// Runs a subcommand without a terminal, with a text on its standard input.
    pub fn run(&self, args: &[&str], stdin: &str) -> (ExitStatus, String) {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        // It may have ended without reading.
        let _ = std::io::Write::write_all(&mut child.stdin.take().expect("piped"), stdin.as_bytes());
        let ran = child.wait_with_output().expect("it ends");
        let said = [ran.stdout, ran.stderr].concat();
        (ran.status, String::from_utf8_lossy(&said).into_owned())
    }
}

/// The emulator's own kind of number.
fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a screen has cells")
}

fn winsize(width: u16, height: u16) -> Winsize {
    Winsize { ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0 }
}

/// Somebody sitting at the program.
pub struct Seat {
    child: Child,
    master: OwnedFd,
    /// The program's end of the terminal, held until it has ended.
    user: Option<OwnedFd>,
    /// The terminal's modes when it ended.
    modes: Option<LocalModes>,
    chunks: Receiver<Vec<u8>>,
    /// Everything the program wrote.
    written: Vec<u8>,
    screen: vt100::Parser,
}

/// What a terminal sends for the keys the journeys name.
const KEYS: [(&str, &str); 20] = [
    ("F1", "\u{1b}OP"),
    ("Enter", "\r"),
    ("Tab", "\t"),
    ("Esc", "\u{1b}"),
    ("Backspace", "\u{7f}"),
    ("Down", "\u{1b}[B"),
    ("Right", "\u{1b}[C"),
    ("F2", "\u{1b}OQ"),
    ("F3", "\u{1b}OR"),
    ("F4", "\u{1b}OS"),
    ("F5", "\u{1b}[15~"),
    ("F6", "\u{1b}[17~"),
    ("F8", "\u{1b}[19~"),
    ("F9", "\u{1b}[20~"),
    ("Ctrl+F", "\u{6}"),
    ("Ctrl+K", "\u{b}"),
    ("Ctrl+L", "\u{c}"),
    ("Ctrl+O", "\u{f}"),
    ("Ctrl+Q", "\u{11}"),
    ("Ctrl+T", "\u{14}"),
];

impl Seat {
    /// Types a script: names in angle brackets, everything else as it stands.
    pub fn keys(&mut self, script: &str) -> &mut Seat {
        let (mut bytes, mut rest) = (String::new(), script);
        while let Some(first) = rest.chars().next() {
            let name = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
            match name {
                Some((name, after)) => {
                    let found = KEYS.iter().find(|(known, _)| *known == name);
                    bytes.push_str(found.unwrap_or_else(|| panic!("a key: {name}")).1);
                    rest = after;
                }
                None => {
                    bytes.push(first);
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
        self.send(bytes.as_bytes())
    }

    pub fn send(&mut self, bytes: &[u8]) -> &mut Seat {
        let mut left = bytes;
        while !left.is_empty() {
            let written = rustix::io::write(&self.master, left).expect("typed");
            left = &left[written..];
        }
        self
    }

    /// What stands on the screen.
    pub fn shown(&self) -> String {
        self.screen.screen().contents()
    }

    /// Takes in what the program writes until this holds of the screen.
    #[track_caller]
    pub fn until(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Seat {
        let end = Instant::now() + DEADLINE;
        while !holds(&self.shown()) {
            match self.chunks.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(chunk) => self.take(&chunk),
                Err(why) => panic!("{what}: {why}\n{}", self.shown()),
            }
        }
        self
    }

    fn take(&mut self, chunk: &[u8]) {
        self.screen.process(chunk);
        self.written.extend_from_slice(chunk);
    }

    /// Waits until the text stands on the screen.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Seat {
        self.until(text, |shown| shown.contains(text))
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn written(&self) -> &[u8] {
        &self.written
    }

    pub fn signal(&mut self, signal: Signal) -> &mut Seat {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        kill_process(id.expect("a pid"), signal).expect("signalled");
        self
    }

    /// The window gets another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Seat {
        tcsetwinsize(&self.master, winsize(width, height)).expect("a size");
        self.screen.screen_mut().set_size(cells(height), cells(width));
        self.signal(Signal::WINCH)
    }

    /// Waits for the end, takes in the last words, and says how it ended.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        let end = Instant::now() + DEADLINE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            assert!(Instant::now() < end, "still running\n{}", self.shown());
            // Nothing to wait for but the end: look again when something was written, or soon.
            if let Ok(chunk) = self.chunks.recv_timeout(Duration::from_millis(20)) {
                self.take(&chunk);
            }
        };
        // With the last holder gone the reader comes to the end of what was written.
        self.modes = self.user.take().map(|user| tcgetattr(user.as_fd()).expect("modes").local_modes);
        while let Ok(chunk) = self.chunks.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.take(&chunk);
        }
        status
    }

    /// The terminal is as it was found: main screen, cursor, cooked, pastes plain.
    #[track_caller]
    pub fn given_back(&mut self) -> &mut Seat {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        let modes = self.modes.expect("it has ended");
        assert!(modes.contains(LocalModes::ICANON | LocalModes::ECHO), "still raw");
        self
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // A test that failed must not leave its program behind; one that ended is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
