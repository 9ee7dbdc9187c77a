//! The lines a number of the book counts: the list behind it.
//!
//! Separate because the screen shows such a list and the exporters print it. Must not know how a line looks.

use super::{Age, Book, Line, OfficeAct, OfficeLine, OpenLine, Part, ShelfAge, What};
use crate::domain::application::Stage;

/// Which files a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// Every open file.
    Open,
    Stage(Stage),
    Age(Age),
    Shelf,
    ShelfAge(ShelfAge),
    /// Part A.
    New,
    Handed,
    Cancelled,
    /// Given up before and taken up again today.
    Reopened,
    /// Brought back by their applicants today.
    Back,
    /// A blank was spoiled on them today, or their card rejected.
    Spoiled,
    /// Came to collect or go on.
    Visits,
    /// Went home without a number.
    Away,
    /// Movements of blanks, batches, film and invalid cards: lines of part D.
    Stock,
}

impl Behind {
    /// The lines it counts, each by its part and place, in the order of the book.
    pub fn lines(self, book: &Book) -> Vec<(Part, usize)> {
        let of_files = |wanted: fn(&Line) -> bool| {
            let lines = [(Part::A, &book.received), (Part::B, &book.older)];
            let fits = move |(part, lines): (Part, &Vec<Line>)| {
                let hits = lines.iter().enumerate().filter(move |(_, line)| wanted(line));
                hits.map(move |(n, _)| (part, n)).collect::<Vec<_>>()
            };
            lines.into_iter().flat_map(fits).collect()
        };
        let open = |fits: &dyn Fn(&OpenLine) -> bool| {
            let hits = book.open.iter().enumerate().filter(|(_, line)| fits(line));
            hits.map(|(n, _)| (Part::C, n)).collect::<Vec<_>>()
        };
        match self {
            Behind::Open => open(&|_| true),
            Behind::Stage(stage) => open(&|l| l.stage == stage),
            Behind::Age(age) => open(&|l| l.age == age),
            Behind::Shelf => open(&|l| l.shelf_days.is_some()),
            Behind::ShelfAge(age) => open(&|l| l.shelf_days.map(ShelfAge::of) == Some(age)),
            Behind::New => (0..book.received.len()).map(|n| (Part::A, n)).collect(),
            Behind::Handed => of_files(|line| line.stage == Stage::HandedOver),
            Behind::Cancelled => of_files(|line| matches!(line.stage, Stage::Cancelled(_))),
            Behind::Reopened => of_files(|line| has(line, |what| matches!(what, What::Reopened))),
            Behind::Back => of_files(|line| has(line, |what| matches!(what, What::Resubmitted))),
            Behind::Spoiled => {
                of_files(|line| has(line, |what| matches!(what, What::Spoiled(_) | What::Rejected { .. })))
            }
            Behind::Visits => {
                let lines = book.received.iter().map(|l| (Part::A, l)).chain(book.older.iter().map(|l| (Part::B, l)));
                let came = lines.filter(|(_, line)| book.visits.contains(&line.app));
                came.map(|(part, line)| (part, line.place as usize - 1)).collect()
            }
            Behind::Away => (0..book.away.len()).map(|n| (Part::D, book.office.len() + n)).collect(),
            Behind::Stock => {
                let stock = |line: &OfficeLine| matches!(line.act, OfficeAct::Blanks { .. } | OfficeAct::Stock { .. });
                let hits = book.office.iter().enumerate().filter(|(_, line)| stock(line));
                hits.map(|(n, _)| (Part::D, n)).collect()
            }
        }
    }
}

fn has(line: &Line, wanted: fn(&What) -> bool) -> bool {
    line.remarks.iter().any(|remark| wanted(&remark.what))
}
