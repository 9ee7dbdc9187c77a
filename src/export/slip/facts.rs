//! What a template may say: plain texts made of the files, in the slip's language.
//!
//! Separate because the names of the fields are a promise to whoever edits a template: they are listed in
//! `docs/slips.md` and stay. Must not hold the name of an applicant, a full NIK or a telephone number.

use super::{Handed, Kind, Slip, Subject};
use crate::domain::application::{Application, Stage};
use crate::domain::checklist::{Checklist, ItemId};
use crate::domain::office::File;
use crate::domain::person::Relation;
use crate::domain::policy::Policy;
use crate::domain::reason::OldCard as Expected;
use crate::domain::sop::Step;
use crate::domain::time;
use crate::export::cells::label;
use crate::text::slip as words;
use crate::text::{Lang, Word, common, status, term};
use chrono::NaiveDateTime;
use serde::Serialize;

/// Everything a template can name.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Facts {
    simulated: bool,
    /// Not the first print.
    copy: bool,
    /// Who prints it again.
    copied_by: String,
    /// When it is printed.
    now: String,
    office: String,
    /// When the first file was received.
    received: String,
    /// How many files.
    count: usize,
    family: bool,
    files: Vec<Row>,
    /// What happens next, a line each.
    next: Vec<String>,
    /// What to bring the next time.
    bring: Vec<String>,
    missing: Vec<Missing>,
    /// Who may collect the card.
    collect: Vec<String>,
    /// Why a file waits, and what the applicant can do.
    why: Option<String>,
    advice: Option<String>,
    note: Option<String>,
    handed: Option<HandedRow>,
    sop: Sop,
    code: Option<String>,
}

/// One file.
#[derive(Clone, Debug, Default, Serialize)]
struct Row {
    number: String,
    /// Year and place in it, for large print.
    short: String,
    /// Masked; None while it is to follow.
    nik: Option<String>,
    kind: String,
    /// Code of the form F-1.02.
    kind_code: String,
    state: String,
    /// Letter of the state in the office's book.
    state_code: String,
    /// The status read at the centre: its code with its meaning, and what it means for the applicant.
    central: Option<String>,
    central_reason: Option<String>,
    received: String,
    /// Where the card lies.
    place: Option<String>,
    /// The emergency sheet it was copied from.
    sheet: Option<u32>,
}

/// One missing item and its rule.
#[derive(Clone, Debug, Default, Serialize)]
struct Missing {
    no: usize,
    item: String,
    /// In which case it is asked for.
    case: Option<String>,
    basis: Option<String>,
}

/// One handover.
#[derive(Clone, Debug, Default, Serialize)]
struct HandedRow {
    at: String,
    /// The holder, or as what the receiver stands to the holder.
    to: String,
    old_card: String,
    signature: String,
    sheet: Option<u32>,
    line: Option<u8>,
    active: bool,
}

/// Standard times of the SOP in minutes.
#[derive(Clone, Debug, Default, Serialize)]
struct Sop {
    intake: u32,
    check: u32,
    operator: u32,
}

/// Gathers them.
pub(super) fn gather(slip: &Slip<'_>, subject: &Subject<'_>) -> Facts {
    let lang = slip.lang;
    let files = subject.files;
    let first = files.first().map(|file| &file.app);
    let mut next: Vec<String> = files.iter().map(|f| words::next(f.app.stage).get(lang).to_owned()).collect();
    next.dedup();
    let deferred = first.and_then(|app| match app.stage {
        Stage::Deferred(reason) => Some(reason),
        _ => None,
    });
    let missing = first.map_or(&[][..], |app| &app.missing);
    Facts {
        simulated: slip.simulated,
        copy: slip.copied_by.is_some(),
        copied_by: slip.copied_by.unwrap_or_default().to_owned(),
        now: moment(slip.at, lang),
        office: slip.policy.office.clone(),
        received: first.map_or_else(String::new, |app| received(app, slip)),
        count: files.len(),
        family: files.len() > 1,
        files: files.iter().map(|file| row(file, slip)).collect(),
        next,
        bring: bring(files, subject.kind, lang),
        missing: (1..).zip(missing).map(|(no, id)| item(no, id, subject.checklist, lang)).collect(),
        collect: collect(slip.policy, first, lang),
        why: deferred.map(|reason| status::deferral(reason).get(lang).to_owned()),
        advice: deferred.map(|reason| status::deferral_for_applicant(reason).get(lang).to_owned()),
        note: subject.note.filter(|note| !note.is_empty()).map(|note| note.as_str().to_owned()),
        handed: subject.handed.map(|handed| handed_row(&handed, lang)),
        sop: sop(slip.policy),
        code: slip.code.map(str::to_owned),
    }
}

fn moment(at: NaiveDateTime, lang: Lang) -> String {
    format!("{} {}", common::date(at.date()), common::time(lang, at.time()))
}

fn received(app: &Application, slip: &Slip<'_>) -> String {
    moment(time::local(app.received_ms, slip.offset_s), slip.lang)
}

