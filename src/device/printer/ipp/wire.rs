//! Reading the IPP encoding (RFC 8010): header, flat attributes, and where a document begins.
//!
//! Separate from the crate that writes it: that crate's own reader panics on a short text with a language and
//! nests without a limit, and what comes in here may be anything. Collections are skipped, nothing is
//! followed, nothing allocated beyond what came in. Knows no printer.

/// A request or an answer as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Of the protocol: 0x0101 for 1.1.
    pub version: u16,
    /// The operation of a request, the status of an answer.
    pub code: u16,
    pub id: u32,
    attributes: Vec<Attribute>,
    /// Bytes before the document.
    pub length: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Attribute {
    name: String,
    values: Vec<Value>,
}

/// A value of an attribute; kinds nobody here asks for are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    /// Integers and enumerations.
    Number(i32),
    Bool(bool),
    /// Every kind of text, bytes that are no text replaced.
    Text(String),
}

/// The bytes are no IPP message, with the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotIpp {
    pub at: usize,
}

const END: u8 = 0x03;
const UNSUPPORTED: u8 = 0x05;
const BEGIN_COLLECTION: u8 = 0x34;
const END_COLLECTION: u8 = 0x37;

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], NotIpp> {
        let end = self.at.checked_add(count).ok_or(NotIpp { at: self.at })?;
        let taken = self.bytes.get(self.at..end).ok_or(NotIpp { at: self.at })?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, NotIpp> {
        Ok(self.take(1)?[0])
    }

    fn word(&mut self) -> Result<u16, NotIpp> {
        let b = self.take(2)?;
        Ok(u16::from_be_bytes([b[0], b[1]]))
    }

    /// A length and as many bytes.
    fn block(&mut self) -> Result<&'a [u8], NotIpp> {
        let length = self.word()?;
        self.take(usize::from(length))
    }
}

impl Message {
    /// Reads the message at the beginning of `bytes`.
    ///
    /// # Errors
    /// [`NotIpp`] where the bytes stop making sense.
    pub fn read(bytes: &[u8]) -> Result<Self, NotIpp> {
        let mut from = Cursor { bytes, at: 0 };
        let version = from.word()?;
        if !matches!(version >> 8, 1 | 2) {
            return Err(NotIpp { at: 0 });
        }
        let code = from.word()?;
        let id = from.take(4)?;
        let id = u32::from_be_bytes([id[0], id[1], id[2], id[3]]);
        let mut attributes: Vec<Attribute> = Vec::new();
        let (mut group, mut depth) = (0, 0usize);
        loop {
            let tag = from.byte()?;
            match tag {
                END => break,
                0..=0x0F => group = tag,
                _ => {
                    let name = from.block()?;
                    let value = from.block()?;
                    let outside = depth == 0;
                    match tag {
                        BEGIN_COLLECTION => depth += 1,
                        END_COLLECTION => depth = depth.checked_sub(1).ok_or(NotIpp { at: from.at })?,
                        _ => {}
                    }
                    // What the printer did not know is told under its own name and means nothing here.
                    if outside && group != UNSUPPORTED {
                        keep(&mut attributes, name, tag, value);
                    }
                }
            }
        }
        Ok(Self { version, code, id, attributes, length: from.at })
    }

    fn values(&self, name: &str) -> &[Value] {
        self.attributes.iter().find(|a| a.name == name).map_or(&[], |a| a.values.as_slice())
    }

    /// The first value as a number.
    pub fn number(&self, name: &str) -> Option<i32> {
        self.numbers(name).next()
    }

    pub fn numbers(&self, name: &str) -> impl Iterator<Item = i32> {
        self.values(name).iter().filter_map(|v| if let Value::Number(n) = v { Some(*n) } else { None })
    }

    pub fn truth(&self, name: &str) -> Option<bool> {
        self.values(name).iter().find_map(|v| if let Value::Bool(b) = v { Some(*b) } else { None })
    }

    /// The first value as text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts(name).next()
    }

    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values(name).iter().filter_map(|v| if let Value::Text(t) = v { Some(t.as_str()) } else { None })
    }
}

/// A value without a name is one more of the attribute before it.
fn keep(attributes: &mut Vec<Attribute>, name: &[u8], tag: u8, value: &[u8]) {
    if !name.is_empty() {
        attributes.push(Attribute { name: String::from_utf8_lossy(name).into_owned(), values: Vec::new() });
    }
    if let (Some(attribute), Some(value)) = (attributes.last_mut(), value_of(tag, value)) {
        attribute.values.push(value);
    }
}

fn value_of(tag: u8, value: &[u8]) -> Option<Value> {
    match tag {
        0x21 | 0x23 => Some(Value::Number(i32::from_be_bytes(value.try_into().ok()?))),
        0x22 => Some(Value::Bool(*value.first()? != 0)),
        0x30 | 0x41..=0x49 => Some(Value::Text(String::from_utf8_lossy(value).into_owned())),
        // With a language: its length, itself, the length of the text, the text.
        0x35 | 0x36 => {
            let mut inner = Cursor { bytes: value, at: 0 };
            inner.block().ok()?;
            Some(Value::Text(String::from_utf8_lossy(inner.block().ok()?).into_owned()))
        }
        _ => None,
    }
}
