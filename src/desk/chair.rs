//! The devices of the operator's chair: open while a file is in it, so that what is wrong with them shows before its step.
//!
//! Separate from the jobs, which only hand acts to a device, and from the screen, which knows none. Must not know what
//! an act is for.

use super::core::Desk;
use super::faults;
use super::overlay::Overlay;
use crate::device::{Kind, LinkState};
use crate::screen::ScreenId;
use crate::view::Obstacles;

/// What a file in the chair may need.
const CHAIR: [Kind; 3] = [Kind::Fingerprint, Kind::CardPrinter, Kind::Chip];

impl Desk {
    /// Opens the devices when a file comes into the chair, and lets them go when it leaves or the desk is locked. An act
    /// in hand is finished first.
    pub(super) fn follow_chair(&mut self) {
        let locked = self.overlay.as_ref().is_some_and(Overlay::is_sign_in);
        let in_chair = self.screens.get(ScreenId::Operator).in_hand().is_some();
        let needed = self.session.is_some() && !locked && in_chair;
        if needed == self.chair_open {
            return;
        }
        self.chair_open = needed;
        if needed {
            self.devices.open(&CHAIR);
        } else {
            CHAIR.into_iter().for_each(|kind| self.devices.close(kind));
        }
    }

    /// What stands in the way at each device of the chair, in words.
    pub(super) fn obstacles(&self) -> Obstacles {
        let obstacle = |kind| match self.devices.known(kind).map(|known| &known.state) {
            Some(LinkState::Faulted(fault)) => Some(faults::fault(self.lang(), kind, fault).what),
            _ => None,
        };
        Obstacles {
            fingerprint: obstacle(Kind::Fingerprint),
            printer: obstacle(Kind::CardPrinter),
            chip: obstacle(Kind::Chip),
        }
    }
}
