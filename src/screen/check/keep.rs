//! What the check keeps when it is interrupted: the opened file, its ticks, its clock, a correction begun.
//!
//! Separate because it is plain values out and in. A draft of a file that has left the check is told, not forced.

use super::queue::Showing;
use super::{Check, Opened};
use crate::domain::checklist::Ticks;
use crate::domain::sop::StepTimer;
use crate::domain::time::Stamp;
use crate::screen::Draft;
use crate::screen::correct::CorrectForm;
use crate::screen::intake::{get, put};
use crate::ui::form::Snapshot;
use crate::view::View;

use super::docs::Docs;

const TICKS: &str = "ticks";
const PLACE: &str = "place";
const STARTED: &str = "started";
const SEEN: &str = "seen";
const OPENED: &str = "opened";
const CORRECTING: &str = "correcting";

impl Check {
    pub(super) fn keep(&self) -> Option<Draft> {
        let opened = self.opened.as_ref().filter(|opened| opened.touched || self.correct.is_some());
        let app = self.correct.as_ref().map(CorrectForm::app).or_else(|| opened.map(|opened| opened.app))?;
        let mut extra = Vec::new();
        if let Some(opened) = opened {
            put(&mut extra, OPENED, &opened.app);
            put(&mut extra, TICKS, opened.docs.ticks());
            put(&mut extra, PLACE, &opened.docs.place());
            put(&mut extra, STARTED, &opened.started);
            put(&mut extra, SEEN, &opened.seen);
        }
        put(&mut extra, CORRECTING, &self.correct.is_some());
        let form = self.correct.as_ref().map_or_else(Snapshot::default, CorrectForm::snapshot);
        Some(Draft { app: Some(app), form, extra })
    }

    pub(super) fn bring_back(&mut self, draft: &Draft, view: &View<'_>) {
        let Some(file) = draft.app.and_then(|app| view.file(app)) else { return };
        let Some(showing) = Showing::of(file.app.stage) else { return };
        self.show(showing, view);
        let rows = super::Queue::new(view, showing, None);
        self.table.select(file.app.id.0, &rows);
        self.selected = Some((file.app.id, file.app.number.short()));
        let rule = view.checklist(&file.app).filter(|_| get(draft, OPENED) == Some(file.app.id));
        if let Some(rule) = rule {
            let ticks: Ticks = get(draft, TICKS).unwrap_or_default();
            let mut docs = Docs::new(rule, view.rules.forbidden(), &ticks);
            docs.go_to(get(draft, PLACE).unwrap_or(0));
            let started: Stamp = get(draft, STARTED).unwrap_or(view.stamp);
            let mut timer = StepTimer::default();
            timer.start(started);
            let seen = get(draft, SEEN).unwrap_or(0);
            let changed = seen != file.app.last_seq;
            let (app, number) = (file.app.id, file.app.number.short());
            self.opened = Some(Opened { app, number, seen, docs, touched: true, changed, timer, started });
        }
        if get(draft, CORRECTING) == Some(true) {
            self.correct = Some(CorrectForm::restored(&file.app, &draft.form));
        }
    }
}
