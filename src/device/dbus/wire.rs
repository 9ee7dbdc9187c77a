//! D-Bus messages as bytes, as far as a client of one small service needs them.
//!
//! Owns marshalling by the D-Bus specification 0.42, in the byte order of the machines this runs on (little
//! endian): calls with text arguments out; replies, errors and signals of simple values in. Separate from the
//! connection so that any bytes can be thrown at it. Must not know a service or a socket.

/// Longest message taken, in bytes. The service's own are below one kilobyte.
pub const LONGEST: usize = 64 * 1024;
/// Bytes from which the length of a message can be told.
pub const FIXED: usize = 16;
/// Values within values.
const DEEPEST: u32 = 4;

/// Not a message, or one with values beyond what is read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("broken message")]
pub struct Broken;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    Call,
    Reply,
    Error,
    Signal,
    /// A kind of a later protocol; to be ignored.
    Other,
}

/// A value of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, object path or signature.
    Text(String),
    Number(u32),
    Signed(i32),
    Flag(bool),
    List(Vec<String>),
}

/// A method to be called, with its arguments.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    pub to: &'a str,
    pub path: &'a str,
    pub interface: &'a str,
    pub member: &'a str,
    pub args: &'a [&'a str],
}

/// A message as received. What it lacks is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub kind: MessageKind,
    /// The serial of the call this answers.
    pub answers: u32,
    pub path: String,
    pub interface: String,
    pub member: String,
    pub error: String,
    /// Unique name, set by the bus and by nobody else.
    pub sender: String,
    signature: String,
    body: Vec<u8>,
}

impl Call<'_> {
    /// The bytes of the call under a serial that is not 0.
    pub fn encode(&self, serial: u32) -> Vec<u8> {
        let mut body = Writer::default();
        for arg in self.args {
            body.text(arg);
        }
        let mut fields = Writer::default();
        let named = [(1, 'o', self.path), (2, 's', self.interface), (3, 's', self.member), (6, 's', self.to)];
        for (code, of, text) in named {
            fields.align(8);
            fields.0.push(code);
            fields.signature(&of.to_string());
            fields.text(text);
        }
        if !self.args.is_empty() {
            fields.align(8);
            fields.0.push(8);
            fields.signature("g");
            fields.signature(&"s".repeat(self.args.len()));
        }
        // Little endian, a call, without flags, protocol 1.
        let mut all = Writer(vec![b'l', 1, 0, 1]);
        all.number(body.0.len());
        all.0.extend(serial.to_le_bytes());
        all.number(fields.0.len());
        all.0.extend(fields.0);
        all.align(8);
        all.0.extend(body.0);
        all.0
    }
}

/// Length in bytes of the message that begins with `head`; None while too little of it is there.
///
/// # Errors
/// `Broken` for another byte order, another protocol, or more than [`LONGEST`].
pub fn length(head: &[u8]) -> Result<Option<usize>, Broken> {
    let Some(head) = head.get(..FIXED) else { return Ok(None) };
    if head[0] != b'l' || head[3] != 1 {
        return Err(Broken);
    }
    let mut reader = Reader { bytes: head, at: 4 };
    let body = reader.number()? as usize;
    reader.at = 12;
    let fields = reader.number()? as usize;
    if body > LONGEST || fields > LONGEST {
        return Err(Broken);
    }
    let all = (FIXED + fields).next_multiple_of(8) + body;
    if all > LONGEST { Err(Broken) } else { Ok(Some(all)) }
}

impl Message {
    /// Reads one whole message.
    ///
    /// # Errors
    /// `Broken` for what is not exactly one message.
    pub fn decode(bytes: &[u8]) -> Result<Self, Broken> {
        if length(bytes)? != Some(bytes.len()) {
            return Err(Broken);
        }
        let mut reader = Reader { bytes, at: 12 };
        let end = reader.number()? as usize + FIXED;
        let mut message = Message {
            kind: match bytes[1] {
                1 => MessageKind::Call,
                2 => MessageKind::Reply,
                3 => MessageKind::Error,
                4 => MessageKind::Signal,
                _ => MessageKind::Other,
            },
            answers: 0,
            path: String::new(),
            interface: String::new(),
            member: String::new(),
            error: String::new(),
            sender: String::new(),
            signature: String::new(),
            body: bytes.get(end.next_multiple_of(8)..).ok_or(Broken)?.to_vec(),
        };
        while reader.at < end {
            reader.align(8)?;
            let code = reader.byte()?;
            match (code, reader.variant(0)?) {
                (1, Value::Text(text)) => message.path = text,
                (2, Value::Text(text)) => message.interface = text,
                (3, Value::Text(text)) => message.member = text,
                (4, Value::Text(text)) => message.error = text,
                (5, Value::Number(serial)) => message.answers = serial,
                (7, Value::Text(text)) => message.sender = text,
                (8, Value::Text(text)) => message.signature = text,
                _ => {}
            }
        }
        if reader.at == end { Ok(message) } else { Err(Broken) }
    }

