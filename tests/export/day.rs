//! A made-up Tuesday with everything a book must be able to say, on top of a Monday.

use crate::harness::*;
use loket::domain::book::{Book, BookInput, Closing};
use loket::domain::checklist::Ticks;
use loket::domain::command::*;
use loket::domain::counts::{Counted, Counts};
use loket::domain::event::Event;
use loket::domain::id::{AppId, LedgerId};
use loket::domain::nik::Nik;
use loket::domain::person::{Address, Contact, Name, Note, Phone, Relation, RtRw, Street};
use loket::domain::personal::{Patch, Recipient};
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::region::KelurahanCode;
use loket::domain::seal::{Checkpoint, Hex, Seal};
use loket::domain::sheets::SheetCommand;
use loket::domain::sop::Spent;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::terms::*;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

pub fn note(text: &str) -> Note {
    Note::parse(text).expect("a note")
}

pub fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn at(kelurahan: &str, street: &str) -> Option<Address> {
    let number = |n: &str| RtRw::parse(n).ok();
    let kelurahan = KelurahanCode::parse(kelurahan).expect("a kelurahan");
    Some(Address { street: Street::parse(street).ok(), rt: number("7"), rw: number("8"), kelurahan })
}

fn spent(paused: &[(PauseCause, u32)]) -> Spent {
    Spent { work_ms: 95_000, paused_ms: paused.iter().copied().collect(), measured: true }
}

/// The day under construction: every act takes a minute.
pub struct Day {
    pub bench: Bench,
}

impl Day {
    fn act(&mut self, actor: loket::domain::id::AccountId, command: Command) {
        self.bench.now += MINUTE;
        let given = format!("{command:?}");
        self.bench.act(actor, command).unwrap_or_else(|r| panic!("{} refused: {given}", r.code()));
        self.bench.assert_balanced();
    }

    fn submit(&mut self, s: Submission) -> AppId {
        self.bench.now += MINUTE;
        self.bench.submit(s)
    }

    fn receive(&mut self, n: u32, reason: ReasonCode, called: &str) -> AppId {
        let mut s = submission(n, reason, Then::Complete);
        s.person.name = name(called);
        s.person.address = at("13.74.01.1004", "Jl. Contoh; No. 7");
        self.submit(s)
    }

    fn last4(&self, app: AppId) -> String {
        let person = self.bench.office.file(app).and_then(|f| f.person.as_ref());
        person.and_then(|p| p.nik).map_or_else(String::new, |nik| nik.last4().to_owned())
    }

    fn status(&mut self, app: AppId, status: CentralStatus) {
        let (last4, read_ms) = (self.last4(app), MONDAY_MS + self.bench.now);
        self.act(OPERATOR, Command::RecordStatus { app, status, source: "SIAK".into(), read_ms, last4 });
    }

    fn test(&mut self, app: AppId, outcome: TestOutcome) {
        let compared_with = ComparedWith::DataCentre;
        let report = TestReport { outcome, finger: Some(Finger::RightIndex), quality: Quality::Good, compared_with };
        self.act(OPERATOR, Command::ReportTest { app, report });
    }

    fn print(&mut self, app: AppId, report: PrintReport) {
        self.act(OPERATOR, Command::StartPrint { apps: vec![app], blank: None });
        let job = self.job(app);
        let last4 = Some(self.last4(app));
        self.act(OPERATOR, Command::ReportPrint { job, report, last4 });
    }

    fn job(&self, app: AppId) -> loket::domain::id::JobId {
        self.bench.app(app).job.as_ref().expect("a job").id
    }

    fn activate(&mut self, app: AppId) {
        self.act(OPERATOR, Command::StartActivation { app });
        let (job, paused) = (self.job(app), spent(&[(PauseCause::Network, 130_000), (PauseCause::Applicant, 20_000)]));
        self.act(OPERATOR, Command::ReportActivation { job, report: ActivationReport::Activated(paused) });
    }

    /// From the complete file to the card on the shelf.
    fn make(&mut self, app: AppId) {
        self.status(app, CentralStatus::PrintReadyRecord);
        self.test(app, TestOutcome::Match);
        self.print(app, PrintReport::Good);
        self.activate(app);
    }

    fn hand(&mut self, apps: &[AppId], holder: Option<AppId>, old: OldCard, line: Option<(u32, u8)>) {
        let recipient =
            Recipient { name: name("MARNI, S.Pd."), relation: Relation::Parent, evidence: note("KK asli; KTP-el") };
        let h = Handover {
            apps: apps.to_vec(),
            holder,
            recipient: (apps.len() > 1 || holder.is_none()).then_some(recipient),
            old_cards: vec![old; apps.len()],
            signature: if line.is_some() { Signature::Signed } else { Signature::Thumb },
            sheet: line.map(|l| l.0),
            line: line.map(|l| l.1),
            in_session: line.is_none(),
            note: (old == OldCard::NotBrought).then(|| note("=cmd|'/C calc'!A0")),
        };
        self.act(OPERATOR, Command::HandOver(Box::new(h)));
    }
}