fn row(file: &File, slip: &Slip<'_>) -> Row {
    let (app, lang) = (&file.app, slip.lang);
    // Once a card is printed it says nothing any more.
    let asked = matches!(app.stage, Stage::Operator | Stage::Deferred(_) | Stage::Recorded);
    let central = app.status.as_ref().map(|reading| &reading.status).filter(|_| asked);
    Row {
        number: app.number.text.clone(),
        short: app.number.short(),
        nik: file.person.as_ref().and_then(|person| person.nik).map(|nik| nik.masked('*')),
        kind: term::reason(app.reason).get(lang).to_owned(),
        kind_code: app.reason.code().to_owned(),
        state: term::stage(app.stage).get(lang).to_owned(),
        state_code: app.stage.letter().to_string(),
        central: central.map(|status| status::central(status).get(lang).to_owned()),
        central_reason: central.map(|status| status::for_applicant(status).get(lang).to_owned()),
        received: received(app, slip),
        place: app.place.as_ref().map(|place| place.as_str().to_owned()),
        sheet: app.sheet,
    }
}

fn item(no: usize, id: &ItemId, checklist: Option<&Checklist>, lang: Lang) -> Missing {
    match checklist.and_then(|list| list.item(id)) {
        Some(item) => Missing {
            no,
            item: label(&item.label, lang),
            case: item.when.as_ref().map(|when| label(when, lang)),
            basis: Some(item.citation.clone()),
        },
        None => Missing { no, item: id.as_str().to_owned(), case: None, basis: None },
    }
}

/// What the applicant should have with them the next time.
fn bring(files: &[&File], kind: Kind, lang: Lang) -> Vec<String> {
    if files.iter().all(|file| file.app.stage.is_final()) {
        return Vec::new();
    }
    let mut bring: Vec<Word> = vec![words::BRING_SLIP];
    let mut add = |word: Word, needed: bool| {
        if needed && !bring.contains(&word) {
            bring.push(word);
        }
    };
    for file in files {
        let app = &file.app;
        add(words::BRING_NIK, app.nik_pending);
        add(words::BRING_MISSING, app.stage == Stage::Returned && kind == Kind::Receipt);
        let old = app.reason.old_card_expected();
        add(words::BRING_OLD_CARD, old == Expected::Withdrawn && !app.old_card_withdrawn);
        add(words::BRING_OLD_IF_ANY, old == Expected::Asked && !app.old_card_withdrawn);
        add(words::COME_IN_PERSON, app.stage == Stage::Printed);
    }
    bring.into_iter().map(|word| word.get(lang).to_owned()).collect()
}

/// Who may collect, by the office's policy; a card not active yet waits for its holder.
fn collect(policy: &Policy, app: Option<&Application>, lang: Lang) -> Vec<String> {
    let holder_only = app.is_some_and(|app| app.stage == Stage::Printed) && !policy.hand_over_inactive;
    let mut who = vec![words::COLLECT_HOLDER];
    who.extend((policy.family_collects && !holder_only).then_some(words::COLLECT_FAMILY));
    who.extend((policy.attorney_collects && !holder_only).then_some(words::COLLECT_ATTORNEY));
    who.into_iter().map(|word| word.get(lang).to_owned()).collect()
}

fn handed_row(handed: &Handed<'_>, lang: Lang) -> HandedRow {
    let event = handed.event;
    let relation = if event.by_holder { Relation::Own } else { handed.relation.unwrap_or(Relation::Other) };
    HandedRow {
        at: moment(handed.at, lang),
        to: term::relation(relation).get(lang).to_owned(),
        old_card: term::old_card(event.old_card).get(lang).to_owned(),
        signature: term::signature(event.signature).get(lang).to_owned(),
        sheet: event.sheet,
        line: event.line,
        active: event.active,
    }
}

fn sop(policy: &Policy) -> Sop {
    let minutes = |step| policy.standard(step).div_ceil(60);
    Sop { intake: minutes(Step::Intake), check: minutes(Step::Check), operator: minutes(Step::Operator) }
}

/// Facts with as little and with as much in them as there can be: what a template must be able to say.
pub(super) fn samples(lang: Lang) -> Vec<Facts> {
    let word = |word: Word| word.get(lang).to_owned();
    let some = || Some(word(words::SAMPLE));
    let row = Row {
        nik: some(),
        central: some(),
        central_reason: some(),
        place: some(),
        sheet: Some(1),
        number: word(words::SAMPLE),
        ..Row::default()
    };
    let missing = Missing { no: 1, item: word(words::SAMPLE), case: some(), basis: some() };
    let handed = HandedRow { sheet: Some(1), line: Some(1), active: true, ..HandedRow::default() };
    let bare = Facts {
        office: word(words::SAMPLE),
        files: vec![Row { number: word(words::SAMPLE), ..Row::default() }],
        count: 1,
        missing: vec![Missing { no: 1, item: word(words::SAMPLE), ..Missing::default() }],
        handed: Some(HandedRow::default()),
        ..Facts::default()
    };
    let nothing = Facts { missing: Vec::new(), handed: None, files: vec![Row::default()], ..bare.clone() };
    let full = Facts {
        simulated: true,
        copy: true,
        count: 2,
        family: true,
        files: vec![row.clone(), row],
        next: vec![word(words::SAMPLE)],
        bring: vec![word(words::SAMPLE)],
        collect: vec![word(words::SAMPLE)],
        missing: vec![missing.clone(), missing],
        why: some(),
        advice: some(),
        note: some(),
        handed: Some(handed),
        code: some(),
        ..bare.clone()
    };
    vec![nothing, bare, full]
}
