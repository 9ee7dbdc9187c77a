//! Decides: a command on the office as it stands gives events, or a refusal.
//!
//! Pure and total. One file per area of the counter; this one holds the gate every command passes first: who
//! asks, in which role, with whose consent, on which day. Must not know how entries are stored.

mod access;
mod check;
mod handover;
mod intake;
mod message;
mod office;
mod operator;
mod print;
mod sheets;
mod stock;

use super::application::{Application, Stage};
use super::command::{Command, Facts, Order};
use super::event::Draft;
use super::id::{AccountId, AppId};
use super::office::{File, Office};
use super::refusal::Refusal;
use super::terms::*;
use chrono::NaiveDate;

pub use intake::checklist_digest;
pub use message::{message_number, message_topic};
pub use operator::may_start_test;
pub use print::{ATTESTED, BATCH_LIMIT};

/// What every decision looks at.
struct Ctx<'a> {
    office: &'a Office,
    facts: &'a Facts,
    order: &'a Order,
}

type Decision = Result<Vec<Draft>, Refusal>;

/// Takes the decision. `facts` must answer [`Command::wants`]; `order` says who, where, when.
pub fn decide(office: &Office, facts: &Facts, command: &Command, order: &Order) -> Decision {
    let ctx = Ctx { office, facts, order };
    ctx.gate(command)?;
    use Command::*;
    match command {
        CreateLedger { .. } | ChangePolicy(_) | AddAccount { .. } | SetRoles { .. } | DisableAccount { .. } => {
            office::accounts(&ctx, command)
        }
        ContinueLedger(on) => office::go_on(&ctx, on),
        EnableAccount { .. } | ResetAccount { .. } | NoteSignIn { .. } | NoteKeys(_) | NoteKeyFile { .. } => {
            office::accounts(&ctx, command)
        }
        OpenDay { date } => office::open_day(&ctx, *date),
        CloseDay(count) => office::close_day(&ctx, count),
        AdoptSealKey { key } => office::adopt_seal_key(&ctx, key),
        NoteAccess(list) => access::note(&ctx, list),
        OrderErasure { before } => access::order_erasure(&ctx, *before),
        FinishErasure { order } => access::finish_erasure(&ctx, *order),
        StartTrouble { .. } | EndTrouble { .. } | MoveBlanks { .. } | SendAway { .. } => {
            office::mode_and_stock(&ctx, command)
        }
        Stock(command) => stock::decide(&ctx, command),
        Sheets(command) => sheets::decide(&ctx, command),
        Submit(submission) => intake::submit(&ctx, submission),
        Resubmit { app, ticks } => intake::resubmit(&ctx, *app, ticks),
        Reopen { app, ticks } => intake::reopen(&ctx, *app, ticks),
        Correct { app, patch, reason, note } => intake::correct(&ctx, *app, patch, *reason, note),
        ConfirmComplete { app, ticks, spent } => check::complete(&ctx, *app, ticks, spent),
        Return { app, ticks, spent, note } => check::send_back(&ctx, *app, ticks, spent, note),
        RecordStatus { .. } | Defer { .. } | Resume { .. } | RecordData { .. } => operator::record(&ctx, command),
        ReportTest { app, report } => operator::test(&ctx, *app, *report),
        OverrideTest { app, ground, evidence, exemption } => {
            operator::override_test(&ctx, *app, *ground, evidence, exemption)
        }
        StartPrint { apps, blank } => print::start(&ctx, apps, blank),
        ReportPrint { job, report, last4 } => print::report(&ctx, *job, *report, last4.as_deref()),
        AnswerPrint { job, answer, cause } => print::answer(&ctx, *job, *answer, *cause),
        DeclareOrphan { job } => print::orphan(&ctx, *job),
        StartActivation { app } => print::start_activation(&ctx, *app),
        ReportActivation { job, report } => print::report_activation(&ctx, *job, report),
        RejectCard { app, cause, next, note } => print::reject(&ctx, *app, *cause, *next, note),
        AndTell(act) => decide(office, facts, act, order).map(|drafts| message::follow(office, drafts)),
        QueueMessage { app, topic } => message::queue(&ctx, *app, *topic),
        StartMessage { app } => message::start(&ctx, *app),
        ReportMessage { job, report } => message::report(&ctx, *job, *report),
        HandOver(handover) => handover::hand_over(&ctx, handover),
        UndoHandover { app, note } => handover::undo(&ctx, *app, note),
        Cancel { app, kind, note } => handover::cancel(&ctx, *app, *kind, note),
        RequestApproval { .. } | DecideApproval { .. } | NoteContact { .. } | Skip { .. } | MarkPriority { .. } => {
            handover::beside(&ctx, command)
        }
    }
}

