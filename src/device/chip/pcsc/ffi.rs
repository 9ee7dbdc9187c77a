//! libpcsclite, loaded at run time: the only unsafe code of the program.
//!
//! Owns the C signatures and nothing else; what a code means and who waits how long is decided above. Separate
//! so that what a compiler cannot check fits on one page. Loaded at run time, so that the program builds and
//! starts on a machine without the library and says so.
//!
//! On Linux, pcsc-lite's `DWORD` and `LONG` are C's `unsigned long` and `long`.

use std::ffi::{CString, c_char, c_long, c_uchar, c_ulong, c_void};
use std::fs::{self, File};
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use libloading::Library;
use zeroize::Zeroizing;

use super::code::PcscCode;

/// Longest ATR of the standard.
const MAX_ATR: usize = 33;
/// Room for a short response: 256 bytes and the status word, with some to spare.
const MAX_RESPONSE: usize = 264;
/// Most bytes of reader names ever asked for: 16 readers with 128 letters each.
const MAX_NAMES: usize = 4096;
const SCOPE_SYSTEM: c_ulong = 2;
const SHARE_EXCLUSIVE: c_ulong = 1;
const PROTOCOL_ANY: c_ulong = 3;
const LEAVE_CARD: c_ulong = 0;
const RESET_CARD: c_ulong = 1;

#[repr(C)]
struct ReaderState {
    reader: *const c_char,
    user: *mut c_void,
    current: c_ulong,
    event: c_ulong,
    atr_len: c_ulong,
    atr: [c_uchar; MAX_ATR],
}

#[repr(C)]
struct IoRequest {
    protocol: c_ulong,
    length: c_ulong,
}

type Establish = unsafe extern "C" fn(c_ulong, *const c_void, *const c_void, *mut c_long) -> c_long;
type Release = unsafe extern "C" fn(c_long) -> c_long;
type ListReaders = unsafe extern "C" fn(c_long, *const c_char, *mut c_char, *mut c_ulong) -> c_long;
type GetStatusChange = unsafe extern "C" fn(c_long, c_ulong, *mut ReaderState, c_ulong) -> c_long;
type Connect = unsafe extern "C" fn(c_long, *const c_char, c_ulong, c_ulong, *mut c_long, *mut c_ulong) -> c_long;
type Reconnect = unsafe extern "C" fn(c_long, c_ulong, c_ulong, c_ulong, *mut c_ulong) -> c_long;
type Disconnect = unsafe extern "C" fn(c_long, c_ulong) -> c_long;
type Transmit = unsafe extern "C" fn(
    c_long,
    *const IoRequest,
    *const c_uchar,
    c_ulong,
    *mut IoRequest,
    *mut c_uchar,
    *mut c_ulong,
) -> c_long;

/// The loaded library. Handles are plain numbers to it: a stale one is answered with a code.
pub(super) struct Api {
    establish: Establish,
    release: Release,
    list_readers: ListReaders,
    get_status_change: GetStatusChange,
    connect: Connect,
    reconnect: Reconnect,
    disconnect: Disconnect,
    transmit: Transmit,
    /// Keeps the functions above where they are.
    _library: Library,
    /// A private copy is known to the loader by its descriptor; it must not be reused meanwhile.
    _copy: Option<File>,
}

/// A connection to a card: the library's handle and the protocol agreed on.
#[derive(Clone, Copy)]
pub(super) struct Handle {
    card: c_long,
    protocol: c_ulong,
}

/// What is in a reader.
pub(super) struct State {
    /// The library's flags, to be handed back for waiting on a change.
    pub flags: u32,
    pub atr: Vec<u8>,
}

/// The library reads the name of the daemon's socket from the environment at its first use and keeps it.
const SOCKET_VARIABLE: &str = "PCSCLITE_CSOCK_NAME";
static ENVIRONMENT: Mutex<()> = Mutex::new(());
static INSTALLED: Mutex<Option<PathBuf>> = Mutex::new(None);
/// The library proper; since 2.1 the well-known name may be a switch in front of the other one.
const NAMES: [&str; 2] = ["libpcsclite_real.so.1", "libpcsclite.so.1"];

