//! Rows of the stock pages: batches, and invalid cards kept.
//!
//! Separate from the pages because it only reads. Must not change anything.

use crate::domain::invalid::{InvalidCard, Why};
use crate::domain::stock::{Batch, days_left};
use crate::text::screens::stock as t;
use crate::text::{common, term};
use crate::ui::table::Rows;
use crate::ui::theme::Role;
use crate::view::View;
use std::collections::BTreeSet;

/// Batches, those with blanks left first.
pub struct Batches<'a>(pub Vec<&'a Batch>, &'a View<'a>);

impl<'a> Batches<'a> {
    pub fn of(view: &'a View<'a>) -> Batches<'a> {
        let mut batches: Vec<&Batch> = view.office.desk.stock.batches.iter().collect();
        batches.sort_by_key(|batch| batch.finished());
        Batches(batches, view)
    }

    fn opened(&self, batch: &Batch) -> bool {
        batch.label.is_some() && batch.label == self.1.office.desk.stock.opened
    }
}

impl Rows for Batches<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn id(&self, row: usize) -> u64 {
        let own = |batch: &&Batch| self.1.office.desk.stock.batches.iter().position(|b| b.label == batch.label);
        self.0.get(row).and_then(own).map_or(u64::MAX, |place| place as u64)
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        let Some(batch) = self.0.get(row) else { return };
        let lang = self.1.lang();
        let n = |count: u32| i64::from(count);
        let number = match column {
            0 => {
                out.push_str(batch.label.as_ref().map_or(t::NO_BATCH.get(lang), |label| label.as_str()));
                return;
            }
            1 => n(batch.received),
            2 => n(batch.borrowed) + n(batch.returned) - n(batch.lent) - n(batch.given_back),
            3 => i64::from(batch.difference),
            4 => n(batch.good),
            5 => batch.spoiled.values().map(|count| n(*count)).sum(),
            6 => n(batch.printing),
            7 => n(batch.left),
            _ => {
                let state = if self.opened(batch) { Some(t::OPENED) } else { None };
                let state = state.or(batch.finished().then_some(t::FINISHED));
                out.push_str(state.map_or("", |word| word.get(lang)));
                return;
            }
        };
        out.push_str(&common::count(lang, number));
    }

    fn role(&self, row: usize) -> Role {
        match self.0.get(row) {
            Some(batch) if self.opened(batch) => Role::Strong,
            Some(batch) if batch.finished() => Role::Dim,
            _ => Role::Plain,
        }
    }
}

/// Invalid cards kept, by number.
pub struct Cards<'a> {
    cards: Vec<&'a InvalidCard>,
    left_out: &'a BTreeSet<u32>,
    view: &'a View<'a>,
}

impl<'a> Cards<'a> {
    pub fn of(view: &'a View<'a>, left_out: &'a BTreeSet<u32>) -> Cards<'a> {
        Cards { cards: view.office.invalid.values().collect(), left_out, view }
    }

    /// The number of that row's card.
    pub fn no(&self, row: usize) -> Option<u32> {
        self.cards.get(row).map(|card| card.no)
    }
}

impl Rows for Cards<'_> {
    fn len(&self) -> usize {
        self.cards.len()
    }

    fn id(&self, row: usize) -> u64 {
        self.cards.get(row).map_or(u64::MAX, |card| card.no.into())
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        let Some(card) = self.cards.get(row) else { return };
        let (lang, symbols) = (self.view.lang(), self.view.look.symbols);
        match column {
            0 => out.push_str(if self.left_out.contains(&card.no) { symbols.unticked } else { symbols.ticked }),
            1 => out.push_str(&card.no.to_string()),
            2 => out.push_str(term::invalid_kind(card.why.kind()).get(lang)),
            3 => out.push_str(match card.why {
                Why::OldCard => "",
                Why::Spoiled(cause) => term::spoiled(cause).get(lang),
                Why::Rejected(cause) => term::rejected(cause).get(lang),
            }),
            4 => out.push_str(&card.number.short()),
            5 => out.push_str(&common::date(card.day)),
            _ => out.push_str(card.place.as_ref().map_or("", |place| place.as_str())),
        }
    }

    fn role(&self, row: usize) -> Role {
        let out = self.cards.get(row).is_some_and(|card| self.left_out.contains(&card.no));
        if out { Role::Dim } else { Role::Plain }
    }
}

/// What is on hand, and how long it lasts.
pub fn blanks(view: &View<'_>) -> (String, String) {
    let (lang, desk) = (view.lang(), &view.office.desk);
    let mut title = t::stock(lang, &common::count(lang, desk.blanks.into()));
    if desk.blanks <= view.office.policy().low_blanks {
        title = format!("{title}. {}", t::LOW_BLANKS.get(lang));
    }
    let days = days_left(desk.blanks, &desk.stock.rate).map(|n| t::days(lang, &common::count(lang, n.into())));
    (title, days.unwrap_or_default())
}

/// The film and the loans in a line; true when the film is to be got ready.
pub fn film(view: &View<'_>) -> (String, bool) {
    let (lang, stock) = (view.lang(), &view.office.desk.stock);
    let count = |n: u32| common::count(lang, n.into());
    let low = |left: u32| left <= view.office.policy().low_film;
    let (mut line, warns) = match &stock.film {
        None => (t::NO_FILM.get(lang).to_owned(), false),
        Some(film) => (t::film(lang, &count(film.left()), &count(film.prints)), low(film.left())),
    };
    if warns {
        line = format!("{line} {}", t::LOW_FILM.get(lang));
    }
    if (stock.lent_out, stock.borrowed_in) != (0, 0) {
        line = format!("{line} {}", t::loans(lang, &count(stock.lent_out), &count(stock.borrowed_in)));
    }
    (line, warns)
}
