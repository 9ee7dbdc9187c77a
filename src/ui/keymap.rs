//! The one key table: dispatch, footer, help, `docs/keys.md` and the tests are read from it.
//!
//! Owns which key means what, and where. It is separate so that no key literal stands anywhere
//! else and a second meaning for a key cannot slip in. It must not know what a screen does with an
//! action.

pub mod key;
pub mod legend;

pub use key::{Code, Key, UnknownKey};

use crate::text::screens::check;
use crate::text::screens::first_run;
use crate::text::screens::operator as m;
use crate::text::screens::report;
use crate::text::{Word, keys as t};

/// What a key means in the focused place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[rustfmt::skip]
pub enum Action {
    // Going somewhere.
    Help, Intake, Check, Operator, Handover, Agenda, Find, Supervisor,
    // The desk itself.
    Mode, Language, Lock, OwnSecret, Redraw, Leave, Recap,
    // The work of a screen.
    Main, MainThrough, Return, CancelJob, Family, SentAway, Emergency, Correct, Void, Defer,
    Contact, Call, Skip, Priority, Withdraw, Slips, AskApproval, Retry, RejectCard, Figures,
    Export, Seal, Blanks, Film, Shelve, PassOn, Record, NewAccount, OpenDay, Report,
    // Moving and editing.
    Escape, Enter, Next, Previous, Up, Down, Left, Right, Home, End, PageUp, PageDown, OpenList,
    Filter, Toggle, Clear, Backspace, Delete, EraseWord,
    /// A digit 1 to 9: tick that item, give that answer.
    Digit(u8),
    /// A character for the focused text.
    Type(char),
}

/// A place in which a row of the table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[rustfmt::skip]
pub enum Layer {
    // Everywhere, even over a question or an error.
    Always,
    // Every working screen.
    Global,
    // Parts of a screen.
    Text, Form, List, Checklist,
    // Things that lie over a screen.
    Choice, Dialog, Frozen, Help, Slip, Recovery,
    // Screens.
    SignIn, Intake, Check, Operator, Handover, Agenda, Close, Find, Supervisor, Store, Report,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where it holds.
    pub layer: Layer,
    /// The key and perhaps a second one.
    pub keys: [Option<Key>; 2],
    /// What it means.
    pub action: Action,
    /// What the footer and the help call it.
    pub label: Word,
    /// Place in the footer: higher is kept longer; 0 shows in the help only.
    pub priority: u8,
    /// The act cannot be taken back; the screen asks first and the help says so.
    pub danger: bool,
}

impl Binding {
    const fn or(mut self, key: Key) -> Binding {
        self.keys[1] = Some(key);
        self
    }

    const fn danger(mut self) -> Binding {
        self.danger = true;
        self
    }

    /// The keys of the row.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        self.keys.into_iter().flatten()
    }
}

const fn row(layer: Layer, key: Key, action: Action, label: Word, priority: u8) -> Binding {
    Binding { layer, keys: [Some(key), None], action, label, priority, danger: false }
}

use Action as A;
use Key as K;
use Layer as L;

const SPACE: Key = K::char(' ');
const DIGITS: Key = K::plain(Code::AnyDigit);

