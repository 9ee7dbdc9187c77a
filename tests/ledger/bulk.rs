//! Bulk filling takes the same path as acts.

use super::support::*;
use loket::domain::checklist::RuleSet;
use loket::domain::event::*;
use loket::domain::id::{AppId, JobId};
use loket::domain::office::Office;
use loket::domain::personal::Personal;
use loket::domain::reason::ReasonCode;
use loket::domain::sop::Spent;
use loket::domain::terms::*;
use loket::ledger::Ledger;

const FIRST: [&str; 12] =
    ["Siti", "Muhammad", "Andi", "Nurul", "Dewi", "Rahmat", "Yulia", "Fitri", "Budi", "Ratna", "Hendra", "Zainab"];
const LAST: [&str; 12] = [
    "Santoso",
    "Hidayat",
    "Saputra",
    "Rahmawati",
    "Lubis",
    "Piliang",
    "Chaniago",
    "Syafrudin",
    "Wulandari",
    "Yusuf",
    "Tanjung",
    "Kurniawan",
];

/// Applications from receipt to handover, `a_day` of them a day, each day closed.
pub struct Filling {
    pub left: u32,
    a_day: u32,
    n: u32,
    digest: String,
}

impl Filling {
    pub fn new(n: u32, a_day: u32) -> Filling {
        let list = RuleSet::builtin().checklist(ReasonCode::New).clone();
        Filling { left: n, a_day, n: 0, digest: loket::domain::decide::checklist_digest(&list) }
    }

    /// A day's end and the next day's beginning, or one application's whole life.
    pub fn next(&mut self, office: &Office) -> Option<(Vec<Draft>, Envelope)> {
        if self.left == 0 {
            return None;
        }
        let date = office.desk.day.unwrap();
        let ms = (date - day(2)).num_days() * 86_400_000 + i64::from(self.n % self.a_day) * 1_000;
        let envelope = order(CLERK, ms);
        if self.n % self.a_day == self.a_day - 1 && office.desk.today.as_ref().unwrap().new > 0 {
            self.n += 1;
            let stocks = office.stocks();
            let closed = DayClosed {
                date,
                upto: office.desk.seq,
                counted_blanks: stocks.blanks,
                counted_shelf: stocks.census.shelf(),
                counted_invalid: None,
                format: 1,
                digests: [("csv".to_owned(), "0".repeat(64))].into(),
                explained: false,
                seal: None,
            };
            let received = BlanksMoved { how: BlankMove::Received, n: self.a_day as i32 };
            let opened = DayOpened { date: date.succ_opt().unwrap() };
            return Some((vec![closed.into(), opened.into(), received.into()], envelope));
        }
        self.n += 1;
        self.left -= 1;
        Some((self.life(office), envelope))
    }

    fn life(&self, office: &Office) -> Vec<Draft> {
        let seq = office.desk.seq + 1;
        let app = AppId(seq);
        let n = self.n as usize;
        let name = format!("{} {} {}", FIRST[n % 12], FIRST[(n / 12) % 12], LAST[(n / 144) % 12]);
        let date = office.desk.day.unwrap();
        let no = office
            .desk
            .last_number
            .as_ref()
            .filter(|l| l.year == chrono::Datelike::year(&date))
            .map_or(1, |l| l.no + 1);
        let spent = Spent { work_ms: 50_000, measured: true, ..Spent::default() };
        let ticks = full(ReasonCode::New);
        let submitted = ApplicationSubmitted {
            number: office.policy().number(date, no),
            reason: ReasonCode::New,
            channel: Channel::Counter,
            checklist: self.digest.clone(),
            ticks: ticks.clone(),
            priority: false,
            nik_pending: false,
            repeat: false,
            linked: None,
            family_of: None,
            sheet: None,
            spent: spent.clone(),
        };
        let who = person(self.n, &name, &format!("0812{:07}", self.n));
        let mut drafts = vec![Draft::with(submitted, Personal { person: Some(who), ..Personal::default() })];
        drafts.push(CompletenessConfirmed { app, ticks, spent: spent.clone() }.into());
        drafts.push(PrintStarted { app, blank: None, batch: None }.into());
        drafts.push(CardPrinted { job: JobId(seq + 2), app, answered: false }.into());
        drafts.push(ActivationStarted { app }.into());
        drafts.push(CardActivated { job: JobId(seq + 4), app, spent, answered: false }.into());
        drafts.push(
            CardHandedOver {
                app,
                by_holder: true,
                active: true,
                old_card: OldCard::NeverHad,
                signature: Signature::Signed,
                sheet: None,
                line: None,
                in_session: true,
            }
            .into(),
        );
        // Only lately received files are still open.
        if self.n.is_multiple_of(97) && self.left < 20_000 {
            drafts.truncate(1);
        }
        drafts
    }
}

#[test]
fn a_filled_ledger_is_like_any_other() {
    let mut desk = Desk::new();
    let mut other = desk.another();
    desk.done(loket::domain::command::Command::MoveBlanks {
        how: BlankMove::Borrowed,
        n: 500,
        document: note("pinjam"),
    });
    let before = desk.ledger.office().desk.seq;
    let mut filling = Filling::new(400, 60);
    let n = desk.ledger.bulk("loket-1", &mut |office| filling.next(office)).unwrap();
    assert_eq!(n, desk.ledger.office().desk.seq - before);
    assert!(other.refresh().unwrap());
    assert_eq!(other.office(), desk.ledger.office());
    let verified = desk.verified();
    assert_eq!((verified.applications, verified.days), (400, 6));
    let office = desk.ledger.office().clone();
    assert_eq!(office.files.len(), 4);
    desk.ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    assert_eq!(desk.ledger.office(), &office);
    desk.verified();
    // Ordinary acts go on from there.
    assert!(desk.submit(5_000, "Siti", "08123456789").0 > office.desk.seq);
    assert_eq!(desk.ledger.office().desk.last_number.as_ref().unwrap().no, 401);
}

#[test]
fn a_fill_that_breaks_leaves_what_was_stored() {
    let mut desk = Desk::new();
    let office = desk.ledger.office().clone();
    let mut filling = Filling::new(10, 60);
    let failed = desk.ledger.bulk("loket-1", &mut |office| {
        let (mut drafts, envelope) = filling.next(office)?;
        if filling.left == 3 {
            drafts.push(
                CompletenessConfirmed { app: AppId(1), ticks: Default::default(), spent: Spent::default() }.into(),
            );
        }
        Some((drafts, envelope))
    });
    assert_eq!(failed.unwrap_err().code(), "L-024");
    assert_eq!(desk.ledger.office(), &office);
    desk.ledger.reopen().unwrap();
    assert_eq!(desk.ledger.office(), &office);
    assert_eq!(office.rules.accounts.len(), 1);
    desk.verified();
}
