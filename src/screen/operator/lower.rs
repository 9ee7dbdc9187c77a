//! What lies over a session: a form in the lower half, a correction, and the sign-in of a second person.
//!
//! Separate from the session because they also lie over the lists. A form keeps what was typed until its
//! command is committed. Must not know what a form asks.

use super::sheet::{Did, Filled, Kind};
use super::{Operator, feedback};
use crate::domain::command::Command;
use crate::domain::terms::*;
use crate::screen::correct::CorrectForm;
use crate::screen::{Reply, Request, SecondPerson};
use crate::text::screens::operator as t;
use crate::text::screens::stock as st;
use crate::text::{Label, term};
use crate::ui::dialog::{self, Dialog};
use crate::ui::keymap::Action;
use crate::view::{View, Way};

impl Operator {
    pub(super) fn on_second(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some((dialog, command)) = &mut self.second else { return Reply::ignored() };
        match dialog.on(action) {
            dialog::Reply::Said => {
                let who = dialog.typed().to_owned();
                let second = Some(SecondPerson { who, secret: dialog.take_secret() });
                let attested = match command {
                    Command::Stock(_) => true,
                    Command::StartPrint { .. } => view.ways.printer != Way::Driven,
                    _ => false,
                };
                let request = Request { second, attested, ..Request::from(command.clone()) };
                self.second = None;
                if let Some(sheet) = &mut self.sheet {
                    sheet.waiting = true;
                }
                Reply::request(request)
            }
            dialog::Reply::Cancelled => {
                self.second = None;
                self.settle(view);
                Reply::used()
            }
            dialog::Reply::Refused(why) => Reply::tell(feedback::refused(view.lang(), why)),
            dialog::Reply::Ignored => Reply::ignored(),
            _ => Reply::used(),
        }
    }

    pub(super) fn on_correct(&mut self, action: Action, view: &View<'_>) -> Reply {
        CorrectForm::step(&mut self.correct, action, view)
    }

    pub(super) fn on_sheet(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some(sheet) = &mut self.sheet else { return Reply::ignored() };
        match sheet.on(action) {
            Did::Submit => self.submit(view),
            Did::Close => {
                self.sheet = None;
                Reply::used()
            }
            Did::Moved => Reply::used(),
            Did::Refused(why) => Reply::tell(feedback::refused(view.lang(), why)),
            Did::Ignored => Reply::ignored(),
        }
    }

    /// The second person signs in for this command.
    pub(super) fn ask_second(&mut self, command: Command, view: &View<'_>) -> Reply {
        let number = self.session.as_ref().map_or("", |session| session.number.as_str());
        let (title, line) = match &command {
            Command::OverrideTest { ground, .. } => {
                (t::SIGN_IN, t::second_for(view.lang(), number, term::ground(*ground).get(view.lang())))
            }
            _ => (st::SECOND_TITLE, st::many_spoiled(view.lang(), number, view.office.spoiled_today())),
        };
        self.second = Some((Dialog::sign_in(title, vec![Label::from(line)]), command));
        self.settle(view);
        Reply::used()
    }

    fn submit(&mut self, view: &View<'_>) -> Reply {
        let Some(sheet) = &mut self.sheet else { return Reply::ignored() };
        let filled = match sheet.filled(view) {
            Ok(filled) => filled,
            Err(why) => return Reply::tell(why),
        };
        let attested = matches!(sheet.kind, Kind::Good | Kind::Bad(_));
        match filled {
            Filled::Give(mut command) => {
                sheet.waiting = true;
                if let Command::RecordData { app, spent, .. } = &mut command {
                    *spent = self.clocks.spent(*app, view.stamp);
                }
                Reply::request(Request { attested, ..Request::from(command) })
            }
            Filled::Second(command) => self.ask_second(command, view),
            Filled::Why(note) => {
                if let Some(session) = &mut self.session {
                    (session.old_card, session.why) = (Some(OldCard::NotBrought), Some(note));
                }
                self.sheet = None;
                Reply::used()
            }
            Filled::Lines(sheet, line) => {
                if let Some(session) = &mut self.session {
                    session.lines = (sheet, line);
                }
                self.sheet = None;
                Reply::used()
            }
        }
    }
}
