//! The card of the file in the operator's chair: its record looked for, drawn and shown, forgotten after use.
//!
//! Owns the thread that reads and draws, so that no key waits for either, and the only copy of the picture this
//! program keeps. Separate from the jobs, which only carry the picture to the printer. A record is never in the
//! ledger, a draft or a log; it is dropped with the file it belongs to and removed from its source once the card
//! is out.

use super::core::Desk;
use super::input::Input;
use crate::card::{self, FaceError, Geometry, Picture, RecordError, RecordSource, Wanted};
use crate::device::{Face, Kind};
use crate::domain::application::Stage;
use crate::domain::element::Element;
use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::nik::Nik;
use crate::domain::time::Stamp;
use crate::screen::ScreenId;
use crate::text::{Lang, card as t};
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::view::{CardState, CardView, Shades, Way};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use zeroize::Zeroizing;

/// Pause between two looks for a record that is not there yet, in milliseconds.
const PAUSE_MS: u32 = 1000;

/// Room for the data of a card on a terminal of 80 by 24, in cells.
const LEAST_WIDTH: usize = 76;
const LEAST_ROWS: usize = 10;

/// What a look at the source brought.
pub enum Looked {
    Nothing,
    InTheWay(RecordError),
    /// The record is lawful and its face is not.
    Unfit(FaceError),
    Drawn(Box<Drawn>),
}

/// A record as a picture, and what stands on it.
pub struct Drawn {
    picture: Picture,
    texts: Vec<(Element, Zeroizing<String>)>,
}

enum Ask {
    Look(AppId, Wanted),
    Wipe(Nik),
}

/// The card of the file in the chair.
struct Front {
    wanted: Wanted,
    view: CardView,
    face: Option<Face>,
}

/// The cards of this desk.
pub struct Cards {
    asks: Sender<Ask>,
    front: Option<Front>,
    /// A look is under way.
    asked: bool,
    /// When the last one began.
    looked: Option<Stamp>,
    /// Others on this machine can read the records.
    open_to_others: bool,
}

impl Cards {
    /// Starts the thread; answers go to `deliver`.
    ///
    /// # Errors
    /// When the system has no room for a thread.
    pub fn start(source: Box<dyn RecordSource>, deliver: impl Fn(Input) + Send + 'static) -> std::io::Result<Cards> {
        let (asks, inbox) = channel();
        let open_to_others = source.open_to_others();
        thread::Builder::new().name("cards".into()).spawn(move || run(source, &inbox, deliver))?;
        Ok(Cards { asks, front: None, asked: false, looked: None, open_to_others })
    }

    fn face(&self, app: AppId) -> Option<Face> {
        self.front.as_ref().filter(|front| front.view.app == app).and_then(|front| front.face.clone())
    }

    /// What the screen may see.
    pub fn view(&self) -> Option<&CardView> {
        self.front.as_ref().map(|front| &front.view)
    }

    fn send(&self, ask: Ask) -> bool {
        // The thread ends only with the desk.
        self.asks.send(ask).is_ok()
    }
}

fn run(mut source: Box<dyn RecordSource>, inbox: &Receiver<Ask>, deliver: impl Fn(Input)) {
    while let Ok(ask) = inbox.recv() {
        match ask {
            Ask::Look(app, wanted) => {
                // Pictures come from outside and are unpacked by others' code: should it break, the desk goes on.
                let looked = catch_unwind(AssertUnwindSafe(|| look(source.as_mut(), &wanted)));
                let looked = looked.unwrap_or(Looked::Unfit(FaceError::Template("renderer")));
                deliver(Input::Card { app, wanted, looked });
            }
            Ask::Wipe(nik) => {
                if let Err(error) = source.wipe(&nik) {
                    super::log::error("card", &error);
                    deliver(Input::CardKept(error));
                }
            }
        }
    }
}

