//! Synthetic characteristics of the simulated reader: numbers dressed as templates.
//!
//! Separate so that the demo and the tests can make a reference for a finger that the simulator will
//! recognise. There is nothing biometric in them.

use super::levers::Placed;
use crate::device::finger::Template;

/// Bytes of a template (ZFM user manual V13).
pub const TEMPLATE_LEN: usize = 512;
/// Size of a picture of the sensor in pixels, four bits each.
pub const IMAGE: (usize, usize) = (256, 288);

const MARK: [u8; 4] = *b"LKSF";
const HOLDER: u32 = 0xFFFF_FFFE;
const STRANGER: u32 = 0xFFFF_FFFD;

/// The reference of synthetic finger `person`, as a data centre or a chip would hand it over.
pub fn template_of(person: u32) -> Template {
    Template::new(characteristics(person))
}

/// The characteristics a finger on the sensor yields, if it yields any.
pub(super) fn of_finger(finger: Placed) -> Option<Vec<u8>> {
    match finger {
        Placed::Person(n) => Some(characteristics(n)),
        Placed::Holder => Some(characteristics(HOLDER)),
        Placed::Stranger => Some(characteristics(STRANGER)),
        Placed::Messy | Placed::TooFewFeatures | Placed::NoImage => None,
    }
}

fn characteristics(id: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(TEMPLATE_LEN);
    out.extend_from_slice(&MARK);
    out.extend_from_slice(&id.to_be_bytes());
    let mut state = id ^ 0x9E37_79B9;
    while out.len() < TEMPLATE_LEN {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        out.push((state >> 24) as u8);
    }
    out
}

fn id_of(bytes: &[u8]) -> Option<u32> {
    let rest = bytes.strip_prefix(&MARK)?;
    Some(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?))
}

/// The score of two characteristics; zero means that they do not belong together.
pub(super) fn score(a: &[u8], b: &[u8]) -> u16 {
    match (id_of(a), id_of(b)) {
        (Some(x), Some(y)) if x == y || x == HOLDER || y == HOLDER => 153,
        _ => 0,
    }
}

/// A picture with ridges in it, two pixels a byte.
pub(super) fn picture(finger: Placed) -> Vec<u8> {
    let turn = match finger {
        Placed::Person(n) => n % 97,
        _ => 0,
    } as f32;
    let (width, height) = IMAGE;
    let shade = |x: usize, y: usize| {
        let (dx, dy) = (x as f32 - 128.0 + turn, y as f32 - 144.0);
        let ridge = ((dx * dx + dy * dy).sqrt() / 2.2 + turn).sin();
        ((ridge + 1.0) * 7.5) as u8 & 0x0F
    };
    (0..height)
        .flat_map(|y| (0..width / 2).map(move |half| (half * 2, y)))
        .map(|(x, y)| shade(x, y) << 4 | shade(x + 1, y))
        .collect()
}
