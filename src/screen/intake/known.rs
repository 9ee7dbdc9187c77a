//! What the office already knows of the applicant: prefilled fields, history, and what the NIK tells.
//!
//! Separate from typing because it arrives later, from the desk. Fills only empty fields, says how old the data
//! are, and takes them back when the NIK turns out to be another.

use super::fields::{self, KK, NAME, NIK, NOTE, read_nik};
use super::layout::Shape;
use super::{Asking, Intake};
use crate::domain::application::Stage;
use crate::domain::command::Past;
use crate::domain::id::AppId;
use crate::domain::nik::{Nik, NikContext, NikWarning};
use crate::domain::person::{Contact, Relation};
use crate::domain::personal::Person;
use crate::domain::region::{self, Prefix};
use crate::domain::terms::CancelKind;
use crate::domain::time::local;
use crate::screen::Reply;
use crate::text::screens::intake as t;
use crate::text::{Lang, Word, common, term, typed};
use crate::ui::dialog::{Answer, Dialog};
use crate::ui::notice::Severity;
use crate::view::{FoundRow, View};
use chrono::{Datelike, NaiveDate};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What the desk found about the person of the NIK typed.
pub(super) struct Known {
    nik: Nik,
    /// Closed applications, newest first.
    past: Vec<Past>,
    /// Fields filled from the last file, with what they were given.
    filled: Vec<(&'static str, String)>,
    /// Year of that file.
    year: i32,
}

impl Intake {
    pub(super) fn told_past(
        &mut self,
        nik: Nik,
        past: Vec<Past>,
        person: Option<(Person, NaiveDate)>,
        view: &View<'_>,
    ) -> Reply {
        if read_nik(&self.form, view.lang()) != Ok(Some(nik)) {
            return Reply::ignored();
        }
        let year = person.as_ref().map_or(0, |(_, date)| date.year());
        let filled = person.map(|(person, _)| self.prefill(&person, view)).unwrap_or_default();
        let on_filled = filled.iter().any(|(key, _)| *key == self.form.focus());
        let recent = past.first().filter(|last| {
            let age = view.stamp.utc_ms.saturating_sub(last.ended_ms);
            last.stage == Stage::HandedOver && age <= i64::from(view.office.policy().repeat_days) * DAY_MS
        });
        let given_up = past.first().filter(|last| last.stage == Stage::Cancelled(CancelKind::NotContinued));
        let given_up = given_up.map(|last| last.app);
        if recent.is_some() {
            self.reshape(view, |shape| shape.repeat = true);
        }
        self.known = Some(Known { nik, past, filled, year });
        self.remark_prefilled(view);
        if on_filled {
            self.advance(NIK);
        }
        if let Some(file) = view.office.open_for(nik) {
            self.ask_open(file.app.id, file.app.stage, view);
        } else if let Some(app) = given_up {
            self.ask_resume(app, view);
        }
        Reply::used()
    }

    /// Fills what is still empty; a field the clerk has typed in stays as it is.
    fn prefill(&mut self, person: &Person, view: &View<'_>) -> Vec<(&'static str, String)> {
        let values = fields::values_of(person);
        let through = matches!(&person.contact, Contact::Through { .. });
        let own_contact = self.form.value(fields::PHONE).is_empty() && self.form.value(fields::VIA).is_empty();
        if through && own_contact {
            self.reshape(view, |shape| shape.through = true);
        }
        let mut filled = Vec::new();
        for (key, value) in values {
            let contact = matches!(key, fields::PHONE | fields::VIA | fields::VIA_NAME | fields::WA);
            let wanted = !matches!(key, NIK | NOTE | fields::BIRTH) && (own_contact || !contact);
            if wanted && self.form.value(key).is_empty() && self.form.set(key, &value).is_ok() {
                filled.push((key, value));
            }
        }
        filled
    }

    /// Another NIK is another person: what came from the first one's file goes, unless the clerk changed it.
    pub(super) fn forget_other(&mut self, view: &View<'_>) {
        let nik = read_nik(&self.form, view.lang()).ok().flatten();
        if nik.is_some() && nik == self.looked {
            return;
        }
        self.looked = None;
        let Some(known) = self.known.take().filter(|known| Some(known.nik) != nik) else { return };
        for (key, value) in known.filled {
            self.form.remark(key, None);
            if self.form.value(key) == value {
                // An empty value is always taken.
                let _ = self.form.set(key, "");
            }
        }
        let through = fields::relation(&self.form) != Relation::Own;
        self.reshape(view, |shape| {
            shape.repeat = false;
            shape.through = through;
        });
    }

