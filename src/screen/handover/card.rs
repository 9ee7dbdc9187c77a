//! One handover: who collects, which cards go together, what became of each old card, what was signed.
//!
//! Separate from the shelf because it is one form with rules of its own (counter practice 12, 24, 28). Must
//! not decide who may collect: that is the office's policy.

use crate::domain::application::Stage;
use crate::domain::command::{Command, Handover};
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::domain::person::{CONTACT_NAME, NOTE, Name, Note, Relation};
use crate::domain::personal::Recipient;
use crate::domain::reason;
use crate::domain::sheets::LINES;
use crate::domain::terms::*;
use crate::screen::operator::old_cards;
use crate::screen::operator::panel::title;
use crate::screen::operator::preview;
use crate::text::screens::handover as t;
use crate::text::screens::operator as o;
use crate::text::{Label, Word, term};
use crate::ui::choice::{Choice, Choices};
use crate::ui::field::{Field, Filter, Refused};
use crate::ui::form::{Form, FormEvent, Input, Item, Snapshot};
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::theme::{Look, Role as Tone};
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const HOLDER: &str = "holder";
const FAMILY: &str = "family";
const ATTORNEY: &str = "attorney";
/// Other cards that can go with the first: the office covers ten at once.
const WITH: [&str; 9] = ["with1", "with2", "with3", "with4", "with5", "with6", "with7", "with8", "with9"];
const OLD: [&str; 10] = ["old0", "old1", "old2", "old3", "old4", "old5", "old6", "old7", "old8", "old9"];

/// A handover being filled in.
pub struct Card {
    pub app: AppId,
    pub number: String,
    /// Cards of the same family, in the order of their ticks.
    pub others: Vec<AppId>,
    /// Their short numbers, told when they have left the working set.
    shorts: Vec<(AppId, String)>,
    pub form: Form,
    pub waiting: bool,
}

/// What an action did.
pub enum Did {
    Moved,
    Refused(Refused),
    Ignored,
}

fn typed(limit: usize) -> Input {
    Input::Text(Field::new(limit))
}

fn digits(limit: usize) -> Input {
    Input::Text(Field::new(limit).filtered(Filter::Digits))
}

