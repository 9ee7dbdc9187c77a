//! A small grey copy of a picture, for a screen that has no pixels of its own.
//!
//! Separate because a screen may not know the renderer: it gets shades only. Must not know a terminal.

use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Shades row by row, 0 black to 255 white. Wiped when the last user drops it.
#[derive(Clone, PartialEq, Eq)]
pub struct Grey {
    pub width: usize,
    pub height: usize,
    pub shades: Arc<Zeroizing<Vec<u8>>>,
}

impl fmt::Debug for Grey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Grey({} x {})", self.width, self.height)
    }
}

/// Averages blocks of `step` by `step` pixels of opaque RGBA; an incomplete block at the edge is left out.
pub(super) fn shrink(rgba: &[u8], width: usize, step: usize) -> Grey {
    let row_bytes = (width * 4).max(1);
    let rows: Vec<&[u8]> = rgba.chunks_exact(row_bytes).collect();
    let (columns, lines) = (width / step, rows.len() / step);
    let mut shades = Zeroizing::new(Vec::with_capacity(columns * lines));
    for block in rows.chunks_exact(step) {
        for column in 0..columns {
            let mut sum = 0;
            for row in block {
                let cells = &row[column * step * 4..(column + 1) * step * 4];
                sum += cells.chunks_exact(4).map(luminance).sum::<u32>();
            }
            let mean = sum / u32::try_from(step * step).unwrap_or(u32::MAX).max(1);
            shades.push(u8::try_from(mean).unwrap_or(u8::MAX));
        }
    }
    Grey { width: columns, height: lines, shades: Arc::new(shades) }
}

/// Brightness of a pixel (the weights of ITU-R BT.601, in thousandths).
pub(super) fn luminance(pixel: &[u8]) -> u32 {
    let part = |at: usize, weight: u32| u32::from(pixel.get(at).copied().unwrap_or(0)) * weight;
    (part(0, 299) + part(1, 587) + part(2, 114)) / 1000
}
