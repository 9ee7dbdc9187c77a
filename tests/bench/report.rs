//! The table: one line a figure, one column a size, the aim beside it.

use std::time::Duration;

struct Line {
    what: String,
    aim: &'static str,
    cells: Vec<String>,
}

/// Figures as they come in.
pub struct Report {
    sizes: Vec<u64>,
    lines: Vec<Line>,
}

impl Report {
    pub fn new(sizes: &[u64]) -> Report {
        Report { sizes: sizes.to_vec(), lines: Vec::new() }
    }

    /// A figure without an aim.
    pub fn note(&mut self, size: u64, what: &str, figure: String) {
        self.put(size, what, "", figure);
    }

    /// A figure with its aim, marked where it misses it.
    pub fn aim(&mut self, size: u64, what: &str, figure: String, (aim, met): (&'static str, bool)) {
        let figure = if met { figure } else { format!("{figure} **missed**") };
        self.put(size, what, aim, figure);
    }

    fn put(&mut self, size: u64, what: &str, aim: &'static str, figure: String) {
        eprintln!("  {what}: {figure}{}", if aim.is_empty() { String::new() } else { format!(" (aim {aim})") });
        let column = self.sizes.iter().position(|s| *s == size).unwrap_or(0);
        let empty = vec![String::new(); self.sizes.len()];
        let known = self.lines.iter().position(|l| l.what == what);
        let place = known.unwrap_or_else(|| {
            self.lines.push(Line { what: what.to_owned(), aim, cells: empty });
            self.lines.len() - 1
        });
        self.lines[place].cells[column] = figure;
    }

    /// Prints the table, with what the machine was doing.
    pub fn print(&self) {
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        println!("\n{cores} cores, load average {}\n", load.split(' ').take(3).collect::<Vec<_>>().join(" "));
        let sizes: Vec<String> = self.sizes.iter().map(|n| grouped(*n)).collect();
        println!("| figure | {} | aim |", sizes.join(" | "));
        println!("|---|{}---|", "---|".repeat(sizes.len()));
        for line in &self.lines {
            println!("| {} | {} | {} |", line.what, line.cells.join(" | "), line.aim);
        }
    }
}

/// A number with its thousands apart.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Measured times, sorted when asked.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that so many of a thousand stay under; zero when nothing was measured.
    pub fn at(&self, permille: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * permille / 1000).min(sorted.len().saturating_sub(1));
        sorted.get(place).copied().unwrap_or_default()
    }

    pub fn median(&self) -> Duration {
        self.at(500)
    }

    pub fn p99(&self) -> Duration {
        self.at(990)
    }

    pub fn max(&self) -> Duration {
        self.0.iter().max().copied().unwrap_or_default()
    }

    /// Median, 99th of a hundred and worst.
    pub fn told(&self) -> String {
        format!("{} / {} / {}", short(self.median()), short(self.p99()), short(self.max()))
    }
}

/// A time in the unit that suits it.
pub fn short(time: Duration) -> String {
    let us = time.as_secs_f64() * 1e6;
    match us {
        us if us < 1_000.0 => format!("{us:.0} µs"),
        us if us < 1_000_000.0 => format!("{:.2} ms", us / 1e3),
        us => format!("{:.1} s", us / 1e6),
    }
}

/// Several ratios as median with the lowest and highest round.
pub struct Ratios(Vec<f64>);

impl Ratios {
    pub fn of(rounds: impl Iterator<Item = (Duration, Duration)>) -> Ratios {
        let mut ratios: Vec<f64> = rounds.map(|(a, b)| a.as_secs_f64() / b.as_secs_f64().max(1e-9)).collect();
        ratios.sort_unstable_by(f64::total_cmp);
        Ratios(ratios)
    }

    pub fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or_default()
    }

    pub fn told(&self) -> String {
        let (low, high) = (self.0.first().copied().unwrap_or_default(), self.0.last().copied().unwrap_or_default());
        format!("{:.2}× ({low:.2}–{high:.2})", self.median())
    }
}
