//! What is told after an act of the supervisor's screen.
//!
//! Separate because it is a table. Must not change anything.

use super::{blanks, sheets, store};
use crate::domain::event::Event;
use crate::domain::id::AccountId;
use crate::text::screens::{agenda, policy as policy_words, privacy, supervisor as t};
use crate::text::{common, term};
use crate::ui::notice::{Notice, Severity};
use crate::view::View;

/// The feedback of one entry of this screen.
pub fn told(event: &Event, view: &View<'_>) -> Option<Notice> {
    let lang = view.lang();
    let of =
        |account: AccountId| view.office.rules.accounts.get(&account).map(|a| a.initials.clone()).unwrap_or_default();
    let words = match event {
        Event::ApprovalDecided(e) => {
            let no = view.file(e.app).map(|f| f.app.number.short()).unwrap_or_default();
            let topic = term::approval(e.topic).get(lang);
            if e.granted { t::granted(lang, &no, topic) } else { t::denied(lang, &no, topic) }
        }
        Event::AccountAdded(e) => t::added(lang, &e.initials),
        Event::AccountRolesChanged(e) => t::changed(lang, &of(e.account)),
        Event::AccountDisabled(e) => t::changed(lang, &of(e.account)),
        Event::AccountEnabled(e) => t::changed(lang, &of(e.account)),
        Event::AccountReset(e) => t::reset(lang, &of(e.account)),
        Event::DayOpened(e) => agenda::opened(lang, &common::date(e.date)),
        Event::ErasureOrdered(_) => privacy::BEGUN.get(lang).to_owned(),
        Event::PolicyChanged(_) => policy_words::SAVED.get(lang).to_owned(),
        Event::BlanksMoved(e) => return Some(blanks::told(term::blank_move(e.how), e.n, view)),
        Event::BatchMoved(e) => return Some(blanks::told(term::stock_move(e.how), e.n, view)),
        event => return store::told(event, view).or_else(|| sheets::told(event, view)),
    };
    Some(Notice::new(Severity::Good, words))
}
