//! What a module does with a command: buffers, flash library, parameters, answers.
//!
//! Separate from the pseudo-terminal so that it is a plain function of command and levers. Its judge is
//! not our driver but two client libraries written by others (`tests/judges`).

use std::collections::BTreeMap;

use super::levers::{Placed, State};
use super::template;
use crate::device::finger::frame::{Frame, FrameKind};

pub const ADDRESS: u32 = 0xFFFF_FFFF;
const LIBRARY: u16 = 162;
const MAX_DOWNLOAD: usize = 64 * 1024;

const OK: u8 = 0x00;
const PACKET_ERROR: u8 = 0x01;
const NO_FINGER: u8 = 0x02;
const IMAGE_FAILED: u8 = 0x03;
const TOO_MESSY: u8 = 0x06;
const TOO_FEW: u8 = 0x07;
const NO_MATCH: u8 = 0x08;
const NOT_FOUND: u8 = 0x09;
const CANNOT_COMBINE: u8 = 0x0A;
const BAD_PAGE: u8 = 0x0B;
const CANNOT_READ: u8 = 0x0C;
const UPLOAD_FEATURES: u8 = 0x0D;
const UPLOAD_IMAGE: u8 = 0x0F;
const DELETE_FAILED: u8 = 0x10;
const WRONG_PASSWORD: u8 = 0x13;
const NO_IMAGE: u8 = 0x15;
const BAD_REGISTER: u8 = 0x1A;

/// What the data frames now coming in are for.
enum Download {
    Characteristics(usize),
    Image,
}

pub struct Engine {
    buffers: [Option<Vec<u8>>; 2],
    library: BTreeMap<u16, Vec<u8>>,
    image: Option<Placed>,
    download: Option<(Download, Vec<u8>)>,
    security: u16,
    packet_code: u16,
    baud_factor: u16,
}

/// The answer to a command: a confirmation with its data, and a block to send after it.
pub struct Answer {
    pub confirm: u8,
    pub data: Vec<u8>,
    pub block: Vec<u8>,
}

impl Answer {
    fn code(confirm: u8) -> Self {
        Self { confirm, data: Vec::new(), block: Vec::new() }
    }

    fn with(data: Vec<u8>) -> Self {
        Self { confirm: OK, data, block: Vec::new() }
    }

    fn block(block: Vec<u8>) -> Self {
        Self { confirm: OK, data: Vec::new(), block }
    }

    /// Answer and block as frames of at most `packet` bytes of content.
    pub fn frames(&self, packet: usize) -> Vec<Frame> {
        let mut content = vec![self.confirm];
        content.extend_from_slice(&self.data);
        let mut frames = vec![Frame::new(ADDRESS, FrameKind::Acknowledge, &content)];
        let mut chunks = self.block.chunks(packet).peekable();
        while let Some(chunk) = chunks.next() {
            let kind = if chunks.peek().is_some() { FrameKind::Data } else { FrameKind::LastData };
            frames.push(Frame::new(ADDRESS, kind, chunk));
        }
        frames
    }
}

fn word(args: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*args.get(at)?, *args.get(at + 1)?]))
}

/// The module knows two buffers; any number but 1 means the second, as in the manual.
fn buffer(args: &[u8]) -> Option<usize> {
    args.first().map(|n| usize::from(*n != 1))
}

impl Engine {
    pub fn new() -> Self {
        Self {
            buffers: [None, None],
            library: BTreeMap::new(),
            image: None,
            download: None,
            security: 3,
            packet_code: 2,
            baud_factor: 6,
        }
    }

    pub fn packet(&self) -> usize {
        32 << self.packet_code
    }

    /// Forgets the block that was announced, as a module does whose line swallowed it.
    pub fn lose_download(&mut self) {
        self.download = None;
    }

    /// A data frame of a block that an earlier command announced.
    pub fn data(&mut self, frame: &Frame) {
        let Some((_, block)) = &mut self.download else {
            return;
        };
        block.extend_from_slice(&frame.content);
        if block.len() > MAX_DOWNLOAD {
            self.download = None;
        } else if frame.kind == FrameKind::LastData
            && let Some((purpose, block)) = self.download.take()
        {
            match purpose {
                Download::Characteristics(n) => self.buffers[n] = Some(block),
                Download::Image => self.image = Some(Placed::Person(0)),
            }
        }
    }

    /// Does a command. An incomplete one gets the answer of a damaged packet.
    pub fn command(&mut self, content: &[u8], state: &mut State) -> Answer {
        let Some((code, args)) = content.split_first() else {
            return Answer::code(PACKET_ERROR);
        };
        let answer = match code {
            0x01 => Some(self.gen_img(state)),
            0x02 => self.extract(args, state),
            0x03 => Some(self.compare()),
            0x04 | 0x1B => self.search(args),
            0x05 => Some(self.combine()),
            0x06 => self.store(args),
            0x07 => self.load(args),
            0x08 => self.up_char(args),
            0x09 => buffer(args).map(|n| self.expect(Download::Characteristics(n))),
            0x0A => Some(self.up_image()),
            0x0B => Some(self.expect(Download::Image)),
            0x0C => self.delete(args),
            0x0D => {
                self.library.clear();
                Some(Answer::code(OK))
            }
            0x0E => self.set_parameter(args),
            0x0F => Some(self.parameters(state)),
            0x13 => verify_password(args, state),
            0x1D => Some(Answer::with((self.library.len() as u16).to_be_bytes().to_vec())),
            0x1F => self.index(args),
            _ => None,
        };
        answer.unwrap_or_else(|| Answer::code(PACKET_ERROR))
    }

    fn expect(&mut self, purpose: Download) -> Answer {
        self.download = Some((purpose, Vec::new()));
        Answer::code(OK)
    }

