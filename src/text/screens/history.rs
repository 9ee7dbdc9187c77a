//! What each entry of a file says in its history.
//!
//! Separate because every kind of entry needs one row. It must never say why a person is exempt from the
//! fingerprint, nor repeat a name or number: the entry's own columns tell who and when.

use crate::domain::event::Event;
use crate::domain::event::Event as E;
use crate::domain::person::Relation;
use crate::text::lang::says;
use crate::text::told::word_of;
use crate::text::{Lang, access, common, status, term};

/// An entry in words, with what it gave.
#[must_use]
pub fn entry(lang: Lang, event: &Event) -> String {
    let what = kind(event).get(lang);
    let detail = detail(lang, event);
    if detail.is_empty() { what.to_owned() } else { format!("{what}: {detail}") }
}

fn detail(lang: Lang, event: &Event) -> String {
    match event {
        E::ApplicationSubmitted(e) => term::reason(e.reason).get(lang).to_owned(),
        E::ApplicationReturned(e) => missing(lang, e.missing.len()),
        E::DataCorrected(e) => {
            let mut words: Vec<&str> = e.fields.iter().map(|f| term::field(*f).get(lang)).collect();
            words.extend(e.reason.map(|r| term::reason(r).get(lang)));
            words.join(", ")
        }
        E::StatusRecorded(e) => e.status.code().to_owned(),
        E::ApplicationDeferred(e) => status::deferral(e.reason).get(lang).to_owned(),
        E::BiometricTested(e) => tested(lang, term::outcome(e.outcome).get(lang), e.attempt),
        E::PrintFailed(e) => term::spoiled(e.cause).get(lang).to_owned(),
        E::ActivationFailed(e) => term::activation(e.cause).get(lang).to_owned(),
        E::CardRejected(e) => {
            format!("{}; {}", term::rejected(e.cause).get(lang), term::after_reject(e.next).get(lang))
        }
        E::CardHandedOver(e) => {
            let who = if e.by_holder { term::relation(Relation::Own).get(lang) } else { "" };
            let sheet = e.sheet.zip(e.line).map(|(sheet, line)| on_sheet(lang, sheet, line));
            let parts = [who.to_owned(), sheet.unwrap_or_default()];
            parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
        }
        E::ApplicationCancelled(e) => term::cancelled(e.kind).get(lang).to_owned(),
        E::ApprovalRequested(e) => term::approval(e.topic).get(lang).to_owned(),
        E::ApprovalDecided(e) => {
            let answer = if e.granted { common::YES } else { common::NO };
            format!("{}, {}", term::approval(e.topic).get(lang), answer.get(lang))
        }
        E::ApplicantContacted(e) => contact(lang, e.reached, term::contact_topic(e.topic).get(lang)),
        E::MessageQueued(e) => term::contact_topic(e.topic).get(lang).to_owned(),
        E::MessageFailed(e) => term::message_failure(e.cause).get(lang).to_owned(),
        E::BatchMoved(e) => {
            let batch = e.batch.as_ref().map_or("", |batch| batch.as_str());
            format!("{} {} {batch}", term::stock_move(e.how).get(lang), e.n).trim_end().to_owned()
        }
        E::BatchOpened(e) => e.batch.as_str().to_owned(),
        E::FilmReplaced(e) => e.prints.to_string(),
        E::InvalidStored(e) => format!("{}: {}", e.place.as_str(), common::runs(e.items.runs())),
        E::InvalidPassedOn(e) => common::runs(e.items.runs()),
        E::InvalidDestroyed(e) => format!("{}/{}: {}", e.no, e.year, common::runs(e.items.runs())),
        E::EmergencySheetsIssued(e) => issued(e.first, e.n),
        E::HandoverSheetsIssued(e) => issued(e.first, e.n),
        E::EmergencySheetsDeclared(e) => {
            format!("{}: {}", term::sheet_fate(e.fate).get(lang), common::runs(e.sheets.runs()))
        }
        E::CardShelved(e) => e.place.as_str().to_owned(),
        E::BlanksMoved(e) => format!("{} {}", term::blank_move(e.how).get(lang), e.n),
        E::RecordViewed(e) => access::place(e.place).get(lang).to_owned(),
        E::SearchMade(e) => access::people(lang, e.found.len()),
        E::AgendaViewed(e) => common::date(e.date),
        E::SlipPrinted(e) if e.copy => format!("{} ({})", access::slip(e.slip).get(lang), access::COPY.get(lang)),
        E::SlipPrinted(e) => access::slip(e.slip).get(lang).to_owned(),
        E::DataExported(e) => {
            format!("{}, {}, {}", access::taken(e.what).get(lang), e.format, access::outlet(e.outlet).get(lang))
        }
        E::ErasureOrdered(e) => access::erased(lang, &common::date(e.before), e.files),
        _ => String::new(),
    }
}