/// What Tuesday inherits: a file returned, a card on the shelf, a file deferred.
fn monday(day: &mut Day) -> [AppId; 3] {
    let policy = Policy {
        office: "=HYPERLINK(\"x\")\u{1b}[31m Disdukcapil\u{202E} Contoh".into(),
        witness: ["Kepala Bidang Contoh,", "NAMA BIDANG", "NIP 19700101 199003 1 001"].map(str::to_owned).into(),
        head: ["Kepala Dinas Contoh,", "NAMA DINAS", "Pembina", "NIP 19640101 199003 2 001"].map(str::to_owned).into(),
        ..Policy::default()
    };
    day.act(SUPERVISOR, Command::ChangePolicy(Box::new(policy)));
    let mut s = submission(1, ReasonCode::Damaged, Then::Return);
    s.person.name = name("RIZKI RAMADHAN, S.Kom.");
    let returned = day.submit(s);
    let shelf = day.receive(2, ReasonCode::New, "YUSUF");
    day.make(shelf);
    let deferred = day.receive(3, ReasonCode::New, "-AMIN bin ABDURRAHMAN AL-FARISI MANGKUTO SUTAN PAMENAN");
    day.status(deferred, CentralStatus::DuplicateRecord);
    day.act(OPERATOR, Command::Defer { app: deferred, reason: DeferralReason::Duplicate, note: None });
    [returned, shelf, deferred]
}

fn tuesday(day: &mut Day, [returned, shelf, _]: [AppId; 3]) {
    void_and_corrections(day);
    day.act(OFFICER, Command::Resubmit { app: returned, ticks: Ticks::new() });
    let ticks = all_ticks(ReasonCode::Damaged);
    day.act(OFFICER, Command::ConfirmComplete { app: returned, ticks, spent: spent(&[(PauseCause::Device, 61_000)]) });
    day.hand(&[shelf], Some(shelf), OldCard::NeverHad, None);
    family(day);
    trouble(day);
    spoiled_and_overridden(day);
    late(day);
    day.act(OFFICER, Command::SendAway { why: SentAway::NotRecorded });
    day.act(OFFICER, Command::SendAway { why: SentAway::QuestionOnly });
    let moves = [
        (BlankMove::Received, 500, "BA 12/2026"),
        (BlankMove::Lent, 20, "+62 811 pinjam"),
        (BlankMove::Counted, -2, "BA 13"),
    ];
    for (how, n, document) in moves {
        day.act(SUPERVISOR, Command::MoveBlanks { how, n, document: note(document) });
    }
}

fn void_and_corrections(day: &mut Day) {
    let void = day.receive(10, ReasonCode::Lost, "SALAH KETIK");
    let kind = CancelKind::InputError;
    day.act(OFFICER, Command::Cancel { app: void, kind, note: Some(note("dua kali; \"terketik\"")) });
    let wrong = day.receive(11, ReasonCode::Lost, "SITI CONTOH");
    let patch = Patch {
        nik: Nik::parse("1374024108909111").ok(),
        contact: Some(Contact::Through {
            name: name("'AISYAH"),
            relation: Relation::Sibling,
            phone: Phone::parse("+60123456789").ok(),
        }),
        address: at("13.74.02.1003", "=1+1"),
        ..Patch::default()
    };
    let note = Some(note("NIK\u{202E} salah\tbaca"));
    let reason = Some(ReasonCode::Damaged);
    day.act(OFFICER, Command::Correct { app: wrong, patch: Box::new(patch), reason, note });
}

fn family(day: &mut Day) {
    let first = day.receive(20, ReasonCode::New, "SUTAN, S.H.");
    let mut apps = vec![first];
    for (n, called) in [(21, "MEGA"), (22, "ÉLISE Ørsted")] {
        let mut s = submission(n, ReasonCode::New, Then::Complete);
        s.person.name = name(called);
        s.family_of = Some(first);
        s.channel = Channel::WhatsApp;
        apps.push(day.submit(s));
    }
    for app in &apps {
        day.make(*app);
    }
    day.hand(&apps, Some(first), OldCard::NeverHad, Some((14, 3)));
}

fn trouble(day: &mut Day) {
    let causes = [TroubleCause::Network].into();
    let reason = Some(note("komdat putus"));
    day.act(OPERATOR, Command::StartTrouble { causes, reason, advised: false });
    let waiting = day.receive(30, ReasonCode::MovedIn, "李 WIDE 王");
    let checks = DataCheck::ALL.iter().copied().collect();
    day.act(OPERATOR, Command::RecordData { app: waiting, checks, spent: spent(&[]) });
    day.act(OPERATOR, Command::NoteContact { app: waiting, reached: false, topic: ContactTopic::TroubleOver });
    day.bench.now += 47 * MINUTE;
    day.act(OPERATOR, Command::EndTrouble { reason: None, advised: true });
}

