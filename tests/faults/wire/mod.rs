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

/// Does every case on a few threads; each answers under which word it is counted.
fn tallied<C: Sync>(cases: &[C], case: impl Fn(&C) -> &'static str + Sync) -> Tally {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let tally = std::sync::Mutex::new(Tally::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(one) = cases.get(next.fetch_add(1, std::sync::atomic::Ordering::SeqCst)) {
                    let word = case(one);
                    *tally.lock().expect("the tally").entry(word).or_default() += 1;
                }
            });
        }
    });
    tally.into_inner().expect("the tally")
}

/// How many cases were counted under a word.
type Tally = std::collections::BTreeMap<&'static str, u32>;

/// A tally as it is printed.
fn told(tally: &Tally) -> String {
    tally.iter().map(|(word, n)| format!("{word}={n}")).collect::<Vec<_>>().join(" ")
}
