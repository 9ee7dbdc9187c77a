//! Slips: printed after an act, shown and printed again when a clerk asks for them.
//!
//! Owns which slips a file has, what is gathered for one, and the page that shows them before they are printed. A slip
//! never blocks or undoes an act. Separate from the exporters, which know no ledger and no printer.

use super::access::slip_of;
use super::core::Desk;
use super::overlay::Overlay;
use crate::config::{Config, read_capped};
use crate::device::{Kind as Device, SlipPaper};
use crate::domain::application::Stage;
use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::domain::time;
use crate::domain::token::Token;
use crate::export::slip::{self, Handed, Kind, Laid, Paper, Slip, Subject, TemplateFault, Templates};
use crate::screen::SlipKind;
use crate::text::{Lang, Word, desk as t, slip as words};
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::theme::{Look, Role};
use crate::view::Way;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::PathBuf;

/// A template of the office that is not in force, and why. The built-in one is.
#[derive(Debug, thiserror::Error)]
#[error("the template {} is not in force", file.display())]
pub struct TemplateRefused {
    pub file: PathBuf,
    #[source]
    pub why: RefusedBecause,
}

/// What is wrong with a template's file.
#[derive(Debug, thiserror::Error)]
pub enum RefusedBecause {
    #[error("it cannot be read")]
    Read(#[source] std::io::Error),
    #[error("no slip has this name")]
    Unknown,
    #[error(transparent)]
    Wrong(#[from] TemplateFault),
}

impl RefusedBecause {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            RefusedBecause::Read(_) => "slips.unreadable",
            RefusedBecause::Unknown => "slips.unknown",
            RefusedBecause::Wrong(fault) => fault.code(),
        }
    }
}

/// The templates in force on this machine, and those of the office that are not. A folder that is not there has none.
pub fn templates(config: &Config) -> (Templates, Vec<TemplateRefused>) {
    let mut templates = Templates::builtin();
    let mut refused = Vec::new();
    let known = Templates::all();
    for (name, kind, lang) in &known {
        let file = config.slip_folder.join(name);
        let why = match read_capped(&file, slip::LARGEST) {
            Ok(text) => templates.take(*kind, *lang, &text).err().map(RefusedBecause::Wrong),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => Some(TemplateFault::TooLarge.into()),
            Err(error) => Some(RefusedBecause::Read(error)),
        };
        refused.extend(why.map(|why| TemplateRefused { file, why }));
    }
    // A misspelt name would otherwise never be noticed.
    let there = std::fs::read_dir(&config.slip_folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let text = |path: &PathBuf| path.extension().is_some_and(|end| end == "txt");
    let named = |path: &PathBuf| known.iter().any(|(name, ..)| path.ends_with(name));
    let mut strange: Vec<PathBuf> = there.filter(|path| text(path) && !named(path)).collect();
    strange.sort();
    refused.extend(strange.into_iter().map(|file| TemplateRefused { file, why: RefusedBecause::Unknown }));
    (templates, refused)
}

/// The slips of one file, one of them in front.
pub struct SlipPage {
    app: AppId,
    kinds: Vec<Kind>,
    at: usize,
    lines: Vec<String>,
    /// First line shown.
    first: usize,
}

/// What a key on the page asks for.
enum Wish {
    Nothing,
    Print,
    Show,
    Leave,
}

impl SlipPage {
    fn kind(&self) -> Kind {
        self.kinds.get(self.at).copied().unwrap_or(Kind::Receipt)
    }

    fn on(&mut self, action: Action) -> Wish {
        let last = self.lines.len().saturating_sub(1);
        match action {
            Action::Main => return Wish::Print,
            Action::Left | Action::Right => {
                let n = self.kinds.len().max(1);
                self.at = if action == Action::Right { (self.at + 1) % n } else { (self.at + n - 1) % n };
                return Wish::Show;
            }
            Action::PageDown => self.first = (self.first + 10).min(last),
            Action::Down => self.first = (self.first + 1).min(last),
            Action::PageUp => self.first = self.first.saturating_sub(10),
            Action::Up => self.first = self.first.saturating_sub(1),
            Action::Escape => return Wish::Leave,
            _ => {}
        }
        Wish::Nothing
    }

    /// Draws the paper in the middle, under the names of all its slips.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let title = name(self.kind()).get(look.lang);
        let inside = paint::frame(buf, area, title, look.symbols, look.style(Role::Strong));
        paint::blank(buf, inside, look.style(Role::Plain));
        let each = self.kinds.iter().enumerate().map(|(at, kind)| {
            let mark = if at == self.at { look.symbols.current } else { look.symbols.dot };
            format!("{mark} {}", name(*kind).get(look.lang))
        });
        let names = each.collect::<Vec<_>>().join("  ");
        paint::put_cut(buf, paint::indent(paint::line(inside, 0), 1), &names, look.style(Role::Dim), look.symbols);
        let wide = self.lines.iter().map(|line| paint::width(line)).max().unwrap_or(0);
        let left = usize::from(inside.width).saturating_sub(wide) / 2;
        let left = u16::try_from(left).unwrap_or(0);
        for (row, line) in (1..inside.height).zip(self.lines.iter().skip(self.first)) {
            let place = paint::indent(paint::line(inside, row), left);
            paint::put_cut(buf, place, line, look.style(Role::Plain), look.symbols);
        }
    }
}

