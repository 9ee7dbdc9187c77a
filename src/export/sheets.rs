//! Numbered paper to be filled in by hand: emergency sheets (Lembar Darurat) and handover sheets (Lembar Serah Terima).
//!
//! Separate from the slips, which say what is stored: these ask. A page a sheet, each with its number; what the
//! clerk copies in afterwards stands in the order of the intake form. Must not know which numbers are free.

use super::BOOK_LANG;
use super::cells::{label, safe};
use super::pdf::{About, Column, Doc, Paper, PdfError, Row, Signature, Style, Table};
use crate::domain::checklist::{Checklist, RuleSet};
use crate::domain::invalid::Items;
use crate::domain::office::File;
use crate::domain::policy::Policy;
use crate::domain::sheets::LINES;
use crate::text::{Word, paper, sheets as t, term};
use chrono::NaiveDateTime;

/// Letters of what is to be filled in.
const LETTERS: Style = Style::new(9.5);
const SMALL: Style = Style::new(7.5);
/// Between two lines to write on, in millimetres.
const HAND: f32 = 2.2;
/// Width of the labels, in millimetres.
const LABELS: f32 = 42.0;
/// Height of a line to be signed on, in millimetres.
const SIGNED: f32 = 10.2;
/// Digits of a NIK and of a KK number, in groups as they are read out.
const SIXTEEN: [usize; 4] = [4, 4, 4, 4];

/// The circumstances of printing numbered paper.
#[derive(Clone, Copy, Debug)]
pub struct Print<'a> {
    pub policy: &'a Policy,
    pub paper: Paper,
    /// When it is printed, local time, and its offset from UTC in seconds.
    pub at: NaiveDateTime,
    pub offset_s: i32,
    /// Printed by a demo: says that it is no official paper.
    pub simulated: bool,
}

impl Print<'_> {
    fn doc(&self, title: Word, sheets: &Items) -> Result<Doc, PdfError> {
        let first = sheets.iter().next().unwrap_or_default();
        let title = title.get(BOOK_LANG);
        let about = About {
            title: title.to_owned(),
            at: self.at,
            offset_s: self.offset_s,
            id: format!("loket:sheets:{title}:{first}"),
        };
        let mut doc = Doc::new(self.paper, about, BOOK_LANG)?;
        if self.simulated {
            doc.banner(paper::SIMULATED.get(BOOK_LANG));
        }
        Ok(doc)
    }

    /// The head of one sheet, on a page of its own.
    fn begin(&self, doc: &mut Doc, title: &str) {
        /// More than any page has left.
        const PAGE: f32 = 2000.0;
        doc.need(PAGE);
        doc.letterhead(&self.policy.letterhead);
        doc.title(title, &[]);
    }
}

/// A number as it is printed.
fn written(sheet: u32) -> String {
    format!("{sheet:04}")
}

/// Emergency sheets with the documents each kind of application asks for, and a receipt to tear off.
///
/// # Errors
/// What the kit says.
pub fn emergency(print: &Print<'_>, sheets: &Items, rules: &RuleSet) -> Result<Vec<u8>, PdfError> {
    let lang = BOOK_LANG;
    let mut doc = print.doc(t::EMERGENCY, sheets)?;
    for sheet in sheets.iter() {
        let no = written(sheet);
        print.begin(&mut doc, &t::emergency(lang, &no));
        doc.text(t::WHEN_USED.get(lang), SMALL.centred());
        doc.space(3.0);
        blanks(&mut doc, &[t::DAY_TIME]);
        doc.boxes(t::NIK.get(lang), &SIXTEEN, LABELS, LETTERS);
        doc.space(HAND);
        blanks(&mut doc, &[t::NAME, t::BIRTH]);
        doc.boxes(t::KK.get(lang), &SIXTEEN, LABELS, LETTERS);
        doc.space(HAND);
        blanks(&mut doc, &[t::CONTACT, t::THROUGH, t::KELURAHAN, t::ADDRESS]);
        doc.table(&documents(rules));
        doc.space(1.5);
        doc.text(t::NO_LETTERS.get(lang), SMALL);
        doc.space(2.5);
        blanks(&mut doc, &[t::NOTE, t::OFFICER, t::COPIED_AS]);
        doc.space(2.0);
        doc.tear(t::CUT.get(lang));
        receipt(&mut doc, print, &no);
    }
    doc.finish()
}

