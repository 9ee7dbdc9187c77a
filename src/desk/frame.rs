//! The frame around the screens: header, lamps or banner, tabs, balance lines, keys.
//!
//! Owns how the state of the desk becomes the chrome's plain strings. Separate from the desk's acts: drawing
//! changes nothing.

use super::core::Desk;
use super::network;
use super::screens::SCREENS;
use crate::device::network::Advice;
use crate::device::{Kind, LinkState};
use crate::domain::event::LedgerKind;
use crate::domain::figures::Census;
use crate::domain::terms::Role;
use crate::domain::time;
use crate::screen::ScreenId;
use crate::text::screens::common as shared;
use crate::text::{Word, common, desk as t, term};
use crate::ui::chrome::{Chrome, Lamp, LampText, Tab};
use crate::ui::keymap::legend::Offer;
use crate::ui::keymap::{Action, TABLE};
use crate::ui::paint;
use crate::ui::theme::Role as Style;
use crate::view::{View, Way};
use ratatui::buffer::Buffer;

impl Desk {
    /// Draws everything.
    pub fn draw(&self, buf: &mut Buffer) {
        let look = &self.setup.look;
        let chrome = self.chrome();
        let Some(body) = chrome.draw(buf, look) else { return };
        let locked = self.locked();
        if locked {
            paint::blank(buf, body, look.style(Style::Plain));
        } else if self.session.is_some() {
            self.with_view(|view| self.screens.front().draw(body, buf, view));
        }
        if let Some(overlay) = &self.overlay {
            overlay.draw(body, buf, look);
        }
        chrome.draw_error(body, buf, look);
    }

    fn chrome(&self) -> Chrome {
        let lang = self.lang();
        let locked = self.locked();
        let local = self.now.local();
        let desk = &self.ledger.office().desk;
        let census = self.ledger.office().census();
        Chrome {
            simulated: self.setup.simulated || desk.kind == LedgerKind::Demo,
            office: self.ledger.office().policy().office.clone(),
            clerk: self.clerk(),
            moment: format!("{} {}", common::date_with_weekday(lang, local.date()), common::time(lang, local.time())),
            lamps: if locked { Vec::new() } else { self.lamps() },
            banner: self.banner(&census),
            tabs: if locked { Vec::new() } else { self.tabs(&census) },
            remark: self.remark(),
            balance: if locked { Default::default() } else { self.balance(&census) },
            notice: self.board.notice().cloned(),
            layers: self.layers().to_vec(),
            text_focus: self.takes_text(),
            offers: self.offers(),
        }
    }

    /// What the screen in front says of its keys, where nothing lies over it.
    fn offers(&self) -> Vec<(Action, Offer)> {
        if self.locked() {
            return vec![(Action::Lock, Offer::Hidden)];
        }
        if self.overlay.is_some() || self.board.frozen() || self.session.is_none() {
            return Vec::new();
        }
        let screen = self.screens.front();
        let layers = screen.layers();
        let rows = TABLE.iter().filter(|row| row.priority > 0 && layers.contains(&row.layer));
        let offered = |view: &View<'_>| rows.map(|row| (row.action, screen.offer(row.action, view))).collect();
        let mut offers: Vec<_> = self.with_view(offered);
        offers.retain(|(_, offer)| *offer != Offer::Told);
        offers
    }

    fn clerk(&self) -> String {
        let Some(session) = &self.session else { return String::new() };
        let lang = self.lang();
        let roles: Vec<&str> = match session.roles.first() {
            Some(only) if session.roles.len() == 1 => vec![term::role(*only).get(lang)],
            _ => session.roles.iter().map(|r| t::role_short(*r).get(lang)).collect(),
        };
        format!("{} · {}", session.initials, roles.join("+"))
    }

    /// What must not be forgotten: days not closed, approvals that wait.
    fn remark(&self) -> Option<String> {
        let lang = self.lang();
        if let Some(first) = self.ledger.office().desk.unclosed.keys().next() {
            return Some(t::day_unclosed(lang, &common::date(*first)));
        }
        let desk = &self.ledger.office().desk;
        if let Some(recovery) = desk.recovered {
            let accounts = &self.ledger.office().rules.accounts;
            let initials = accounts.get(&recovery.account).map(|a| a.initials.as_str()).unwrap_or_default();
            let day = time::local(recovery.at_ms, self.now.offset_s).date();
            return Some(t::recovered(lang, initials, &common::date(day)));
        }
        let waiting = self.approvals_waiting();
        let clear = self.setup.clear.then(|| t::BOOK_CLEAR.get(lang).to_owned());
        (waiting > 0).then(|| t::approvals(lang, waiting)).or(clear)
    }

    /// What every screen is under: a book that is closed, or trouble.
    fn banner(&self, census: &Census) -> Option<String> {
        if self.ledger_down {
            return Some(t::LEDGER_CLOSED.get(self.lang()).to_owned());
        }
        let trouble = self.ledger.office().desk.trouble.as_ref()?;
        let local = time::local(trouble.since_ms, self.now.offset_s);
        let causes: Vec<_> = trouble.causes.iter().copied().collect();
        Some(shared::banner(self.lang(), &causes, local.time(), census.recorded))
    }