/// What the desk calls a slip.
fn name(kind: Kind) -> Word {
    match kind {
        Kind::Receipt => words::RECEIPT,
        Kind::Returned => words::RETURN,
        Kind::Deferred => words::DEFERRAL,
        Kind::Ready => words::READY,
        Kind::Handover => words::HANDOVER,
        Kind::Label => words::LABEL,
    }
}

/// The slips of a file that stands there, the likeliest first.
fn fitting(stage: Stage) -> Vec<Kind> {
    match stage {
        Stage::Check | Stage::Operator | Stage::Recorded | Stage::Printing => vec![Kind::Receipt, Kind::Label],
        Stage::Returned => vec![Kind::Returned, Kind::Receipt, Kind::Label],
        Stage::Deferred(_) => vec![Kind::Deferred, Kind::Receipt, Kind::Label],
        Stage::Printed | Stage::Ready => vec![Kind::Ready, Kind::Handover, Kind::Receipt, Kind::Label],
        Stage::HandedOver => vec![Kind::Handover, Kind::Receipt],
        Stage::Cancelled(_) => vec![Kind::Receipt],
    }
}

/// Everything one slip is made of.
struct Gathered {
    kind: Kind,
    files: Vec<File>,
    /// The entry the slip tells of: the return, the deferral, the handover.
    entry: Option<Recorded>,
    /// The journal has a print of it.
    printed: bool,
}

impl Gathered {
    fn tells(kind: Kind, event: &Event) -> bool {
        match kind {
            Kind::Returned => matches!(event, Event::ApplicationReturned(_)),
            Kind::Deferred => matches!(event, Event::ApplicationDeferred(_)),
            Kind::Handover => matches!(event, Event::CardHandedOver(_)),
            Kind::Receipt | Kind::Ready | Kind::Label => false,
        }
    }
}

impl Desk {
    /// Prints the slip of an act; one that fails undoes nothing.
    pub(super) fn slip(&mut self, wanted: &SlipKind) {
        // The feedback of the act already says to write it by hand.
        if self.devices.way(Device::SlipPrinter) != Way::Driven {
            return;
        }
        let (kind, apps) = match wanted {
            SlipKind::Receipt(apps) => (Kind::Receipt, apps.clone()),
            SlipKind::Returned(app) => (Kind::Returned, vec![*app]),
            SlipKind::Deferred(app) => (Kind::Deferred, vec![*app]),
        };
        if let Some(gathered) = self.gather_slip(kind, &apps) {
            self.print_slip(&gathered, false, false);
        }
    }

    /// Shows the slips of a file.
    pub(super) fn offer_slips(&mut self, app: AppId) {
        match self.ledger.file(app) {
            Ok(Some(file)) => {
                let page = SlipPage { app, kinds: fitting(file.app.stage), at: 0, lines: Vec::new(), first: 0 };
                self.show_slip(Box::new(page));
            }
            Ok(None) => self.tell_words(Severity::Warning, t::NOT_FOUND),
            Err(error) => self.ledger_failed(&error),
        }
    }

