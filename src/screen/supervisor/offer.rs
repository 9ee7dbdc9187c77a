//! What the footer says of the supervisor's keys as things stand.
//!
//! Separate because it only reads. A key left out here still holds: it has nothing to do at the moment.

use super::rows::{self, About, Overview};
use super::{Over, Supervisor};
use crate::text::keys;
use crate::ui::keymap::Action;
use crate::ui::keymap::legend::Offer;
use crate::view::View;

/// What is done on the list of the supervisor's page, and not in what lies over it.
const OF_THE_LIST: [Action; 6] =
    [Action::NewAccount, Action::Blanks, Action::Figures, Action::Report, Action::OpenDay, Action::Digit(0)];

/// What the footer makes of a key.
pub(super) fn of(screen: &Supervisor, action: Action, view: &View<'_>) -> Offer {
    let form = match &screen.over {
        Over::Nothing => return on_list(screen, action, view),
        Over::Report(pane) => return pane.offer(action, view),
        Over::Question(..) | Over::Store(_) => return Offer::Told,
        Over::Figures(figures) if figures.lists() || figures.asks() => return Offer::Told,
        Over::Staff(_) | Over::Blanks(_) | Over::Sheets(_) => true,
        Over::Settings(settings) => settings.in_form(),
        Over::Figures(_) | Over::History(..) => false,
    };
    match action {
        Action::Main if form => Offer::Called(keys::SAVE),
        Action::Main => Offer::Hidden,
        action if OF_THE_LIST.contains(&action) => Offer::Hidden,
        _ => Offer::Told,
    }
}

fn on_list(screen: &Supervisor, action: Action, view: &View<'_>) -> Offer {
    let rows = Overview::of(view);
    let works = match action {
        Action::Main => !rows::waiting(view).is_empty(),
        Action::OpenDay => view.may_open_day(),
        Action::Enter => match screen.table.selected(&rows).and_then(|row| rows.about(row)) {
            Some(About::Day) => view.office.desk.day.is_none(),
            Some(about) => !matches!(about, About::Head | About::Plain),
            None => false,
        },
        _ => true,
    };
    if works { Offer::Told } else { Offer::Hidden }
}
