//! What the footer says of the operator's keys as things stand.
//!
//! Separate because it only reads. A key left out here still holds: it has nothing to do at the moment.

use super::session::Question;
use super::task::{Task, task};
use super::{Operator, questions};
use crate::domain::application::Application;
use crate::ui::keymap::Action;
use crate::ui::keymap::legend::Offer;
use crate::view::{View, Way};

/// What is done to the open or selected file.
const OF_A_FILE: [Action; 11] = [
    Action::Defer,
    Action::AskApproval,
    Action::Call,
    Action::Skip,
    Action::RejectCard,
    Action::Correct,
    Action::Contact,
    Action::Priority,
    Action::Slips,
    Action::Withdraw,
    Action::Void,
];

/// What the footer makes of an action.
pub fn of(screen: &Operator, action: Action, view: &View<'_>) -> Offer {
    let about = screen.target().and_then(|app| view.file(app));
    let works = match action {
        Action::CancelJob => {
            let open = screen.session.as_ref().map(|session| session.app);
            view.job.is_some_and(|job| Some(job.app) == open && !job.cancelling)
        }
        Action::Main | Action::Digit(_) | Action::Retry => has_work(screen, action, view),
        Action::Enter if screen.session.is_none() && screen.sheet.is_none() => about.is_some(),
        Action::Left | Action::Right => screen.session.is_none(),
        Action::Shelve => about.is_some_and(|file| file.app.stage.has_card()),
        action if OF_A_FILE.contains(&action) => about.is_some(),
        _ => true,
    };
    if works { Offer::Told } else { Offer::Hidden }
}

/// The question that stands has something for the key. A form over it has its own use of all of them.
fn has_work(screen: &Operator, action: Action, view: &View<'_>) -> bool {
    if screen.sheet.is_some() || screen.second.is_some() || screen.correct.is_some() {
        return true;
    }
    let answers = |question: &Question| match action {
        Action::Main => question.main.is_some() || !question.answers.is_empty(),
        _ => !question.answers.is_empty(),
    };
    let Some(session) = &screen.session else {
        return action != Action::Retry && screen.doubt_question(view).as_ref().is_some_and(answers);
    };
    let Some(file) = view.file(session.app) else { return false };
    let at = task(session, file, view);
    match action {
        Action::Retry => may_retry(&at, &file.app, view),
        _ => answers(&questions::question(session, file, &at, view)),
    }
}

/// The failed act may be done once more.
pub fn may_retry(at: &Task, app: &Application, view: &View<'_>) -> bool {
    match at {
        Task::TestFailed(_) => app.attempts < view.office.policy().attempts,
        Task::Failed(_) => true,
        Task::Test => view.ways.fingerprint == Way::Driven && view.job.is_none(),
        _ => false,
    }
}
