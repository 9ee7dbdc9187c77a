//! A program on a pseudo-terminal, timed from outside to the last byte it writes.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What came out until it was quiet.
pub struct Burst {
    pub bytes: Vec<u8>,
    /// When the last byte came.
    pub last: Option<Instant>,
}

pub struct Term {
    child: Child,
    master: OwnedFd,
    pub screen: vt100::Parser,
}

impl Term {
    /// Starts a program on a terminal of this size; answers when it was started.
    pub fn start(command: &mut Command, (width, height): (u16, u16)) -> (Term, Instant) {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a terminal");
        grantpt(&master).and_then(|()| unlockpt(&master)).expect("its other end");
        tcsetwinsize(&master, Winsize { ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0 }).expect("a size");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let open = || Stdio::from(rustix::fs::open(name.as_c_str(), flags, Mode::empty()).expect("the other end"));
        command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8").env_remove("NO_COLOR").env_remove("LC_ALL");
        command.stdin(open()).stdout(open()).stderr(open());
        let began = Instant::now();
        let child = command.spawn().expect("a program");
        let cells = |n| NonZero::new(n).expect("at least one cell");
        (Term { child, master, screen: vt100::Parser::new(cells(height), cells(width), 0) }, began)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn send(&self, bytes: &[u8]) {
        rustix::io::write(&self.master, bytes).expect("typed");
    }

    /// The next bytes, or none within the time.
    fn next(&mut self, wait: Duration) -> Option<Vec<u8>> {
        let mut fds = [PollFd::new(&self.master, PollFlags::IN)];
        let wait = Timespec { tv_sec: wait.as_secs() as i64, tv_nsec: i64::from(wait.subsec_nanos()) };
        if poll(&mut fds, Some(&wait)).ok()? == 0 {
            return None;
        }
        let mut bytes = vec![0; 65_536];
        let n = rustix::io::read(&self.master, &mut bytes[..]).ok()?;
        bytes.truncate(n);
        self.screen.process(&bytes);
        Some(bytes)
    }

    /// Reads until nothing more comes for a while.
    pub fn burst(&mut self, first: Duration, quiet: Duration) -> Burst {
        let mut burst = Burst { bytes: Vec::new(), last: None };
        let mut wait = first;
        while let Some(bytes) = self.next(wait) {
            burst.bytes.extend(bytes);
            burst.last = Some(Instant::now());
            wait = quiet;
        }
        burst
    }

    /// Reads until a text stands on the screen and the picture is complete; when its last byte came.
    pub fn until(&mut self, text: &str, quiet: Duration) -> Instant {
        let deadline = Instant::now() + Duration::from_secs(60);
        let mut last = Instant::now();
        while !self.screen.screen().contents().contains(text) {
            let left = deadline.saturating_duration_since(Instant::now());
            self.next(left).unwrap_or_else(|| panic!("no {text:?} in {:?}", self.screen.screen().contents()));
            last = Instant::now();
        }
        self.burst(quiet, quiet).last.unwrap_or(last)
    }

    /// Types and times the last byte of the answer; None when nothing was answered.
    pub fn typed(&mut self, bytes: &[u8], quiet: Duration) -> Option<Duration> {
        let began = Instant::now();
        self.send(bytes);
        self.burst(Duration::from_millis(500), quiet).last.map(|last| last - began)
    }
}

impl Drop for Term {
    fn drop(&mut self) {
        let pid = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(pid) = pid {
            // It may have ended by itself; then there is nothing to end.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        while self.next(Duration::from_millis(100)).is_some_and(|bytes| !bytes.is_empty()) {}
        let deadline = Instant::now() + Duration::from_secs(5);
        while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::yield_now();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