fn code(answer: c_long) -> Result<(), PcscCode> {
    // Codes are 32 bits wide whatever the width of a long is.
    match PcscCode(answer as u32) {
        PcscCode(0) => Ok(()),
        code => Err(code),
    }
}

impl Api {
    /// The machine's library, on the machine's own daemon.
    ///
    /// # Errors
    /// When there is no such library or it lacks a function.
    pub fn load() -> io::Result<Api> {
        // SAFETY: loading runs the library's initialisers; pcsc-lite's have no precondition.
        let library = unsafe { Library::new(library_file()?) }.map_err(io::Error::other)?;
        Api::of(library, None).map_err(io::Error::other)
    }

    /// A copy of the library of its own, bound to the daemon behind `socket`. The library knows one socket a
    /// process, so that another one needs another copy.
    ///
    /// # Errors
    /// When there is no such library, or no copy of it can be made.
    pub fn load_for(socket: &Path) -> io::Result<Api> {
        let mut copy = File::from(rustix::fs::memfd_create("pcsc", rustix::fs::MemfdFlags::CLOEXEC)?);
        io::copy(&mut File::open(library_file()?)?, &mut copy)?;
        let name = format!("/proc/self/fd/{}", copy.as_raw_fd());
        // SAFETY: as in `load`; the bytes are those of the installed library.
        let library = unsafe { Library::new(name) }.map_err(io::Error::other)?;
        let api = Api::of(library, Some(copy)).map_err(io::Error::other)?;
        let _one_at_a_time = ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: Rust's own readers of the environment are locked out by the standard library. C code that
        // reads it at this very moment (a resolver, SQLite's start) may miss a variable but reads no freed
        // memory: glibc frees no string, and after the first time the list has room for this one.
        unsafe { std::env::set_var(SOCKET_VARIABLE, socket) };
        // Whether the daemon answers does not matter: the name is kept from here on.
        if let Ok(context) = api.establish() {
            api.release(context);
        }
        // SAFETY: as above.
        unsafe { std::env::remove_var(SOCKET_VARIABLE) };
        Ok(api)
    }

    fn of(library: Library, copy: Option<File>) -> Result<Api, libloading::Error> {
        // SAFETY: the types are those of winscard.h for pcsc-lite on Linux, which has kept them since 1.0; the
        // functions are used only while the library beside them is loaded.
        unsafe {
            Ok(Api {
                establish: *library.get::<Establish>(b"SCardEstablishContext\0")?,
                release: *library.get::<Release>(b"SCardReleaseContext\0")?,
                list_readers: *library.get::<ListReaders>(b"SCardListReaders\0")?,
                get_status_change: *library.get::<GetStatusChange>(b"SCardGetStatusChange\0")?,
                connect: *library.get::<Connect>(b"SCardConnect\0")?,
                reconnect: *library.get::<Reconnect>(b"SCardReconnect\0")?,
                disconnect: *library.get::<Disconnect>(b"SCardDisconnect\0")?,
                transmit: *library.get::<Transmit>(b"SCardTransmit\0")?,
                _library: library,
                _copy: copy,
            })
        }
    }

    /// A new context, to be released.
    pub fn establish(&self) -> Result<c_long, PcscCode> {
        let mut context = 0;
        // SAFETY: the reserved pointers are null as demanded; the result goes into a local.
        code(unsafe { (self.establish)(SCOPE_SYSTEM, std::ptr::null(), std::ptr::null(), &mut context) })?;
        Ok(context)
    }

    pub fn release(&self, context: c_long) {
        // SAFETY: a number; an unknown one is refused. Nothing can be done about a refusal.
        unsafe { (self.release)(context) };
    }