    /// What the message carries.
    ///
    /// # Errors
    /// `Broken` when the body is not what its signature says, or holds more than simple values.
    pub fn values(&self) -> Result<Vec<Value>, Broken> {
        let mut reader = Reader { bytes: &self.body, at: 0 };
        let mut signature = self.signature.as_str();
        let mut values = Vec::new();
        while !signature.is_empty() {
            let (value, rest) = reader.value(signature, 0)?;
            values.push(value);
            signature = rest;
        }
        if reader.at == self.body.len() { Ok(values) } else { Err(Broken) }
    }
}

#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn align(&mut self, to: usize) {
        self.0.resize(self.0.len().next_multiple_of(to), 0);
    }

    fn number(&mut self, n: usize) {
        self.align(4);
        self.0.extend((n as u32).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend(text.as_bytes());
        self.0.push(0);
    }

    fn signature(&mut self, text: &str) {
        self.0.push(text.len() as u8);
        self.0.extend(text.as_bytes());
        self.0.push(0);
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], Broken> {
        let end = self.at.checked_add(n).ok_or(Broken)?;
        let taken = self.bytes.get(self.at..end).ok_or(Broken)?;
        self.at = end;
        Ok(taken)
    }

    fn align(&mut self, to: usize) -> Result<(), Broken> {
        self.take(self.at.next_multiple_of(to) - self.at).map(drop)
    }

    fn byte(&mut self) -> Result<u8, Broken> {
        Ok(self.take(1)?[0])
    }

    fn number(&mut self) -> Result<u32, Broken> {
        self.align(4)?;
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn ended_text(&mut self, len: usize) -> Result<String, Broken> {
        let text = std::str::from_utf8(self.take(len)?).map_err(|_| Broken)?.to_owned();
        if self.byte()? == 0 { Ok(text) } else { Err(Broken) }
    }

    fn text(&mut self) -> Result<String, Broken> {
        let len = self.number()? as usize;
        self.ended_text(len)
    }

    fn signature(&mut self) -> Result<String, Broken> {
        let len = self.byte()?;
        self.ended_text(len.into())
    }

    fn variant(&mut self, depth: u32) -> Result<Value, Broken> {
        let signature = self.signature()?;
        match self.value(&signature, depth + 1)? {
            (value, "") => Ok(value),
            _ => Err(Broken),
        }
    }

    /// The first value of a signature, and what is left of that.
    fn value<'s>(&mut self, signature: &'s str, depth: u32) -> Result<(Value, &'s str), Broken> {
        if depth > DEEPEST {
            return Err(Broken);
        }
        if let Some(rest) = signature.strip_prefix("as").or_else(|| signature.strip_prefix("ao")) {
            return Ok((self.list()?, rest));
        }
        let mut rest = signature.chars();
        let value = match rest.next().ok_or(Broken)? {
            's' | 'o' => Value::Text(self.text()?),
            'g' => Value::Text(self.signature()?),
            'y' => Value::Number(self.byte()?.into()),
            'u' => Value::Number(self.number()?),
            'i' => Value::Signed(self.number()? as i32),
            'b' => Value::Flag(match self.number()? {
                0 => false,
                1 => true,
                _ => return Err(Broken),
            }),
            'v' => self.variant(depth)?,
            _ => return Err(Broken),
        };
        Ok((value, rest.as_str()))
    }

    fn list(&mut self) -> Result<Value, Broken> {
        let len = self.number()? as usize;
        let end = self.at.checked_add(len).filter(|end| *end <= self.bytes.len()).ok_or(Broken)?;
        let mut list = Vec::new();
        while self.at < end {
            list.push(self.text()?);
        }
        if self.at == end { Ok(Value::List(list)) } else { Err(Broken) }
    }
}
