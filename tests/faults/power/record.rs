//! What one desk asked of its disk, call by call, with every byte, and what it said in between.
//!
//! Read from the output of `strace`. It must not know what a disk makes of it.

use super::super::rig::{Heard, PATIENCE, command_under};
use super::{Image, kept, real};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One call, or a line said to whoever listens.
#[derive(Debug)]
pub enum Call {
    /// A name appears; the file has this number from now on.
    Create {
        name: String,
        file: usize,
    },
    Write {
        file: usize,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: usize,
        len: usize,
    },
    Flush {
        file: usize,
        call: &'static str,
    },
    /// A flush was asked for and refused; the desk was told.
    Refused {
        file: usize,
    },
    /// The folder's names are flushed.
    FlushNames,
    Unlink {
        name: String,
    },
    Rename {
        from: String,
        to: String,
    },
    Said(String),
}

impl Call {
    /// The name of a call that changes a file or makes a change last.
    pub fn durable(&self) -> Option<&'static str> {
        match self {
            Call::Write { .. } => Some("pwrite64"),
            Call::Truncate { .. } => Some("ftruncate"),
            Call::Flush { call, .. } => Some(call),
            Call::Unlink { .. } => Some("unlink"),
            Call::Create { .. } | Call::Refused { .. } | Call::FlushNames | Call::Rename { .. } | Call::Said(_) => None,
        }
    }
}

/// Acts of a writer whose flush is refused.
const ACTS: u64 = 24;
const CALLS: &str =
    "openat,open,close,pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2";

/// Plays the script under `strace`; answers the calls of the desk's thread.
pub fn record(form: &str) -> (tempfile::TempDir, Vec<Call>) {
    let folder = tempfile::tempdir().expect("a folder");
    let home = real(folder.path()).join(form);
    let calls = traced(("script", &home), &[], &Image::new());
    (folder, calls)
}

/// The calls of a writer on a ledger that lies there, whose n-th flush is refused.
/// It reopens the ledger itself, or a program does that knows nothing of it.
pub fn record_refused(home: &Path, n: usize, anew: bool) -> Vec<Call> {
    let bytes = std::fs::read(home.join("ledger.db")).expect("one file");
    let inject = ["-e".to_owned(), format!("inject=fsync,fdatasync:error=EIO:when={n}")];
    let role = if anew { "faulted anew" } else { "faulted" };
    traced((role, home), &inject, &[("ledger.db".to_owned(), bytes)].into())
}

fn traced((role, home): (&str, &Path), more: &[String], before: &Image) -> Vec<Call> {
    let trace = home.with_file_name("trace");
    let trace_name = trace.display().to_string();
    let args =
        ["-ff", "-qq", "-xx", "-s", "1000000", "-o", &trace_name, "-e", "signal=none", "-e", &format!("trace={CALLS}")];
    let args: Vec<String> = args.iter().map(|a| (*a).to_owned()).chain(more.iter().cloned()).collect();
    let mut command = command_under("strace", &args, (role, home, 1));
    command.env("LOKET_FAULT_ACTS", ACTS.to_string());
    let (status, said) = Heard::start(command).end();
    assert!(
        status.success() && said.iter().any(|l| l == "done"),
        "{status}, last {:?}, within {PATIENCE:?}",
        said.last()
    );
    let read = |text: &String| Reader::read(text, home, before);
    let calls = threads(&trace).iter().map(read).max_by_key(Vec::len).expect("a thread");
    assert_eq!(
        calls.iter().filter(|call| matches!(call, Call::Said(_))).count(),
        said.iter().filter(|l| l.starts_with("ack ")).count()
    );
    calls
}

/// The trace of every thread.
fn threads(trace: &Path) -> Vec<String> {
    let folder = trace.parent().expect("a folder");
    let paths = std::fs::read_dir(folder).expect("the folder").map(|e| e.expect("an entry").path());
    let name = trace.file_name().and_then(|n| n.to_str()).expect("a name");
    let ours = |p: &PathBuf| p.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.starts_with(name));
    paths.filter(ours).map(|p| std::fs::read_to_string(p).expect("a trace")).collect()
}

/// Knows which descriptor is which file.
struct Reader<'a> {
    home: &'a Path,
    open: BTreeMap<i64, Option<usize>>,
    names: super::Names,
    files: usize,
    calls: Vec<Call>,
}

