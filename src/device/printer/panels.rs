//! The picture of a card as the panels of a ribbon: black for text, yellow, magenta and cyan for the photo.
//!
//! Separate from the command language, which only carries the bytes. Pure black goes to the black panel and
//! to no other, everything else to the three colours. Must not know a wire.

use std::io::Cursor;

use zeroize::Zeroizing;

use super::Face;
use crate::device::error::{DeviceError, Fault};

/// Width of a line of the printer in pixels: the short side of a card with its bleed at 300 dpi.
pub const LINE: usize = 648;
/// Lines of a card: the long side.
pub const LINES: usize = 1016;

/// The panels of one side. A byte a pixel for the colours (0 none, 255 full), a bit a pixel for black.
pub struct Panels {
    pub yellow: Zeroizing<Vec<u8>>,
    pub magenta: Zeroizing<Vec<u8>>,
    pub cyan: Zeroizing<Vec<u8>>,
    pub black: Zeroizing<Vec<u8>>,
}

impl Panels {
    /// Decodes a face and turns it by a quarter, as cards go through the printer with their short side
    /// ahead. A smaller picture lies in the middle.
    ///
    /// # Errors
    /// `Unsupported` for a picture that is no RGB(A) PNG of eight bits or is larger than a card.
    pub fn of(face: &Face) -> Result<Panels, DeviceError> {
        let picture = decode(face)?;
        let blank = || Zeroizing::new(vec![0u8; LINE * LINES]);
        let mut panels = Panels {
            yellow: blank(),
            magenta: blank(),
            cyan: blank(),
            black: Zeroizing::new(vec![0u8; LINE / 8 * LINES]),
        };
        let (left, top) = ((LINES - picture.width) / 2, (LINE - picture.height) / 2);
        for y in 0..picture.height {
            for x in 0..picture.width {
                // A quarter turn clockwise: the left edge comes first, its lower end at the start of the line.
                let (line, column) = (left + x, LINE - 1 - (top + y));
                panels.put(line, column, picture.at(x, y));
            }
        }
        Ok(panels)
    }

    fn put(&mut self, line: usize, column: usize, [red, green, blue]: [u8; 3]) {
        if [red, green, blue] == [0, 0, 0] {
            self.black[line * (LINE / 8) + column / 8] |= 0x80 >> (column % 8);
            return;
        }
        let at = line * LINE + column;
        self.yellow[at] = 255 - blue;
        self.magenta[at] = 255 - green;
        self.cyan[at] = 255 - red;
    }
}

/// A colour panel at seven bits a pixel, eight pixels in seven bytes, first pixel in the highest bits.
pub fn seven_bits(panel: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(panel.len().div_ceil(8) * 7));
    for eight in panel.chunks(8) {
        let bits = (0..8).fold(0u64, |bits, at| bits << 7 | u64::from(eight.get(at).copied().unwrap_or(0) >> 1));
        out.extend_from_slice(&bits.to_be_bytes()[1..]);
    }
    out
}

struct Pixels {
    width: usize,
    height: usize,
    channels: usize,
    bytes: Zeroizing<Vec<u8>>,
}

impl Pixels {
    /// The colour on the white of the blank.
    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let at = (y * self.width + x) * self.channels;
        let [red, green, blue] = [self.bytes[at], self.bytes[at + 1], self.bytes[at + 2]];
        if self.channels == 3 {
            return [red, green, blue];
        }
        let alpha = u16::from(self.bytes[at + 3]);
        [red, green, blue].map(|c| ((u16::from(c) * alpha + 255 * (255 - alpha)) / 255) as u8)
    }
}

fn decode(face: &Face) -> Result<Pixels, DeviceError> {
    let unfit = || DeviceError::harmless(Fault::Unsupported { what: "card picture" });
    let limits = png::Limits { bytes: 16 * 1024 * 1024 };
    let mut reader = png::Decoder::new_with_limits(Cursor::new(face.png()), limits).read_info().map_err(|_| unfit())?;
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    let channels = match reader.output_color_type() {
        (png::ColorType::Rgb, png::BitDepth::Eight) => 3,
        (png::ColorType::Rgba, png::BitDepth::Eight) => 4,
        _ => return Err(unfit()),
    };
    if width == 0 || height == 0 || width > LINES || height > LINE {
        return Err(unfit());
    }
    let mut bytes = Zeroizing::new(vec![0; width * height * channels]);
    reader.next_frame(&mut bytes).map_err(|_| unfit())?;
    Ok(Pixels { width, height, channels, bytes })
}
