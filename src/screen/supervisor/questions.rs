//! The questions over the supervisor's list: a request, an account, a new day.
//!
//! Separate because they only ask; what an answer means stands with the list. Must give no command but the one that needs no more asking.

use super::{Over, Purpose, Supervisor, rows};
use crate::domain::command::Command;
use crate::domain::id::{AccountId, AppId};
use crate::screen::Reply;
use crate::screen::agenda::acts::open_day;
use crate::screen::agenda::layout;
use crate::text::screens::{agenda, supervisor as t};
use crate::ui::dialog::{Answer, Dialog};
use crate::view::View;

impl Supervisor {
    pub(super) fn ask_decision(&mut self, app: AppId, view: &View<'_>) -> Reply {
        let Some(file) = view.file(app) else { return Reply::used() };
        let topic = layout::both(|lang| format!("{} · {}", file.app.number.text, rows::asked(file, view, lang).0));
        let lines = vec![topic, layout::both(|lang| rows::asked(file, view, lang).1)];
        // Going back stands first: two strokes of the main key decide nothing.
        let answers = vec![Answer::new(agenda::NOT_NOW), Answer::danger(t::GRANT), Answer::danger(t::DENY)];
        self.over = Over::Question(Box::new(Dialog::answers(t::DECIDE, lines, answers)), Purpose::Decide(app));
        Reply::used()
    }

    pub(super) fn ask_account(&mut self, account: AccountId, view: &View<'_>) -> Reply {
        let Some(found) = view.office.rules.accounts.get(&account) else { return Reply::used() };
        let name = found.name.as_ref().map_or("", |n| n.as_str());
        let switch = if found.active { Answer::danger(t::DO_DISABLE) } else { Answer::new(t::DO_ENABLE) };
        let closes = view.office.policy().acting_closers.contains(&account);
        let closer = Answer::new(if closes { t::DO_NO_CLOSER } else { t::DO_CLOSER });
        let answers = vec![Answer::new(t::DO_ROLES), switch, Answer::new(t::DO_RESET), closer];
        let lines = vec![format!("{} {name}", found.initials).into()];
        self.over = Over::Question(Box::new(Dialog::answers(t::ACCOUNT, lines, answers)), Purpose::Account(account));
        Reply::used()
    }

    pub(super) fn ask_open_day(&mut self, view: &View<'_>) -> Reply {
        let (dialog, date) = open_day(view);
        self.over = Over::Question(Box::new(dialog), Purpose::OpenDay(date));
        Reply::used()
    }
}

/// The account may close days from now on, or no more.
pub(super) fn closer(account: AccountId, view: &View<'_>) -> Reply {
    let mut policy = view.office.policy().clone();
    let closes = policy.acting_closers.contains(&account);
    policy.acting_closers.retain(|known| *known != account);
    policy.acting_closers.extend((!closes).then_some(account));
    Reply::request(Command::ChangePolicy(Box::new(policy)))
}
