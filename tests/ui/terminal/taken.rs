//! A real process on a real pseudo-terminal: taken at start, given back at every kind of end.
//!
//! The child is this test binary itself, told by an environment variable what to play.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use loket::desk::terminal::{TermInput, Terminal, listen, take_background_panic};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use super::cells;

const ROLE: &str = "LOKET_TEST_TERMINAL_ROLE";
/// Exit code of a child that was told to end and did so.
const ORDERLY: i32 = 7;
const DEADLINE: Duration = Duration::from_secs(20);

/// What the child plays; does nothing in an ordinary test run.
#[test]
#[ignore = "played by the child of the other tests"]
fn child() {
    let Ok(role) = std::env::var(ROLE) else {
        return;
    };
    let (tell, inbox) = mpsc::channel();
    listen(move |input| tell.send(input).is_ok()).expect("listening");
    let mut terminal = Terminal::enter(false).expect("a terminal");
    if role == "background" {
        let ended = thread::spawn(|| panic!("NIK 1374015708909012")).join();
        assert!(ended.is_err());
        let place = take_background_panic().expect("its place is kept");
        assert!(!place.contains("1374"));
    }
    say(&mut terminal, "SIAP");
    if role == "panic" {
        panic!("the desk fell");
    }
    loop {
        match inbox.recv_timeout(DEADLINE).expect("an input in time") {
            TermInput::End => break,
            TermInput::Key(key) => say(&mut terminal, &format!("tombol {key}")),
            TermInput::Paste(text) => say(&mut terminal, &format!("tempel {}", text.len())),
            TermInput::Resize(width, height) => say(&mut terminal, &format!("ukuran {width} {height}")),
            TermInput::Interrupt => say(&mut terminal, "disela"),
            TermInput::Suspend => terminal.suspend().expect("stopped and continued"),
            TermInput::Resumed => {
                terminal.resume().expect("taken again");
                say(&mut terminal, "lanjut");
            }
        }
    }
    drop(terminal);
    // The terminal may be gone; the exit code then is all that can be told.
    let _ = writeln!(std::io::stdout(), "SELESAI");
    std::process::exit(ORDERLY);
}

fn say(terminal: &mut Terminal, text: &str) {
    let style = ratatui::style::Style::new();
    let drawn = terminal.draw(|buf| buf.set_string(0, 0, text, style));
    drawn.expect("drawn");
}

struct Played {
    child: Child,
    master: OwnedFd,
    user: OwnedFd,
    chunks: mpsc::Receiver<Vec<u8>>,
    seen: Vec<u8>,
    screen: vt100::Parser,
}

impl Played {
    fn start(role: &str) -> Played {
        Played::start_until(role, None)
    }

