//! What is asked about blanks, film, invalid cards and the shelf.
//!
//! Separate from the other commands because stock has laws of its own; [`super::command::Command::Stock`] holds
//! one of these. Must not decide anything.

use super::id::{AppId, JobId};
use super::invalid::{Destruction, Items};
use super::person::Note;
use super::stock::{Label, Serials};
use super::terms::*;

/// Anything that may be asked about stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StockCommand {
    /// Blanks of a batch came, went or were counted; a batch is registered when the first of it comes.
    Move { batch: Option<Label>, how: StockMove, n: i32, serials: Option<Serials>, document: Note },
    /// Prints take from this batch from now on.
    Open { batch: Label },
    /// A new film was put in.
    Film { prints: u32 },
    /// Invalid cards were put away there.
    Store { items: Items, place: Label },
    /// Invalid cards were given away to be destroyed elsewhere.
    PassOn { items: Items, document: Note },
    /// Invalid cards were destroyed before witnesses; a second person confirms it.
    Destroy(Destruction),
    /// The card lies there until it is collected.
    Shelve { app: AppId, place: Label },
    /// The print spoiled its blank; the file is printed again at once. `last4` as in a report of a print.
    Reprint { job: JobId, cause: SpoilCause, last4: Option<String>, blank: Option<String> },
}

impl StockCommand {
    /// Roles that may ask for it.
    pub fn roles(&self) -> &'static [Role] {
        match self {
            StockCommand::Move { how: StockMove::Counted, .. }
            | StockCommand::PassOn { .. }
            | StockCommand::Destroy(_) => &[Role::Supervisor],
            StockCommand::Shelve { .. } => Role::ALL,
            StockCommand::Reprint { .. } => &[Role::Operator],
            _ => &[Role::Operator, Role::Supervisor],
        }
    }

    /// The application it is about, when it is about one.
    pub fn app(&self) -> Option<AppId> {
        match self {
            StockCommand::Shelve { app, .. } => Some(*app),
            _ => None,
        }
    }
}
