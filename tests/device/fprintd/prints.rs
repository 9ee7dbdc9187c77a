//! Synthetic fingerprints: ridges grown from noise along an invented flow. No person's data anywhere.
//!
//! The flow has the whirls and branchings of a real pattern; filters laid across and along it turn noise into ridges, whose
//! ends and forks fall where chance put them. That is what a matcher compares.

use std::f32::consts::PI;
use std::sync::OnceLock;

pub const WIDTH: usize = 220;
pub const HEIGHT: usize = 280;
/// Pixels to each side that a filter sees.
const REACH: usize = 7;
const DIRECTIONS: usize = 16;
const ROUNDS: usize = 7;

#[derive(Debug, Clone, Copy)]
enum Pattern {
    Loop,
    Whorl,
}

/// Invented fingers.
#[derive(Debug, Clone, Copy)]
pub enum Person {
    /// Whose finger is enrolled.
    Holder,
    /// Another finger of the same pattern.
    SamePattern,
    OtherPattern,
}

/// How the finger lies this time.
#[derive(Debug, Clone, Copy)]
struct Touch {
    degrees: f32,
    right: f32,
    down: f32,
}

/// A touch that differs a little from any other number's.
fn touch(n: u64) -> Touch {
    let mut chance = Chance(n);
    Touch { degrees: chance.next() * 6.0, right: chance.next() * 8.0, down: chance.next() * 9.0 }
}

/// The picture of a touch, one byte a pixel, ridges dark.
pub fn picture(person: Person, n: u64) -> Vec<u8> {
    static RIDGES: OnceLock<[Vec<f32>; 3]> = OnceLock::new();
    let [holder, same, other] = RIDGES.get_or_init(|| {
        std::thread::scope(|s| {
            let grow = [(1, Pattern::Loop), (3, Pattern::Loop), (2, Pattern::Whorl)]
                .map(|(seed, pattern)| s.spawn(move || ridges(seed, pattern)));
            grow.map(|thread| thread.join().expect("ridges"))
        })
    });
    let ridges = match person {
        Person::Holder => holder,
        Person::SamePattern => same,
        Person::OtherPattern => other,
    };
    press(ridges, touch(n), n + 77)
}

/// Chance from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    /// From -1 to 1.
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 40) as f32 / 8_388_608.0 - 1.0
    }
}

/// What makes a finger its own beside the chance of its ridges.
struct Build {
    pattern: Pattern,
    /// Offset of the cores and of the deltas, in pixels.
    core: (f32, f32),
    delta: (f32, f32),
    /// Distance of two ridges in pixels, as at 500 dots per inch.
    period: f32,
    /// Slow waves in the flow: how often from side to side and from top to bottom, where they begin, in radians.
    bends: [(f32, f32, f32); 3],
}

/// Direction of the ridges at a point, from 0 to π: half the angle to each core less half that to each delta.
fn flow(x: f32, y: f32, build: &Build) -> f32 {
    let (w, h) = (WIDTH as f32, HEIGHT as f32);
    let angle = |cx: f32, cy: f32, by: (f32, f32)| (y - cy * h - by.1).atan2(x - cx * w - by.0) / 2.0;
    let core = |cx: f32, cy: f32| angle(cx, cy, build.core);
    let delta = |cx: f32, cy: f32| angle(cx, cy, build.delta);
    let turned = match build.pattern {
        Pattern::Loop => core(0.5, 0.42) - delta(0.2, 0.8),
        Pattern::Whorl => core(0.5, 0.42) + core(0.5, 0.56) - delta(0.18, 0.8) - delta(0.84, 0.8),
    };
    let bend = |(side, down, from): (f32, f32, f32)| 0.14 * (2.0 * PI * (side * x / w + down * y / h) + from).sin();
    (turned + build.bends.map(bend).iter().sum::<f32>()).rem_euclid(PI)
}

/// Weights along a line through a pixel, with the way to each neighbour.
type Taps = Vec<(isize, f32)>;

/// The pixels on a line of a direction, as offsets into the image, each with its weight.
fn taps((x, y): (f32, f32), weight: impl Fn(f32) -> f32) -> Taps {
    let way = |t: f32| (t * y).round() as isize * WIDTH as isize + (t * x).round() as isize;
    (-(REACH as i32)..=REACH as i32).map(|t| (way(t as f32), weight(t as f32))).collect()
}

