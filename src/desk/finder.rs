//! Searching while the clerk types: its own thread, its own read connection.
//!
//! Separate so that a slow search never holds up a key. A new query interrupts the running one; only the
//! newest is ever answered.

use super::input::Input;
use crate::ledger::{Interrupter, LedgerError, Searcher};
use crate::view::FoundRow;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Most rows a search shows; more are told by "20+".
pub const LIMIT: usize = 20;

/// The handle of the search thread.
pub struct Finder {
    queries: Sender<String>,
    interrupter: Interrupter,
}

impl Finder {
    /// Starts the thread; answers go to `deliver`.
    ///
    /// # Errors
    /// When the system has no room for a thread.
    pub fn start(
        searcher: Box<dyn Searcher + Send>,
        deliver: impl Fn(Input) + Send + 'static,
    ) -> std::io::Result<Finder> {
        let interrupter = searcher.interrupter();
        let (queries, inbox) = channel();
        thread::Builder::new().name("find".into()).spawn(move || run(searcher, &inbox, deliver))?;
        Ok(Finder { queries, interrupter })
    }

    /// Searches for what is typed now and drops what was searched before.
    pub fn find(&self, query: String) {
        // Order matters: the newer query must be waiting when the older one stops.
        let gone = self.queries.send(query).is_err();
        if !gone {
            self.interrupter.stop();
        }
    }
}

fn run(mut searcher: Box<dyn Searcher + Send>, inbox: &Receiver<String>, deliver: impl Fn(Input)) {
    while let Ok(first) = inbox.recv() {
        let mut query = inbox.try_iter().last().unwrap_or(first);
        loop {
            let result = searcher.find(&query, LIMIT);
            if let Some(newer) = inbox.try_iter().last() {
                query = newer;
                continue;
            }
            match result {
                Ok(hits) => {
                    let rows = hits.rows.into_iter().map(row).collect();
                    deliver(Input::Found { query, rows, more: hits.more });
                }
                // An interrupt that came after its own query had ended hits the next one: ask again.
                Err(LedgerError::Interrupted) => continue,
                Err(error) => deliver(Input::FindFailed(error.code().to_owned())),
            }
            break;
        }
    }
}

fn row(hit: crate::ledger::Hit) -> FoundRow {
    FoundRow {
        app: hit.app,
        number: hit.number,
        stage: hit.stage,
        reason: hit.reason,
        name: hit.name.map(|n| n.as_str().to_owned()).unwrap_or_default(),
        nik: hit.nik.map(|n| n.masked('•')).unwrap_or_default(),
        phone: hit.phone.map(|p| p.display()).unwrap_or_default(),
        day: hit.day,
    }
}