    fn show_slip(&mut self, mut page: Box<SlipPage>) {
        let Some(gathered) = self.gather_of(&page) else { return };
        let copy = self.is_copy(&gathered);
        let columns = self.slip_paper().columns();
        page.first = 0;
        page.lines = match self.make_slip(&gathered, copy) {
            Some((laid, _)) => laid.columns(columns),
            None => Vec::new(),
        };
        self.overlay = Some(Overlay::Slips(page));
    }

    /// A key on the page of slips.
    pub(super) fn on_slips(&mut self, mut page: Box<SlipPage>, action: Action) {
        match page.on(action) {
            Wish::Nothing => self.overlay = Some(Overlay::Slips(page)),
            Wish::Show => self.show_slip(page),
            Wish::Leave => self.key_state.disarm(),
            Wish::Print if self.devices.way(Device::SlipPrinter) != Way::Driven => {
                self.overlay = Some(Overlay::Slips(page));
                self.tell_words(Severity::Warning, t::SLIP_NONE);
            }
            Wish::Print => {
                let Some(gathered) = self.gather_of(&page) else { return };
                let copy = self.is_copy(&gathered);
                if self.print_slip(&gathered, copy, true) {
                    let what = t::slip_sent(self.lang(), name(gathered.kind).get(self.lang()));
                    self.tell(Notice::new(Severity::Info, what));
                }
            }
        }
    }

    fn gather_of(&mut self, page: &SlipPage) -> Option<Gathered> {
        let apps = if page.kind() == Kind::Receipt { self.family_of(page.app) } else { vec![page.app] };
        self.gather_slip(page.kind(), &apps)
    }

    /// The files received together with one, in order of their numbers; those that left the desk have slips of their own.
    fn family_of(&self, app: AppId) -> Vec<AppId> {
        let office = self.ledger.office();
        let Some(file) = office.file(app) else { return vec![app] };
        let head = file.app.family_of.unwrap_or(app);
        let with = |f: &&File| f.app.id == head || f.app.family_of == Some(head);
        office.files.values().filter(with).map(|f| f.app.id).collect()
    }

    /// Reads what a slip is made of; None when it was told that it cannot be.
    fn gather_slip(&mut self, kind: Kind, apps: &[AppId]) -> Option<Gathered> {
        match self.read_slip(kind, apps) {
            Ok(gathered) if gathered.files.is_empty() => {
                self.tell_words(Severity::Warning, t::NOT_FOUND);
                None
            }
            Ok(gathered) => Some(gathered),
            Err(error) => {
                self.ledger_failed(&error);
                None
            }
        }
    }

    fn read_slip(&self, kind: Kind, apps: &[AppId]) -> Result<Gathered, crate::ledger::LedgerError> {
        let mut files = Vec::new();
        for app in apps {
            files.extend(self.ledger.file(*app)?);
        }
        // A receipt tells of no entry and is a copy after its act: no history is read for it at every intake.
        let entries = match files.first().filter(|_| kind != Kind::Receipt) {
            Some(first) => self.ledger.history(first.app.id)?,
            None => Vec::new(),
        };
        let same = |rec: &Recorded| matches!(&rec.event, Event::SlipPrinted(e) if e.slip == slip_of(kind));
        let printed = entries.iter().any(same);
        let entry = entries.into_iter().rev().find(|rec| Gathered::tells(kind, &rec.event));
        Ok(Gathered { kind, files, entry, printed })
    }

    /// A slip given out at its act, or printed before at any desk. The journal has a print a moment after it.
    fn is_copy(&self, gathered: &Gathered) -> bool {
        let with_act = matches!(gathered.kind, Kind::Receipt | Kind::Returned | Kind::Deferred);
        let first = gathered.files.first().map(|file| (gathered.kind, file.app.id));
        with_act || gathered.printed || first.is_some_and(|slip| self.slips_out.contains(&slip))
    }

    fn slip_paper(&self) -> Paper {
        match self.devices.slip_paper() {
            SlipPaper::Roll(width) if width.columns() < Paper::Columns48.columns() => Paper::Columns32,
            SlipPaper::Roll(_) => Paper::Columns48,
            SlipPaper::A5 => Paper::A5,
            SlipPaper::A4 => Paper::A4,
        }
    }