/// Numbers of sheets given out.
fn issued(first: u32, n: u32) -> String {
    common::runs(&[(first, first.saturating_add(n).saturating_sub(1))])
}

fn contact(lang: Lang, reached: bool, topic: &str) -> String {
    if reached { reached_about(lang, topic) } else { not_reached_about(lang, topic) }
}

says! {
    /// Items that were missing.
    fn missing(n: usize): "kurang {n}" / "{n} missing";
    /// A fingerprint try.
    fn tested(outcome: &str, attempt: u8): "{outcome}, percobaan {attempt}" / "{outcome}, try {attempt}";
    /// Where the receiver signed.
    fn on_sheet(sheet: u32, line: u8): "lembar {sheet} baris {line}" / "sheet {sheet} line {line}";
    /// A call.
    fn reached_about(topic: &str): "tersambung, {topic}" / "reached, {topic}";
    fn not_reached_about(topic: &str): "tidak tersambung, {topic}" / "not reached, {topic}";
}

word_of! {
    /// What kind of entry it is.
    kind(event: &Event) {
        E::LedgerCreated(_) => "buku kantor dibuat" / "office book begun";
        E::PolicyChanged(_) => "kebijakan kantor diubah" / "office policy changed";
        E::ChecklistAdopted(_) => "daftar berkas dipakai" / "checklist taken into use";
        E::AccountAdded(_) => "akun dibuat" / "account made";
        E::AccountRolesChanged(_) => "peran akun diubah" / "account's roles changed";
        E::AccountDisabled(_) => "akun dinonaktifkan" / "account switched off";
        E::AccountEnabled(_) => "akun diaktifkan" / "account switched on";
        E::AccountReset(_) => "kata sandi baru" / "new passphrase";
        E::KeyFileNoted(_) => "berkas kunci berubah" / "key file changed";
        E::StaffSignedIn(_) => "petugas masuk" / "signed in";
        E::DayOpened(_) => "hari dibuka" / "day opened";
        E::DayClosed(_) => "hari ditutup" / "day closed";
        E::SealKeyAdopted(_) => "kunci segel" / "seal key";
        E::KeysChanged(_) => "kunci kantor berubah" / "keys of the office changed";
        E::TroubleStarted(_) => "gangguan dimulai" / "trouble began";
        E::TroubleEnded(_) => "gangguan selesai" / "trouble ended";
        E::BlanksMoved(_) | E::BatchMoved(_) => "blangko" / "blanks";
        E::BatchOpened(_) => "dus blangko dibuka" / "batch of blanks opened";
        E::FilmReplaced(_) => "ribbon diganti" / "film replaced";
        E::InvalidStored(_) => "KTP-el tidak berlaku disimpan" / "invalid cards put away";
        E::InvalidPassedOn(_) => "KTP-el tidak berlaku diteruskan" / "invalid cards passed on";
        E::InvalidDestroyed(_) => "KTP-el tidak berlaku dimusnahkan" / "invalid cards destroyed";
        E::EmergencySheetsIssued(_) => "Lembar Darurat diterbitkan" / "emergency sheets given out";
        E::EmergencySheetsDeclared(_) => "Lembar Darurat dinyatakan" / "emergency sheets declared";
        E::HandoverSheetsIssued(_) => "Lembar Serah Terima diterbitkan" / "handover sheets given out";
        E::CardShelved(_) => "kartu diletakkan di rak" / "card put on the shelf";
        E::VisitorSentAway(_) => "pulang tanpa nomor" / "sent away without a number";
        E::ApplicationSubmitted(_) => "diterima" / "received";
        E::CompletenessConfirmed(_) => "berkas lengkap, ke operator" / "file complete, to the operator";
        E::ApplicationReturned(_) => "dikembalikan kepada pemohon" / "returned to the applicant";
        E::ApplicationResubmitted(_) => "berkas dibawa kembali" / "file brought back";
        E::DataCorrected(_) => "dibetulkan" / "corrected";
        E::StatusRecorded(_) => "status rekam dibaca" / "record status read";
        E::ApplicationDeferred(_) => "ditunda" / "deferred";
        E::ApplicationResumed(_) => "dilanjutkan" / "goes on";
        E::DataRecorded(_) => "data dicatat saat gangguan" / "data recorded during trouble";
        E::BiometricTested(_) => "tes biometrik" / "biometric test";
        E::BiometricOverridden(_) => "disetujui orang kedua" / "approved by a second person";
        E::PrintStarted(_) => "cetak dimulai" / "print started";
        E::CardPrinted(_) => "kartu tercetak baik" / "good card printed";
        E::PrintFailed(_) => "cetak gagal, blangko rusak" / "print failed, blank spoiled";
        E::NoCardCameOut(_) => "tidak ada kartu keluar" / "no card came out";
        E::PrintOutcomeUnknown(_) => "hasil cetak belum pasti" / "print outcome in doubt";
        E::PrintStillUnclear(_) => "hasil cetak masih belum pasti" / "print outcome still in doubt";
        E::ActivationStarted(_) => "aktivasi dimulai" / "activation started";
        E::CardActivated(_) => "kartu aktif" / "card active";
        E::ActivationFailed(_) => "aktivasi gagal" / "activation failed";
        E::ActivationOutcomeUnknown(_) => "hasil aktivasi belum pasti" / "activation outcome in doubt";
        E::CardRejected(_) => "kartu ditolak" / "card rejected";
        E::CardHandedOver(_) => "kartu diserahkan" / "card handed over";
        E::HandoverUndone(_) => "penyerahan dibatalkan" / "handover undone";
        E::ApplicationCancelled(_) => "batal" / "cancelled";
        E::ApplicationReopened(_) => "dibuka lagi dengan nomor yang sama" / "reopened with its number";
        E::ApprovalRequested(_) => "minta persetujuan Kasi" / "supervisor asked";
        E::ApprovalDecided(_) => "keputusan Kasi" / "supervisor's decision";
        E::ApplicantContacted(_) => "pemohon dihubungi" / "applicant called";
        E::ApplicantSkipped(_) => "dipanggil, tidak ada" / "called, not there";
        E::PriorityMarked(_) => "tanda utamakan diubah" / "priority mark changed";
        E::MessageQueued(_) => "SMS disiapkan" / "text message prepared";
        E::MessageStarted(_) => "SMS diserahkan ke modem" / "text message given to the modem";
        E::MessageSent(_) => "SMS terkirim" / "text message sent";
        E::MessageFailed(_) => "SMS tidak terkirim" / "text message not sent";
        E::MessageOutcomeUnknown(_) => "SMS belum pasti terkirim" / "text message in doubt";
        E::RecordViewed(_) => "berkas dilihat" / "file looked at";
        E::SearchMade(_) => "pencarian" / "search";
        E::AgendaViewed(_) => "agenda dilihat" / "agenda looked at";
        E::SlipPrinted(_) => "dicetak" / "printed";
        E::DataExported(_) => "data diekspor" / "data exported";
        E::ErasureOrdered(_) => "penghapusan data dimulai" / "erasing of data began";
        E::ErasureFinished(_) => "penghapusan data selesai" / "data erased";
    }
}
