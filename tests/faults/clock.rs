//! A clock that jumps: back an hour, a day, a year, over leap days and midnights, into other zones and boots.
//!
//! Order is the journal's, never the clock's; numbers have no gap; the office day never goes back.

use super::child::{Task, number, say};
use super::oracle::{Acked, judge, take_acks};
use super::rig::{Disk, Heard, Seed, command, founded};
use super::writer::Writer;
use chrono::{DateTime, NaiveDate};
use loket::domain::event::{Envelope, Event};
use loket::domain::id::BootId;
use loket::ledger::{Ledger, Options, open};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// Moments clocks are known to stumble over: end of a year, leap day, and the seconds around a midnight (UTC+7).
const MOMENTS: [&str; 5] = [
    "2027-12-31T16:59:59Z",
    "2028-02-28T16:59:59Z",
    "2028-02-29T16:59:59Z",
    "2026-11-02T17:00:00Z",
    "2026-11-02T16:59:59Z",
];

/// The wall clock as somebody or something sets it.
pub struct Clock {
    seed: Seed,
    utc_ms: i64,
    offset_s: i32,
    boot: BootId,
    jumps: u32,
}

impl Clock {
    pub fn new(seed: Seed) -> Clock {
        Clock { seed, utc_ms: crate::ledger::support::MORNING, offset_s: 25_200, boot: BootId([1; 16]), jumps: 0 }
    }

    /// Sets the stamp of the next act; its monotonic part stays, for it names the act.
    pub fn stamp(&mut self, order: &mut Envelope) {
        let seed = &mut self.seed;
        self.jumps += 1;
        match seed.below(20) {
            0 | 1 => self.utc_ms -= HOUR,
            2 => self.utc_ms += HOUR,
            3 => self.utc_ms -= DAY,
            4 => self.utc_ms += DAY,
            5 => self.utc_ms -= 365 * DAY,
            6 => self.utc_ms += if seed.once_in(15) { 365 * DAY } else { 2 * DAY },
            7 if seed.once_in(6) => {
                let moment = DateTime::parse_from_rfc3339(MOMENTS[seed.below(MOMENTS.len())]).expect("a moment");
                self.utc_ms = moment.timestamp_millis();
            }
            8 => self.offset_s = [25_200, 28_800, 32_400, 0, -39_600, 50_400, 20_700][seed.below(7)],
            9 => self.boot = BootId([seed.next() as u8; 16]),
            _ => {
                self.jumps -= 1;
                self.utc_ms += seed.below(300_000) as i64;
            }
        }
        order.stamp.utc_ms = self.utc_ms;
        order.stamp.offset_s = self.offset_s;
        order.stamp.boot = self.boot;
    }
}

/// The child: acts under such a clock, and opens the day the clock shows from time to time.
pub fn work(task: &Task) {
    let acts = number("LOKET_FAULT_ACTS").expect("a number of acts");
    let mut writer = Writer::open(task).expect("the ledger opens");
    writer.clock = Some(Clock::new(Seed::of(task.seed)));
    for _ in 0..acts {
        writer.act().expect("the ledger answers");
    }
    say(&format!("jumps {}", writer.clock.map_or(0, |clock| clock.jumps)));
}

#[test]
fn a_jumping_clock_changes_neither_order_nor_numbers() {
    let mut seed = Seed::printed("clock");
    let value = seed.value();
    let (mut jumps, mut acts, mut days) = (0, 0, 0);
    let sampled = crate::cases(1) == 1;
    for _ in 0..if sampled { 1 } else { crate::cases(2) } {
        let (_folder, home) = founded(Disk::Memory);
        let task = seed.next();
        let mut command = command("clock", &home, task);
        command.env("LOKET_FAULT_ACTS", "500");
        let (status, said) = Heard::start(command).end();
        assert!(status.success(), "seed {task}: {status}, {:?}", said.last());
        let told = said.iter().find_map(|line| line.strip_prefix("jumps ")).expect("the jumps");
        jumps += told.parse::<u32>().expect("a number");
        let mut acked = Acked::new();
        acts += take_acks(&said, &mut acked);
        judge(&home, &acked).unwrap_or_else(|wrong| panic!("seed {task}: {wrong}"));
        days += office_days(&home);
    }
    println!("clock: seed={value} cases={jumps} acts={acts} days={days} lost=0 found={acts}");
    assert!(jumps > 100 && days > 3);
}

/// Every office day comes after the one before it, and every entry about a file of a day follows that day's opening.
fn office_days(home: &std::path::Path) -> usize {
    let ledger = open(home, Options::default()).expect("it opens");
    let mut opened: Vec<NaiveDate> = Vec::new();
    for seq in 1..=ledger.office().desk.seq {
        let entry = ledger.entry(seq).expect("a look").expect("an entry");
        match entry.event {
            Event::DayOpened(e) => {
                assert!(opened.last().is_none_or(|last| *last < e.date), "{} after {opened:?}", e.date);
                opened.push(e.date);
            }
            Event::ApplicationSubmitted(e) => {
                let file = ledger.file(loket::domain::id::AppId(seq)).expect("a look").expect("a file");
                assert_eq!(Some(&file.app.day), opened.last(), "the day that was open");
                assert_eq!(Some(e.number.year), opened.last().map(chrono::Datelike::year), "the year of that day");
            }
            _ => {}
        }
    }
    opened.len()
}