/// The table. Within a layer the rows stand in the order the help shows them.
#[rustfmt::skip]
pub static TABLE: &[Binding] = &[
    row(L::Always, K::plain(Code::Esc), A::Escape, t::BACK, 0),
    row(L::Always, K::ctrl('t'), A::Language, t::LANGUAGE, 0),
    row(L::Always, K::ctrl('l'), A::Redraw, t::REDRAW, 0),
    row(L::Always, K::ctrl('q'), A::Leave, t::LEAVE, 0).or(K::ctrl('c')),

    row(L::Global, K::f(1), A::Help, t::HELP, 90),
    row(L::Global, K::f(2), A::Intake, t::INTAKE, 0),
    row(L::Global, K::f(3), A::Check, t::CHECK, 0),
    row(L::Global, K::f(4), A::Operator, t::OPERATOR, 0),
    row(L::Global, K::f(5), A::Handover, t::HANDOVER, 0),
    row(L::Global, K::f(6), A::Agenda, t::AGENDA, 0),
    row(L::Global, K::ctrl('f'), A::Find, t::FIND, 60),
    row(L::Global, K::ctrl('g'), A::Supervisor, t::SUPERVISOR, 20),
    row(L::Global, K::ctrl('n'), A::Mode, t::MODE, 30).or(K::char('g')),
    row(L::Global, K::ctrl('r'), A::Recap, t::RECAP, 10).or(K::char('r')),
    row(L::Global, K::ctrl('k'), A::Lock, t::LOCK, 50),
    row(L::Global, K::ctrl('p'), A::OwnSecret, t::OWN_SECRET, 0),

    row(L::Text, K::plain(Code::Backspace), A::Backspace, t::ERASE_BEFORE, 0),
    row(L::Text, K::plain(Code::Delete), A::Delete, t::ERASE_AT, 0),
    row(L::Text, K::ctrl('w'), A::EraseWord, t::ERASE_WORD, 0),
    row(L::Text, K::plain(Code::Left), A::Left, t::CURSOR_LEFT, 0),
    row(L::Text, K::plain(Code::Right), A::Right, t::CURSOR_RIGHT, 0),
    row(L::Text, K::plain(Code::Home), A::Home, t::LINE_START, 0),
    row(L::Text, K::plain(Code::End), A::End, t::LINE_END, 0),
    row(L::Text, K::ctrl('u'), A::Clear, t::CLEAR, 0),

    row(L::Form, K::plain(Code::Enter), A::Enter, t::ENTER_FIELD, 0),
    row(L::Form, K::plain(Code::Tab), A::Next, t::NEXT_FIELD, 0),
    row(L::Form, K::plain(Code::BackTab), A::Previous, t::PREVIOUS_FIELD, 0),
    row(L::Form, K::plain(Code::Up), A::Up, t::PREVIOUS_FIELD, 0),
    row(L::Form, K::plain(Code::Down), A::Down, t::FIELD_LIST, 0),
    row(L::Form, K::ctrl(' '), A::OpenList, t::FIELD_LIST, 0),
    row(L::Form, SPACE, A::Toggle, t::TICK, 0),
    row(L::Form, K::ctrl('u'), A::Clear, t::CLEAR, 0),

    row(L::List, K::plain(Code::Up), A::Up, t::UP, 0),
    row(L::List, K::plain(Code::Down), A::Down, t::DOWN, 0),
    row(L::List, K::plain(Code::PageUp), A::PageUp, t::PAGE_UP, 0),
    row(L::List, K::plain(Code::PageDown), A::PageDown, t::PAGE_DOWN, 0),
    row(L::List, K::plain(Code::Home), A::Home, t::LINE_START, 0),
    row(L::List, K::plain(Code::End), A::End, t::LINE_END, 0),
    row(L::List, K::plain(Code::Enter), A::Enter, t::OPEN, 55),
    row(L::List, K::char('/'), A::Filter, t::FILTER, 40),

    row(L::Checklist, SPACE, A::Toggle, t::TICK, 0),
    row(L::Checklist, DIGITS, A::Digit(0), t::TICK_NUMBER, 45),

    row(L::Choice, K::plain(Code::Up), A::Up, t::UP, 0),
    row(L::Choice, K::plain(Code::Down), A::Down, t::DOWN, 0),
    row(L::Choice, K::plain(Code::PageUp), A::PageUp, t::PAGE_UP, 0),
    row(L::Choice, K::plain(Code::PageDown), A::PageDown, t::PAGE_DOWN, 0),
    row(L::Choice, K::plain(Code::Enter), A::Enter, t::CHOOSE, 80),
    row(L::Choice, K::plain(Code::Tab), A::Next, t::CHOOSE, 0),
    row(L::Choice, K::plain(Code::Esc), A::Escape, t::BACK, 70),

    row(L::Dialog, DIGITS, A::Digit(0), t::ANSWER, 80),
    row(L::Dialog, K::plain(Code::Up), A::Up, t::UP, 0),
    row(L::Dialog, K::plain(Code::Down), A::Down, t::DOWN, 0),
    row(L::Dialog, K::plain(Code::Tab), A::Next, t::NEXT_FIELD, 0),
    row(L::Dialog, K::plain(Code::BackTab), A::Previous, t::PREVIOUS_FIELD, 0),
    row(L::Dialog, K::plain(Code::Enter), A::Enter, t::CHOOSE, 60),
    row(L::Dialog, K::f(8), A::Main, t::CONFIRM, 65),
    row(L::Dialog, K::plain(Code::Esc), A::Escape, t::BACK, 70),
    row(L::Dialog, K::ctrl('k'), A::Lock, t::LOCK, 20),

    row(L::Frozen, K::plain(Code::Esc), A::Escape, t::ACKNOWLEDGE, 90),
    row(L::Frozen, K::ctrl('k'), A::Lock, t::LOCK, 50),

    row(L::Help, K::plain(Code::PageUp), A::PageUp, t::PAGE_UP, 0),
    row(L::Help, K::plain(Code::PageDown), A::PageDown, t::PAGE_DOWN, 70),
    row(L::Help, K::f(1), A::Help, t::BACK, 0),
    row(L::Help, K::plain(Code::Esc), A::Escape, t::BACK, 80),

    row(L::Slip, K::f(8), A::Main, t::PRINT_SLIP, 85),
    row(L::Slip, K::plain(Code::Right), A::Right, t::OTHER_SLIP, 75),
    row(L::Slip, K::plain(Code::Left), A::Left, t::OTHER_SLIP, 0),
    row(L::Slip, K::plain(Code::Up), A::Up, t::UP, 0),
    row(L::Slip, K::plain(Code::Down), A::Down, t::DOWN, 0),
    row(L::Slip, K::plain(Code::PageUp), A::PageUp, t::PAGE_UP, 0),
    row(L::Slip, K::plain(Code::PageDown), A::PageDown, t::PAGE_DOWN, 60),
    row(L::Slip, K::plain(Code::Esc), A::Escape, t::BACK, 80),

    row(L::Recovery, K::f(8), A::Main, first_run::RECOVERY_DONE, 90),
    row(L::Recovery, K::char('c'), A::Slips, first_run::RECOVERY_PRINT, 80),

    row(L::SignIn, K::plain(Code::Enter), A::Enter, t::SIGN_IN, 90),
    row(L::SignIn, K::f(1), A::Help, t::HELP, 80),

    row(L::Intake, K::f(8), A::Main, t::ACCEPT, 85),
    row(L::Intake, K::ctrl('o'), A::MainThrough, t::ACCEPT_COMPLETE, 25),
    row(L::Intake, K::f(7), A::Return, t::ACCEPT_RETURN, 35),
    row(L::Intake, K::ctrl('b'), A::Family, t::FAMILY, 15),
    row(L::Intake, K::ctrl('y'), A::SentAway, t::SENT_AWAY, 15),
    row(L::Intake, K::ctrl('e'), A::Emergency, t::EMERGENCY, 5),

    row(L::Check, K::f(8), A::Main, t::COMPLETE, 85),
    row(L::Check, K::f(7), A::Return, t::RETURN, 84),
    row(L::Check, K::plain(Code::Tab), A::Next, check::LISTS, 38),
    row(L::Check, K::char('b'), A::Correct, t::CORRECT, 35),
    row(L::Check, K::char('k'), A::Contact, t::CONTACT, 15),
    row(L::Check, K::char('u'), A::Priority, t::PRIORITY, 10),
    row(L::Check, K::char('c'), A::Slips, t::SLIPS, 10),
    row(L::Check, K::char('d'), A::Withdraw, t::WITHDRAW, 5).danger(),
    row(L::Check, K::char('x'), A::Void, t::VOID, 5).danger(),

    row(L::Operator, K::f(8), A::Main, t::GO_ON, 85),
    row(L::Operator, K::f(9), A::CancelJob, t::CANCEL_JOB, 82),
    row(L::Operator, DIGITS, A::Digit(0), m::ANSWER, 81),
    row(L::Operator, K::plain(Code::Right), A::Right, m::NEXT_LIST, 30),
    row(L::Operator, K::plain(Code::Left), A::Left, m::PREVIOUS_LIST, 0),
    row(L::Operator, K::char('o'), A::Retry, t::RETRY, 58),
    row(L::Operator, K::char('t'), A::Defer, t::DEFER, 57),
    row(L::Operator, K::char('m'), A::AskApproval, t::ASK_APPROVAL, 56),
    row(L::Operator, K::char('p'), A::Call, t::CALL, 35),
    row(L::Operator, K::char('l'), A::Skip, t::SKIP, 25),
    row(L::Operator, K::char('j'), A::RejectCard, t::REJECT_CARD, 15).danger(),
    row(L::Operator, K::char('b'), A::Correct, t::CORRECT, 15),
    row(L::Operator, K::char('k'), A::Contact, t::CONTACT, 10),
    row(L::Operator, K::char('u'), A::Priority, t::PRIORITY, 5),
    row(L::Operator, K::char('s'), A::Blanks, t::BLANKS, 10),
    row(L::Operator, K::char('i'), A::Shelve, t::SHELVE, 5),
    row(L::Operator, K::char('c'), A::Slips, t::SLIPS, 5),
    row(L::Operator, K::char('d'), A::Withdraw, t::WITHDRAW, 5).danger(),
    row(L::Operator, K::char('x'), A::Void, t::VOID, 5).danger(),

    row(L::Handover, K::f(8), A::Main, t::HAND_OVER, 85),
    row(L::Handover, K::char('k'), A::Contact, t::CONTACT, 35),
    row(L::Handover, K::char('p'), A::Call, t::CALL, 30),
    row(L::Handover, K::char('i'), A::Shelve, t::SHELVE, 20),
    row(L::Handover, K::char('l'), A::Skip, t::SKIP, 15),
    row(L::Handover, K::char('j'), A::RejectCard, t::REJECT_CARD, 15).danger(),
    row(L::Handover, K::char('c'), A::Slips, t::SLIPS, 5),

    row(L::Agenda, K::f(8), A::Main, t::CLOSE_DAY, 85).danger(),
    row(L::Agenda, K::char('e'), A::Export, t::EXPORT, 58),
    row(L::Agenda, K::char('b'), A::Correct, t::CORRECT, 57),
    row(L::Agenda, K::char('n'), A::Figures, t::FIGURES, 45),
    row(L::Agenda, K::char('y'), A::Report, report::K_SPAN, 40),
    row(L::Agenda, K::char('h'), A::OpenDay, t::OPEN_DAY, 15),
    row(L::Agenda, K::char('s'), A::Blanks, t::BLANKS, 10),
    row(L::Agenda, K::plain(Code::Left), A::Left, t::DAY_BEFORE, 5),
    row(L::Agenda, K::plain(Code::Right), A::Right, t::DAY_AFTER, 5),
    row(L::Agenda, K::char('z'), A::Seal, t::SEAL, 8),

    row(L::Close, K::f(8), A::Main, t::CLOSE_DAY, 85).danger(),
    row(L::Close, K::ctrl('d'), A::Figures, t::OPEN_FILES, 80),
    row(L::Close, K::plain(Code::Enter), A::Enter, t::NEXT_FIELD, 60),

    row(L::Find, K::char('k'), A::Contact, t::CONTACT, 15),
    row(L::Find, K::char('c'), A::Slips, t::SLIPS, 15),

    row(L::Supervisor, K::f(8), A::Main, t::DECIDE, 85),
    row(L::Supervisor, K::char('a'), A::NewAccount, t::NEW_ACCOUNT, 57),
    row(L::Supervisor, K::char('s'), A::Blanks, t::BLANKS, 56),
    row(L::Supervisor, K::char('n'), A::Figures, t::FIGURES, 45),
    row(L::Supervisor, K::char('y'), A::Report, report::K_SPAN, 40),
    row(L::Supervisor, K::char('h'), A::OpenDay, t::OPEN_DAY, 15),

    row(L::Store, K::f(8), A::Main, t::DESTROY, 85).danger(),
    row(L::Store, K::char('s'), A::Blanks, t::BLANKS, 56),
    row(L::Store, K::char('f'), A::Film, t::FILM, 50),
    row(L::Store, K::char('i'), A::Shelve, t::SHELVE, 40),
    row(L::Store, K::char('w'), A::PassOn, t::PASS_ON, 30).danger(),
    row(L::Store, K::char('v'), A::Record, t::RECORD, 25),
    row(L::Store, K::plain(Code::Right), A::Right, t::OTHER_PAGE, 57),
    row(L::Store, K::plain(Code::Left), A::Left, t::OTHER_PAGE, 0),

    row(L::Report, K::plain(Code::Tab), A::Next, report::K_TABLE, 85),
    row(L::Report, K::plain(Code::BackTab), A::Previous, report::K_TABLE_BEFORE, 5),
    row(L::Report, K::plain(Code::Left), A::Left, report::K_EARLIER, 70),
    row(L::Report, K::plain(Code::Right), A::Right, report::K_LATER, 65),
    row(L::Report, K::char('y'), A::Report, report::K_SPAN, 80),
    row(L::Report, K::char('e'), A::Export, t::EXPORT, 75),
];

