//! The counter these screens stand at in a test: it stands where the desk stands.
//!
//! It resolves keys, gives requests to the bench, answers books and histories from the bench's entries, closes
//! days as the desk does, and remembers what else was asked.

use crate::harness::{Bench, OFFICER, OPERATOR, SUPERVISOR, roles, stamp};
use chrono::NaiveDate;
use loket::domain::book::{Book, BookInput, Closing};
use loket::domain::command::{Command, DayCount};
use loket::domain::event::Event;
use loket::domain::id::{AccountId, AppId, LedgerId};
use loket::domain::office::File;
use loket::domain::terms::Role;
use loket::screen::{Ask, Reply, Screen, Told};
use loket::text::Lang;
use loket::ui::keymap::{Key, KeyState, STACKS, resolve};
use loket::ui::notice::{Notice, Severity};
use loket::ui::theme::Look;
use loket::view::{FoundRow, Obstacles, Session, View, Way, Ways};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// An office, somebody at its desk, and what the desk would answer.
pub struct Counter {
    pub bench: Bench,
    pub session: Session,
    pub look: Look,
    pub keys: KeyState,
    /// What was asked and is not answered here, newest last.
    pub asks: Vec<Ask>,
    /// Commands given, whatever became of them.
    pub given: Vec<Command>,
    pub notices: Vec<Notice>,
}

impl Counter {
    /// An open office with a supervisor at the desk.
    pub fn new() -> Counter {
        Counter::of(Bench::open_office(50), SUPERVISOR, &[Role::Supervisor])
    }

    pub fn of(bench: Bench, account: AccountId, list: &[Role]) -> Counter {
        let initials = [(OFFICER, "RC"), (OPERATOR, "OC")].into_iter().find(|(id, _)| *id == account);
        let initials = initials.map_or("KC", |(_, initials)| initials).to_owned();
        Counter {
            bench,
            session: Session { account, name: "Contoh".into(), initials, roles: roles(list) },
            look: Look::full(Lang::Id),
            keys: KeyState::default(),
            asks: Vec::new(),
            given: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// Another member of staff sits down.
    pub fn sits(&mut self, account: AccountId, list: &[Role]) {
        self.session.account = account;
        self.session.roles = roles(list);
    }

    pub fn view(&self) -> View<'_> {
        View {
            office: &self.bench.office,
            rules: &self.bench.rules,
            session: &self.session,
            station: "loket-1",
            stamp: stamp(self.bench.now),
            look: &self.look,
            ways: Ways { fingerprint: Way::Attested, printer: Way::Attested, chip: Way::Attested, slip: Way::Driven },
            job: None,
            obstacles: &Obstacles::NONE,
            print_in_doubt: None,
            card: None,
            care: None,
        }
    }

    /// Presses keys written as in the help, apart by blanks.
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
        let layers = screen.layers();
        assert!(STACKS.contains(&layers), "{layers:?} is not a stack of the key table");
        let Some(action) = resolve(&mut self.keys, layers, key, screen.takes_text()) else { return false };
        self.keys.disarm();
        let reply = screen.on(action, &self.view());
        self.follow(screen, reply)
    }

    pub fn paste(&mut self, screen: &mut dyn Screen, text: &str) {
        let reply = screen.paste(text, &self.view());
        self.follow(screen, reply);
    }

    pub fn tell(&mut self, screen: &mut dyn Screen, told: Told) {
        let reply = screen.told(told, &self.view());
        self.follow(screen, reply);
    }

    /// Carries out what a screen wishes and tells it what became of it.
    pub fn follow(&mut self, screen: &mut dyn Screen, reply: Reply) -> bool {
        self.notices.extend(reply.notice);
        for request in reply.requests {
            let order = self.bench.order(self.session.account);
            self.given.push(request.command.clone());
            let told = match self.bench.give(request.command, order) {
                Ok(entries) => Told::Committed(entries),
                Err(refused) => Told::Refused(refused),
            };
            self.tell(screen, told);
        }
        for ask in reply.asks {
            match ask {
                Ask::Book(date) => self.book(screen, date),
                Ask::History(app) => self.history(screen, app),
                Ask::CloseDay(count) => self.close(screen, count),
                Ask::AddStaff { name, initials, roles, .. } => {
                    let account = AccountId([77; 16]);
                    self.give(screen, Command::AddAccount { account, name, initials, roles });
                }
                Ask::ResetStaff { account, .. } => self.give(screen, Command::ResetAccount { account }),
                ask => self.asks.push(ask),
            }
        }
        reply.used
    }

    fn give(&mut self, screen: &mut dyn Screen, command: Command) {
        self.given.push(command.clone());
        if let Ok(entries) = self.bench.act(self.session.account, command) {
            self.tell(screen, Told::Committed(entries));
        }
    }

    fn close(&mut self, screen: &mut dyn Screen, count: DayCount) {
        let date = count.date;
        let upto = self.bench.office.book_end(date).map_or(0, |(upto, _)| upto);
        self.give(screen, Command::CloseDay(DayCount { upto, ..count }));
        self.book(screen, date);
    }

