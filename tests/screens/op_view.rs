//! A desk for the screens of the operator: keys in, requests into the bench, what became of them back.

use crate::harness::{Bench, OPERATOR, SUPERVISOR, all_ticks, roles, stamp, submission};
use loket::domain::command::{Command, Submission, Then};
use loket::domain::decide::ATTESTED;
use loket::domain::id::AppId;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sop::Spent;
use loket::domain::terms::*;
use loket::screen::{Ask, Draft, Reply, Screen, Told};
use loket::text::Lang;
use loket::ui::keymap::{Action, KeyState, STACKS, resolve};
use loket::ui::theme::Look;
use loket::view::{CardView, JobView, Obstacles, Session, View, Way, Ways};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

/// The bench with one screen in front.
pub struct Desk<S: Screen> {
    pub bench: Bench,
    pub screen: S,
    pub session: Session,
    pub ways: Ways,
    pub lang: Lang,
    pub job: Option<JobView>,
    pub doubt: Option<AppId>,
    pub obstacles: Obstacles,
    pub card: Option<CardView>,
    /// What the screen wished of the desk itself.
    pub asks: Vec<Ask>,
    pub refused: Vec<Refusal>,
    pub notices: Vec<String>,
    pub keys: KeyState,
    pub pressed: usize,
}

/// Everything at this station is done on another workstation.
pub const ATTESTED_WAYS: Ways =
    Ways { fingerprint: Way::Attested, printer: Way::Attested, chip: Way::Attested, slip: Way::Absent };

impl<S: Screen> Desk<S> {
    pub fn new(screen: S) -> Desk<S> {
        let all = roles(&[Role::Operator]);
        let session = Session { account: OPERATOR, name: "Operator Contoh".into(), initials: "OC".into(), roles: all };
        Desk {
            bench: Bench::open_office(50),
            screen,
            session,
            ways: ATTESTED_WAYS,
            lang: Lang::Id,
            job: None,
            doubt: None,
            obstacles: Obstacles::NONE,
            card: None,
            asks: Vec::new(),
            refused: Vec::new(),
            notices: Vec::new(),
            keys: KeyState::default(),
            pressed: 0,
        }
    }

    /// A complete file at the operator.
    pub fn at_operator(&mut self, n: u32, reason: ReasonCode) -> AppId {
        self.bench.now += 60_000;
        let app = self.bench.submit(Submission { ticks: all_ticks(reason), ..submission(n, reason, Then::Complete) });
        self.refresh();
        app
    }

    /// Gives a command past the screen, as another desk or a device would.
    pub fn elsewhere(&mut self, command: Command) {
        self.bench.act(OPERATOR, command).expect("an act elsewhere");
        self.refresh();
    }

    /// A card of this file on the shelf, done past the screen.
    pub fn ready(&mut self, n: u32, reason: ReasonCode) -> AppId {
        let app = self.printed(n, reason);
        self.elsewhere(Command::StartActivation { app });
        let job = self.bench.app(app).job.as_ref().expect("a job").id;
        let spent = Spent { work_ms: 300_000, measured: true, ..Spent::default() };
        let report = loket::domain::command::ActivationReport::Activated(spent);
        self.elsewhere(Command::ReportActivation { job, report });
        app
    }

    /// A printed card, not active.
    pub fn printed(&mut self, n: u32, reason: ReasonCode) -> AppId {
        let app = self.at_operator(n, reason);
        self.passed(app);
        self.elsewhere(Command::StartPrint { apps: vec![app], blank: None });
        let (job, last4) = (self.bench.app(app).job.as_ref().expect("a job").id, Some(self.last4(app)));
        let report = loket::domain::command::PrintReport::Good;
        self.elsewhere(Command::ReportPrint { job, report, last4 });
        app
    }

    /// Status and test done past the screen.
    pub fn passed(&mut self, app: AppId) {
        self.status_read(app);
        let report = loket::domain::command::TestReport {
            outcome: TestOutcome::Match,
            finger: Some(Finger::RightIndex),
            quality: Quality::Unknown,
            compared_with: ComparedWith::Attested,
        };
        self.elsewhere(Command::ReportTest { app, report });
    }

    pub fn status_read(&mut self, app: AppId) {
        let status = loket::domain::status::CentralStatus::PrintReadyRecord;
        let (source, last4, read_ms) = ("SIAK".to_owned(), self.last4(app), stamp(self.bench.now).utc_ms);
        self.elsewhere(Command::RecordStatus { app, status, source, read_ms, last4 });
    }

    pub fn last4(&self, app: AppId) -> String {
        let file = self.bench.office.file(app).expect("an open file");
        file.person.as_ref().and_then(|p| p.nik).expect("a NIK").last4().to_owned()
    }

