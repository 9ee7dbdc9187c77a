//! The forms of an account: a new one, its roles, a new passphrase.
//!
//! Separate because they alone hold a secret, which never reaches a draft, a log or the screen. It must not
//! check a passphrase: the desk does, and the office decides about roles.

use super::forms;
use crate::domain::command::Command;
use crate::domain::id::AccountId;
use crate::domain::person::{NAME, Name};
use crate::domain::terms::Role;
use crate::screen::{Ask, Reply};
use crate::text::screens::{first_run as f, supervisor as t};
use crate::text::{Lang, Word, term, typed};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, Input, Item, Snapshot};
use crate::ui::keymap::Action;
use crate::ui::notice::Notice;
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeSet;
use zeroize::Zeroizing;

const F_NAME: &str = "name";
const F_INITIALS: &str = "initials";
const F_SECRET: &str = "secret";
const F_AGAIN: &str = "again";

/// Characters a passphrase has at least.
pub const SECRET_LEAST: usize = 10;
/// Characters a passphrase has at most.
pub const SECRET_MOST: usize = 128;
/// Letters of initials (the office's rule).
const INITIALS: std::ops::RangeInclusive<usize> = 2..=4;

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    New,
    Roles(AccountId),
    Reset(AccountId),
}

/// An account form.
pub struct Staff {
    kind: Kind,
    form: Form,
}

/// Whether the form stays.
pub enum Step {
    Stay(Reply),
    Leave,
}

fn ticks() -> Vec<Item> {
    Role::ALL.iter().map(|role| Item::new(role.code(), term::role(*role), Input::Tick(false))).collect()
}

/// The two fields of a passphrase.
pub fn secrets(secret: Word, again: Word) -> [Item; 2] {
    let field =
        |key, label: Word| Item::new(key, label, Input::Text(Field::new(SECRET_MOST).secret())).required().width(32);
    [field(F_SECRET, secret), field(F_AGAIN, again)]
}

/// Initials proposed for a name: the first letters of its first two words, or of its only word.
pub fn initials_of(name: &str) -> String {
    let bare = name.split(',').next().unwrap_or_default();
    let words: Vec<String> = bare
        .split_whitespace()
        .map(|w| w.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase())
        .filter(|w| !w.is_empty())
        .collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.chars().take(2).collect(),
        [first, second, ..] => first.chars().take(1).chain(second.chars().take(1)).collect(),
    }
}

/// Two to four letters, in capitals.
pub fn initials(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_uppercase();
    let fits = INITIALS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase());
    fits.then_some(text)
}

/// Suggests the initials of the name when the name was left and they are still empty.
pub fn derive_initials(form: &mut Form, name: &str, to: &str) {
    if form.text(to).is_empty() {
        let derived = initials_of(form.text(name));
        // At most two ASCII letters: always within the field's limit.
        let _ = form.suggest(to, &derived);
    }
}

/// The passphrase typed twice, or what to tell.
pub fn secret(form: &mut Form, lang: Lang) -> Result<Zeroizing<String>, Notice> {
    let typed = Zeroizing::new(form.text(F_SECRET).to_owned());
    if typed.chars().count() < SECRET_LEAST {
        return Err(forms::missing(form, F_SECRET, f::SECRET_SHORT.get(lang), f::SECRET_NEXT.get(lang)));
    }
    if *typed != form.text(F_AGAIN) {
        // Emptying a field cannot break its limit.
        let _ = form.set(F_SECRET, "");
        let _ = form.set(F_AGAIN, "");
        return Err(forms::wrong(form, F_SECRET, f::SECRET_DIFFERS.get(lang), f::SECRET_RETYPE.get(lang)));
    }
    Ok(typed)
}

/// The passphrase is too easy to guess: both fields are emptied and asked for again.
pub fn secret_unfit(form: &mut Form, lang: Lang) -> Notice {
    // Emptying a field cannot break its limit.
    let _ = form.set(F_SECRET, "");
    let _ = form.set(F_AGAIN, "");
    forms::wrong(form, F_SECRET, f::SECRET_EASY.get(lang), f::SECRET_EASY_NEXT.get(lang))
}

