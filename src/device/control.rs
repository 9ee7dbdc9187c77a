//! The control socket: steering the simulators of a running process from beside it.
//!
//! Owns a socket in the simulator folder of the process and both ends of its line protocol: one line of words
//! in, `ok` or `no` with lines of data out, then the end. Separate from the simulators, which only obey. It
//! exists only where simulators run, never beside real devices alone, and only its owner may use it.

use std::fs::{self, Permissions};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};

use super::kind::Kind;
use super::simulators::Running;

/// Longest line of words, in bytes.
pub const LONGEST: usize = 512;
/// Largest answer read, in bytes.
const ANSWER: u64 = 16 * 1024;
/// Longest wait for the other side: pulling a plug may take a simulator some seconds.
const PATIENCE: Duration = Duration::from_secs(8);
/// Longest wait for somebody who connected and says nothing.
const SILENCE: Duration = Duration::from_millis(500);
const NAME: &str = "control";
const OK: &str = "ok";

/// The listening end; dropping it removes the socket.
pub struct Control {
    path: PathBuf,
    wake: Arc<OwnedFd>,
    thread: Option<JoinHandle<()>>,
}

impl Control {
    /// Listens in `folder`, which belongs to this process.
    ///
    /// # Errors
    /// When the socket cannot be made, as when its path is longer than the system allows.
    pub fn start(folder: &Path, running: Running) -> io::Result<Self> {
        let path = folder.join(NAME);
        // Left by another process of the same number, which is gone.
        match fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
        let listener = UnixListener::bind(&path)?;
        fs::set_permissions(&path, Permissions::from_mode(0o600))?;
        let wake = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
        let stop = Arc::clone(&wake);
        let serve = move || listen(&listener, &stop, &running);
        let thread = std::thread::Builder::new().name("sim-control".into()).spawn(serve)?;
        Ok(Self { path, wake, thread: Some(thread) })
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        // The only failure is a counter that is already full, and then the thread wakes anyway.
        let _ = rustix::io::write(&self.wake, &1u64.to_ne_bytes());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been reported by itself.
            let _ = thread.join();
        }
        let _ = fs::remove_file(&self.path);
    }
}

/// One connection after the other, each within its own limits, until woken.
fn listen(listener: &UnixListener, stop: &OwnedFd, running: &Running) {
    loop {
        let mut fds = [PollFd::new(stop, PollFlags::IN), PollFd::new(listener, PollFlags::IN)];
        match poll(&mut fds, None) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => return,
        }
        if !fds[0].revents().is_empty() {
            return;
        }
        if let Ok((stream, _)) = listener.accept() {
            // Whoever goes away in the middle does not hear the answer.
            let _ = serve(stream, running);
        }
    }
}

fn serve(mut stream: UnixStream, running: &Running) -> io::Result<()> {
    stream.set_read_timeout(Some(SILENCE))?;
    stream.set_write_timeout(Some(SILENCE))?;
    let mut line = Vec::new();
    BufReader::new(&stream).take(LONGEST as u64 + 1).read_until(b'\n', &mut line)?;
    let answer = match line.strip_suffix(b"\n").map(std::str::from_utf8) {
        Some(Ok(text)) => answer(text, running),
        _ => "no line\n".to_owned(),
    };
    stream.write_all(answer.as_bytes())
}

/// The answer to one line: `list`, or a kind and the words for its simulator.
fn answer(line: &str, running: &Running) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let verbs = running.verbs();
    match words.as_slice() {
        ["list"] => {
            let mut out = format!("{OK}\n");
            for (kind, verbs) in verbs {
                verbs.iter().for_each(|verb| out.push_str(&format!("{} {verb}\n", kind.name())));
            }
            out
        }
        [kind, words @ ..] => match verbs.iter().find(|(k, _)| k.name() == *kind) {
            None => "no kind\n".to_owned(),
            Some((kind, _)) => match running.obey(*kind, words) {
                Ok(()) => format!("{OK}\n"),
                Err(_) => "no words\n".to_owned(),
            },
        },
        [] => "no line\n".to_owned(),
    }
}

/// A process whose simulators can be steered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steered {
    pub pid: u32,
    socket: PathBuf,
}

/// Why a command was not carried out. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum NotSteered {
    #[error("no simulator of this kind")]
    NoSuchKind,
    #[error("not understood")]
    NotUnderstood,
    /// Longer than a line may be, or with a line break in it.
    #[error("not one line of at most {LONGEST} bytes")]
    NotALine,
    #[error("no answer")]
    NoAnswer(#[source] io::Error),
}

impl Steered {
    /// Every process that can be steered below a home's simulator folder, by its number.
    pub fn below(folder: &Path) -> Vec<Steered> {
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut found: Vec<Steered> = entries
            .flatten()
            .filter_map(|entry| {
                let pid = entry.file_name().to_str()?.parse().ok()?;
                let socket = entry.path().join(NAME);
                // Left by a process that was killed, or not yet listening.
                UnixStream::connect(&socket).ok()?;
                Some(Steered { pid, socket })
            })
            .collect();
        found.sort_by_key(|s| s.pid);
        found
    }

    /// The running simulators and what each understands, one usage an entry.
    ///
    /// # Errors
    /// When the process does not answer.
    pub fn list(&self) -> Result<Vec<(Kind, Vec<String>)>, NotSteered> {
        let mut kinds: Vec<(Kind, Vec<String>)> = Vec::new();
        for line in self.say("list")?.iter().skip(1) {
            let Some((name, verb)) = line.split_once(' ') else { continue };
            let Some(kind) = Kind::ALL.into_iter().find(|k| k.name() == name) else { continue };
            let verb = super::clean(verb);
            match kinds.iter_mut().find(|(k, _)| *k == kind) {
                Some((_, verbs)) => verbs.push(verb),
                None => kinds.push((kind, vec![verb])),
            }
        }
        Ok(kinds)
    }

    /// Has one command carried out.
    ///
    /// # Errors
    /// Why it was not.
    pub fn obey(&self, kind: Kind, words: &[String]) -> Result<(), NotSteered> {
        let answer = self.say(&format!("{} {}", kind.name(), words.join(" ")))?;
        match answer.first().map(String::as_str) {
            Some(OK) => Ok(()),
            Some("no kind") => Err(NotSteered::NoSuchKind),
            Some("no words") => Err(NotSteered::NotUnderstood),
            _ => Err(NotSteered::NotALine),
        }
    }

    fn say(&self, line: &str) -> Result<Vec<String>, NotSteered> {
        if line.len() >= LONGEST || line.contains(char::is_control) {
            return Err(NotSteered::NotALine);
        }
        let talk = || -> io::Result<String> {
            let mut stream = UnixStream::connect(&self.socket)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(SILENCE))?;
            stream.write_all(format!("{line}\n").as_bytes())?;
            let mut text = String::new();
            stream.take(ANSWER).read_to_string(&mut text)?;
            if text.is_empty() { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(text) }
        };
        Ok(talk().map_err(NotSteered::NoAnswer)?.lines().map(str::to_owned).collect())
    }
}