fn choice(options: Vec<(&'static str, Word)>) -> Choices {
    Choices::new(options.into_iter().map(|(key, word)| Choice::new(key, word)).collect())
}

/// The list for one old card; a kind with only one or an expected answer has it filled in.
fn old_card(file: &File) -> Input {
    let kinds = old_cards(file.app.reason);
    let mut choices = choice(kinds.iter().map(|kind| (kind.code(), term::old_card(*kind))).collect());
    let asked = file.app.reason.old_card_expected() == reason::OldCard::Asked;
    if let Some(first) = kinds.first().filter(|_| !asked) {
        choices.choose(first.code());
    }
    Input::Choice(choices)
}

/// Other cards of the same family card that may go too.
fn family(file: &File, view: &View<'_>) -> Vec<AppId> {
    let kk = file.person.as_ref().and_then(|person| person.kk);
    let inactive = view.office.policy().hand_over_inactive;
    let fits = |other: &&File| {
        let ready = other.app.stage == Stage::Ready || (inactive && other.app.stage == Stage::Printed);
        ready && other.app.id != file.app.id && kk.is_some() && other.person.as_ref().and_then(|p| p.kk) == kk
    };
    view.office.files.values().filter(fits).map(|other| other.app.id).take(WITH.len()).collect()
}

impl Card {
    /// A handover of this card, nothing answered yet.
    pub fn new(file: &File, view: &View<'_>) -> Card {
        let others = family(file, view);
        let mut who = vec![(HOLDER, t::WHO_HOLDER), (FAMILY, t::WHO_FAMILY)];
        if view.office.policy().attorney_collects {
            who.push((ATTORNEY, t::WHO_ATTORNEY));
        }
        let relations = Relation::ALL.iter().filter(|relation| **relation != Relation::Own);
        let relations = choice(relations.map(|relation| (relation.code(), term::relation(*relation))).collect());
        let mut items = vec![
            Item::new("who", t::F_WHO, Input::Choice(choice(who))).required().width(32),
            Item::new("name", t::F_NAME, Input::Text(Field::new(CONTACT_NAME).filtered(Filter::Name))).width(26),
            Item::new("relation", t::F_RELATION, Input::Choice(relations)).beside(),
            Item::new("evidence", t::F_EVIDENCE, typed(NOTE)),
            Item::new(OLD[0], t::F_OLD, old_card(file)).required().width(26),
        ];
        for (place, other) in others.iter().enumerate() {
            let Some(other) = view.file(*other) else { continue };
            let words = |together: &str| format!("{together} {}", other.app.number.short());
            let label = Label::new(words(t::F_TOGETHER.id), words(t::F_TOGETHER.en));
            items.push(Item::new(WITH[place], label, Input::Tick(false)).width(4));
            items.push(Item::new(OLD[place + 1], view.name(other), old_card(other)).beside());
        }
        items.push(Item::new("why", t::F_WHY, typed(NOTE)));
        let mut signature = choice(Signature::ALL.iter().map(|kind| (kind.code(), term::signature(*kind))).collect());
        signature.choose(Signature::Signed.code());
        items.push(Item::new("signature", t::F_SIGNATURE, Input::Choice(signature)).required().width(26));
        items.push(Item::new("sheet", o::F_SHEET, digits(6)).beside().width(7));
        items.push(Item::new("line", o::F_LINE, digits(2)).beside().width(3));
        let (app, number) = (file.app.id, file.app.number.short());
        let proposed = view.office.desk.sheets.handover.proposed(app);
        let short = |app: &AppId| view.file(*app).map(|file| (*app, file.app.number.short()));
        let shorts = std::iter::once(&app).chain(&others).filter_map(short).collect();
        let mut card = Card { app, number, others, shorts, form: Form::new(items), waiting: false };
        if let Some((sheet, line)) = proposed {
            for (key, value) in [("sheet", sheet.to_string()), ("line", line.to_string())] {
                // A number too long for its field is typed by hand.
                let _ = card.form.set(key, &value);
            }
        }
        card.follow(None, view);
        card
    }

    /// The short numbers of these cards.
    pub fn numbers(&self, apps: &[AppId]) -> Vec<String> {
        self.shorts.iter().filter(|(app, _)| apps.contains(app)).map(|(_, short)| short.clone()).collect()
    }

    fn chosen(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.others.len()).filter(|place| WITH.get(*place).is_some_and(|key| self.form.ticked(key)))
    }

    /// Fields that only one answer needs. A holder who takes the family's cards signs for them by name.
    fn follow(&mut self, changed: Option<&str>, view: &View<'_>) {
        let who = self.form.value("who");
        let together: Vec<usize> = self.chosen().collect();
        let named = (!who.is_empty() && who != HOLDER) || !together.is_empty();
        for key in ["name", "relation", "evidence"] {
            self.form.set_enabled(key, named);
            self.form.set_required(key, named);
        }
        for place in 0..self.others.len() {
            self.form.set_enabled(OLD[place + 1], together.contains(&place));
            self.form.set_required(OLD[place + 1], together.contains(&place));
        }
        let ticked = changed.is_some_and(|key| WITH.contains(&key));
        if ticked && who == HOLDER && self.form.value("name").is_empty() {
            let name = view.file(self.app).map(|file| view.name(file)).unwrap_or_default();
            // A name of the register always fits a field for names.
            let _ = self.form.set("name", &name);
        }
        let not_brought = |key: &str| self.form.value(key) == OldCard::NotBrought.code();
        let why = not_brought(OLD[0]) || together.iter().any(|place| not_brought(OLD[place + 1]));
        self.form.set_enabled("why", why);
        self.form.set_required("why", why);
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Did {
        if self.waiting {
            return Did::Moved;
        }
        if let Action::Digit(digit) = action {
            let Some(key) =
                WITH.get(usize::from(digit).wrapping_sub(1)).filter(|_| usize::from(digit) <= self.others.len())
            else {
                return Did::Ignored;
            };
            let value = if self.form.ticked(key) { "" } else { "1" };
            if let Err(why) = self.form.set(key, value) {
                return Did::Refused(why);
            }
            self.follow(Some(key), view);
            return Did::Moved;
        }
        match self.form.on(action) {
            FormEvent::Refused(_, why) => Did::Refused(why),
            FormEvent::Ignored => Did::Ignored,
            FormEvent::Changed(key) => {
                self.form.remark(key, None);
                self.follow(Some(key), view);
                // The answer opens fields that the step to the next one has just passed.
                if key == "who" && self.form.value("who") != HOLDER {
                    self.form.set_focus("name");
                }
                Did::Moved
            }
            FormEvent::Cleared => {
                self.follow(None, view);
                Did::Moved
            }
            _ => Did::Moved,
        }
    }

    /// Brings a draft back.
    pub fn restore(&mut self, snapshot: &Snapshot, view: &View<'_>) {
        self.form.restore(snapshot);
        self.follow(None, view);
        self.form.restore(snapshot);
    }

    /// The command, or why not, with the field to look at in focus.
    pub fn filled(&mut self, view: &View<'_>) -> Result<Command, Notice> {
        let missing = self.form.missing().next();
        let read = match missing {
            Some(field) => Err((field, o::REQUIRED)),
            None => self.read(),
        };
        match read {
            Ok(handover) => Ok(Command::HandOver(Box::new(handover))),
            Err((field, why)) => {
                let why = why.get(view.lang());
                self.form.remark(field, Some((Severity::Warning, why.to_owned())));
                self.form.set_focus(field);
                Err(Notice::new(Severity::Warning, why))
            }
        }
    }

    fn read(&self) -> Result<Handover, (&'static str, Word)> {
        let form = &self.form;
        let holder = (form.value("who") == HOLDER).then_some(self.app);
        let together: Vec<usize> = self.chosen().collect();
        let recipient = if holder.is_none() || !together.is_empty() { Some(self.recipient()?) } else { None };
        let mut apps = vec![self.app];
        let mut old = vec![self.old(OLD[0])?];
        for place in together {
            apps.extend(self.others.get(place));
            old.push(self.old(OLD[place + 1])?);
        }
        let wanted = form.value("signature");
        let signature = Signature::ALL.iter().copied().find(|kind| kind.code() == wanted);
        let line = number::<u8>(form, "line")?;
        if line.is_some_and(|line| !(1..=LINES).contains(&line)) {
            return Err(("line", o::WRONG_LINE));
        }
        let why = Note::parse(&form.value("why")).map_err(|_| ("why", o::REQUIRED))?;
        let brought = !old.contains(&OldCard::NotBrought);
        Ok(Handover {
            apps,
            holder,
            recipient,
            old_cards: old,
            signature: signature.ok_or(("signature", o::REQUIRED))?,
            sheet: number(form, "sheet")?,
            line,
            in_session: false,
            note: Some(why).filter(|why| !why.is_empty() && !brought),
        })
    }

    fn recipient(&self) -> Result<Recipient, (&'static str, Word)> {
        let wanted = self.form.value("relation");
        let relation = Relation::ALL.into_iter().find(|relation| relation.code() == wanted);
        Ok(Recipient {
            name: Name::parse(&self.form.value("name")).map_err(|_| ("name", t::BAD_NAME))?,
            relation: relation.ok_or(("relation", o::REQUIRED))?,
            evidence: Note::parse(&self.form.value("evidence")).map_err(|_| ("evidence", o::REQUIRED))?,
        })
    }

    fn old(&self, key: &'static str) -> Result<OldCard, (&'static str, Word)> {
        let wanted = self.form.value(key);
        OldCard::ALL.iter().copied().find(|kind| kind.code() == wanted).ok_or((key, o::REQUIRED))
    }

    /// Draws it.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, look: &Look, view: &View<'_>) {
        let Some(file) = view.file(self.app) else {
            paint::put_cut(buf, paint::line(body, 0), t::GONE.get(look.lang), look.style(Tone::Warning), look.symbols);
            return;
        };
        let dot = look.symbols.dot;
        let kind = term::reason(file.app.reason).get(look.lang);
        let head = format!("{} {} {dot} {kind}", file.app.number.short(), view.name(file));
        title(&head, Tone::Strong, paint::line(body, 0), buf, look);
        let about = format!("NIK {} {dot} {}", view.masked(file), preview::phone(file, view));
        let line = paint::indent(paint::line(body, 1), 2);
        paint::put_cut(buf, line, &about, look.style(Tone::Plain), look.symbols);
        let top = 2.min(body.height);
        let rest = Rect { y: body.y + top, height: body.height - top, ..body };
        let keys = paint::line(rest, self.form.rows());
        paint::put_right(buf, keys, t::KEYS.get(look.lang), look.style(Tone::Dim));
        self.form.draw(paint::indent(rest, 1), buf, look, true);
    }
}

fn number<N: std::str::FromStr>(form: &Form, key: &'static str) -> Result<Option<N>, (&'static str, Word)> {
    let text = form.value(key);
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| (key, o::NOT_A_NUMBER))
}