    pub(super) fn remark_prefilled(&mut self, view: &View<'_>) {
        let Some(known) = &self.known else { return };
        let lang = view.lang();
        for (key, _) in known.filled.iter().filter(|(key, _)| matches!(*key, NAME | KK)) {
            self.form.remark(key, Some((Severity::Info, t::from_year(lang, known.year))));
        }
    }

    /// What the digits say so far, beside the field.
    pub(super) fn remark_nik(&mut self, view: &View<'_>) {
        let digits = self.form.value(NIK);
        let remark = match digits.len() {
            0 => None,
            16 => match Nik::parse(&digits) {
                Ok(nik) => Some((Severity::Info, decoded(&nik, view))),
                Err(error) => Some((Severity::Warning, typed::nik(view.lang(), error).what)),
            },
            n => Some((Severity::Info, so_far(&digits, n, view))),
        };
        self.form.remark(NIK, remark);
    }

    pub(super) fn told_alike(&mut self, query: &str, rows: &[FoundRow]) -> Reply {
        if !self.shape.pending || query.trim() != self.form.value(NAME).trim() {
            return Reply::ignored();
        }
        self.alike = rows.first().map(|row| (rows.len(), row.number.short()));
        Reply::used()
    }

    pub(super) fn ask_open(&mut self, app: AppId, stage: Stage, view: &View<'_>) {
        let lang = view.lang();
        let Some(file) = view.file(app) else { return };
        let kind = term::reason(file.app.reason).get(lang);
        let line = t::still_open(lang, file.app.number.short(), term::stage_full(lang, stage), kind);
        let returned = stage == Stage::Returned;
        let mut answers = vec![Answer::new(t::OPEN_FILE)];
        if returned {
            answers.push(Answer::new(t::TAKE_BACK));
        }
        answers.push(Answer::new(t::FIX_NIK));
        self.ask(Asking::Open { app, returned }, Dialog::answers(t::OPEN_TITLE, vec![line.into()], answers));
    }

    pub(super) fn ask_resume(&mut self, app: AppId, view: &View<'_>) {
        let past = self.known.as_ref().and_then(|known| known.past.iter().find(|past| past.app == app));
        let line = past.map(|past| {
            let kind = term::reason(past.reason).get(view.lang());
            t::given_up(view.lang(), past.number.short(), kind, day_of(past.ended_ms, view))
        });
        let answers = vec![Answer::new(t::RESUME), Answer::new(t::ANEW)];
        let lines = line.into_iter().map(Into::into).collect();
        self.ask(Asking::Resume { app }, Dialog::answers(t::RESUME_TITLE, lines, answers));
    }

    /// The lines between form and documents, the most pressing first.
    pub(super) fn lines(&self, view: &View<'_>) -> Vec<(Severity, String)> {
        let lang = view.lang();
        let mut lines = Vec::new();
        if let Ok(Some(nik)) = read_nik(&self.form, lang) {
            lines.extend(warnings(&nik, view));
            lines.extend(self.known.as_ref().map(|known| known.history(view)).unwrap_or_default());
        }
        if self.shape.repeat {
            lines.push((Severity::Warning, t::REPEAT_HOW.get(lang).to_owned()));
        }
        if let Some((n, first)) = self.alike.as_ref().filter(|_| self.shape.pending) {
            lines.push((Severity::Warning, t::same_name(lang, *n, first.clone())));
        }
        if !self.family.numbers.is_empty() && self.family.open {
            lines.push((Severity::Info, t::family(lang, self.family.numbers.join(" "))));
        }
        if let Some(hint) = self.hint() {
            lines.push((Severity::Info, hint.get(lang).to_owned()));
        }
        lines
    }