fn look(source: &mut dyn RecordSource, wanted: &Wanted) -> Looked {
    let record = match source.poll(wanted) {
        Ok(Some(record)) => record,
        Ok(None) => return Looked::Nothing,
        Err(error) => return Looked::InTheWay(error),
    };
    match card::face(&record, Geometry::CARD, card::Blank::default()) {
        Ok(picture) => {
            let shown = Element::ALL.into_iter().filter(|element| !element.is_picture());
            let texts = shown.map(|element| (element, Zeroizing::new(record.text(element).to_owned())));
            Looked::Drawn(Box::new(Drawn { picture, texts: texts.collect() }))
        }
        Err(error) => Looked::Unfit(error),
    }
}

impl Desk {
    /// Cards are printed from the records of this source.
    pub fn print_from(&mut self, cards: Cards) {
        if cards.open_to_others {
            let lang = self.lang();
            self.tell(Notice::new(Severity::Warning, t::OPEN_FOLDER.get(lang)).next(t::OPEN_FOLDER_NEXT.get(lang)));
        }
        self.cards = Some(cards);
    }

    /// A used record is still where it was: a person must remove it.
    pub(super) fn card_kept(&mut self, error: &RecordError) {
        let (what, next) = t::in_the_way(self.lang(), error);
        self.tell(Notice::new(Severity::Warning, what).next(next).code(error.code()));
    }

    /// Looks for the record of the file in the chair, or forgets the one of a file that left it.
    pub(super) fn look_for_card(&mut self) {
        let (wanted, now) = (self.card_wanted(), self.now);
        let Some(cards) = &mut self.cards else { return };
        let Some((app, wanted)) = wanted else {
            self.dirty |= cards.front.take().is_some();
            return;
        };
        // Corrected data void what was confirmed on the old ones.
        if cards.front.as_ref().is_none_or(|front| front.view.app != app || front.wanted != wanted) {
            let lang = self.setup.look.lang;
            let view = CardView { app, state: waiting(t::waiting(lang)) };
            cards.front = Some(Front { wanted: wanted.clone(), view, face: None });
            cards.looked = None;
            self.dirty = true;
        }
        let drawn = cards.front.as_ref().is_some_and(|front| front.face.is_some());
        // An answer brings the desk back here: without a pause it would ask again at once, for ever.
        let due = cards.looked.is_none_or(|at| now.since(&at).ms >= PAUSE_MS);
        if !drawn && !cards.asked && due {
            cards.looked = Some(now);
            cards.asked = cards.send(Ask::Look(app, wanted));
        }
    }

    /// Whose card comes next: the file in the chair, once it is here and its NIK is known.
    fn card_wanted(&self) -> Option<(AppId, Wanted)> {
        if self.devices.way(Kind::CardPrinter) != Way::Driven {
            return None;
        }
        let app = self.screens.get(ScreenId::Operator).in_hand()?;
        let file = self.ledger.office().file(app)?;
        let open = matches!(file.app.stage, Stage::Operator | Stage::Printing);
        let wanted = file.person.as_ref().filter(|_| open).and_then(Wanted::of)?;
        Some((app, wanted))
    }

    /// A look came back.
    pub(super) fn card_came(&mut self, app: AppId, wanted: &Wanted, looked: Looked) {
        let lang = self.lang();
        let Some(cards) = &mut self.cards else { return };
        cards.asked = false;
        let Some(front) = cards.front.as_mut().filter(|front| front.view.app == app && front.wanted == *wanted) else {
            return;
        };
        let state = match looked {
            Looked::Nothing => waiting(t::waiting(lang)),
            Looked::InTheWay(error) => waiting(t::in_the_way(lang, &error)),
            Looked::Unfit(error) => waiting(t::unfit(lang, &error)),
            Looked::Drawn(drawn) => {
                let Drawn { picture, texts } = *drawn;
                let shades = picture.preview;
                let shades = Shades { width: shades.width, height: shades.height, shades: shades.shades };
                let face = Face::new(picture.png.to_vec(), picture.width, picture.height, picture.dpi);
                front.face = Some(face);
                CardState::Ready { lines: lines(lang, &texts), shades }
            }
        };
        self.dirty |= front.view.state != state;
        front.view.state = state;
    }

