//! The documents of one file while they are ticked: the rule's items on one side, the list on the other.
//!
//! Owns what a tick means by need: a required item is there or not, a conditional one is undecided, there, not
//! applicable, or applies and is missing. Separate because intake and check tick the same documents and the
//! ticks travel between them. Must not know where a checklist comes from.

use crate::domain::checklist::{Checklist, Forbidden, ItemId, Need, Tick, Ticks};
use crate::text::screens::check as t;
use crate::text::{Label, Lang};
use crate::ui::checklist::{Checklist as List, Item, Mark};
use crate::ui::keymap::Action;
use crate::ui::theme::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The documents of one file.
#[derive(Clone)]
pub struct Docs {
    rule: Checklist,
    forbidden: Label,
    ticks: Ticks,
    list: List,
    focus: usize,
}

impl Docs {
    /// The documents of a checklist; ticks it does not name are left out.
    pub fn new(rule: &Checklist, forbidden: &[Forbidden], ticks: &Ticks) -> Docs {
        let known = ticks.iter().filter(|(id, _)| rule.item(id).is_some());
        let mut docs = Docs {
            rule: rule.clone(),
            forbidden: forbidden_line(forbidden),
            ticks: known.map(|(id, tick)| (id.clone(), *tick)).collect(),
            list: List::default(),
            focus: 0,
        };
        docs.rebuild();
        docs
    }

    /// The checklist itself.
    pub fn rule(&self) -> &Checklist {
        &self.rule
    }

    /// The ticks as the office keeps them.
    pub fn ticks(&self) -> &Ticks {
        &self.ticks
    }

    /// What must be brought before the file is complete.
    pub fn missing(&self) -> Vec<ItemId> {
        self.rule.missing(&self.ticks)
    }

    /// Conditional items nobody has decided on.
    pub fn undecided(&self) -> Vec<ItemId> {
        self.rule.undecided(&self.ticks)
    }

    /// Names of items, as the rule words them.
    pub fn labels(&self, ids: &[ItemId], lang: Lang) -> Vec<String> {
        let label = |id: &ItemId| {
            let words = &self.rule.item(id)?.label;
            Some(match lang {
                Lang::Id => words.id.clone(),
                Lang::En => words.en.clone(),
            })
        };
        ids.iter().filter_map(label).collect()
    }

    /// Says of every undecided item that it does not apply.
    pub fn settle(&mut self) {
        for id in self.undecided() {
            self.ticks.insert(id, Tick::NotApplicable);
        }
        self.rebuild();
    }

    /// The item in focus, counted from 0.
    pub fn place(&self) -> usize {
        self.focus
    }

    /// The item in focus in full, with its condition: for where a row is too narrow.
    pub fn in_focus(&self, lang: Lang) -> String {
        let Some(item) = self.list.items().get(self.focus) else { return String::new() };
        match item.condition.get(lang) {
            "" => item.label.get(lang).to_owned(),
            condition => format!("{} – {condition}", item.label.get(lang)),
        }
    }

    /// Puts the focus on an item, or on the last.
    pub fn go_to(&mut self, place: usize) {
        self.focus = place.min(self.rule.items().len().saturating_sub(1));
        self.rebuild();
    }

    /// At the first item: moving up leaves the list.
    pub fn at_top(&self) -> bool {
        self.focus == 0
    }

    /// Carries out an action; true when a tick changed.
    pub fn on(&mut self, action: Action) -> bool {
        let last = self.rule.items().len().saturating_sub(1);
        let place = match action {
            Action::Up => {
                self.focus = self.focus.saturating_sub(1);
                self.list.on(action);
                return false;
            }
            Action::Down => {
                self.focus = (self.focus + 1).min(last);
                self.list.on(action);
                return false;
            }
            Action::Digit(digit) => usize::from(digit).wrapping_sub(1),
            Action::Toggle => self.focus,
            _ => return false,
        };
        let Some(item) = self.rule.items().get(place) else { return false };
        match turned(item.need, self.ticks.get(&item.id).copied()) {
            Some(tick) => self.ticks.insert(item.id.clone(), tick),
            None => self.ticks.remove(&item.id),
        };
        self.focus = place;
        self.rebuild();
        true
    }

    /// Rows the long form takes when nothing is cut.
    pub fn rows(&self) -> u16 {
        self.list.rows()
    }

    /// One item a row, with the line of what must not be asked for and the citation.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, active: bool) {
        self.list.draw(area, buf, look, active);
    }

    /// Items side by side, wrapped: the short form beside other work.
    pub fn draw_compact(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        self.list.draw_compact(area, buf, look);
    }

    fn rebuild(&mut self) {
        let item = |item: &crate::domain::checklist::Item| {
            let made = Item::new(Label::new(item.label.id.clone(), item.label.en.clone()), item.citation.clone());
            let tick = self.ticks.get(&item.id);
            match (&item.when, item.need, tick) {
                (Some(_), _, Some(Tick::Absent)) => made.when(t::APPLIES_MISSING),
                (Some(when), ..) => made.when(Label::new(when.id.clone(), when.en.clone())),
                (None, Need::Optional, _) => made.when(t::OPTIONAL),
                (None, ..) => made,
            }
        };
        self.list = List::new(self.rule.items().iter().map(item).collect(), self.forbidden.clone());
        let mark = |item: &crate::domain::checklist::Item| match self.ticks.get(&item.id) {
            Some(Tick::Present) => Mark::Present,
            Some(Tick::NotApplicable) => Mark::NotApplicable,
            Some(Tick::Absent) | None => Mark::Missing,
        };
        self.list.set_marks(self.rule.items().iter().map(mark));
        for _ in 0..self.focus {
            self.list.on(Action::Down);
        }
    }
}

/// The next value of a tick. A conditional item never falls back to undecided: once looked at, it was looked at.
fn turned(need: Need, tick: Option<Tick>) -> Option<Tick> {
    match (need, tick) {
        (Need::Conditional, Some(Tick::Present)) => Some(Tick::NotApplicable),
        (Need::Conditional, Some(Tick::NotApplicable)) => Some(Tick::Absent),
        (Need::Required | Need::Optional, Some(Tick::Present)) => None,
        _ => Some(Tick::Present),
    }
}

fn forbidden_line(forbidden: &[Forbidden]) -> Label {
    if forbidden.is_empty() {
        return Label::default();
    }
    let join = |lang| {
        let names: Vec<&str> = forbidden
            .iter()
            .map(|f| match lang {
                Lang::Id => f.label.id.as_str(),
                Lang::En => f.label.en.as_str(),
            })
            .collect();
        t::must_not_ask(lang, names.join("; "))
    };
    Label::new(join(Lang::Id), join(Lang::En))
}