    /// The slip and, on sheets, its page.
    fn make_slip(&mut self, gathered: &Gathered, copy: bool) -> Option<(Laid, Option<Vec<u8>>)> {
        let office = self.ledger.office();
        let files: Vec<&File> = gathered.files.iter().collect();
        let first = files.first()?;
        // The first number of a family leads to the others.
        let code = office.desk.ledger.map(|ledger| Token::of(&first.app.number).write(ledger));
        let initials = self.session.as_ref().map_or("", |session| session.initials.as_str());
        let slip = Slip {
            policy: office.policy(),
            at: self.now.local(),
            offset_s: self.now.offset_s,
            copied_by: copy.then_some(initials),
            simulated: self.setup.simulated,
            code: code.as_deref(),
            lang: self.setup.look.lang,
        };
        let personal = gathered.entry.as_ref().and_then(|rec| rec.personal.as_ref());
        let handed = gathered.entry.as_ref().and_then(|rec| match &rec.event {
            Event::CardHandedOver(event) => Some(Handed {
                event,
                relation: personal.and_then(|p| p.recipient.as_ref()).map(|recipient| recipient.relation),
                at: time::local(rec.envelope.when_ms(), rec.envelope.stamp.offset_s),
            }),
            _ => None,
        });
        let subject = Subject {
            kind: gathered.kind,
            files: &files,
            checklist: office.rules.checklists.get(&first.app.checklist),
            note: personal.and_then(|p| p.note.as_ref()).filter(|_| handed.is_none()),
            handed,
        };
        let made = slip.make(&self.setup.slips, &subject);
        let (laid, fault) = match made {
            Ok(made) => made,
            Err(fault) => {
                super::log::error("slip", &fault);
                return None;
            }
        };
        if let Some(fault) = fault {
            // The built-in one was printed in its place.
            super::log::error("slip", &fault);
        }
        let paper = self.slip_paper();
        let page = paper.is_sheet().then(|| slip.page(&laid, &subject, paper));
        match page.transpose() {
            Ok(page) => Some((laid, page)),
            Err(error) => {
                super::log::error("slip", &error);
                None
            }
        }
    }

    /// Hands a slip to its printer; whoever `asked` for it is told when it is out. False when it was told that it cannot be.
    fn print_slip(&mut self, gathered: &Gathered, copy: bool, asked: bool) -> bool {
        let columns = self.slip_paper().columns();
        let Some((laid, page)) = self.make_slip(gathered, copy) else {
            self.tell_words(Severity::Warning, t::SLIP_FAILED);
            return false;
        };
        let code = self.ledger.office().desk.ledger.zip(gathered.files.first());
        let code = code.map(|(ledger, file)| Token::of(&file.app.number).write(ledger));
        let sent = self.send_slip(&laid.columns(columns), code.as_deref(), page, asked.then(|| name(gathered.kind)));
        if sent {
            self.slip_goes(gathered.kind, gathered.files.iter().map(|file| file.app.id).collect(), copy);
            self.slips_out.extend(gathered.files.iter().map(|file| (gathered.kind, file.app.id)));
        }
        sent
    }

    /// A template of the office is broken: the built-in one is in force, and the clerk knows.
    pub fn template_refused(&mut self, refused: &TemplateRefused) {
        super::log::error("slips", refused);
        let lang = self.lang();
        let file = refused.file.display().to_string();
        let told = words::refused(lang, &file, &why(lang, &refused.why));
        self.tell(Notice::new(Severity::Warning, told).next(words::STAYS.get(lang)).code(refused.why.code()));
    }
}

/// Why a template is not in force, in a clerk's words; the engine's own for the place of a mistake.
pub fn why(lang: Lang, because: &RefusedBecause) -> String {
    match because {
        RefusedBecause::Read(_) => words::UNREADABLE.get(lang).to_owned(),
        RefusedBecause::Unknown => words::UNKNOWN.get(lang).to_owned(),
        RefusedBecause::Wrong(fault) => match fault {
            TemplateFault::TooLarge => words::too_large(lang, slip::LARGEST / 1024),
            TemplateFault::TooLong(n) => words::too_long(lang, *n, slip::MOST_LINES),
            TemplateFault::Empty => words::EMPTY.get(lang).to_owned(),
            TemplateFault::Wrong { line, what } => words::wrong(lang, *line, what),
        },
    }
}