/// Every stack of layers the desk can present, innermost first, named by its innermost place.
#[rustfmt::skip]
pub static STACKS: &[&[Layer]] = &[
    &[L::Intake, L::Form, L::Checklist, L::Global, L::Always],
    &[L::Check, L::List, L::Checklist, L::Global, L::Always],
    &[L::Operator, L::List, L::Global, L::Always],
    &[L::Operator, L::Form, L::Global, L::Always],
    &[L::Handover, L::List, L::Global, L::Always],
    &[L::Handover, L::Form, L::Checklist, L::Global, L::Always],
    &[L::Agenda, L::List, L::Global, L::Always],
    &[L::Close, L::Form, L::Global, L::Always],
    &[L::Find, L::List, L::Global, L::Always],
    &[L::Supervisor, L::List, L::Global, L::Always],
    &[L::Supervisor, L::Form, L::Checklist, L::Global, L::Always],
    &[L::Store, L::List, L::Checklist, L::Global, L::Always],
    &[L::Report, L::List, L::Global, L::Always],
    &[L::SignIn, L::Form, L::Always],
    &[L::Choice, L::Always],
    &[L::Dialog, L::Always],
    &[L::Dialog, L::Form, L::Always],
    &[L::Frozen, L::Always],
    &[L::Help, L::Always],
    &[L::Slip, L::Always],
    &[L::Recovery, L::Always],
];