    /// Starts the child; with `last` reading stops once that was printed.
    fn start_until(role: &str, last: Option<&'static str>) -> Played {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a pty");
        grantpt(&master).expect("granted");
        unlockpt(&master).expect("unlocked");
        let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).expect("a size");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let path = name.to_str().expect("a path").to_owned();
        // Never as a controlling terminal: its hang-up would reach this process by signal.
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let open = || rustix::fs::open(&path, flags, Mode::empty()).expect("the other end");
        let user = open();
        let me = std::env::current_exe().expect("this binary");
        let child = Command::new(me)
            .args(["ui::terminal::taken::child", "--exact", "--ignored", "--nocapture"])
            .env(ROLE, role)
            .stdin(Stdio::from(open()))
            .stdout(Stdio::from(open()))
            .stderr(Stdio::from(open()))
            .spawn()
            .expect("a child");
        let mut reader = File::from(master.try_clone().expect("a copy"));
        let (send, chunks) = mpsc::channel();
        thread::spawn(move || {
            let (mut bytes, mut seen) = ([0; 4096], Vec::new());
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                seen.extend_from_slice(&bytes[..count]);
                let done = last.is_some_and(|last| String::from_utf8_lossy(&seen).contains(last));
                if send.send(bytes[..count].to_vec()).is_err() || done {
                    return;
                }
            }
        });
        Played { child, master, user, chunks, seen: Vec::new(), screen: vt100::Parser::new(cells(24), cells(80), 0) }
    }

    /// Reads until the text stands on the screen, as a terminal would show it.
    fn await_text(&mut self, text: &str) {
        let until = Instant::now() + DEADLINE;
        while !self.screen.screen().contents().contains(text) {
            let left = until.saturating_duration_since(Instant::now());
            let chunk = self.chunks.recv_timeout(left);
            let shown = self.screen.screen().contents();
            let chunk = chunk.unwrap_or_else(|_| panic!("no {text:?} in {shown:?}"));
            self.screen.process(&chunk);
            self.seen.extend(chunk);
        }
    }

    fn pid(&self) -> Pid {
        let id = i32::try_from(self.child.id()).ok();
        id.and_then(Pid::from_raw).expect("a pid")
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("signalled");
    }

    fn send(&self, bytes: &[u8]) {
        rustix::io::write(&self.master, bytes).expect("typed");
    }

    fn raw(&self) -> bool {
        let modes = tcgetattr(self.user.as_fd()).expect("modes").local_modes;
        !modes.contains(LocalModes::ICANON)
    }

    /// Waits for the end; the terminal must be as it was, given back before `last` was printed.
    fn given_back_before(mut self, last: &str) {
        self.await_text(last);
        let at = |needle: &str| {
            let found = self.seen.windows(needle.len()).rposition(|w| w == needle.as_bytes());
            found.unwrap_or_else(|| panic!("no {needle:?}"))
        };
        let printed = at(last);
        for back in ["\u{1b}[?1049l", "\u{1b}[?25h", "\u{1b}[?2004l"] {
            assert!(at(back) < printed, "{back:?} came too late");
        }
        assert!(at("\u{1b}[?1049h") < at("\u{1b}[?1049l"));
        self.child.wait().expect("ended");
        assert!(!self.raw());
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_printed() {
    let played = Played::start("panic");
    played.given_back_before("the desk fell");
}

#[test]
fn a_panic_elsewhere_leaves_the_screen_alone_and_names_nobody() {
    let mut played = Played::start("background");
    played.await_text("SIAP");
    assert!(played.raw());
    assert!(!String::from_utf8_lossy(&played.seen).contains("1374015708909012"));
    played.signal(Signal::TERM);
    played.given_back_before("SELESAI");
}

#[test]
fn sigterm_and_sighup_end_in_order() {
    for signal in [Signal::TERM, Signal::HUP] {
        let mut played = Played::start("wait");
        played.await_text("SIAP");
        assert!(played.raw());
        played.signal(signal);
        played.given_back_before("SELESAI");
    }
}

#[test]
fn keys_pastes_sizes_and_interrupts_arrive() {
    let mut played = Played::start("wait");
    played.await_text("SIAP");
    played.send(b"\x1bOS");
    played.await_text("tombol F4");
    played.send(b"\x00");
    played.await_text("Ctrl+Space");
    played.send(b"\x1b8");
    played.await_text("Alt+8");
    played.send(b"\x1b[200~A\nB\x1b[201~");
    played.await_text("tempel 3");
    let size = Winsize { ws_row: 30, ws_col: 90, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&played.master, size).expect("a size");
    played.signal(Signal::WINCH);
    played.await_text("ukuran 90 30");
    played.signal(Signal::INT);
    played.await_text("disela");
    played.signal(Signal::TERM);
    played.given_back_before("SELESAI");
}

#[test]
fn a_stopped_desk_gives_the_terminal_back_and_takes_it_again() {
    let mut played = Played::start("wait");
    played.await_text("SIAP");
    played.signal(Signal::TSTP);
    let until = Instant::now() + DEADLINE;
    let options = WaitOptions::UNTRACED | WaitOptions::NOHANG;
    while !waitpid(Some(played.pid()), options).expect("a child").is_some_and(|(_, status)| status.stopped()) {
        assert!(Instant::now() < until, "the child did not stop");
        thread::yield_now();
    }
    assert!(!played.raw(), "while stopped the terminal is the shell's");
    played.signal(Signal::CONT);
    played.await_text("lanjut");
    assert!(played.raw());
    played.signal(Signal::TERM);
    played.given_back_before("SELESAI");
}

#[test]
fn a_terminal_that_vanishes_ends_the_desk_by_itself() {
    // A key first, so that the terminal library has taken the keyboard too. The reader lets go
    // of the terminal once the key is shown; then nobody holds it.
    let mut played = Played::start_until("wait", Some("tombol"));
    played.await_text("SIAP");
    played.send(b"x");
    let Played { mut child, master, user, chunks, .. } = played;
    while chunks.recv_timeout(DEADLINE).is_ok() {}
    drop((master, user));
    let until = Instant::now() + DEADLINE;
    let ended = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(Instant::now() < until, "the child still runs");
        thread::yield_now();
    };
    assert_eq!(ended.code(), Some(ORDERLY), "by hang-up, not by giving up");
}
