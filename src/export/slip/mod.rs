//! Slips: what an applicant takes home and what stays on the file, from templates an office may edit.
//!
//! A slip is made in three steps, each in a file of its own: what may be said of the files (`facts`), the office's or
//! the built-in template that says it (`template`), and the paper it is laid out on (`layout`). Names of applicants
//! never stand on a slip and a NIK only masked: a lost slip tells nothing. Separate from printers, which add their own
//! commands. Must not know files, devices or the clock.

mod facts;
mod layout;
mod template;

use super::pdf::PdfError;
use crate::domain::checklist::Checklist;
use crate::domain::event::CardHandedOver;
use crate::domain::office::File;
use crate::domain::person::{Note, Relation};
use crate::domain::policy::Policy;
use crate::text::Lang;
use chrono::NaiveDateTime;

pub use layout::Laid;
pub use template::{LARGEST, MOST_LINES, Rendered, TemplateFault, Templates};

/// A kind of slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Tanda terima, one for a whole family.
    Receipt,
    /// What is missing, item by item with the rule that asks for it.
    Returned,
    /// Why the file waits and what happens next.
    Deferred,
    /// The card lies ready.
    Ready,
    /// What was handed over, to be signed.
    Handover,
    /// Stays on the paper file.
    Label,
}

impl Kind {
    /// Every kind, in the order of the procedure.
    pub const ALL: [Kind; 6] =
        [Kind::Receipt, Kind::Returned, Kind::Deferred, Kind::Ready, Kind::Handover, Kind::Label];

    /// Name in file names.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Receipt => "receipt",
            Kind::Returned => "returned",
            Kind::Deferred => "deferred",
            Kind::Ready => "ready",
            Kind::Handover => "handover",
            Kind::Label => "label",
        }
    }
}

/// What a slip is laid out on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// A roll of 58 mm.
    Columns32,
    /// A roll of 80 mm.
    Columns48,
    A5,
    A4,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Paper; 4] = [Paper::Columns32, Paper::Columns48, Paper::A5, Paper::A4];

    /// Columns of text on a roll; a sheet is shown on screen as the wider roll.
    pub const fn columns(self) -> usize {
        match self {
            Paper::Columns32 => 32,
            Paper::Columns48 | Paper::A5 | Paper::A4 => 48,
        }
    }

    /// A sheet, not a roll.
    pub const fn is_sheet(self) -> bool {
        matches!(self, Paper::A5 | Paper::A4)
    }
}

/// The handover a receipt is about; the name of who took the card is left for the pen.
#[derive(Clone, Copy, Debug)]
pub struct Handed<'a> {
    pub event: &'a CardHandedOver,
    /// Of who took it for the holder.
    pub relation: Option<Relation>,
    /// Local time.
    pub at: NaiveDateTime,
}

/// What a slip is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub kind: Kind,
    /// One file, or the files of a family; in the order they are listed.
    pub files: &'a [&'a File],
    /// The list the first file was received under.
    pub checklist: Option<&'a Checklist>,
    pub note: Option<&'a Note>,
    pub handed: Option<Handed<'a>>,
}

/// The circumstances of printing a slip.
#[derive(Clone, Copy, Debug)]
pub struct Slip<'a> {
    pub policy: &'a Policy,
    /// When it is printed, local time, and its offset from UTC in seconds.
    pub at: NaiveDateTime,
    pub offset_s: i32,
    /// Who prints it again; None for the first print.
    pub copied_by: Option<&'a str>,
    /// Printed by a demo: says that it is no official paper.
    pub simulated: bool,
    /// What a scan opens.
    pub code: Option<&'a str>,
    pub lang: Lang,
}

impl Slip<'_> {
    /// What the template says of the subject, ready to be laid out. A template of the office that cannot say it gives
    /// way to the built-in one, and its fault is returned beside the slip.
    ///
    /// # Errors
    /// [`TemplateFault`] when even the built-in one cannot.
    pub fn make(
        &self,
        templates: &Templates,
        subject: &Subject<'_>,
    ) -> Result<(Laid, Option<TemplateFault>), TemplateFault> {
        let facts = facts::gather(self, subject);
        let Rendered { text, fault } = templates.render(subject.kind, self.lang, &facts)?;
        Ok((Laid::read(&text, self.code), fault))
    }

    /// The same as a file for office paper.
    ///
    /// # Errors
    /// What the kit says.
    pub fn page(&self, laid: &Laid, subject: &Subject<'_>, paper: Paper) -> Result<Vec<u8>, PdfError> {
        let number = subject.files.first().map_or("", |file| file.app.number.text.as_str());
        let about = super::pdf::About {
            title: number.to_owned(),
            at: self.at,
            offset_s: self.offset_s,
            id: format!("loket:slip:{}:{number}", subject.kind.code()),
        };
        let paper = if paper == Paper::A4 { super::pdf::Paper::A4 } else { super::pdf::Paper::A5 };
        layout::page(laid, about, paper, self.lang)
    }
}
