//! The agenda of a month or a year: every day's part A again, each file as it stands at the end of the period.
//!
//! Separate from the day's book, which is frozen when the day is closed: there a file stands as it stood that
//! evening, here with all that became of it since.

use super::{Day, Discord, Report};
use crate::domain::book::Book;
use chrono::NaiveDate;

/// One day: its part A, and the notes of part D its lines point at.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    pub date: NaiveDate,
    pub closed: bool,
    /// New numbers of the day's figures.
    pub new: u32,
    /// Only its parts A and D have a meaning here.
    pub book: Book,
}

impl Chapter {
    /// A day with the book made of the files received in it.
    pub fn new(day: &Day, book: Book) -> Chapter {
        let (date, closed, new) = (day.date, day.closed.is_some(), day.figures.new);
        Chapter { date, closed, new, book: Book { open: Vec::new(), ..book } }
    }
}

/// The agenda of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Agenda {
    /// Its sums; also every sum that does not come out, lines included.
    pub report: Report,
    pub chapters: Vec<Chapter>,
}

impl Agenda {
    /// Puts lines and sums together, and compares them.
    pub fn new(mut report: Report, chapters: Vec<Chapter>) -> Agenda {
        for Chapter { date, new, book, .. } in &chapters {
            let (date, new, lines) = (*date, *new, book.received.len() as u32);
            report.discords.extend((lines != new).then_some(Discord::Lines { date, lines, new }));
        }
        Agenda { report, chapters }
    }
}
