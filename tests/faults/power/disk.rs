//! A disk that remembers what was flushed and what was only asked for.
//!
//! Pessimistic on purpose: a name is safe only once its folder was flushed, bytes only once their file was, and
//! whatever is not safe may be there, not there, or there in part, in any order.

use super::super::rig::Seed;
use super::record::Call;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a disk writes as a whole.
const SECTOR: usize = 512;

/// What becomes of what was not flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All of it is lost.
    Nothing,
    /// All of it is there: as after a kill.
    Everything,
    /// Each call by chance.
    Some,
    /// Each sector of each call by chance.
    Torn,
}

/// The files of a disk.
pub type Image = BTreeMap<String, Vec<u8>>;

#[derive(Clone, Debug)]
enum Change {
    Write { at: usize, bytes: Arc<[u8]> },
    Truncate(usize),
}

#[derive(Clone, Debug)]
enum NameChange {
    Appears(String, usize),
    Goes(String),
    Moves(String, String),
}

#[derive(Default)]
struct File {
    safe: Vec<u8>,
    asked: Vec<Change>,
}

#[derive(Default)]
pub struct Platter {
    files: BTreeMap<usize, File>,
    safe_names: BTreeMap<String, usize>,
    asked_names: Vec<NameChange>,
}

impl Platter {
    /// Takes one call; with `hears` false a flush does nothing.
    pub fn take(&mut self, call: &Call, hears: bool) {
        match call {
            Call::Create { name, file } => {
                self.files.insert(*file, File::default());
                self.asked_names.push(NameChange::Appears(name.clone(), *file));
            }
            Call::Write { file, at, bytes } => {
                let bytes = Arc::from(bytes.as_slice());
                self.file(*file).asked.push(Change::Write { at: *at, bytes });
            }
            Call::Truncate { file, len } => self.file(*file).asked.push(Change::Truncate(*len)),
            Call::Flush { file, .. } if hears => {
                let file = self.file(*file);
                for change in std::mem::take(&mut file.asked) {
                    apply(&mut file.safe, &change);
                }
            }
            // The kernel has told its failure once. What was asked is still shown and never written: no later flush
            // is about it.
            Call::Refused { file } => self.file(*file).asked.clear(),
            Call::FlushNames if hears => {
                for change in std::mem::take(&mut self.asked_names) {
                    rename(&mut self.safe_names, &change);
                }
            }
            Call::Unlink { name } => self.asked_names.push(NameChange::Goes(name.clone())),
            Call::Rename { from, to } => self.asked_names.push(NameChange::Moves(from.clone(), to.clone())),
            Call::Flush { .. } | Call::FlushNames | Call::Said(_) => {}
        }
    }

    fn file(&mut self, file: usize) -> &mut File {
        self.files.get_mut(&file).expect("a file that was made")
    }

    /// The files somebody finds after the power is back.
    pub fn cut(&self, way: Way, seed: &mut Seed) -> Image {
        let mut names = self.safe_names.clone();
        // Names come and go in the order they were asked for; how many of them did is chance.
        let asked = match way {
            Way::Nothing => 0,
            Way::Everything => self.asked_names.len(),
            Way::Some | Way::Torn => seed.below(self.asked_names.len() + 1),
        };
        for change in &self.asked_names[..asked] {
            rename(&mut names, change);
        }
        let content = |(name, number): (String, usize)| {
            let file = &self.files[&number];
            let mut bytes = file.safe.clone();
            for change in &file.asked {
                survives(&mut bytes, change, way, seed);
            }
            (name, bytes)
        };
        names.into_iter().map(content).collect()
    }
}

fn survives(bytes: &mut Vec<u8>, change: &Change, way: Way, seed: &mut Seed) {
    match (way, change) {
        (Way::Nothing, _) => {}
        (Way::Everything, _) => apply(bytes, change),
        (Way::Torn, Change::Write { at, bytes: written }) => {
            let mut done = 0;
            while done < written.len() {
                let sector_end = SECTOR - (at + done) % SECTOR;
                let end = (done + sector_end).min(written.len());
                if seed.once_in(2) {
                    put(bytes, at + done, &written[done..end]);
                }
                done = end;
            }
        }
        (Way::Some | Way::Torn, _) => {
            if seed.once_in(2) {
                apply(bytes, change);
            }
        }
    }
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { at, bytes: written } => put(bytes, *at, written),
        Change::Truncate(len) => bytes.resize(*len, 0),
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, written: &[u8]) {
    if bytes.len() < at + written.len() {
        bytes.resize(at + written.len(), 0);
    }
    bytes[at..at + written.len()].copy_from_slice(written);
}

fn rename(names: &mut BTreeMap<String, usize>, change: &NameChange) {
    match change {
        NameChange::Appears(name, file) => drop(names.insert(name.clone(), *file)),
        NameChange::Goes(name) => drop(names.remove(name)),
        NameChange::Moves(from, to) => {
            if let Some(file) = names.remove(from) {
                names.insert(to.clone(), file);
            }
        }
    }
}
