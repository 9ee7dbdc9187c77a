//! What a modem does with a line: identity, SIM, network, messages.
//!
//! Separate from the pseudo-terminal so that it is a plain function of line and levers. Its judge is not our
//! driver but `gammu` (`tests/device/modem/judge.rs`).

use super::levers::{Slot, State};
use crate::device::modem::pdu;

const OK: &str = "OK";
const ERROR: &str = "ERROR";
/// +CME and +CMS codes (3GPP TS 27.007, 27.005).
const NO_SIM: u16 = 10;
const PIN_WANTED: u16 = 11;
const PUK_WANTED: u16 = 12;
const WRONG_PASSWORD: u16 = 16;
const BAD_UNIT: u16 = 304;
const NO_NETWORK: u16 = 331;
/// Test network and nobody's service centre.
const SUBSCRIBER: &str = "001010000000018";
const CENTRE: &str = "\"+6281100000\",145";
/// Octets of the longest unit and of the longest service centre before it.
const LONGEST_UNIT: usize = 176;
const LONGEST_CENTRE: usize = 12;

/// What the modem says, and whether it now waits for a message.
pub struct Reply {
    pub lines: Vec<String>,
    pub prompt: bool,
}

pub struct Engine {
    pub echo: bool,
    /// `+CMEE`: errors by number.
    numbered: bool,
    /// `+CSCS`, only remembered.
    charset: String,
    /// Octets announced by `+CMGS`, while the modem waits for the unit.
    awaited: Option<usize>,
    reference: u8,
}

impl Engine {
    pub fn new() -> Self {
        Self { echo: true, numbered: false, charset: "GSM".into(), awaited: None, reference: 0 }
    }

    /// Whether what comes now is a message.
    pub fn awaits_unit(&self) -> bool {
        self.awaited.is_some()
    }

    /// Esc instead of a message.
    pub fn abandon(&mut self) -> Reply {
        self.awaited = None;
        ok(&[])
    }

    /// One command without `AT`.
    pub fn command(&mut self, command: &str, state: &mut State) -> Reply {
        match command {
            "" | "+CFUN=1" | "+CREG=0" | "+CREG=1" | "+CREG=2" | "+CMGF=0" => ok(&[]),
            "E0" | "E1" => {
                self.echo = command == "E1";
                ok(&[])
            }
            "+CMEE=0" | "+CMEE=1" => {
                self.numbered = command == "+CMEE=1";
                ok(&[])
            }
            "+CSCS=?" => ok(&["+CSCS: (\"GSM\",\"HEX\",\"UCS2\")"]),
            "+CSCS?" => ok(&[&format!("+CSCS: \"{}\"", self.charset)]),
            "+CSCS=\"GSM\"" | "+CSCS=\"HEX\"" | "+CSCS=\"UCS2\"" => {
                self.charset = command[7..].trim_matches('"').to_owned();
                ok(&[])
            }
            "+CGMI" => ok(&["LOKET"]),
            "+CGMM" => ok(&["SIM-900S"]),
            "+CGMR" => ok(&["1.0"]),
            "+CGSN" => ok(&[&format!("{:015}", state.serial)]),
            _ => self.with_sim(command, state),
        }
    }

    /// What a modem does only with a SIM in it.
    fn with_sim(&mut self, command: &str, state: &mut State) -> Reply {
        if state.slot == Slot::Empty {
            return self.equipment(NO_SIM);
        }
        let locked = matches!(state.slot, Slot::Locked(_)) && !state.unlocked;
        match command {
            "+CPIN?" if locked && state.tries == 0 => ok(&["+CPIN: SIM PUK"]),
            "+CPIN?" if locked => ok(&["+CPIN: SIM PIN"]),
            "+CPIN?" => ok(&["+CPIN: READY"]),
            "+CPINR=\"SIM PIN\"" => ok(&[&format!("+CPINR: SIM PIN,{},3", state.tries)]),
            _ if command.starts_with("+CPIN=") => self.pin(&command[6..], state),
            _ if locked => self.equipment(PIN_WANTED),
            "+CIMI" => ok(&[SUBSCRIBER]),
            "+CSCA?" => ok(&[&format!("+CSCA: {CENTRE}")]),
            "+CREG?" => ok(&[&format!("+CREG: 0,{}", if state.registered { 1 } else { 2 })]),
            "+CSQ" => ok(&[&format!("+CSQ: {},99", state.signal)]),
            _ if command.starts_with("+CMGS=") => self.announce(&command[6..]),
            _ => plain(ERROR),
        }
    }

    fn pin(&mut self, given: &str, state: &mut State) -> Reply {
        let Slot::Locked(pin) = &state.slot else { return plain(ERROR) };
        if state.tries == 0 {
            return self.equipment(PUK_WANTED);
        }
        if given.trim_matches('"') == pin {
            (state.unlocked, state.tries) = (true, 3);
            return ok(&[]);
        }
        state.tries -= 1;
        self.equipment(WRONG_PASSWORD)
    }

    fn announce(&mut self, octets: &str) -> Reply {
        match octets.parse() {
            Ok(n) if (1..=LONGEST_UNIT).contains(&n) => {
                self.awaited = Some(n);
                Reply { lines: Vec::new(), prompt: true }
            }
            _ => message(BAD_UNIT),
        }
    }

    /// A whole message after Ctrl-Z: hexadecimal, with the service centre before the unit.
    pub fn unit(&mut self, written: &str, state: &mut State) -> Reply {
        let announced = self.awaited.take().unwrap_or(0);
        let unit = octets(written.trim()).and_then(|octets| {
            let centre = 1 + usize::from(*octets.first()?);
            let unit = octets.get(centre..)?;
            if unit.len() == announced { pdu::read(unit) } else { None }
        });
        let Some(unit) = unit else { return message(BAD_UNIT) };
        if !state.registered {
            return message(NO_NETWORK);
        }
        state.keep(unit);
        self.reference = self.reference.wrapping_add(1);
        ok(&[&format!("+CMGS: {}", self.reference)])
    }

    fn equipment(&self, code: u16) -> Reply {
        if self.numbered { plain(&format!("+CME ERROR: {code}")) } else { plain(ERROR) }
    }
}

/// Longest text of a message with its service centre.
pub const LONGEST_TEXT: usize = 2 * (LONGEST_UNIT + LONGEST_CENTRE);

fn ok(lines: &[&str]) -> Reply {
    let lines = lines.iter().chain(&[OK]).map(|l| (*l).to_owned()).collect();
    Reply { lines, prompt: false }
}

/// A final line alone.
pub fn plain(line: &str) -> Reply {
    Reply { lines: vec![line.to_owned()], prompt: false }
}

fn message(code: u16) -> Reply {
    plain(&format!("+CMS ERROR: {code}"))
}

fn octets(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hex.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect();
    let digits = digits?;
    let pairs = digits.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    Some(pairs.map(|p| p[0] << 4 | p[1]).collect())
}
