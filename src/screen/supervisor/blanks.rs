//! Blanks received, borrowed, lent and counted, each with its paper; by batch where the office keeps batches.
//!
//! Separate because the agenda opens the same form. Serials are asked for only with a new batch, and never filled
//! in ahead (counter practice 14). It must not know the stock's law, only its number.

use super::forms;
use crate::domain::command::Command;
use crate::domain::person::{NOTE, Note};
use crate::domain::stock::{LABEL, Label, Serials};
use crate::domain::stock_command::StockCommand;
use crate::domain::terms::{BlankMove, StockMove};
use crate::screen::Reply;
use crate::text::screens::stock as st;
use crate::text::screens::supervisor as t;
use crate::text::{Word, common, term};
use crate::ui::choice::{Choice, Choices};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, Input, Item, Snapshot};
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const HOW: &str = "how";
const AMOUNT: &str = "amount";
const DOCUMENT: &str = "document";
const BATCH: &str = "batch";
const FIRST: &str = "first";
const LAST: &str = "last";
/// Longest serial number.
const SERIAL: usize = 20;

/// The form.
pub struct Blanks {
    form: Form,
}

/// Whether the form stays.
pub enum Step {
    Stay(Reply),
    Leave,
}

impl Default for Blanks {
    fn default() -> Blanks {
        Blanks::new()
    }
}

impl Blanks {
    /// An empty form.
    pub fn new() -> Blanks {
        let options = StockMove::ALL.iter().map(|how| Choice::new(how.code(), term::stock_move(*how))).collect();
        let amount = Field::new(6).filtered(Filter::Digits);
        Blanks {
            form: Form::new(vec![
                Item::new(HOW, t::B_HOW, Input::Choice(Choices::new(options))).required().width(30),
                Item::new(AMOUNT, t::B_AMOUNT, Input::Text(amount)).required().width(10),
                Item::new(BATCH, st::F_BATCH, Input::Text(Field::new(LABEL))).width(20),
                Item::new(FIRST, st::F_FIRST, Input::Text(Field::new(SERIAL))).width(24),
                Item::new(LAST, st::F_LAST, Input::Text(Field::new(SERIAL))).width(24),
                Item::new(DOCUMENT, t::B_DOCUMENT, Input::Text(Field::new(NOTE))).required(),
            ]),
        }
    }

    pub fn takes_text(&self) -> bool {
        self.form.takes_text()
    }

    /// What was typed and not yet recorded.
    pub fn draft(&self) -> Option<Snapshot> {
        (!self.form.is_empty()).then(|| self.form.snapshot())
    }

    pub fn restore(&mut self, form: &Snapshot) {
        self.form.restore(form);
    }

    pub fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        forms::reply(self.form.paste(text), view.lang())
    }

    /// Carries out an action; the main key records.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Step {
        match action {
            Action::Escape if !self.form.list_open() => Step::Leave,
            Action::Main => Step::Stay(self.record(view)),
            _ => Step::Stay(forms::on(&mut self.form, action, &[], view.lang())),
        }
    }

    fn how(&self) -> Option<StockMove> {
        let code = self.form.value(HOW);
        StockMove::ALL.iter().copied().find(|how| how.code() == code)
    }

    /// The batch that was written, when it is one.
    fn batch(&self) -> Option<Label> {
        Label::parse(self.form.text(BATCH)).ok()
    }

    /// What the book says of the batch written, or of all blanks.
    fn book(&self, view: &View<'_>) -> u32 {
        let desk = &view.office.desk;
        let batch = self.batch().and_then(|label| desk.stock.batch(&label));
        batch.map_or(desk.blanks, |batch| batch.left)
    }

    /// What the entry will hold: of a count, the difference to the book.
    fn n(&self, view: &View<'_>) -> Option<i32> {
        let typed: i64 = self.form.text(AMOUNT).parse().ok()?;
        let n = match self.how()? {
            StockMove::Counted => typed - i64::from(self.book(view)),
            _ => typed,
        };
        i32::try_from(n).ok()
    }

    fn record(&mut self, view: &View<'_>) -> Reply {
        let lang = view.lang();
        let Some(how) = self.how() else {
            return Reply::tell(forms::missing(&mut self.form, HOW, t::B_PICK.get(lang), ""));
        };
        let Some(n) = self.n(view) else {
            let (what, next) = (t::B_AMOUNT_MISSING.get(lang), t::B_AMOUNT_NEXT.get(lang));
            return Reply::tell(forms::missing(&mut self.form, AMOUNT, what, next));
        };
        let typed = |key: &str| self.form.text(key).trim().to_uppercase();
        let (batch, first, last) = (self.batch(), typed(FIRST), typed(LAST));
        if batch.is_none() && !typed(BATCH).is_empty() {
            return Reply::tell(forms::missing(&mut self.form, BATCH, st::BAD_PLACE.get(lang), ""));
        }
        if how == StockMove::Counted && n == 0 {
            return Reply::tell(Notice::new(Severity::Info, t::B_NO_DIFFERENCE.get(lang)));
        }
        match Note::parse(self.form.text(DOCUMENT)).ok().filter(|note| !note.is_empty()) {
            Some(document) => {
                let serials = (!first.is_empty() || !last.is_empty()).then_some(Serials { first, last });
                Reply::request(moved(batch, how, n, serials, document))
            }
            None => {
                let (what, next) = (t::B_DOCUMENT_MISSING.get(lang), t::B_DOCUMENT_NEXT.get(lang));
                Reply::tell(forms::missing(&mut self.form, DOCUMENT, what, next))
            }
        }
    }

    /// Draws the form over a body.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let lang = view.lang();
        let mut form = self.form.clone();
        if self.how() == Some(StockMove::Counted)
            && let Some(n) = self.n(view)
        {
            let book = common::count(lang, i64::from(self.book(view)));
            let off = t::difference(lang, &book, &format!("{n:+}"));
            form.remark(AMOUNT, Some((if n == 0 { Severity::Good } else { Severity::Warning }, off)));
        }
        let hints = [t::B_COUNTED_HINT.get(lang), t::FORM_KEYS.get(lang)];
        forms::draw(&form, t::BLANKS_TITLE.get(lang), &hints, body, buf, view.look);
    }
}

/// Without a batch the plain entry says all there is to say.
fn moved(batch: Option<Label>, how: StockMove, n: i32, serials: Option<Serials>, document: Note) -> Command {
    let plain = BlankMove::ALL.iter().copied().find(|plain| plain.code() == how.code());
    match (&batch, &serials, plain) {
        (None, None, Some(how)) => Command::MoveBlanks { how, n, document },
        _ => Command::Stock(Box::new(StockCommand::Move { batch, how, n, serials, document })),
    }
}

/// What was recorded, with the stock it left.
pub fn told(how: Word, n: i32, view: &View<'_>) -> Notice {
    let lang = view.lang();
    let have = common::count(lang, i64::from(view.office.desk.blanks));
    let n = common::count(lang, i64::from(n));
    Notice::new(Severity::Good, t::moved(lang, how.get(lang), &n, &have))
}
