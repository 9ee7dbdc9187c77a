//! The 7-bit default alphabet of short messages and how its septets lie in octets (3GPP TS 23.038).
//!
//! Separate from the message around it: a table and a packing, both pure.

/// The default alphabet by code. Code 0x1B leads to [`EXTENSION`].
const ALPHABET: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å', 'Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω',
    'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', '\u{1B}', 'Æ', 'æ', 'ß', 'É', ' ', '!', '"', '#', '¤', '%', '&', '\'', '(', ')', '*', '+',
    ',', '-', '.', '/', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?', '¡', 'A', 'B',
    'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y',
    'Z', 'Ä', 'Ö', 'Ñ', 'Ü', '§', '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p',
    'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à',
];

/// What follows an escape.
const EXTENSION: [(u8, char); 10] = [
    (0x0A, '\u{0C}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2F, '\\'),
    (0x3C, '['),
    (0x3D, '~'),
    (0x3E, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

const ESCAPE: u8 = 0x1B;

/// The septets of one character, one or two; None when the alphabet lacks it.
pub fn septets(c: char) -> Option<([u8; 2], usize)> {
    if let Some((code, _)) = EXTENSION.iter().find(|(_, e)| *e == c) {
        return Some(([ESCAPE, *code], 2));
    }
    let code = ALPHABET.iter().position(|a| *a == c && c != '\u{1B}')?;
    Some(([code as u8, 0], 1))
}

/// Septets as text. An escape that leads nowhere shows the character of the plain table, as the standard
/// asks of a telephone; one at the end is a blank.
pub fn text(septets: &[u8]) -> String {
    let mut out = String::with_capacity(septets.len());
    let mut codes = septets.iter().map(|s| s & 0x7F);
    while let Some(code) = codes.next() {
        let plain = |code: u8| if code == ESCAPE { ' ' } else { ALPHABET[usize::from(code)] };
        out.push(match (code, if code == ESCAPE { codes.next() } else { None }) {
            (ESCAPE, None) => ' ',
            (ESCAPE, Some(next)) => EXTENSION.iter().find(|(c, _)| *c == next).map_or(plain(next), |(_, e)| *e),
            (code, _) => plain(code),
        });
    }
    out
}

/// Septets into octets, lowest bits first, after `fill` empty bits.
pub fn pack(septets: &[u8], fill: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity((septets.len() * 7).div_ceil(8) + 1);
    let (mut held, mut bits) = (0u32, fill);
    for septet in septets {
        held |= u32::from(septet & 0x7F) << bits;
        bits += 7;
        if bits >= 8 {
            out.push(held as u8);
            held >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        out.push(held as u8);
    }
    out
}

/// `count` septets out of octets after `fill` empty bits; None when there are fewer.
pub fn unpack(octets: &[u8], count: usize, fill: u32) -> Option<Vec<u8>> {
    (0..count)
        .map(|at| {
            let bit = at * 7 + fill as usize;
            let low = u32::from(*octets.get(bit / 8)?);
            let high = u32::from(octets.get(bit / 8 + 1).copied().unwrap_or(0));
            // A septet over two octets needs the second.
            if bit % 8 > 1 && bit / 8 + 1 >= octets.len() {
                return None;
            }
            Some(((high << 8 | low) >> (bit % 8)) as u8 & 0x7F)
        })
        .collect()
}