    /// The picture for a print that begins.
    pub(super) fn face_of(&self, app: AppId) -> Option<Face> {
        self.cards.as_ref().and_then(|cards| cards.face(app))
    }

    /// Whether a print on a driven printer would have nothing to put on the blank. Told then: a blank and an
    /// intent without a face help nobody.
    pub(super) fn lacks_face(&mut self, apps: &[AppId]) -> bool {
        let driven = self.devices.way(Kind::CardPrinter) == Way::Driven;
        let has_face = |app: &AppId| match &self.cards {
            Some(cards) => cards.face(*app).is_some(),
            None => self.devices.stands_in(Kind::CardPrinter),
        };
        if !driven || apps.iter().all(has_face) {
            return false;
        }
        let lang = self.lang();
        let told = match self.cards.as_ref().and_then(Cards::view).map(|view| &view.state) {
            Some(CardState::Waiting { what, next }) => (what.clone(), next.clone()),
            _ if self.cards.is_none() => t::no_source(lang),
            _ => t::waiting(lang),
        };
        self.tell(Notice::new(Severity::Warning, told.0).next(told.1));
        true
    }

    /// A card that is out, or will not be printed for now: its record goes.
    pub(super) fn wipe_cards(&mut self, entries: &[Recorded]) {
        for entry in entries {
            let over = matches!(
                entry.event,
                Event::CardPrinted(_)
                    | Event::ApplicationDeferred(_)
                    | Event::ApplicationReturned(_)
                    | Event::ApplicationCancelled(_)
            );
            // Every outcome ends what is held in memory; a blank spoiled is drawn and confirmed anew.
            let ended = over || matches!(entry.event, Event::PrintFailed(_) | Event::NoCardCameOut(_));
            let Some(app) = entry.event.app().filter(|_| ended) else { continue };
            let person = self.ledger.office().file(app).and_then(|file| file.person.as_ref());
            let known = person.and_then(|person| person.nik);
            let Some(cards) = &mut self.cards else { return };
            let front = cards.front.take_if(|front| front.view.app == app);
            let nik = front.map(|front| front.wanted.nik).or(known);
            if let Some(nik) = nik.filter(|_| over) {
                cards.send(Ask::Wipe(nik));
            }
        }
    }
}

fn waiting((what, next): (String, String)) -> CardState {
    CardState::Waiting { what, next }
}

/// What stands on the card in its order, short elements together. Where that is too high for the smallest
/// screen, all of it runs on in one paragraph: an element that is cut off could not be compared.
fn lines(lang: Lang, texts: &[(Element, Zeroizing<String>)]) -> Vec<String> {
    use Element as E;
    let text = |element: E| texts.iter().find(|(known, _)| *known == element).map_or("", |(_, text)| text.as_str());
    let named = |element: E| format!("{} {}", t::element(element).get(lang), text(element));
    let fours = |nik: &str| nik.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    let lines = [
        vec![named(E::Province), named(E::City)],
        // In fours, as it is compared with the family card.
        vec![format!("{} {}", t::element(E::Nik).get(lang), fours(text(E::Nik))), named(E::Name)],
        vec![t::born(lang, text(E::BirthPlace), text(E::BirthDate)), text(E::Sex).to_owned(), named(E::Blood)],
        vec![named(E::Address), t::rt_rw(lang, text(E::Rt), text(E::Rw))],
        vec![named(E::Village), named(E::District), named(E::Religion)],
        vec![named(E::Marital), named(E::Work), named(E::Nationality)],
        vec![named(E::ValidUntil), t::issued(lang, text(E::IssuePlace), text(E::IssueDate))],
    ]
    .map(|line| line.join(" · "));
    let rows: usize = lines.iter().map(|line| paint::wrap(line, LEAST_WIDTH).len()).sum();
    if rows <= LEAST_ROWS { lines.to_vec() } else { vec![lines.join(" · ")] }
}