    /// The names of all readers.
    pub fn list_readers(&self, context: c_long) -> Result<Vec<String>, PcscCode> {
        let mut names = vec![0u8; MAX_NAMES];
        let mut length = names.len() as c_ulong;
        // SAFETY: the library writes at most `length` bytes into the buffer of that length.
        let answer = unsafe { (self.list_readers)(context, std::ptr::null(), names.as_mut_ptr().cast(), &mut length) };
        code(answer)?;
        names.truncate((length as usize).min(MAX_NAMES));
        let each = names.split(|b| *b == 0).filter(|name| !name.is_empty());
        Ok(each.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }

    /// What is in a reader, at once or after it differs from `known`, at most after `wait`.
    pub fn state(&self, context: c_long, reader: &str, known: u32, wait: Duration) -> Result<State, PcscCode> {
        let name = CString::new(reader).map_err(|_| PcscCode::UNKNOWN_READER)?;
        let mut state = ReaderState {
            reader: name.as_ptr(),
            user: std::ptr::null_mut(),
            current: c_ulong::from(known),
            event: 0,
            atr_len: 0,
            atr: [0; MAX_ATR],
        };
        let wait = c_ulong::try_from(wait.as_millis()).unwrap_or(c_ulong::MAX);
        // SAFETY: one state is announced and one is there; the name in it outlives the call.
        match code(unsafe { (self.get_status_change)(context, wait, &mut state, 1) }) {
            Ok(()) | Err(PcscCode::TIMEOUT) => {}
            Err(code) => return Err(code),
        }
        let length = (state.atr_len as usize).min(MAX_ATR);
        Ok(State { flags: state.event as u32, atr: state.atr[..length].to_vec() })
    }

    /// Connects for ourselves alone.
    pub fn connect(&self, context: c_long, reader: &str) -> Result<Handle, PcscCode> {
        let name = CString::new(reader).map_err(|_| PcscCode::UNKNOWN_READER)?;
        let mut handle = Handle { card: 0, protocol: 0 };
        // SAFETY: the name outlives the call; the results go into a local.
        let answer = unsafe {
            let Handle { card, protocol } = &mut handle;
            (self.connect)(context, name.as_ptr(), SHARE_EXCLUSIVE, PROTOCOL_ANY, card, protocol)
        };
        code(answer)?;
        Ok(handle)
    }

    /// Finds out how the card does after a fault, or begins anew with it.
    pub fn reconnect(&self, handle: &mut Handle, reset: bool) -> Result<(), PcscCode> {
        let first = if reset { RESET_CARD } else { LEAVE_CARD };
        // SAFETY: a number and a local for the result.
        code(unsafe { (self.reconnect)(handle.card, SHARE_EXCLUSIVE, PROTOCOL_ANY, first, &mut handle.protocol) })
    }

    /// Lets go; the card is reset, so that nobody finds it in the state of our session.
    pub fn disconnect(&self, handle: Handle) {
        // SAFETY: a number; an unknown one is refused. Nothing can be done about a refusal.
        unsafe { (self.disconnect)(handle.card, RESET_CARD) };
    }

    /// One command and its answer, status word included.
    pub fn transmit(&self, handle: Handle, command: &[u8]) -> Result<Zeroizing<Vec<u8>>, PcscCode> {
        let request = IoRequest { protocol: handle.protocol, length: size_of::<IoRequest>() as c_ulong };
        let mut answer = Zeroizing::new(vec![0u8; MAX_RESPONSE]);
        let mut length = answer.len() as c_ulong;
        // SAFETY: the lengths are those of the buffers; the library keeps none of the pointers.
        code(unsafe {
            (self.transmit)(
                handle.card,
                &request,
                command.as_ptr(),
                command.len() as c_ulong,
                std::ptr::null_mut(),
                answer.as_mut_ptr(),
                &mut length,
            )
        })?;
        answer.truncate(length as usize);
        Ok(answer)
    }
}

/// Where the installed library lies. Asked by name only while no copy is loaded: the loader would take a copy for
/// it, because both carry the same name inside.
fn library_file() -> io::Result<PathBuf> {
    let mut known = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(path) = known.as_ref() {
        return Ok(path.clone());
    }
    // SAFETY: as in `Api::load`.
    let library = NAMES.into_iter().find_map(|name| Some((name, unsafe { Library::new(name) }.ok()?)));
    let (name, _loaded) = library.ok_or(io::ErrorKind::NotFound)?;
    let stem = name.trim_end_matches('1');
    let maps = fs::read_to_string("/proc/self/maps")?;
    let mapped = maps.lines().filter_map(|line| Some(Path::new(&line[line.find('/')?..])));
    let named = |path: &&Path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(stem));
    let path = mapped.into_iter().find(named).ok_or(io::ErrorKind::NotFound)?;
    Ok(known.insert(path.to_path_buf()).clone())
}
