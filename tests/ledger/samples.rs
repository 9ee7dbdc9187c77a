//! One event of every kind, with every optional field filled where there is one.

use super::support::day;
use loket::domain::checklist::{Checklist, ItemId, Tick, Ticks};
use loket::domain::event::*;
use loket::domain::id::*;
use loket::domain::invalid::Items;
use loket::domain::lineage::Gap;
use loket::domain::personal::PersonField;
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::seal::{Hex, SealMark};
use loket::domain::sop::Spent;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::stock::{Label, Serials};
use loket::domain::terms::*;

const APP: AppId = AppId(41);
const JOB: JobId = JobId(57);
const ACCOUNT: AccountId = AccountId([0xa1; 16]);

fn number() -> RegisterNumber {
    RegisterNumber { year: 2026, no: 123, text: "0123/KTP/DUKCAPIL-PP/XI-2026".into() }
}

fn ticks() -> Ticks {
    let item = |id: &str, tick| (ItemId::parse(id).unwrap(), tick);
    [item("kk", Tick::Present), item("lapor-polisi", Tick::Absent), item("surat-nikah", Tick::NotApplicable)].into()
}

fn spent() -> Spent {
    Spent {
        work_ms: 61_500,
        paused_ms: [(PauseCause::Network, 4_000), (PauseCause::Applicant, 90)].into(),
        measured: true,
    }
}

/// What the frozen entries of older versions are read as, in the order of [`Event::OLDER`].
pub fn older() -> Vec<Event> {
    let digests = [("csv".to_owned(), "ab".repeat(32)), ("txt".to_owned(), "cd".repeat(32))].into();
    let closed = DayClosed {
        date: day(2),
        upto: 99,
        counted_blanks: 480,
        counted_shelf: 12,
        counted_invalid: None,
        format: 1,
        digests,
        explained: true,
        seal: None,
    };
    let created = LedgerCreated {
        ledger: LedgerId([0x11; 16]),
        kind: LedgerKind::Office,
        parent: Some(LedgerId([0x22; 16])),
        parent_head: Some("ef".repeat(32)),
        last_number: Some(number()),
        lost: Vec::new(),
    };
    vec![created.into(), closed.into()]
}

pub fn all() -> Vec<Event> {
    let mut all = office();
    all.extend(intake());
    all.extend(operator());
    all.extend(end());
    all.extend(messages());
    all.extend(lookings());
    all
}

/// What is needed for one kind of application, as an entry adopts it.
fn checklist() -> Checklist {
    // A small list of its own, so that the office's rule file may change without touching what is frozen.
    let list = serde_json::json!({
        "reason": "II.C.1", "version": "sample-1", "title": { "id": "Hilang", "en": "Lost" },
        "statuses": ["PRINT_READY_RECORD", "CARD_ISSUED"],
        "items": [
            { "id": "kk", "label": { "id": "KK", "en": "Family card" }, "need": "required", "when": null, "citation": "Perpres 96/2018" },
            { "id": "lapor-polisi", "label": { "id": "Surat polisi", "en": "Police letter" }, "need": "conditional",
              "when": { "id": "hilang", "en": "lost" }, "citation": "Perpres 96/2018" },
        ],
    });
    serde_json::from_value(list).unwrap()
}

fn office() -> Vec<Event> {
    let account = ACCOUNT;
    let roles = [Role::RegisterOfficer, Role::Supervisor];
    let digests = [("csv".to_owned(), "ab".repeat(32)), ("txt".to_owned(), "cd".repeat(32))].into();
    vec![
        LedgerCreated {
            ledger: LedgerId([0x11; 16]),
            kind: LedgerKind::Office,
            parent: Some(LedgerId([0x22; 16])),
            parent_head: Some("ef".repeat(32)),
            last_number: Some(number()),
            lost: vec![Gap { from: 7, to: 9 }, Gap { from: 12, to: 12 }],
        }
        .into(),
        PolicyChanged { policy: Box::new(Policy { acting_closers: vec![account], ..Policy::default() }) }.into(),
        ChecklistAdopted { digest: "0123456789abcdef".into(), checklist: Box::new(checklist()) }.into(),
        AccountAdded { account, initials: "RN".into(), roles: roles.into() }.into(),
        AccountRolesChanged { account, roles: [Role::Operator].into() }.into(),
        AccountDisabled { account }.into(),
        AccountEnabled { account }.into(),
        AccountReset { account }.into(),
        StaffSignedIn { failures: 3 }.into(),
        DayOpened { date: day(2) }.into(),
        DayClosed {
            date: day(2),
            upto: 99,
            counted_blanks: 480,
            counted_shelf: 12,
            counted_invalid: Some(4),
            format: 1,
            digests,
            explained: true,
            seal: Some(SealMark {
                number: 7,
                size: 99,
                root: Hex([0x33; 32]),
                reasons: Some(Hex([0x44; 32])),
                key: Hex([0x55; 4]),
                signature: Hex([0x66; 64]),
            }),
        }
        .into(),
        SealKeyAdopted { key: Hex([0x77; 32]) }.into(),
        KeysChanged { how: KeyChange::Recovered, account: Some(account) }.into(),
        KeyFileNoted { generation: 7 }.into(),
        TroubleStarted { causes: [TroubleCause::Network, TroubleCause::Printer].into(), advised: true }.into(),
        TroubleEnded { advised: false }.into(),
        BlanksMoved { how: BlankMove::Counted, n: -2 }.into(),
        BatchMoved { batch: Some(label("D-17")), how: StockMove::Received, n: 500, serials: Some(serials()) }.into(),
        BatchOpened { batch: label("D-17") }.into(),
        FilmReplaced { prints: 500 }.into(),
        InvalidStored { items: items(), place: label("LEMARI 1") }.into(),
        InvalidPassedOn { items: items() }.into(),
        InvalidDestroyed { year: 2026, no: 4, items: items(), count: 4, date: day(2), manner: DestroyManner::Shredded }
            .into(),
        EmergencySheetsIssued { first: 31, n: 12 }.into(),
        EmergencySheetsDeclared { sheets: items(), fate: SheetFate::Lost }.into(),
        HandoverSheetsIssued { first: 8, n: 1, cards: vec![AppId(7), AppId(9)] }.into(),
        VisitorSentAway { why: SentAway::KkNotUpdated }.into(),
    ]
}