impl Reader<'_> {
    /// The calls of one thread, on a disk that holds these files already.
    fn read(text: &str, home: &Path, before: &Image) -> Vec<Call> {
        let (open, names) = (BTreeMap::new(), super::Names::new());
        let mut reader = Reader { home, open, names, files: 0, calls: Vec::new() };
        for (name, bytes) in before {
            let file = reader.file(name.clone());
            let bytes = bytes.clone();
            reader.calls.extend([Call::Write { file, at: 0, bytes }, Call::Flush { file, call: "fsync" }]);
        }
        if !before.is_empty() {
            reader.calls.push(Call::FlushNames);
        }
        for line in text.lines() {
            if let Some((name, arguments, result)) = split(line) {
                reader.call(name, &arguments, result);
            }
        }
        reader.calls
    }

    fn call(&mut self, name: &str, arguments: &[&str], result: i64) {
        let number = |n: usize| arguments[n].parse::<i64>().unwrap_or(-1);
        if result < 0 {
            if let ("fsync" | "fdatasync", Some(Some(file))) = (name, self.open.get(&number(0))) {
                self.calls.push(Call::Refused { file: *file });
            }
            return;
        }
        match name {
            "openat" => self.opened(arguments[1], result),
            "open" => self.opened(arguments[0], result),
            "close" => drop(self.open.remove(&number(0))),
            "pwrite64" => {
                if let Some(Some(file)) = self.open.get(&number(0)) {
                    let mut bytes = bytes(arguments[1]);
                    bytes.truncate(result as usize);
                    self.calls.push(Call::Write { file: *file, at: number(3) as usize, bytes });
                }
            }
            "write" if number(0) == 1 => {
                let text = String::from_utf8(bytes(arguments[1])).expect("words");
                let acks = text.lines().filter(|line| line.starts_with("ack "));
                self.calls.extend(acks.map(|line| Call::Said(line.to_owned())));
            }
            "ftruncate" => {
                if let Some(Some(file)) = self.open.get(&number(0)) {
                    self.calls.push(Call::Truncate { file: *file, len: number(1) as usize });
                }
            }
            "fsync" | "fdatasync" => match self.open.get(&number(0)) {
                Some(Some(file)) => {
                    let call = if name == "fsync" { "fsync" } else { "fdatasync" };
                    self.calls.push(Call::Flush { file: *file, call });
                }
                Some(None) => self.calls.push(Call::FlushNames),
                None => {}
            },
            "unlink" => self.unlinked(arguments[0]),
            "unlinkat" => self.unlinked(arguments[1]),
            "rename" => self.renamed(arguments[0], arguments[1]),
            "renameat" | "renameat2" => self.renamed(arguments[1], arguments[3]),
            _ => {}
        }
    }

    fn opened(&mut self, path: &str, descriptor: i64) {
        let path = path_of(path);
        if path == self.home {
            self.open.insert(descriptor, None);
        } else if let Some(name) = kept(&path, self.home) {
            let file = self.file(name);
            self.open.insert(descriptor, Some(file));
        } else {
            self.open.remove(&descriptor);
        }
    }

    /// The number of the file under a name, which is made when it is not there.
    fn file(&mut self, name: String) -> usize {
        *self.names.entry(name.clone()).or_insert_with(|| {
            self.files += 1;
            self.calls.push(Call::Create { name, file: self.files });
            self.files
        })
    }

    fn unlinked(&mut self, path: &str) {
        if let Some(name) = kept(&path_of(path), self.home)
            && self.names.remove(&name).is_some()
        {
            self.calls.push(Call::Unlink { name });
        }
    }

    fn renamed(&mut self, from: &str, to: &str) {
        let (from, to) = (kept(&path_of(from), self.home), kept(&path_of(to), self.home));
        if let (Some(from), Some(to)) = (from, to)
            && let Some(file) = self.names.remove(&from)
        {
            self.names.insert(to.clone(), file);
            self.calls.push(Call::Rename { from, to });
        }
    }
}

/// `name(a, b, …) = result …` in its parts; strings are hexadecimal and hold neither commas nor brackets.
fn split(line: &str) -> Option<(&str, Vec<&str>, i64)> {
    let (name, rest) = line.split_once('(')?;
    let (arguments, result) = rest.split_once(')')?;
    let result = result.trim_start_matches([' ', '=']).split(' ').next()?.parse().ok()?;
    Some((name, arguments.split(", ").collect(), result))
}

fn path_of(argument: &str) -> PathBuf {
    PathBuf::from(String::from_utf8(bytes(argument)).expect("a path"))
}

/// The bytes of `"\x2f\x74…"`.
fn bytes(argument: &str) -> Vec<u8> {
    assert!(
        argument.starts_with('"') && argument.ends_with('"'),
        "cut short: {}",
        &argument[argument.len().saturating_sub(9)..]
    );
    let digit = |b: u8| char::from(b).to_digit(16).expect("a digit") as u8;
    let inner = &argument.as_bytes()[1..argument.len() - 1];
    inner.chunks_exact(4).map(|c| digit(c[2]) << 4 | digit(c[3])).collect()
}
