//! The seven screens and which one is in front.
//!
//! Separate from the desk so that adding a screen is one row here. Must not know what a screen does.

use crate::domain::application::Stage;
use crate::domain::terms::Role;
use crate::domain::time::Stamp;
use crate::screen::{Screen, ScreenId, agenda, check, find, handover, intake, operator, supervisor};
use crate::ui::keymap::Action;

/// A screen's place: its key, who may open it, how it is made.
pub struct Row {
    pub id: ScreenId,
    pub action: Action,
    pub roles: &'static [Role],
    make: fn() -> Box<dyn Screen>,
}

/// All screens, in the order of their keys.
pub static SCREENS: &[Row] = &[
    Row {
        id: ScreenId::Intake,
        action: Action::Intake,
        roles: &[Role::RegisterOfficer],
        make: || Box::new(intake::Intake::new()),
    },
    Row {
        id: ScreenId::Check,
        action: Action::Check,
        roles: &[Role::RegisterOfficer],
        make: || Box::new(check::Check::new()),
    },
    Row {
        id: ScreenId::Operator,
        action: Action::Operator,
        roles: &[Role::Operator],
        make: || Box::new(operator::Operator::new()),
    },
    Row {
        id: ScreenId::Handover,
        action: Action::Handover,
        roles: &[Role::Operator, Role::RegisterOfficer],
        make: || Box::new(handover::Handover::new()),
    },
    Row { id: ScreenId::Agenda, action: Action::Agenda, roles: Role::ALL, make: || Box::new(agenda::Agenda::new()) },
    Row { id: ScreenId::Find, action: Action::Find, roles: Role::ALL, make: || Box::new(find::Find::new()) },
    Row {
        id: ScreenId::Supervisor,
        action: Action::Supervisor,
        roles: Role::ALL,
        make: || Box::new(supervisor::Supervisor::new()),
    },
];

/// The screen of a stage's next step.
pub fn screen_for(stage: Stage) -> ScreenId {
    match stage {
        Stage::Check | Stage::Returned => ScreenId::Check,
        Stage::Operator | Stage::Recorded | Stage::Deferred(_) | Stage::Printing | Stage::Printed => ScreenId::Operator,
        Stage::Ready => ScreenId::Handover,
        Stage::HandedOver | Stage::Cancelled(_) => ScreenId::Find,
    }
}

/// The screens of one clerk.
pub struct Screens {
    all: Vec<Box<dyn Screen>>,
    pub front: ScreenId,
}

impl Screens {
    /// Fresh screens, intake in front.
    pub fn new() -> Screens {
        Screens { all: SCREENS.iter().map(|row| (row.make)()).collect(), front: ScreenId::Intake }
    }

    fn place(id: ScreenId) -> usize {
        SCREENS.iter().position(|row| row.id == id).unwrap_or(0)
    }

    /// The screen in front.
    pub fn front(&self) -> &dyn Screen {
        self.get(self.front)
    }

    /// The desk is locked, or its clerk is back.
    pub fn vacant(&mut self, vacant: bool, at: Stamp) {
        self.all.iter_mut().for_each(|screen| screen.vacant(vacant, at));
    }

    /// A screen to look at.
    pub fn get(&self, id: ScreenId) -> &dyn Screen {
        self.all[Screens::place(id)].as_ref()
    }

    /// A screen to act on.
    pub fn get_mut(&mut self, id: ScreenId) -> &mut dyn Screen {
        self.all[Screens::place(id)].as_mut()
    }
}