/// What the next key must know of the last one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyState {
    escaped: bool,
}

impl KeyState {
    /// To be called when Escape had something to do (an error read, a list closed), when a paste
    /// comes in between, and when it has waited too long for its digit: the digit after it is then
    /// data again, so that acknowledging an error and typing a number cannot leave the screen.
    pub fn disarm(&mut self) {
        self.escaped = false;
    }
}

/// What a key means here. `layers` runs from the innermost place outwards; with `text_focus` the
/// layer [`Layer::Text`] lies before it, plain characters are text, and rows with plain characters
/// do not act. `None`: the key has no meaning here.
pub fn resolve(state: &mut KeyState, layers: &[Layer], key: Key, text_focus: bool) -> Option<Action> {
    let escaped = std::mem::take(&mut state.escaped);
    let key = as_function_key(key, escaped);
    state.escaped = key == Key::plain(Code::Esc);
    if text_focus && let Some(c) = key.printing() {
        return Some(Action::Type(c));
    }
    let text = text_focus.then_some(&Layer::Text);
    text.into_iter().chain(layers).find_map(|layer| in_layer(*layer, key))
}

/// Alt with a digit, or a digit straight after Escape, is that function key.
fn as_function_key(key: Key, escaped: bool) -> Key {
    match key.digit() {
        Some(digit) if key.alt && !key.ctrl => Key::f(digit),
        Some(digit) if escaped && key.printing().is_some() => Key::f(digit),
        _ => key,
    }
}

fn in_layer(layer: Layer, key: Key) -> Option<Action> {
    let found = TABLE.iter().find(|row| row.layer == layer && row.keys().any(|named| key.is(named)))?;
    Some(match (found.action, key.digit()) {
        (Action::Digit(_), Some(digit)) => Action::Digit(digit),
        (action, _) => action,
    })
}