    fn gen_img(&mut self, state: &mut State) -> Answer {
        match state.look() {
            None => Answer::code(NO_FINGER),
            Some(Placed::NoImage) => {
                state.done_with_finger();
                Answer::code(IMAGE_FAILED)
            }
            Some(finger) => {
                self.image = Some(finger);
                Answer::code(OK)
            }
        }
    }

    fn extract(&mut self, args: &[u8], state: &mut State) -> Option<Answer> {
        let n = buffer(args)?;
        let Some(finger) = self.image else {
            return Some(Answer::code(NO_IMAGE));
        };
        state.done_with_finger();
        Some(match template::of_finger(finger) {
            Some(bytes) => {
                self.buffers[n] = Some(bytes);
                Answer::code(OK)
            }
            None if finger == Placed::Messy => Answer::code(TOO_MESSY),
            None => Answer::code(TOO_FEW),
        })
    }

    fn both(&self) -> Option<(&[u8], &[u8])> {
        Some((self.buffers[0].as_deref()?, self.buffers[1].as_deref()?))
    }

    fn compare(&self) -> Answer {
        let score = self.both().map_or(0, |(a, b)| template::score(a, b));
        let confirm = if score > 0 { OK } else { NO_MATCH };
        Answer { confirm, data: score.to_be_bytes().to_vec(), block: Vec::new() }
    }

    fn search(&self, args: &[u8]) -> Option<Answer> {
        let (n, start, count) = (buffer(args)?, word(args, 1)?, word(args, 3)?);
        let range = start..start.saturating_add(count);
        let sample = self.buffers[n].as_deref().unwrap_or_default();
        let hit = self.library.range(range).find_map(|(page, stored)| {
            let score = template::score(sample, stored);
            (score > 0).then_some((*page, score))
        });
        let (confirm, page, score) = match hit {
            Some((page, score)) => (OK, page, score),
            None => (NOT_FOUND, 0, 0),
        };
        let data = [page.to_be_bytes(), score.to_be_bytes()].concat();
        Some(Answer { confirm, data, block: Vec::new() })
    }

    fn combine(&mut self) -> Answer {
        let together = self.both().is_some_and(|(a, b)| template::score(a, b) > 0);
        if !together {
            return Answer::code(CANNOT_COMBINE);
        }
        self.buffers[1] = self.buffers[0].clone();
        Answer::code(OK)
    }

    fn store(&mut self, args: &[u8]) -> Option<Answer> {
        let (n, page) = (buffer(args)?, word(args, 1)?);
        if page >= LIBRARY {
            return Some(Answer::code(BAD_PAGE));
        }
        Some(match &self.buffers[n] {
            Some(bytes) => {
                self.library.insert(page, bytes.clone());
                Answer::code(OK)
            }
            None => Answer::code(UPLOAD_FEATURES),
        })
    }

    fn load(&mut self, args: &[u8]) -> Option<Answer> {
        let (n, page) = (buffer(args)?, word(args, 1)?);
        if page >= LIBRARY {
            return Some(Answer::code(BAD_PAGE));
        }
        Some(match self.library.get(&page) {
            Some(bytes) => {
                self.buffers[n] = Some(bytes.clone());
                Answer::code(OK)
            }
            None => Answer::code(CANNOT_READ),
        })
    }

    fn up_char(&self, args: &[u8]) -> Option<Answer> {
        let n = buffer(args)?;
        Some(match &self.buffers[n] {
            Some(bytes) => Answer::block(bytes.clone()),
            None => Answer::code(UPLOAD_FEATURES),
        })
    }

    fn up_image(&self) -> Answer {
        match self.image {
            Some(finger) => Answer::block(template::picture(finger)),
            None => Answer::code(UPLOAD_IMAGE),
        }
    }

    fn delete(&mut self, args: &[u8]) -> Option<Answer> {
        let (page, count) = (word(args, 0)?, word(args, 2)?);
        if page.checked_add(count).is_none_or(|end| end > LIBRARY) {
            return Some(Answer::code(DELETE_FAILED));
        }
        self.library.retain(|p, _| !(page..page + count).contains(p));
        Some(Answer::code(OK))
    }

    fn set_parameter(&mut self, args: &[u8]) -> Option<Answer> {
        let (number, value) = (*args.first()?, u16::from(*args.get(1)?));
        let target = match (number, value) {
            (4, 1..=12) => &mut self.baud_factor,
            (5, 1..=5) => &mut self.security,
            (6, 0..=3) => &mut self.packet_code,
            _ => return Some(Answer::code(BAD_REGISTER)),
        };
        *target = value;
        Some(Answer::code(OK))
    }

    fn parameters(&self, state: &State) -> Answer {
        let words = [
            0,
            state.system_id,
            LIBRARY,
            self.security,
            (ADDRESS >> 16) as u16,
            ADDRESS as u16,
            self.packet_code,
            self.baud_factor,
        ];
        Answer::with(words.iter().flat_map(|w| w.to_be_bytes()).collect())
    }

    fn index(&self, args: &[u8]) -> Option<Answer> {
        let first = u16::from(*args.first()?) * 256;
        let mut bits = vec![0u8; 32];
        for page in self.library.keys().filter(|p| (first..=first | 255).contains(*p)) {
            let at = page - first;
            bits[usize::from(at / 8)] |= 1 << (at % 8);
        }
        Some(Answer::with(bits))
    }
}

fn verify_password(args: &[u8], state: &State) -> Option<Answer> {
    let given = u32::from_be_bytes(args.get(..4)?.try_into().ok()?);
    Some(Answer::code(if given == state.password { OK } else { WRONG_PASSWORD }))
}