    /// What the focused field takes beside plain typing.
    fn hint(&self) -> Option<Word> {
        match self.form.focus() {
            NIK if self.shape.pending => Some(t::PENDING),
            NIK if self.form.value(NIK).is_empty() => Some(t::PENDING_HOW),
            fields::BIRTH | super::layout::SHEET_DAY => Some(t::DATE_HOW),
            super::layout::SHEET_TIME => Some(t::TIME_HOW),
            fields::PHONE if self.form.value(fields::PHONE).is_empty() => Some(t::NO_PHONE_HOW),
            _ => None,
        }
    }

    /// Names of the fields still to be filled, for a message.
    pub(super) fn missing_names(&self, lang: Lang) -> (Option<&'static str>, String) {
        let missing: Vec<&'static str> = self.form.missing().collect();
        let names: Vec<&str> = missing.iter().map(|key| Shape::label(key).get(lang)).collect();
        (missing.first().copied(), names.join(", "))
    }
}

impl Known {
    /// The newest application whose card was handed over.
    pub(super) fn last_handed_over(&self) -> Option<AppId> {
        self.past.iter().find(|past| past.stage == Stage::HandedOver).map(|past| past.app)
    }

    fn history(&self, view: &View<'_>) -> Vec<(Severity, String)> {
        let lang = view.lang();
        if let Some(file) = view.office.open_for(self.nik) {
            let kind = term::reason(file.app.reason).get(lang);
            let at = term::stage_full(lang, file.app.stage);
            return vec![(Severity::Warning, t::still_open(lang, file.app.number.short(), at, kind))];
        }
        let Some(last) = self.past.first() else {
            return vec![(Severity::Info, t::NO_HISTORY.get(lang).to_owned())];
        };
        let kind = term::reason(last.reason).get(lang);
        let how = term::stage_full(lang, last.stage);
        let mut line = t::last_ended(lang, last.number.short(), how, day_of(last.ended_ms, view), kind);
        if self.past.len() > 1 {
            line.push(' ');
            line.push_str(&t::more_before(lang, self.past.len() - 1));
        }
        vec![(Severity::Info, line)]
    }
}

fn day_of(utc_ms: i64, view: &View<'_>) -> String {
    common::date(local(utc_ms, view.stamp.offset_s).date())
}

/// `perempuan · 17-08-1990 · Pdg Pjg Timur`.
fn decoded(nik: &Nik, view: &View<'_>) -> String {
    let dot = view.look.symbols.dot;
    let sex = term::sex(nik.sex()).get(view.lang());
    let birth = common::date(nik.birth(view.day()));
    format!("{sex} {dot} {birth} {dot} {}", place(nik.region(), view.lang()))
}

/// What the first digits tell before all sixteen are there.
fn so_far(digits: &str, n: usize, view: &View<'_>) -> String {
    let dot = view.look.symbols.dot;
    // With a serial of one the first twelve digits can be read like a whole NIK.
    if let Some(nik) = digits.get(..12).and_then(|head| Nik::parse(&format!("{head}0001")).ok()) {
        return decoded(&nik, view);
    }
    let count = t::digits(view.lang(), n);
    match digits.get(..6) {
        Some(region) => format!("{count} {dot} {}", place(region, view.lang())),
        None => count,
    }
}

/// The kecamatan of this city, or that it is elsewhere.
fn place(region: &str, lang: Lang) -> String {
    let here = region::kelurahan().iter().find(|k| k.code.as_str().starts_with(region));
    match (here, region::prefix(region)) {
        (Some(k), _) => k.kecamatan.replace(t::CITY.get(lang), t::CITY_SHORT.get(lang)),
        (None, Prefix::Unknown) => t::UNKNOWN_REGION.get(lang).to_owned(),
        (None, _) => t::ELSEWHERE.get(lang).to_owned(),
    }
}

/// What is odd about the NIK; an applicant from elsewhere is told by the place already.
fn warnings(nik: &Nik, view: &View<'_>) -> Vec<(Severity, String)> {
    let ctx = NikContext { birth: None, sex: None, today: view.day() };
    let odd = nik.warnings(&ctx).into_iter().filter(|w| *w != NikWarning::OtherRegion);
    odd.map(|warning| {
        let told = typed::remark(view.lang(), warning);
        (Severity::Warning, format!("{} {}", told.what, told.next))
    })
    .collect()
}
