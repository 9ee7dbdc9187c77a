//! The clock of SOP step 3, one a file, from calling it to the end of the step.
//!
//! Separate because a file may be left and taken up again: its clock stands still meanwhile, by cause, so
//! that pausing hides nothing. It serves the service: nothing here knows who sits in the chair. Must not
//! read a clock: stamps come in.

use crate::domain::event::NO_BOOT;
use crate::domain::id::AppId;
use crate::domain::sop::{Spent, Step, StepTimer};
use crate::domain::terms::PauseCause;
use crate::domain::time::Stamp;
use crate::ui::progress::StepClock;
use crate::view::View;
use std::collections::BTreeMap;

/// Seconds between two visible changes (counter practice 21).
const STEP_S: i64 = 15;

struct One {
    timer: StepTimer,
    started: Stamp,
    cause: Option<PauseCause>,
}

/// The clocks of the files that were called at this desk.
#[derive(Default)]
pub struct Clocks {
    all: BTreeMap<AppId, One>,
}

impl Clocks {
    /// Starts the clock of a file that has none.
    pub fn open(&mut self, app: AppId, at: Stamp) {
        self.all.entry(app).or_insert_with(|| {
            let mut timer = StepTimer::default();
            timer.start(at);
            One { timer, started: at, cause: None }
        });
    }

    /// Lets the clock stand still for a cause, or go on.
    pub fn wait(&mut self, app: AppId, cause: Option<PauseCause>, at: Stamp) {
        if let Some(one) = self.all.get_mut(&app).filter(|one| one.cause != cause) {
            one.timer.resume(at);
            if let Some(cause) = cause {
                one.timer.pause(cause, at);
            }
            one.cause = cause;
        }
    }

    /// Nobody sits at the desk, or somebody does again.
    pub fn vacant(&mut self, vacant: bool, at: Stamp) {
        self.all.values_mut().for_each(|one| one.timer.vacant(vacant, at));
    }

    /// The time up to now; unmeasured for a file that was never called here.
    pub fn spent(&self, app: AppId, at: Stamp) -> Spent {
        self.all.get(&app).map_or_else(Spent::default, |one| one.timer.spent(at))
    }

    /// The step is finished.
    pub fn done(&mut self, app: AppId) {
        self.all.remove(&app);
    }

    /// When the file was called, for a draft.
    pub fn started(&self, app: AppId) -> Option<String> {
        self.all.get(&app).and_then(|one| serde_json::to_string(&one.started).ok())
    }

    /// Takes a clock up after a restart: its time counts, but is not measured.
    pub fn restore(&mut self, app: AppId, started: &str) {
        if let Ok(stamp) = serde_json::from_str::<Stamp>(started) {
            self.open(app, Stamp { boot: NO_BOOT, ..stamp });
        }
    }

    /// The clock as it is shown.
    pub fn shown(&self, app: AppId, view: &View<'_>) -> Option<StepClock> {
        let one = self.all.get(&app)?;
        let seconds = i64::from(one.timer.spent(view.stamp).work_ms / 1000);
        let allowed = i64::from(view.office.policy().standard(Step::Operator));
        Some(StepClock { step: 3, seconds: seconds / STEP_S * STEP_S, allowed, paused: one.timer.paused() })
    }
}