fn spoiled_and_overridden(day: &mut Day) {
    let app = day.receive(40, ReasonCode::Damaged, "DONI");
    day.status(app, CentralStatus::PrintReadyRecord);
    day.test(app, TestOutcome::Exempt);
    let (evidence, exemption) = (note("Ijazah asli"), Some(note("RAHASIA-AMPUTASI")));
    let mut order = day.bench.order(OPERATOR);
    order.approver = Some(SUPERVISOR);
    let ground = OverrideGround::Exemption;
    day.bench.give(Command::OverrideTest { app, ground, evidence, exemption }, order).expect("a second person");
    day.print(app, PrintReport::Bad(SpoilCause::Ribbon));
    day.print(app, PrintReport::Good);
    day.activate(app);
    day.hand(&[app], Some(app), OldCard::NotBrought, Some((14, 6)));
    let deferred = day.receive(41, ReasonCode::New, "TUNDA CONTOH");
    let reason = DeferralReason::Other;
    day.act(OPERATOR, Command::Defer { app: deferred, reason, note: Some(note("＝1+1 menunggu akta")) });
}

fn late(day: &mut Day) {
    let mut s = submission(50, ReasonCode::New, Then::Queue);
    s.person.name = name("LEMBAR DARURAT");
    s.person.nik = None;
    s.person.birth = chrono::NaiveDate::from_ymd_opt(2001, 2, 3);
    s.sheet = Some(17);
    day.act(SUPERVISOR, Command::Sheets(Box::new(SheetCommand::IssueEmergency { n: 18 })));
    day.bench.now += MINUTE;
    let mut order = day.bench.order(OFFICER);
    order.happened_ms = Some(MONDAY_MS + day.bench.now - 95 * MINUTE);
    day.bench.give(Command::Submit(Box::new(s)), order).expect("a late entry");
}

/// Monday closed, Tuesday worked through and still open.
pub fn worked() -> Day {
    let mut day = Day { bench: Bench::open_office(100) };
    let inherited = monday(&mut day);
    let (upto, stocks) = day.bench.office.book_end(crate::harness::monday()).expect("an open day");
    let count = DayCount::agreeing(crate::harness::monday(), upto, &stocks);
    day.act(SUPERVISOR, Command::CloseDay(count));
    day.bench.now = DAY;
    let date = crate::harness::monday() + chrono::Days::new(1);
    day.act(OFFICER, Command::OpenDay { date });
    tuesday(&mut day, inherited);
    day
}

/// What the closing of that Tuesday says: one blank fewer than by the book, explained.
pub fn closing(day: &Day) -> Closing {
    let office = &day.bench.office;
    let mut counts = Counts::agreeing(&office.stocks());
    counts.blanks -= 1;
    counts.why.insert(Counted::Blanks, note("satu keping terselip"));
    Closing { by: SUPERVISOR, counts, seal: None }
}

/// A seal as a ledger would make it; nothing here holds the key.
fn seal(counts: &Counts, size: u64) -> Seal {
    let checkpoint = Checkpoint {
        ledger: LedgerId([7; 16]),
        day: chrono::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date"),
        number: 2,
        size,
        root: Hex([0xa5; 32]),
        blanks: counts.blanks,
        shelf: counts.shelf,
        invalid: counts.invalid,
        reasons: Some(Hex([0x3c; 32])),
    };
    Seal { checkpoint, key: Hex([1, 2, 3, 4]), signature: Hex([0x5a; 64]) }
}

/// The closed Tuesday, with the personal data of one applicant erased after its term.
pub fn tuesday_input() -> BookInput {
    let day = worked();
    let closing = closing(&day);
    let seal = seal(&closing.counts, day.bench.office.desk.seq);
    let mut input = super::input(&day.bench, Some(Closing { seal: Some(seal), ..closing }));
    let called = |f: &&mut loket::domain::office::File| f.person.as_ref().is_some_and(|p| p.name.as_str() == "MEGA");
    let file = input.files.iter_mut().find(called).expect("the one to forget");
    file.person = None;
    let app = file.app.id;
    let about = |rec: &loket::domain::event::Recorded| match &rec.event {
        Event::ApplicationSubmitted(_) => AppId(rec.seq) == app,
        event => event.app() == Some(app),
    };
    for rec in input.entries.iter_mut().filter(|rec| about(rec)) {
        rec.personal = None;
    }
    input
}

pub fn tuesday_book() -> Book {
    Book::build(&tuesday_input())
}