fn label(text: &str) -> Label {
    Label::parse(text).unwrap()
}

fn serials() -> Serials {
    Serials { first: "A000001".into(), last: "A000500".into() }
}

fn items() -> Items {
    [1, 2, 3, 7].into_iter().collect()
}

fn intake() -> Vec<Event> {
    vec![
        ApplicationSubmitted {
            number: number(),
            reason: ReasonCode::Lost,
            channel: Channel::WhatsApp,
            checklist: "0123456789abcdef".into(),
            ticks: ticks(),
            priority: true,
            nik_pending: false,
            repeat: true,
            linked: Some(AppId(7)),
            family_of: Some(AppId(8)),
            sheet: Some(3),
            spent: spent(),
        }
        .into(),
        CompletenessConfirmed { app: APP, ticks: ticks(), spent: spent() }.into(),
        ApplicationReturned { app: APP, ticks: ticks(), missing: vec![ItemId::parse("kk").unwrap()], spent: spent() }
            .into(),
        ApplicationResubmitted { app: APP, ticks: ticks() }.into(),
        DataCorrected {
            app: APP,
            fields: vec![PersonField::Nik, PersonField::Contact],
            reason: Some(ReasonCode::DataChange),
            checklist: Some("0123456789abcdef".into()),
        }
        .into(),
    ]
}

fn operator() -> Vec<Event> {
    let (app, job) = (APP, JOB);
    let status = CentralStatus::parse("belum ada di daftar").unwrap();
    vec![
        StatusRecorded { app, status, source: "SIAK".into(), read_ms: 1_793_585_280_000 }.into(),
        ApplicationDeferred { app, reason: DeferralReason::NoMatchToCentre }.into(),
        ApplicationResumed { app }.into(),
        DataRecorded { app, checks: DataCheck::ALL.iter().copied().collect(), spent: spent() }.into(),
        BiometricTested {
            app,
            outcome: TestOutcome::Unreadable,
            finger: Some(Finger::LeftIndex),
            attempt: 2,
            quality: Quality::Poor,
            compared_with: ComparedWith::DataCentre,
        }
        .into(),
        BiometricOverridden { app, ground: OverrideGround::Exemption }.into(),
        PrintStarted { app, blank: Some("A0001234".into()), batch: Some(55) }.into(),
        CardPrinted { job, app, answered: true }.into(),
        PrintFailed { job, app, cause: SpoilCause::Encoding, answered: false }.into(),
        NoCardCameOut { job, app, answered: true }.into(),
        PrintOutcomeUnknown { job, app, orphaned: true }.into(),
        PrintStillUnclear { job, app }.into(),
        ActivationStarted { app }.into(),
        CardActivated { job, app, spent: spent(), answered: false }.into(),
        ActivationFailed { job, app, cause: ActivationFailure::ChipSilent, answered: false }.into(),
        ActivationOutcomeUnknown { job, app, orphaned: false }.into(),
        CardShelved { app, place: label("RAK 2") }.into(),
        CardRejected { app, cause: RejectCause::WrongData, next: AfterReject::KkFirst }.into(),
    ]
}

fn end() -> Vec<Event> {
    let app = APP;
    vec![
        CardHandedOver {
            app,
            by_holder: false,
            active: true,
            old_card: OldCard::NoneLost,
            signature: Signature::Thumb,
            sheet: Some(4),
            line: Some(11),
            in_session: false,
        }
        .into(),
        HandoverUndone { app }.into(),
        ApplicationCancelled { app, kind: CancelKind::NotContinued }.into(),
        ApplicationReopened { app, ticks: ticks() }.into(),
        ApprovalRequested { app, topic: ApprovalTopic::CancelLate }.into(),
        ApprovalDecided { app, topic: ApprovalTopic::CancelLate, granted: true }.into(),
        ApplicantContacted { app, reached: false, topic: ContactTopic::Ready }.into(),
        ApplicantSkipped { app }.into(),
        PriorityMarked { app, priority: true }.into(),
    ]
}

fn messages() -> Vec<Event> {
    vec![
        MessageQueued { app: APP, topic: ContactTopic::Returned }.into(),
        MessageStarted { app: APP, topic: ContactTopic::Deferred }.into(),
        MessageSent { job: JOB, app: APP, parts: 2 }.into(),
        MessageFailed { job: JOB, app: APP, cause: MessageFailure::Refused }.into(),
        MessageOutcomeUnknown { job: JOB, app: APP, orphaned: true }.into(),
    ]
}

fn lookings() -> Vec<Event> {
    vec![
        RecordViewed { app: APP, place: SeenAt::Handover }.into(),
        SearchMade { found: vec![APP, AppId(77)], more: true }.into(),
        AgendaViewed { date: day(2) }.into(),
        SlipPrinted { slip: SlipOf::Receipt, apps: vec![APP], copy: true }.into(),
        DataExported {
            what: Taken::Agenda,
            from: Some(day(1)),
            to: Some(day(30)),
            format: "xlsx".into(),
            outlet: Outlet::File,
        }
        .into(),
        ErasureOrdered { before: day(2), files: 12, searches: 3 }.into(),
        ErasureFinished { order: 99 }.into(),
    ]
}
