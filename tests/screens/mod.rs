//! The screens, driven by real keys through the key table over an office in memory.
//!
//! The rig stands where the desk stands: it resolves keys, gives the requests to the bench, answers look-ups and
//! remembers what else was asked.

mod check;
mod handover;
mod intake;
mod op_failures;
mod op_view;
mod operator;

use crate::harness::{Bench, OFFICER, OPERATOR, SUPERVISOR, roles, stamp};
use loket::domain::application::Stage;
use loket::domain::command::Past;
use loket::domain::id::AccountId;
use loket::domain::nik::Nik;
use loket::domain::terms::Role;
use loket::screen::{Ask, Reply, Screen, Told};
use loket::text::Lang;
use loket::ui::keymap::{Key, KeyState, STACKS, resolve};
use loket::ui::notice::{Notice, Severity};
use loket::ui::theme::Look;
use loket::view::{Obstacles, Session, View, Way, Ways};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// An office, somebody at its desk, and a screen's surroundings.
pub struct Rig {
    pub bench: Bench,
    pub session: Session,
    pub look: Look,
    pub ways: Ways,
    pub keys: KeyState,
    /// Keys pressed since the start.
    pub pressed: usize,
    /// What was asked of the desk, newest last; look-ups are answered and not kept.
    pub asks: Vec<Ask>,
    pub notices: Vec<Notice>,
}

impl Rig {
    /// An open office with a clerk who receives and checks.
    pub fn new() -> Rig {
        Rig::of(OFFICER, &[Role::RegisterOfficer])
    }

    /// An open office with this account at the desk.
    pub fn of(account: AccountId, list: &[Role]) -> Rig {
        let initials = if account == OPERATOR {
            "OC"
        } else if account == SUPERVISOR {
            "KC"
        } else {
            "RC"
        };
        Rig {
            bench: Bench::open_office(50),
            session: Session { account, name: "Contoh".into(), initials: initials.into(), roles: roles(list) },
            look: Look::full(Lang::Id),
            ways: Ways { fingerprint: Way::Attested, printer: Way::Attested, chip: Way::Attested, slip: Way::Driven },
            keys: KeyState::default(),
            pressed: 0,
            asks: Vec::new(),
            notices: Vec::new(),
        }
    }

    pub fn view(&self) -> View<'_> {
        View {
            office: &self.bench.office,
            rules: &self.bench.rules,
            session: &self.session,
            station: "loket-1",
            stamp: stamp(self.bench.now),
            look: &self.look,
            ways: self.ways,
            job: None,
            obstacles: &Obstacles::NONE,
            print_in_doubt: None,
            card: None,
            care: None,
        }
    }

    /// Presses keys written as in the help, apart by blanks: `Enter F8 Ctrl+B`.
    pub fn keys(&mut self, screen: &mut dyn Screen, script: &str) {
        for name in script.split_whitespace() {
            self.press(screen, name.parse().expect("a key"));
        }
    }

    /// Types a text, key by key.
    pub fn text(&mut self, screen: &mut dyn Screen, text: &str) {
        for c in text.chars() {
            self.press(screen, Key::char(c));
        }
    }

    /// One key; true when it meant something here.
    pub fn press(&mut self, screen: &mut dyn Screen, key: Key) -> bool {
        self.pressed += 1;
        // An error freezes the desk until it is read; the rig reads it at once.
        let layers = screen.layers();
        assert!(STACKS.contains(&layers), "{layers:?} is not a stack of the key table");
        let Some(action) = resolve(&mut self.keys, layers, key, screen.takes_text()) else { return false };
        self.keys.disarm();
        let reply = screen.on(action, &self.view());
        self.follow(screen, reply)
    }

    /// Carries out what a screen wishes and tells it what became of it; true when the action was used.
    pub fn follow(&mut self, screen: &mut dyn Screen, reply: Reply) -> bool {
        self.notices.extend(reply.notice);
        for request in reply.requests {
            let mut order = self.bench.order(self.session.account);
            order.happened_ms = request.happened_ms;
            order.approver = request.second.map(|_| SUPERVISOR);
            let told = match self.bench.give(request.command, order) {
                Ok(entries) => Told::Committed(entries),
                Err(refused) => Told::Refused(refused),
            };
            let reply = screen.told(told, &self.view());
            self.follow(screen, reply);
        }
        for ask in reply.asks {
            match ask {
                Ask::LookUp(nik) => self.answer(screen, nik),
                ask => self.asks.push(ask),
            }
        }
        reply.used
    }

    fn answer(&mut self, screen: &mut dyn Screen, nik: Nik) {
        let mine = |p: &Option<loket::domain::personal::Person>| p.as_ref().and_then(|p| p.nik) == Some(nik);
        let mut past: Vec<Past> = Vec::new();
        let mut person = None;
        for (file, ended_ms) in self.bench.closed.values().filter(|(f, _)| mine(&f.person)) {
            let app = &file.app;
            let (id, number, reason) = (app.id, app.number.clone(), app.reason);
            past.insert(0, Past { app: id, number, reason, stage: app.stage, ended_ms: *ended_ms });
            person = file.person.clone().map(|p| (p, app.day));
        }
        let open = self.bench.office.files.values().find(|f| mine(&f.person) && f.app.stage != Stage::HandedOver);
        let person = open.and_then(|f| f.person.clone().map(|p| (p, f.app.day))).or(person);
        let reply = screen.told(Told::Past { nik, past, person }, &self.view());
        self.follow(screen, reply);
    }

    /// The last error told, if the last notice was one.
    pub fn error(&self) -> Option<&Notice> {
        self.notices.last().filter(|notice| notice.severity == Severity::Error)
    }

    /// What the clerk was told last.
    pub fn said(&self) -> &str {
        self.notices.last().map_or("", |notice| notice.what.as_str())
    }

    /// The body as text, one string a row.
    pub fn draw(&self, screen: &dyn Screen, width: u16, height: u16) -> String {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        screen.draw(area, &mut buf, &self.view());
        let row = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..height).map(row).collect::<Vec<_>>().join("\n")
    }

    /// Draws at many sizes, twice each: never panics, and drawing changes nothing.
    pub fn draws_everywhere(&self, screen: &dyn Screen) {
        for (width, height) in
            [(0, 0), (1, 1), (2, 9), (7, 3), (20, 5), (39, 12), (80, 16), (80, 2), (132, 40), (250, 60)]
        {
            assert_eq!(self.draw(screen, width, height), self.draw(screen, width, height), "{width}×{height}");
        }
    }
}
mod agenda;
mod counter;
mod find;
mod first_run;
mod supervisor;
