//! Whether a picture may be decoded at all, and what it is.
//!
//! Looks at the outside only: kind, size in pixels, whether the end is there. Separate from the renderer so
//! that a hostile file is turned away before anything unpacks it. Must not decode.

use crate::domain::element::Element;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Largest side of a picture in pixels: 16 MiB unpacked, far above what 300 dpi can show.
const SIDE_MAX: u32 = 2_000;
/// Smallest sides of a photo: less shows as blocks on the card.
const PHOTO_MIN: (u32, u32) = (180, 240);
/// Smallest sides of a signature.
const SIGNATURE_MIN: (u32, u32) = (80, 24);
/// Width of a photo in thousandths of its height: 2 by 3 up to a bit over 3 by 4.
const PHOTO_SHAPE: std::ops::RangeInclusive<u32> = 640..=820;
/// The same of a signature.
const SIGNATURE_SHAPE: std::ops::RangeInclusive<u32> = 700..=8_000;

/// Why a picture is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    #[error("neither JPEG nor PNG")]
    Kind,
    #[error("cut short")]
    CutShort,
    #[error("{width} x {height} pixels")]
    Size { width: u32, height: u32 },
    #[error("cannot be decoded")]
    Undecodable,
}

/// The two kinds of picture a record may bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Png,
    Jpeg,
}

/// A picture whose outside is in order. Wiped when the last user drops it.
#[derive(Clone)]
pub(super) struct Shot {
    pub(super) bytes: Arc<Zeroizing<Vec<u8>>>,
    pub(super) kind: Kind,
    /// In pixels.
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Shot {
    pub(super) fn check(bytes: Zeroizing<Vec<u8>>, element: Element) -> Result<Shot, PictureFault> {
        let (kind, width, height) = if bytes.starts_with(PNG) {
            let (width, height) = png_size(&bytes).ok_or(PictureFault::CutShort)?;
            if !bytes.ends_with(PNG_END) {
                return Err(PictureFault::CutShort);
            }
            (Kind::Png, width, height)
        } else if bytes.starts_with(JPEG) {
            let (width, height) = jpeg_size(&bytes).ok_or(PictureFault::CutShort)?;
            if !bytes.ends_with(JPEG_END) {
                return Err(PictureFault::CutShort);
            }
            (Kind::Jpeg, width, height)
        } else if bytes.len() < PNG.len() {
            return Err(PictureFault::CutShort);
        } else {
            return Err(PictureFault::Kind);
        };
        let (least, shape) = match element {
            Element::Photo => (PHOTO_MIN, PHOTO_SHAPE),
            _ => (SIGNATURE_MIN, SIGNATURE_SHAPE),
        };
        let fits = (least.0..=SIDE_MAX).contains(&width)
            && (least.1..=SIDE_MAX).contains(&height)
            && shape.contains(&(width * 1000 / height));
        if !fits {
            return Err(PictureFault::Size { width, height });
        }
        Ok(Shot { bytes: Arc::new(bytes), kind, width, height })
    }
}

impl fmt::Debug for Shot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shot({:?}, {} x {})", self.kind, self.width, self.height)
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const PNG_END: &[u8] = b"\0\0\0\0IEND\xaeB`\x82";
const JPEG: &[u8] = b"\xff\xd8\xff";
const JPEG_END: &[u8] = b"\xff\xd9";

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16)? == b"IHDR").then(|| Some((be32(bytes, 16)?, be32(bytes, 20)?)))?
}

/// Walks the segments up to the frame header, which carries the size.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        // Fill bytes may stand before a marker.
        while bytes.get(at)? == &0xff && bytes.get(at + 1)? == &0xff {
            at += 1;
        }
        if bytes.get(at)? != &0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((be16(bytes, at + 7)?, be16(bytes, at + 5)?));
            }
            // Segments without a length, and the end before any frame.
            0xd0..=0xd7 | 0x01 => at += 2,
            0xd9 | 0xda => return None,
            _ => {
                let length = usize::try_from(be16(bytes, at + 2)?).ok().filter(|length| *length >= 2)?;
                at += 2 + length;
            }
        }
    }
}
