//! Print records dropped into a folder by the office's national workstation.
//!
//! The only file of the card that touches the disk. Separate so that a record from the data centre is another
//! [`RecordSource`] beside this one. Reads only, until a record is no longer needed; then removes it. Follows no
//! link, opens nothing outside its folder, reads nothing without a limit. Whether a writer has finished is
//! seen in the files themselves: the JSON ends, the pictures end, nothing changed while it was read. Names of
//! files may name a person: they are for the screen and never for `Debug` or a log.

use super::photo::PictureFault;
use super::record::{Pairs, PrintRecord, RecordFault, Wanted};
use crate::domain::clean;
use crate::domain::element::Element;
use crate::domain::nik::Nik;
use rustix::fs::OFlags;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Largest record, in bytes.
const RECORD_MAX: u64 = 64 * 1024;
/// Largest picture, in bytes.
const PICTURE_MAX: u64 = 2 * 1024 * 1024;
/// Most names looked at in one poll.
const NAMES_MAX: usize = 512;
/// Characters of a file's name that are shown.
const SHOWN: usize = 40;

/// Where print records come from.
pub trait RecordSource: Send {
    /// Looks for the record of an applicant, without waiting. None: nothing there yet.
    ///
    /// # Errors
    /// What stands in the way of a record that is there; the next poll looks again.
    fn poll(&mut self, wanted: &Wanted) -> Result<Option<PrintRecord>, RecordError>;

    /// Removes every record of this NIK: it is printed, or will not be.
    ///
    /// # Errors
    /// [`RecordError::Kept`] when something could not be removed.
    fn wipe(&mut self, nik: &Nik) -> Result<(), RecordError>;

    /// Others on this machine can read what is dropped here.
    fn open_to_others(&self) -> bool;
}

/// The name of a file as it may be shown to the clerk; hidden from `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    fn new(name: &OsStr) -> FileName {
        FileName(clean::clean(&name.to_string_lossy()).chars().take(SHOWN).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for FileName {
    fn from(name: &str) -> FileName {
        FileName::new(OsStr::new(name))
    }
}

impl fmt::Debug for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileName(..)")
    }
}

/// What a record still lacks while somebody may be writing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotYet {
    /// The JSON ends too early.
    Text,
    /// It changed while it was read.
    Changing,
    /// This picture is missing or ends too early.
    Picture(Element),
}

/// Why there is no usable record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    #[error("the folder cannot be read: {0}")]
    Folder(io::ErrorKind),
    #[error("more than {NAMES_MAX} files in the folder")]
    Crowded,
    #[error("not complete yet: {what:?}")]
    NotYet { file: FileName, what: NotYet },
    #[error("refused: {why}")]
    Refused { file: FileName, why: RecordFault },
    /// The same name with another NIK.
    #[error("another person's record")]
    OtherPerson { file: FileName },
    #[error("differs from the file: {}", keys(.elements))]
    Differs { file: FileName, elements: Vec<Element> },
    #[error("{} records of one NIK", .files.len())]
    Twice { files: Vec<FileName> },
    #[error("a used record could not be removed")]
    Kept { file: FileName },
}

fn keys(elements: &[Element]) -> String {
    elements.iter().map(|element| element.key()).collect::<Vec<_>>().join(", ")
}

impl RecordError {
    /// Codes are never reused.
    pub const CODES: &'static [&'static str] = &["C-01", "C-02", "C-03", "C-04", "C-05", "C-06", "C-07", "C-08"];

    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            RecordError::Folder(_) => "C-01",
            RecordError::Crowded => "C-02",
            RecordError::NotYet { .. } => "C-03",
            RecordError::Refused { .. } => "C-04",
            RecordError::OtherPerson { .. } => "C-05",
            RecordError::Differs { .. } => "C-06",
            RecordError::Twice { .. } => "C-07",
            RecordError::Kept { .. } => "C-08",
        }
    }

    fn of(name: &OsStr, why: RecordFault) -> RecordError {
        let file = FileName::new(name);
        match why {
            RecordFault::CutShort => RecordError::NotYet { file, what: NotYet::Text },
            RecordFault::Picture { element, fault: PictureFault::CutShort } => {
                RecordError::NotYet { file, what: NotYet::Picture(element) }
            }
            why => RecordError::Refused { file, why },
        }
    }
}