impl Staff {
    /// A form; roles start as the account has them.
    pub fn new(kind: Kind, view: &View<'_>) -> Staff {
        let mut items = Vec::new();
        if kind == Kind::New {
            let name = Field::new(NAME).filtered(Filter::Name);
            let letters = Field::new(*INITIALS.end()).filtered(Filter::Name);
            items.push(Item::new(F_NAME, t::F_NAME, Input::Text(name)).required().width(44));
            items.push(Item::new(F_INITIALS, t::F_INITIALS, Input::Text(letters)).required().width(8));
        }
        if !matches!(kind, Kind::Reset(_)) {
            items.extend(ticks());
        }
        if !matches!(kind, Kind::Roles(_)) {
            items.extend(secrets(t::F_SECRET, t::F_AGAIN));
        }
        let mut form = Form::new(items);
        if let Kind::Roles(account) = kind {
            let held = view.office.rules.accounts.get(&account).map(|a| a.roles.clone()).unwrap_or_default();
            for role in held {
                // A tick takes any value.
                let _ = form.set(role.code(), "1");
            }
        }
        Staff { kind, form }
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn takes_text(&self) -> bool {
        self.form.takes_text()
    }

    /// What was typed and not yet given; never a secret.
    pub fn draft(&self) -> Option<Snapshot> {
        (self.kind == Kind::New && !self.form.is_empty()).then(|| self.form.snapshot())
    }

    pub fn restore(&mut self, form: &Snapshot) {
        self.form.restore(form);
    }

    pub fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        forms::reply(self.form.paste(text), view.lang())
    }

    /// Carries out an action; the main key gives it to the office.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Step {
        let codes: Vec<&'static str> = Role::ALL.iter().map(|role| role.code()).collect();
        let ticks = if matches!(self.kind, Kind::Reset(_)) { &[] } else { codes.as_slice() };
        match action {
            Action::Escape => Step::Leave,
            Action::Main => Step::Stay(self.give(view)),
            _ => {
                let before = self.form.focus();
                let reply = forms::on(&mut self.form, action, ticks, view.lang());
                if before == F_NAME && self.form.focus() != F_NAME {
                    derive_initials(&mut self.form, F_NAME, F_INITIALS);
                }
                Step::Stay(reply)
            }
        }
    }

    fn roles(&self) -> BTreeSet<Role> {
        Role::ALL.iter().copied().filter(|role| self.form.ticked(role.code())).collect()
    }

    fn give(&mut self, view: &View<'_>) -> Reply {
        match self.kind {
            Kind::New => self.add(view).unwrap_or_else(Reply::tell),
            Kind::Roles(account) => match self.some_roles(view) {
                Ok(roles) => Reply::request(Command::SetRoles { account, roles }),
                Err(notice) => Reply::tell(notice),
            },
            Kind::Reset(account) => match secret(&mut self.form, view.lang()) {
                Ok(secret) => Reply::ask(Ask::ResetStaff { account, secret }),
                Err(notice) => Reply::tell(notice),
            },
        }
    }

    fn some_roles(&mut self, view: &View<'_>) -> Result<BTreeSet<Role>, Notice> {
        let (lang, roles) = (view.lang(), self.roles());
        if roles.is_empty() {
            let first = Role::RegisterOfficer.code();
            return Err(forms::missing(&mut self.form, first, t::NO_ROLE.get(lang), t::NO_ROLE_NEXT.get(lang)));
        }
        Ok(roles)
    }

    fn add(&mut self, view: &View<'_>) -> Result<Reply, Notice> {
        let lang = view.lang();
        let name = Name::parse(self.form.text(F_NAME)).map_err(|error| {
            let told = typed::name(lang, error);
            forms::missing(&mut self.form, F_NAME, &told.what, &told.next)
        })?;
        derive_initials(&mut self.form, F_NAME, F_INITIALS);
        let Some(initials) = initials(self.form.text(F_INITIALS)) else {
            let (what, next) = (f::INITIALS_WRONG.get(lang), f::INITIALS_NEXT.get(lang));
            return Err(forms::missing(&mut self.form, F_INITIALS, what, next));
        };
        let roles = self.some_roles(view)?;
        let secret = secret(&mut self.form, lang)?;
        Ok(Reply::ask(Ask::AddStaff { name, initials, roles, secret }))
    }

    /// Draws the form over a body.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let lang = view.lang();
        let of = |account: AccountId| {
            view.office.rules.accounts.get(&account).map(|a| a.initials.clone()).unwrap_or_default()
        };
        let title = match self.kind {
            Kind::New => t::NEW.get(lang).to_owned(),
            Kind::Roles(account) => format!("{} {}", t::ROLES.get(lang), of(account)),
            Kind::Reset(account) => format!("{} {}", t::RESET.get(lang), of(account)),
        };
        let mut hints = vec![t::FORM_KEYS.get(lang).to_owned()];
        if !matches!(self.kind, Kind::Roles(_)) {
            hints.insert(0, f::at_least(lang, SECRET_LEAST));
        }
        let hints: Vec<&str> = hints.iter().map(String::as_str).collect();
        forms::draw(&self.form, &title, &hints, body, buf, view.look);
    }
}