    fn lamps(&self) -> Vec<LampText> {
        let blanks = self.ledger.office().desk.blanks;
        let low = blanks <= self.ledger.office().policy().low_blanks;
        let lang = self.lang();
        vec![
            self.network_lamp(),
            self.lamp(t::LAMP_FINGER, Kind::Fingerprint),
            self.printer_lamp(),
            self.lamp(t::LAMP_CHIP, Kind::Chip),
            LampText {
                name: t::LAMP_BLANKS,
                lamp: if blanks == 0 {
                    Lamp::Bad
                } else if low {
                    Lamp::Warning
                } else {
                    Lamp::Good
                },
                text: common::count(lang, i64::from(blanks)),
            },
        ]
    }

    /// Green, amber or red by the last answers; a question without an answer is amber at once, old news is amber with
    /// its age, and so is a probe that a technician must free.
    fn network_lamp(&self) -> LampText {
        let lang = self.lang();
        let lit = |lamp, word: Word| LampText { name: t::LAMP_NETWORK, lamp, text: word.get(lang).to_owned() };
        let picture = self.network.picture();
        if self.devices.way(Kind::NetworkProbe) != Way::Driven {
            return lit(Lamp::Off, t::LAMP_UNWATCHED);
        }
        if picture.obstacle.is_some() {
            return lit(Lamp::Warning, t::LAMP_TECHNICIAN);
        }
        let age = picture.heard_ms.map_or(0, |at| self.now.utc_ms.saturating_sub(at) / 1000);
        match picture.advice {
            Advice::Unknown => lit(Lamp::Off, t::LAMP_UNKNOWN),
            _ if age > network::STALE_S => {
                LampText { name: t::LAMP_NETWORK, lamp: Lamp::Warning, text: common::age_step(lang, age) }
            }
            Advice::Online | Advice::Slow if picture.missed => lit(Lamp::Warning, t::LAMP_MISSED),
            Advice::Online => lit(Lamp::Good, t::LAMP_GOOD),
            Advice::Slow => lit(Lamp::Warning, t::LAMP_SLOW),
            Advice::Offline => lit(Lamp::Bad, t::LAMP_DOWN),
        }
    }

    fn printer_lamp(&self) -> LampText {
        match self.print_in_doubt().and_then(|app| self.ledger.office().file(app)) {
            Some(file) => LampText {
                name: t::LAMP_PRINTER,
                lamp: Lamp::Bad,
                text: t::lamp_look(self.lang(), &file.app.number.short()),
            },
            None => self.lamp(t::LAMP_PRINTER, Kind::CardPrinter),
        }
    }

    /// A lamp never shows green on old news: the age of the last good answer stands beside it.
    fn lamp(&self, name: Word, kind: Kind) -> LampText {
        let lang = self.lang();
        let plain = |lamp, word: Word| LampText { name, lamp, text: word.get(lang).to_owned() };
        match self.devices.way(kind) {
            Way::Absent => return plain(Lamp::Off, t::LAMP_NONE),
            Way::Attested => return plain(Lamp::Off, t::LAMP_ATTESTED),
            Way::Driven => {}
        }
        let Some(known) = self.devices.known(kind) else { return plain(Lamp::Off, t::LAMP_RESTING) };
        let age = known.last_good.map(|at| i64::from(self.now.since(&at).ms) / 1000);
        match &known.state {
            LinkState::Closed => plain(Lamp::Off, t::LAMP_RESTING),
            LinkState::Connecting { .. } => plain(Lamp::Warning, t::LAMP_CONNECTING),
            LinkState::Faulted(_) => plain(Lamp::Bad, t::LAMP_FAULT),
            LinkState::Ready(_) => match age {
                Some(s) if s > STALE_S => LampText { name, lamp: Lamp::Warning, text: common::age_step(lang, s) },
                _ => plain(Lamp::Good, t::LAMP_GOOD),
            },
        }
    }

    fn tabs(&self, census: &Census) -> Vec<Tab> {
        let count = |id| match id {
            ScreenId::Check => Some(census.check),
            ScreenId::Operator => Some(census.operator),
            ScreenId::Handover => Some(census.shelf()),
            _ => None,
        };
        let shown = SCREENS.iter().filter(|row| !matches!(row.id, ScreenId::Find | ScreenId::Supervisor));
        shown
            .map(|row| Tab {
                action: row.action,
                count: count(row.id).map(|n| n as usize),
                active: self.screens.front == row.id,
                allowed: self.may_open(row.id),
            })
            .collect()
    }

    /// The two lines that must add up, in the same words as in the book.
    fn balance(&self, census: &Census) -> [String; 2] {
        let Some(figures) = &self.ledger.office().desk.today else { return Default::default() };
        [shared::balance(self.lang(), figures, census), shared::whereabouts(self.lang(), census)]
    }

    /// The supervisor's work: requests not decided.
    fn approvals_waiting(&self) -> usize {
        if !self.session.as_ref().is_some_and(|s| s.is(Role::Supervisor)) {
            return 0;
        }
        let files = self.ledger.office().files.values();
        files.filter(|f| f.app.approval.as_ref().is_some_and(|a| a.granted.is_none())).count()
    }
}

/// A good answer older than this many seconds is old news.
const STALE_S: i64 = 30;