/// What the applicant takes home until there is a register number.
fn receipt(doc: &mut Doc, print: &Print<'_>, no: &str) {
    let lang = BOOK_LANG;
    doc.text(&safe(&print.policy.office), LETTERS.bold().centred());
    doc.text(&t::receipt(lang, no), LETTERS.bold().centred());
    doc.space(2.5);
    blanks(doc, &[t::NAME, t::KIND, t::DAY_TIME, t::OFFICER]);
    doc.text(t::KEEP.get(lang), SMALL);
    doc.text(t::FREE.get(lang), SMALL.bold());
}

/// Labels with dots to write on, as far apart as a hand needs.
fn blanks(doc: &mut Doc, labels: &[Word]) {
    for label in labels {
        doc.pairs_in(&[(label.get(BOOK_LANG).to_owned(), t::DOTS.to_owned())], LABELS, LETTERS);
        doc.space(HAND);
    }
}

/// Each kind of application with its documents, to be ticked.
fn documents(rules: &RuleSet) -> Table<'static> {
    let lang = BOOK_LANG;
    let mut table =
        Table::new(vec![Column::left(t::KIND.get(lang), 46.0), Column::left(t::DOCUMENTS.get(lang), 137.0)]);
    table.size = 7.2;
    let row = |list: &Checklist| {
        let reason = list.reason();
        let kind = format!("{}{}", t::BOX, term::reason(reason).get(lang));
        let items: Vec<String> =
            list.items().iter().map(|item| format!("{}{}", t::BOX, label(&item.label, lang))).collect();
        Row::new([kind, items.join("; ")])
    };
    table.rows = rules.checklists().iter().map(row).collect();
    table
}

/// Handover sheets: blank, or with the numbers and names of these cards on the lines.
///
/// # Errors
/// What the kit says.
pub fn handover(print: &Print<'_>, sheets: &Items, cards: &[&File]) -> Result<Vec<u8>, PdfError> {
    let lang = BOOK_LANG;
    let mut doc = print.doc(t::HANDOVER, sheets)?;
    let mut cards = cards.iter();
    for sheet in sheets.iter() {
        print.begin(&mut doc, &t::handover(lang, &written(sheet)));
        doc.text(t::SIGN_HERE.get(lang), SMALL.centred());
        doc.space(1.5);
        let mut table = Table::new(vec![
            Column::right(t::C_LINE.get(lang), 9.0),
            Column::left(t::C_NUMBER.get(lang), 46.0),
            Column::left(t::C_NAME.get(lang), 42.0),
            Column::left(t::C_RECEIVER.get(lang), 36.0),
            Column::left(t::C_TIME.get(lang), 15.0),
            Column::left(t::C_SIGNATURE.get(lang), 36.0),
        ]);
        table.size = 8.0;
        table.rows = (1..=LINES).map(|line| handed(line, cards.next().copied())).collect();
        doc.table(&table);
        doc.signatures(&[
            Signature { title: vec![t::SUPERVISOR.get(lang).to_owned()], ..Signature::default() },
            Signature { title: vec![t::OPERATOR.get(lang).to_owned()], ..Signature::default() },
        ]);
    }
    doc.finish()
}

fn handed(line: u8, card: Option<&File>) -> Row {
    let number = card.map_or_else(String::new, |file| safe(&file.app.number.text));
    let name = card.and_then(|file| file.person.as_ref()).map_or_else(String::new, |person| safe(person.name.as_str()));
    let mut row = Row::new([line.to_string(), number, name, String::new(), String::new(), String::new()]);
    row.height = SIGNED;
    row
}
