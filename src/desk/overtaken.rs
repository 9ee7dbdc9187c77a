//! Another desk was first: who, where and when (counter practice 22).
//!
//! Separate from the acts because it only looks: a refusal says how a file stands, this says through whom it came
//! to stand so. Silent where nobody else had a hand in it.

use super::core::Desk;
use crate::domain::command::Command;
use crate::domain::id::{AppId, JobId};
use crate::domain::refusal::Refusal;
use crate::domain::time::local;
use crate::text::{common, desk as t};

impl Desk {
    /// What to say of the last act on the file a refused command was about, when another desk did it.
    pub(super) fn overtaken(&self, command: &Command, refusal: &Refusal) -> Option<String> {
        let app = self.file_in_question(command, refusal).filter(|_| refusal.tells_where_it_stands())?;
        // A failing look is no reason to hide the refusal itself; and whoever only looked was not first.
        let last = self.ledger.last_act(app).ok().flatten()?;
        let envelope = &last.envelope;
        if envelope.station == self.setup.station {
            return None;
        }
        let account = self.ledger.office().rules.accounts.get(&envelope.actor);
        let by = account.map_or("–", |account| account.initials.as_str());
        let at = local(envelope.stamp.utc_ms, self.now.offset_s).time();
        Some(t::was_first(self.lang(), by, &envelope.station, &common::time(self.lang(), at)))
    }

    fn file_in_question(&self, command: &Command, refusal: &Refusal) -> Option<AppId> {
        if let Refusal::OpenApplicationExists { app, .. } = refusal {
            return Some(*app);
        }
        command.app().or_else(|| match command {
            Command::StartPrint { apps, .. } => apps.first().copied(),
            Command::HandOver(handover) => handover.apps.first().copied(),
            Command::ReportPrint { job, .. } | Command::AnswerPrint { job, .. } => self.file_of(*job),
            Command::ReportActivation { job, .. } => self.file_of(*job),
            _ => None,
        })
    }

    /// The file of a job, ended or not: its intent says so.
    fn file_of(&self, job: JobId) -> Option<AppId> {
        self.ledger.entry(job.0).ok().flatten().and_then(|intent| intent.event.app())
    }
}
