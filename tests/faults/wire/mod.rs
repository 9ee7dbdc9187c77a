//! A device that dies at any byte of the conversation, and a desk that dies at any durable call around the act.
//!
//! What a driver says must be so; what it cannot know it must leave in doubt. With the desk killed too, the cards and
//! blanks and messages of the world are those of the book once somebody has looked, and somebody is asked once.

pub mod chip;
mod desk;
mod line;
pub mod modem;
pub mod printer;

/// Places of a conversation: every byte of both ways, or in the sampled run one in so many.
fn places(bytes: [usize; 2], seed: &mut super::rig::Seed, sampled: usize) -> Vec<(usize, usize)> {
    let every = if crate::cases(1) == 1 { sampled } else { 1 };
    let all = (0..2).flat_map(|way| (1..bytes[way]).map(move |at| (way, at)));
    all.filter(|_| seed.once_in(every)).collect()
}

/// The bytes let through each way when the line breaks after so many of one.
fn limits((way, at): (usize, usize)) -> [usize; 2] {
    if way == 0 { [at, usize::MAX] } else { [usize::MAX, at] }
}

/// Does every case; each answers under which word it is counted.
fn tallied<C: Sync>(cases: &[C], case: impl Fn(&C) -> &'static str + Sync) -> Tally {
    let mut tally = Tally::new();
    for word in super::rig::beside(cases, case) {
        *tally.entry(word).or_default() += 1;
    }
    tally
}

/// How many cases were counted under a word.
type Tally = std::collections::BTreeMap<&'static str, u32>;

/// A tally as it is printed.
fn told(tally: &Tally) -> String {
    tally.iter().map(|(word, n)| format!("{word}={n}")).collect::<Vec<_>>().join(" ")
}

/// In how many cases the desk was killed, and in how many a person had to look.
fn struck_and_asked(done: &[(bool, bool)]) -> (usize, usize) {
    (done.iter().filter(|(killed, _)| *killed).count(), done.iter().filter(|(_, looked)| *looked).count())
}