/// The watched folder.
#[derive(Debug)]
pub struct FolderSource {
    folder: PathBuf,
}

impl FolderSource {
    pub fn new(folder: impl Into<PathBuf>) -> FolderSource {
        FolderSource { folder: folder.into() }
    }

    /// Names of records, in order. What begins with a dot is somebody's file still on its way.
    fn names(&self) -> Result<Vec<OsString>, RecordError> {
        let folder = |error: io::Error| RecordError::Folder(error.kind());
        let mut names = Vec::new();
        for (seen, entry) in fs::read_dir(&self.folder).map_err(folder)?.enumerate() {
            if seen == NAMES_MAX {
                return Err(RecordError::Crowded);
            }
            let name = entry.map_err(folder)?.file_name();
            let json = Path::new(&name).extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
            if json && !name.as_encoded_bytes().starts_with(b".") {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn pairs(&self, name: &OsStr) -> Result<Pairs, RecordError> {
        let json = read(&self.folder.join(name), RECORD_MAX).map_err(|shut| shut.of(name, None))?;
        Pairs::read(&json).map_err(|why| RecordError::of(name, why))
    }

    /// The folder a file is in.
    pub fn around(file: &Path) -> FolderSource {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        FolderSource::new(folder.unwrap_or(Path::new(".")))
    }

    /// Reads one file of the folder and its pictures, whoever it is about: for a look at it, not for a print.
    ///
    /// # Errors
    /// As [`RecordSource::poll`], without the comparison.
    pub fn look(&self, name: &OsStr) -> Result<PrintRecord, RecordError> {
        fs::symlink_metadata(self.folder.join(name)).map_err(|error| RecordError::Folder(error.kind()))?;
        self.record(name, &self.pairs(name)?)
    }

    fn record(&self, name: &OsStr, pairs: &Pairs) -> Result<PrintRecord, RecordError> {
        // What a picture lacks is told by the reader below; the record only hears that it has none.
        let mut missing = None;
        let mut picture = |element| {
            let file = pairs.file(element)?;
            read(&self.folder.join(file), PICTURE_MAX).map_err(|shut| {
                missing = Some(shut.of(name, Some((element, OsStr::new(file)))));
                RecordFault::Missing(element)
            })
        };
        let record = PrintRecord::judge(pairs, &mut picture);
        record.map_err(|why| missing.unwrap_or_else(|| RecordError::of(name, why)))
    }

    fn judge(&self, name: &OsStr, pairs: &Pairs, wanted: &Wanted) -> Result<PrintRecord, RecordError> {
        let record = self.record(name, pairs)?;
        let elements = record.differs(wanted);
        if elements.is_empty() { Ok(record) } else { Err(RecordError::Differs { file: FileName::new(name), elements }) }
    }
}

impl RecordSource for FolderSource {
    fn poll(&mut self, wanted: &Wanted) -> Result<Option<PrintRecord>, RecordError> {
        let (mut mine, mut namesake, mut broken) = (Vec::new(), None, None);
        for name in self.names()? {
            match self.pairs(&name) {
                Ok(pairs) if pairs.nik() == Some(wanted.nik) => mine.push((name, pairs)),
                Ok(pairs) if pairs.nik().is_none() => {
                    broken.get_or_insert(RecordError::of(&name, RecordFault::Wrong(Element::Nik)));
                }
                Ok(pairs) if pairs.name_key() == Some(wanted.name.key()) => {
                    namesake.get_or_insert(RecordError::OtherPerson { file: FileName::new(&name) });
                }
                Ok(_) => {}
                Err(error) => {
                    broken.get_or_insert(error);
                }
            }
        }
        match mine.as_slice() {
            [] => namesake.or(broken).map_or(Ok(None), Err),
            [(name, pairs)] => self.judge(name, pairs, wanted).map(Some),
            _ => Err(RecordError::Twice { files: mine.iter().map(|(name, _)| FileName::new(name)).collect() }),
        }
    }

    fn wipe(&mut self, nik: &Nik) -> Result<(), RecordError> {
        let names = self.names()?;
        let read = |name: &OsString| self.pairs(name).ok().map(|pairs| (name.clone(), pairs));
        let all: Vec<_> = names.iter().filter_map(read).collect();
        let (mine, others): (Vec<_>, Vec<_>) = all.iter().partition(|(_, pairs)| pairs.nik() == Some(*nik));
        let pictures = |pairs: &Pairs| {
            let of = |element| pairs.file(element).ok().map(OsString::from);
            [of(Element::Photo), of(Element::Signature)].into_iter().flatten().collect::<Vec<_>>()
        };
        // A record may name as its picture what is somebody else's: another's picture, or any record at all.
        let kept: BTreeSet<OsString> = others.iter().flat_map(|(_, pairs)| pictures(pairs)).chain(names).collect();
        let mut left = None;
        for (name, pairs) in mine {
            // The record last: while it is there, what belongs to it can still be found.
            let files = pictures(pairs).into_iter().filter(|file| !kept.contains(file));
            for file in files.chain([name.clone()]) {
                match fs::remove_file(self.folder.join(&file)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        left.get_or_insert(RecordError::Kept { file: FileName::new(&file) });
                    }
                    _ => {}
                }
            }
        }
        left.map_or(Ok(()), Err)
    }

    fn open_to_others(&self) -> bool {
        fs::metadata(&self.folder).is_ok_and(|found| found.mode() & 0o005 != 0)
    }
}

/// Why a file was not read.
enum Shut {
    Link,
    NotAFile,
    TooLarge(u64),
    Changing,
    Io(io::ErrorKind),
}

impl Shut {
    /// What it means for a record, or for the picture of one. What is refused is named by its own file.
    fn of(self, record: &OsStr, picture: Option<(Element, &OsStr)>) -> RecordError {
        let file = FileName::new(record);
        let why = match (self, picture) {
            (Shut::Changing, _) => return RecordError::NotYet { file, what: NotYet::Changing },
            (Shut::Io(io::ErrorKind::NotFound), Some((element, _))) => {
                return RecordError::NotYet { file, what: NotYet::Picture(element) };
            }
            // Gone between the listing and the look: a writer at work.
            (Shut::Io(io::ErrorKind::NotFound), None) => {
                return RecordError::NotYet { file, what: NotYet::Changing };
            }
            (Shut::Io(kind), _) => return RecordError::Folder(kind),
            (Shut::Link, _) => RecordFault::Link,
            (Shut::NotAFile, _) => RecordFault::NotAFile,
            (Shut::TooLarge(max), _) => RecordFault::TooLarge(max),
        };
        let file = picture.map_or(file, |(_, name)| FileName::new(name));
        RecordError::Refused { file, why }
    }
}

impl From<io::Error> for Shut {
    fn from(error: io::Error) -> Shut {
        let link = error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error());
        if link { Shut::Link } else { Shut::Io(error.kind()) }
    }
}

/// Reads a regular file of at most `max` bytes that did not change meanwhile.
fn read(path: &Path, max: u64) -> Result<Zeroizing<Vec<u8>>, Shut> {
    let fits = |found: &Metadata| match found {
        found if found.is_symlink() => Err(Shut::Link),
        found if !found.is_file() => Err(Shut::NotAFile),
        found if found.len() > max => Err(Shut::TooLarge(max)),
        _ => Ok(()),
    };
    // Looked at before it is opened: opening a device or a pipe can already do something.
    fits(&fs::symlink_metadata(path)?)?;
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let before = file.metadata()?;
    fits(&before)?;
    // One byte more than it had, to see it grow; never more than the room, so that no copy is left behind unwiped.
    let room = before.len() + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(room).unwrap_or(0)));
    (&file).take(room).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    let look = |found: &Metadata| (found.len(), found.mtime(), found.mtime_nsec());
    if look(&before) != look(&after) || bytes.len() as u64 != after.len() || replaced(path, &file)? {
        return Err(Shut::Changing);
    }
    Ok(bytes)
}

/// Another file stands under the name now.
fn replaced(path: &Path, file: &File) -> io::Result<bool> {
    Ok(fs::symlink_metadata(path)?.ino() != file.metadata()?.ino())
}
