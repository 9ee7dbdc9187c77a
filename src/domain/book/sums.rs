//! The day's equations written out term by term, so that each can be printed with its numbers.
//!
//! Separate from [`Figures`], which says whether they hold: here every number has its name and its side. A test
//! keeps both in step.

use crate::domain::figures::{Figures, Stocks, Through};
use crate::domain::status::DeferralReason;

/// One equation of counter practice 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sum {
    Applications,
    Returned,
    Recorded,
    Deferred(DeferralReason),
    Cards,
    Prints,
    Blanks,
    Invalid,
}

/// A number with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// Subscript 0: carried from the day before.
    Before,
    /// On hand now.
    Now,
    New,
    Reopened,
    Handed,
    Cancelled,
    /// Returned to the applicant (V).
    Returns,
    /// Brought back (W).
    Resubmissions,
    /// Recorded under trouble (r).
    Recordings,
    /// Went on (r resumed).
    WentOn,
    Deferrals,
    GoodPrints,
    TakenBack,
    CardsHanded,
    Rejected,
    /// In doubt at the opening (X₀).
    InDoubtBefore,
    /// In doubt now (X).
    InDoubt,
    Intents,
    Spoiled,
    NoneCameOut,
    BlanksReceived,
    BlanksBorrowed,
    /// Negative on its side.
    BlanksLent,
    /// Signed.
    Difference,
    Withdrawn,
    Destroyed,
    PassedOn,
}

/// Two sides that must be equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    pub sum: Sum,
    pub left: Vec<(Term, i64)>,
    pub right: Vec<(Term, i64)>,
}

impl Equation {
    fn new(sum: Sum, left: &[(Term, i64)], right: &[(Term, i64)]) -> Equation {
        Equation { sum, left: left.to_vec(), right: right.to_vec() }
    }

    /// Sum of the left side.
    pub fn left_total(&self) -> i64 {
        self.left.iter().map(|(_, n)| n).sum()
    }

    /// Sum of the right side.
    pub fn right_total(&self) -> i64 {
        self.right.iter().map(|(_, n)| n).sum()
    }

    /// Both sides are equal.
    pub fn holds(&self) -> bool {
        self.left_total() == self.right_total()
    }
}

fn n(count: u32) -> i64 {
    i64::from(count)
}

/// The equations of a day against what is on hand. Deferral reasons without any number are left out.
pub fn equations(figures: &Figures, now: &Stocks) -> Vec<Equation> {
    let (before, census) = (&figures.opening.census, &now.census);
    let through = |sum, came: Term, went: Term, was: u32, flow: &Through, is: u32| {
        let left = [(Term::Before, n(was)), (came, n(flow.came))];
        let right = [(went, n(flow.went)), (Term::Cancelled, n(flow.cancelled)), (Term::Now, n(is))];
        Equation::new(sum, &left, &right)
    };
    let applications = Equation::new(
        Sum::Applications,
        &[(Term::Before, n(before.total())), (Term::New, n(figures.new)), (Term::Reopened, n(figures.reopened))],
        &[(Term::Handed, n(figures.handed)), (Term::Cancelled, n(figures.cancelled)), (Term::Now, n(census.total()))],
    );
    let (returned, recorded) = (&figures.returned, &figures.recorded);
    let mut all = vec![
        applications,
        through(Sum::Returned, Term::Returns, Term::Resubmissions, before.returned, returned, census.returned),
        through(Sum::Recorded, Term::Recordings, Term::WentOn, before.recorded, recorded, census.recorded),
    ];
    let none = Through::default();
    for reason in DeferralReason::ALL {
        let count = |in_stock: &std::collections::BTreeMap<DeferralReason, u32>| in_stock.get(&reason).copied();
        let (was, is) = (count(&before.deferred).unwrap_or(0), count(&census.deferred).unwrap_or(0));
        let flow = figures.deferred.get(&reason).unwrap_or(&none);
        let e = through(Sum::Deferred(reason), Term::Deferrals, Term::WentOn, was, flow, is);
        if e.left.iter().chain(&e.right).any(|(_, n)| *n != 0) {
            all.push(e);
        }
    }
    all.extend(stock(figures, now));
    all
}

/// The equations of cards, prints, blanks and invalid cards.
fn stock(f: &Figures, now: &Stocks) -> [Equation; 4] {
    let (before, census) = (&f.opening.census, &now.census);
    let doubt = (Term::InDoubtBefore, n(before.printing));
    let (good, spoiled) = ((Term::GoodPrints, n(f.good)), (Term::Spoiled, n(f.spoiled)));
    let in_doubt = (Term::InDoubt, n(census.printing));
    [
        Equation::new(
            Sum::Cards,
            &[(Term::Before, n(before.shelf())), good, (Term::TakenBack, n(f.cards_back))],
            &[(Term::CardsHanded, n(f.cards_handed)), (Term::Rejected, n(f.rejected)), (Term::Now, n(census.shelf()))],
        ),
        Equation::new(
            Sum::Prints,
            &[doubt, (Term::Intents, n(f.intents))],
            &[good, spoiled, (Term::NoneCameOut, n(f.none)), in_doubt],
        ),
        Equation::new(
            Sum::Blanks,
            &[
                (Term::Before, n(f.opening.blanks)),
                doubt,
                (Term::BlanksReceived, n(f.blanks_received)),
                (Term::BlanksBorrowed, n(f.blanks_borrowed)),
                (Term::BlanksLent, -n(f.blanks_lent)),
                (Term::Difference, i64::from(f.blanks_difference)),
            ],
            &[good, spoiled, in_doubt, (Term::Now, n(now.blanks))],
        ),
        Equation::new(
            Sum::Invalid,
            &[
                (Term::Before, n(f.opening.invalid)),
                (Term::Withdrawn, n(f.withdrawn)),
                spoiled,
                (Term::Rejected, n(f.rejected)),
            ],
            &[(Term::Destroyed, n(f.destroyed)), (Term::PassedOn, n(f.passed_on)), (Term::Now, n(now.invalid))],
        ),
    ]
}
