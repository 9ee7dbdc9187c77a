//! A grey picture on a screen of letters: two shades a cell in half blocks, or a ramp of ASCII signs.
//!
//! Separate because it is the only picture there is. Must not know what it shows.

use super::paint;
use super::theme::{ASCII, Look, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Signs from dark to light where half blocks are not to be had; the paper is the light.
const RAMP: &[u8] = b"@#*+=-. ";
/// Below this a half cell is ink.
const INK: u8 = 150;

/// Shades row by row, 0 black to 255 white.
pub struct Picture<'a> {
    pub shades: &'a [u8],
    pub width: usize,
    pub height: usize,
}

/// Draws a picture as large as the area allows, sides in proportion.
pub fn draw(picture: &Picture<'_>, area: Rect, buf: &mut Buffer, look: &Look) {
    let Picture { shades, width, height } = *picture;
    let unicode = !std::ptr::eq(look.symbols, &ASCII);
    let area = paint::clip(area, buf);
    if width == 0 || height == 0 || shades.len() < width * height || area.is_empty() {
        return;
    }
    // A cell is about twice as high as wide: two half cells make a square.
    let (columns, halves) = (usize::from(area.width), usize::from(area.height) * 2);
    let shown = columns.min(halves * width / height).max(1);
    let tall = (shown * height / width).clamp(1, halves);
    let shade = |x: usize, y: usize| {
        mean(shades, width, (x * width / shown, (x + 1) * width / shown), (y * height / tall, (y + 1) * height / tall))
    };
    for line in 0..tall.div_ceil(2) {
        let text: String = (0..shown)
            .map(|x| {
                let upper = shade(x, line * 2);
                let lower = if line * 2 + 1 < tall { shade(x, line * 2 + 1) } else { 255 };
                if unicode { half(upper, lower) } else { ramp(upper, lower) }
            })
            .collect();
        let row = u16::try_from(line).unwrap_or(u16::MAX);
        paint::put(buf, paint::line(area, row), &text, look.style(Role::Plain));
    }
}

/// Ink on the dark of a terminal would be a negative: light cells are drawn, ink is left out.
fn half(upper: u8, lower: u8) -> char {
    match (upper >= INK, lower >= INK) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}

fn ramp(upper: u8, lower: u8) -> char {
    let shade = (usize::from(upper) + usize::from(lower)) / 2;
    char::from(RAMP[shade * (RAMP.len() - 1) / 255])
}

/// Mean shade of a block; never of nothing.
fn mean(shades: &[u8], width: usize, (left, right): (usize, usize), (top, bottom): (usize, usize)) -> u8 {
    let (right, bottom) = (right.max(left + 1), bottom.max(top + 1));
    let cells = (top..bottom).flat_map(|y| (left..right).map(move |x| y * width + x));
    let (sum, count) = cells.filter_map(|at| shades.get(at)).fold((0u32, 0u32), |(s, n), v| (s + u32::from(*v), n + 1));
    u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX)
}