    /// Tells the screen the book of a day, if the office worked on it.
    pub fn book(&mut self, screen: &mut dyn Screen, date: NaiveDate) {
        if let Some(book) = self.read(date) {
            self.tell(screen, Told::Book(Box::new(book)));
        }
    }

    /// The book of a day from the bench's entries; earlier days as far as these tests need them.
    pub fn read(&self, date: NaiveDate) -> Option<Book> {
        let mut entries = Vec::new();
        let (mut open, mut closed) = (None, None);
        for rec in &self.bench.entries {
            match &rec.event {
                Event::DayOpened(e) => open = Some(e.date),
                Event::DayClosed(e) if e.date == date => {
                    closed = Some(Closing::read(LedgerId([5; 16]), e, rec, &self.bench.office.stocks()));
                }
                _ => {}
            }
            if open == Some(date) {
                entries.push(rec.clone());
            }
        }
        let office = &self.bench.office;
        let (figures, stocks) = match office.desk.unclosed.get(&date) {
            Some((figures, stocks, _)) => (figures.clone(), stocks.clone()),
            None => (office.desk.today.clone().filter(|f| f.date == date)?, office.stocks()),
        };
        let touched = BookInput::touched(&entries);
        let files = office.files.values().chain(self.bench.closed.values().map(|(f, _)| f));
        let wanted = |f: &&File| !f.app.stage.is_final() || touched.contains(&f.app.id);
        Some(Book::build(&BookInput {
            policy: office.policy().clone(),
            accounts: office.rules.accounts.clone(),
            checklists: office.rules.checklists.clone(),
            simulated: false,
            date,
            figures,
            stocks,
            closed,
            entries,
            files: files.filter(wanted).cloned().collect(),
            numbers: BTreeMap::new(),
        }))
    }

    fn file(&self, app: AppId) -> Option<File> {
        self.bench.office.file(app).or_else(|| self.bench.closed.get(&app).map(|(f, _)| f)).cloned()
    }

    pub fn history(&mut self, screen: &mut dyn Screen, app: AppId) {
        let file = Box::new(self.file(app).expect("a file"));
        let of = |rec: &&loket::domain::event::Recorded| AppId(rec.seq) == app || rec.event.app() == Some(app);
        let entries = self.bench.entries.iter().filter(of).cloned().collect();
        self.tell(screen, Told::History { file, entries });
    }

    /// A file as a search finds it.
    pub fn row(&self, app: AppId) -> FoundRow {
        let file = self.file(app).expect("a file");
        let person = file.person.as_ref().expect("a person");
        FoundRow {
            app,
            number: file.app.number.clone(),
            stage: file.app.stage,
            reason: file.app.reason,
            name: person.name.as_str().to_owned(),
            nik: person.nik.map(|n| n.masked('•')).unwrap_or_default(),
            phone: person.contact.phone().map(|p| p.as_str().to_owned()).unwrap_or_default(),
            day: file.app.day,
        }
    }

    /// What the clerk was told last.
    pub fn said(&self) -> &str {
        self.notices.last().map_or("", |notice| notice.what.as_str())
    }

    /// The last notice freezes the screen.
    pub fn frozen(&self) -> bool {
        self.notices.last().is_some_and(|notice| notice.severity == Severity::Error)
    }

    /// The body as text, one string a row.
    pub fn draw(&self, screen: &dyn Screen, width: u16, height: u16) -> String {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        screen.draw(area, &mut buf, &self.view());
        text_of(&buf)
    }

    /// The body of an 80×24 terminal in both languages.
    pub fn picture(&mut self, screen: &dyn Screen) -> String {
        let mut out = String::new();
        for lang in Lang::ALL {
            self.look = Look::full(lang);
            out.push_str(&format!("== {}\n{}\n", lang.code(), self.draw(screen, 80, 15)));
        }
        self.look = Look::full(Lang::Id);
        out
    }

    /// Draws at many sizes, twice each: never panics, and drawing changes nothing.
    pub fn draws_everywhere(&self, screen: &dyn Screen) {
        for (width, height) in SIZES {
            assert_eq!(self.draw(screen, width, height), self.draw(screen, width, height), "{width}×{height}");
        }
    }
}

/// Sizes a terminal may have, sensible or not.
pub const SIZES: [(u16, u16); 11] =
    [(0, 0), (1, 1), (2, 9), (7, 3), (20, 5), (39, 12), (80, 15), (80, 2), (3, 60), (132, 40), (250, 60)];

/// The text of a buffer.
pub fn text_of(buf: &Buffer) -> String {
    let cell = |x, y| buf[(x, y)].symbol();
    let row = |y| (0..buf.area.width).map(|x| cell(x, y)).collect::<String>().trim_end().to_owned();
    (0..buf.area.height).map(row).collect::<Vec<_>>().join("\n")
}
