//! Where exported data go: a file for its owner alone or stdout, under a passphrase when asked; and the way back.
//!
//! Separate because every export ends here, whatever it holds. Must not know what the bytes are.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};

use super::args::Signer;
use super::failure::{Exit, Failure};
use super::{init, out, secret};
use crate::config::write_private;
use crate::desk::keys::{Cost, KeyError, ParcelError, Secret, pack, unpack};
use crate::domain::terms::Outlet;
use crate::text::{Lang, cli as say, parcel as words};

/// Largest parcel taken, in bytes: the book of a very long year is some ten million.
const LARGEST: u64 = 256 << 20;

/// What was asked about the way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    /// None: stdout.
    pub(super) path: Option<PathBuf>,
    pub(super) encrypt: bool,
}

/// A way out with the passphrase it wants.
pub(super) struct Giving<'a> {
    way: &'a Way,
    secret: Option<Secret>,
}

impl Way {
    pub(super) fn outlet(&self) -> Outlet {
        if self.path.is_some() { Outlet::File } else { Outlet::Stdout }
    }

    /// Asks for a passphrase if one is wanted, before anything is noted or given. With `--passphrase-stdin` it is the
    /// line after the clerk's own.
    ///
    /// # Errors
    /// None was given, or it is too easy.
    pub(super) fn ask(&self, lang: Lang, signer: &Signer) -> Result<Giving<'_>, Failure> {
        let secret = self.encrypt.then(|| secret::chosen(lang, signer.stdin, words::ASK_NEW)).transpose()?;
        match secret.as_ref().map(Secret::fit) {
            Some(Err(fault)) => Err(init::unfit(lang, fault)),
            _ => Ok(Giving { way: self, secret }),
        }
    }
}

impl Giving<'_> {
    /// Gives the bytes as asked.
    ///
    /// # Errors
    /// The file is there with other contents, or could not be written.
    pub(super) fn give(&self, lang: Lang, bytes: &[u8]) -> Result<(), Failure> {
        let packed = self.secret.as_ref().map(|secret| pack(bytes, secret, Cost::OFFICE)).transpose();
        let packed = packed.map_err(|error| unpacked(lang, error.into()))?;
        let bytes = packed.as_deref().unwrap_or(bytes);
        match &self.way.path {
            Some(path) => write(lang, path, bytes),
            None => out::bytes(lang, bytes),
        }
    }
}

/// Opens a parcel into a file.
pub(super) fn open(lang: Lang, parcel: &Path, output: &Path, stdin: bool) -> Result<(), Failure> {
    let named = parcel.display().to_string();
    let unreadable = |error| Failure::new(Exit::Input, lang, words::unreadable(lang, &named)).because(error);
    let mut bytes = Vec::new();
    File::open(parcel).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(unpacked(lang, ParcelError::NotOne));
    }
    let secret = secret::asked(lang, stdin, words::ASK)?;
    let data = unpack(&bytes, &secret).map_err(|error| unpacked(lang, error))?;
    write(lang, output, &data)
}

fn unpacked(lang: Lang, error: ParcelError) -> Failure {
    let (exit, said) = match &error {
        ParcelError::NotOne => (Exit::Input, words::NOT_ONE),
        ParcelError::Newer => (Exit::Input, words::NEWER),
        ParcelError::Wrong => (Exit::SignIn, words::WRONG),
        ParcelError::Key(KeyError::Unfit(fault)) => return init::unfit(lang, *fault),
        ParcelError::Key(_) => (Exit::Output, words::UNMADE),
    };
    Failure::new(exit, lang, said.get(lang)).because(error)
}

/// Writes a file for its owner alone, whole or not at all, and never over one with other contents. A device or
/// pipe is written to, never replaced.
fn write(lang: Lang, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let special = fs::metadata(path).is_ok_and(|found| {
        let kind = found.file_type();
        kind.is_char_device() || kind.is_fifo() || kind.is_block_device() || kind.is_socket()
    });
    if !special && fs::read(path).is_ok_and(|found| found != bytes) {
        let said = say::output_exists(lang, &path.display().to_string());
        return Err(Failure::new(Exit::Output, lang, said).next(say::OUTPUT_NEXT.get(lang)));
    }
    let written = if special {
        fs::OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(bytes))
    } else {
        std::path::absolute(path).and_then(|path| write_private(&path, bytes))
    };
    written.map_err(|error| {
        let said = say::output_unwritable(lang, &path.display().to_string());
        Failure::new(Exit::Output, lang, said).because(error)
    })
}