    pub fn see<R>(&self, with: impl FnOnce(&S, &View<'_>) -> R) -> R {
        let look = Look::full(self.lang);
        with(&self.screen, &view(&self.bench, self, &look))
    }

    fn act<R>(&mut self, with: impl FnOnce(&mut S, &View<'_>) -> R) -> R {
        let look = Look::full(self.lang);
        let (bench, session) = (&self.bench, &self.session);
        let view = View {
            office: &bench.office,
            rules: &bench.rules,
            session,
            station: &bench.station,
            stamp: stamp(bench.now),
            look: &look,
            ways: self.ways,
            job: self.job.as_ref(),
            obstacles: &self.obstacles,
            print_in_doubt: self.doubt,
            card: self.card.as_ref(),
            care: None,
        };
        with(&mut self.screen, &view)
    }

    pub fn refresh(&mut self) {
        self.act(|screen, view| screen.refresh(view));
    }

    pub fn tell(&mut self, told: Told) {
        let reply = self.act(|screen, view| screen.told(told, view));
        self.follow(reply);
    }

    pub fn restore(&mut self, draft: &Draft) {
        self.act(|screen, view| screen.restore(draft, view));
    }

    pub fn open(&mut self, app: AppId) {
        self.tell(Told::Open(app));
    }

    /// Presses keys written as the help writes them, apart by blanks; a second passes with each.
    pub fn keys(&mut self, keys: &str) {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            self.key(key);
        }
    }

    /// Types a text as a keyboard or a scanner would.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.key(if c == ' ' { "Space".to_owned() } else { c.to_string() }.as_str());
        }
    }

    fn key(&mut self, key: &str) {
        self.pressed += 1;
        self.bench.now += 1_000;
        let layers = self.screen.layers();
        assert!(STACKS.contains(&layers), "{layers:?} is no stack of the key table");
        let parsed = key.parse().expect("a written key");
        let Some(action) = resolve(&mut self.keys, layers, parsed, self.screen.takes_text()) else { return };
        let reply = self.act(|screen, view| screen.on(action, view));
        if reply.used && action == Action::Escape {
            self.keys.disarm();
        }
        self.follow(reply);
        self.see(|screen, view| drawn(screen, view, 80, 16));
    }

    fn follow(&mut self, reply: Reply) {
        self.notices.extend(reply.notice.map(|notice| notice.what));
        self.asks.extend(reply.asks);
        for request in reply.requests {
            let mut order = self.bench.order(self.session.account);
            order.backend = Some(if request.attested { ATTESTED.into() } else { "sim".into() });
            order.happened_ms = request.happened_ms;
            order.approver = request.second.map(|second| match (second.who.as_str(), second.secret.as_str()) {
                ("KC", "sandi kasi") => SUPERVISOR,
                _ => OPERATOR,
            });
            let told = match self.bench.give(request.command, order) {
                Ok(entries) => Told::Committed(entries),
                Err(refusal) => {
                    self.refused.push(refusal.clone());
                    Told::Refused(refusal)
                }
            };
            self.bench.assert_balanced();
            self.tell(told);
        }
    }

    /// The body as it is on an 80×24 terminal.
    pub fn picture(&self) -> String {
        self.see(|screen, view| drawn(screen, view, 80, 16))
    }

    /// The picture holds this text.
    #[track_caller]
    pub fn shows(&self, text: &str) {
        let picture = self.picture();
        assert!(picture.contains(text), "no {text:?} in\n{picture}");
    }

    #[track_caller]
    pub fn hides(&self, text: &str) {
        let picture = self.picture();
        assert!(!picture.contains(text), "{text:?} in\n{picture}");
    }

    /// Kinds of the entries since a place in the journal.
    pub fn kinds_since(&self, place: usize) -> Vec<&'static str> {
        self.bench.entries[place..].iter().map(|rec| rec.event.kind()).collect()
    }

    pub fn trouble(&mut self, causes: &[TroubleCause]) {
        let causes: BTreeSet<TroubleCause> = causes.iter().copied().collect();
        self.elsewhere(Command::StartTrouble { causes, reason: None, advised: true });
    }
}

fn view<'a, S: Screen>(bench: &'a Bench, desk: &'a Desk<S>, look: &'a Look) -> View<'a> {
    View {
        office: &bench.office,
        rules: &bench.rules,
        session: &desk.session,
        station: &bench.station,
        stamp: stamp(bench.now),
        look,
        ways: desk.ways,
        job: desk.job.as_ref(),
        obstacles: &desk.obstacles,
        print_in_doubt: desk.doubt,
        card: desk.card.as_ref(),
        care: None,
    }
}

/// Draws into a buffer of this size and reads it back; blanks at the ends of rows are cut.
pub fn drawn(screen: &dyn Screen, view: &View<'_>, width: u16, height: u16) -> String {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    screen.draw(area, &mut buf, view);
    let row = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
    (0..height).map(row).collect::<Vec<_>>().join("\n")
}