impl<'a> Ctx<'a> {
    /// Who may ask at all, and on which day.
    fn gate(&self, command: &Command) -> Result<(), Refusal> {
        if matches!(command, Command::AndTell(_)) {
            // The act in it passes the gate by itself.
            return Ok(());
        }
        self.who(command)?;
        if let Some(approver) = self.order.approver {
            if approver == self.order.actor {
                return Err(Refusal::ApproverIsActor);
            }
            self.office.roles(approver).ok_or(Refusal::UnknownAccount)?;
        }
        if needs_day(command) {
            self.day()?;
        }
        Ok(())
    }

    fn who(&self, command: &Command) -> Result<(), Refusal> {
        let actor = self.order.actor;
        if actor == AccountId::SYSTEM {
            let setting_up = self.office.rules.accounts.is_empty();
            let allowed = match command {
                Command::CreateLedger { .. } | Command::OpenDay { .. } | Command::DeclareOrphan { .. } => true,
                // What was ordered is carried to its end by whichever desk finds it.
                Command::FinishErasure { .. } => true,
                Command::AddAccount { .. } | Command::ChangePolicy(_) | Command::AdoptSealKey { .. } => setting_up,
                // Whoever has the recovery key is known by it alone.
                Command::NoteKeys(change) => change.how == KeyChange::Recovered,
                // The program sends messages by itself; nobody pressed a key for it.
                Command::QueueMessage { .. } | Command::StartMessage { .. } | Command::ReportMessage { .. } => true,
                Command::StartTrouble { advised, .. } | Command::EndTrouble { advised, .. } => *advised,
                _ => false,
            };
            return if allowed { Ok(()) } else { Err(Refusal::UnknownAccount) };
        }
        let roles = self.office.roles(actor).ok_or(Refusal::UnknownAccount)?;
        let needs = command.roles();
        let widened = match command {
            Command::CloseDay(_) | Command::AdoptSealKey { .. } => self.office.policy().acting_closers.contains(&actor),
            Command::HandOver(_) => self.office.policy().register_hands_over && roles.contains(&Role::RegisterOfficer),
            _ => false,
        };
        if widened || needs.iter().any(|r| roles.contains(r)) { Ok(()) } else { Err(Refusal::RoleMissing { needs }) }
    }

    /// The open office day.
    fn day(&self) -> Result<NaiveDate, Refusal> {
        self.office.desk.day.ok_or(Refusal::NoOpenDay)
    }

    /// An open file.
    fn file(&self, app: AppId) -> Result<&'a File, Refusal> {
        self.office.file(app).ok_or(Refusal::NoSuchFile)
    }

    /// An open file in one of the given stages.
    fn file_in(&self, app: AppId, fits: impl Fn(Stage) -> bool) -> Result<&'a File, Refusal> {
        let file = self.file(app)?;
        if fits(file.app.stage) { Ok(file) } else { Err(wrong_stage(&file.app)) }
    }

    fn has_role(&self, account: AccountId, role: Role) -> bool {
        self.office.roles(account).is_some_and(|roles| roles.contains(&role))
    }

    /// A supervisor asks, stands by, or has granted it beforehand.
    fn supervised(&self, app: &Application, topic: ApprovalTopic) -> Result<(), Refusal> {
        let granted = app.approval.as_ref().is_some_and(|a| a.topic == topic && a.granted == Some(true));
        let present = |account: AccountId| self.has_role(account, Role::Supervisor);
        if granted || present(self.order.actor) || self.order.approver.is_some_and(present) {
            Ok(())
        } else {
            Err(Refusal::NeedsSupervisor { topic })
        }
    }

    /// A mode may refuse to start an act, never to record one already done.
    fn not_closed_by(&self, causes: &[TroubleCause]) -> Result<(), Refusal> {
        if self.order.happened_ms.is_some() {
            return Ok(());
        }
        match causes.iter().find(|c| self.office.troubled_by(**c)) {
            Some(cause) => Err(Refusal::TroubleCloses { cause: *cause }),
            None => Ok(()),
        }
    }
}

fn wrong_stage(app: &Application) -> Refusal {
    Refusal::WrongStage { number: app.number.clone(), is: app.stage }
}

/// Setting up and the day's own acts need no open day; everything else belongs to one.
fn needs_day(command: &Command) -> bool {
    use Command::*;
    !matches!(
        command,
        CreateLedger { .. }
            | ContinueLedger(_)
            | ChangePolicy(_)
            | AddAccount { .. }
            | SetRoles { .. }
            | DisableAccount { .. }
            | EnableAccount { .. }
            | ResetAccount { .. }
            | NoteSignIn { .. }
            | NoteKeys(_)
            | NoteKeyFile { .. }
            | OpenDay { .. }
            | CloseDay(_)
            | AdoptSealKey { .. }
            | NoteAccess(_)
            | OrderErasure { .. }
            | FinishErasure { .. }
    )
}