/// A wave across the ridges under a bell, without a mean, and a bell along them; for each direction.
fn filters(period: f32) -> Vec<(Taps, Taps)> {
    let bell = |t: f32| (-t * t / 26.0).exp();
    let wave = |t: f32| (2.0 * PI * t / period).cos();
    let all = || (-(REACH as i32)..=REACH as i32).map(|t| t as f32);
    let mean = all().map(|t| bell(t) * wave(t)).sum::<f32>() / all().map(bell).sum::<f32>();
    let one = |k: usize| {
        let (sin, cos) = (PI * k as f32 / DIRECTIONS as f32).sin_cos();
        (taps((-sin, cos), |t| bell(t) * (wave(t) - mean)), taps((cos, sin), bell))
    };
    (0..DIRECTIONS).map(one).collect()
}

/// Every pixel replaced by what its taps give; the rim stays flat.
fn filtered<'a>(image: &[f32], taps_of: impl Fn(usize) -> &'a Taps) -> Vec<f32> {
    let mut out = vec![0.0; image.len()];
    for y in REACH..HEIGHT - REACH {
        for x in REACH..WIDTH - REACH {
            let at = y * WIDTH + x;
            let mut sum = 0.0;
            for (way, weight) in taps_of(at) {
                sum += image[at.wrapping_add_signed(*way)] * weight;
            }
            out[at] = sum;
        }
    }
    out
}

/// Ridges from -1 to 1, grown from chance.
fn ridges(seed: u64, pattern: Pattern) -> Vec<f32> {
    let mut chance = Chance(seed);
    let mut off = |by: f32| (chance.next() * by, chance.next() * by);
    let (core, delta) = (off(14.0), off(30.0));
    let bends = [(); 3].map(|()| (chance.next() * 1.5, chance.next() * 1.5, chance.next() * PI));
    let build = Build { pattern, core, delta, period: 9.0 + chance.next() * 0.8, bends };
    let filters = filters(build.period);
    let direction = |n: usize| {
        let at = flow((n % WIDTH) as f32, (n / WIDTH) as f32, &build);
        (at / PI * DIRECTIONS as f32).round() as usize % DIRECTIONS
    };
    let directions: Vec<usize> = (0..WIDTH * HEIGHT).map(direction).collect();
    let mut image: Vec<f32> = (0..WIDTH * HEIGHT).map(|_| chance.next() * 0.5).collect();
    for _ in 0..ROUNDS {
        let across = filtered(&image, |n| &filters[directions[n]].0);
        let along = filtered(&across, |n| &filters[directions[n]].1);
        let strength = (along.iter().map(|v| v * v).sum::<f32>() / along.len() as f32).sqrt();
        image = along.iter().map(|v| (1.5 * v / strength).tanh()).collect();
    }
    image
}

/// The finger turned, moved, with the noise of a sensor, inside the outline of a fingertip.
fn press(ridges: &[f32], touch: Touch, seed: u64) -> Vec<u8> {
    let mut chance = Chance(seed);
    let (sin, cos) = touch.degrees.to_radians().sin_cos();
    let (mx, my) = (WIDTH as f32 / 2.0, HEIGHT as f32 / 2.0);
    let pixel = |n: usize, noise: f32| {
        let (dx, dy) = ((n % WIDTH) as f32 - mx - touch.right, (n / WIDTH) as f32 - my - touch.down);
        let (x, y) = (dx * cos + dy * sin, dy * cos - dx * sin);
        let inside = (x / (mx * 0.92)).powi(2) + (y / (my * 0.94)).powi(2) < 1.0;
        if !inside {
            return 250;
        }
        let (x, y) = (x + mx, y + my);
        let (left, top) = ((x as usize).min(WIDTH - 2), (y as usize).min(HEIGHT - 2));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let at = |row: usize| {
            let from = row * WIDTH + left;
            ridges[from] * (1.0 - fx) + ridges[from + 1] * fx
        };
        let value = at(top) * (1.0 - fy) + at(top + 1) * fy + noise * 0.2;
        (128.0 - 100.0 * value.tanh()) as u8
    };
    (0..WIDTH * HEIGHT).map(|n| pixel(n, chance.next())).collect()
}
