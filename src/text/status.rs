//! What a record's status means, what the applicant is told, and what the clerk does next.
//!
//! Owns the words of central statuses and of deferral reasons. Separate because these are said across
//! the counter and printed on slips: they must be plain, and none may suggest recording biometrics again
//! except where the centre orders it. It must not decide which status may go on.

use super::Label;
use super::told::word_of;
use crate::domain::status::{CentralStatus as S, DeferralReason as D};

/// The status as shown: its code and meaning, or the operator's own wording.
#[must_use]
pub fn central(status: &S) -> Label {
    let code = status.code();
    match status {
        S::Other(_) => Label::from(code.to_owned()),
        known => {
            let word = meaning(known);
            Label::new(format!("{code} – {}", word.id), format!("{code} – {}", word.en))
        }
    }
}

word_of! {
    /// What a status means.
    meaning(status: &S) {
        S::Unregistered => "belum ada data rekam" / "no record yet";
        S::BioCaptured => "sudah direkam, belum dikirim" / "recorded, not sent yet";
        S::Processing => "sedang diproses" / "being processed";
        S::SentForEnrollment => "SFE, terkirim, menunggu pusat" / "SFE, sent, waiting at the centre";
        S::ReceivedAtCentral => "sudah diterima pusat" / "received by the centre";
        S::EnrollFailureAtCentral => "EFAC, biometrik tidak dapat dibaca pusat" / "EFAC, centre can't use the biometrics";
        S::SearchFailureAtCentral => "pencarian ganda di pusat gagal" / "duplicate search failed at the centre";
        S::EnrollFailureAtRegional => "pendaftaran gagal di server daerah" / "enrolment failed at the regional server";
        S::AdjudicateRecord => "diperiksa petugas pusat" / "looked at by people at the centre";
        S::DuplicateRecord => "DUP, data rekam ganda" / "DUP, recorded twice";
        S::PrintReadyRecord => "PRR, tunggal, siap cetak" / "PRR, single, ready to print";
        S::SentForCardPrinting => "dikirim untuk dicetak" / "sent for printing";
        S::CardPrinted => "pernah dicetak" / "card printed";
        S::CardShipped => "pernah dikirim" / "card shipped";
        S::CardIssued => "pernah diterbitkan" / "card issued";
        S::Deceased => "tercatat meninggal dunia" / "registered as deceased";
        S::DoubleData => "data kependudukan ganda" / "double data in the register";
        S::Inactive => "NIK tidak aktif" / "NIK not active";
        S::NotRecorded => "belum pernah rekam" / "never recorded";
        S::Other(_) => "status lain" / "another status";
    }

    /// What the applicant is told about a status: no codes, no blame.
    for_applicant(status: &S) {
        S::Unregistered | S::NotRecorded
            => "Data Anda belum pernah direkam."
             / "Your data have not been recorded yet.";
        S::BioCaptured | S::Processing | S::SentForEnrollment | S::ReceivedAtCentral
            => "Data Anda sedang diproses di pusat."
             / "Your data are being processed at the centre.";
        S::SearchFailureAtCentral
            => "Pemeriksaan data Anda di pusat belum selesai."
             / "The check of your data at the centre is not finished.";
        S::EnrollFailureAtCentral | S::EnrollFailureAtRegional
            => "Hasil rekam Anda belum dapat dipakai; kami menunggu arahan pusat."
             / "Your recording can't be used yet; we wait for the centre's word.";
        S::AdjudicateRecord
            => "Data Anda sedang diteliti petugas pusat."
             / "Staff at the centre are looking at your data.";
        S::DuplicateRecord
            => "Data rekam Anda ganda; kami mengajukan penghapusan yang ganda."
             / "You are recorded twice; we ask for the duplicate to be deleted.";
        S::DoubleData
            => "Data kependudukan Anda ganda dan harus dibetulkan dahulu."
             / "You stand twice in the register; this must be corrected first.";
        S::Deceased
            => "Data kependudukan Anda harus dibetulkan dahulu."
             / "Your register data must be corrected first.";
        S::Inactive
            => "NIK Anda tidak aktif dan harus diaktifkan dahulu."
             / "Your NIK is not active and must be activated first.";
        S::PrintReadyRecord
            => "Data Anda siap, KTP-el dapat dicetak."
             / "Your data are ready, the card can be printed.";
        S::SentForCardPrinting | S::CardPrinted | S::CardShipped | S::CardIssued
            => "KTP-el Anda sudah pernah dicetak."
             / "A card has been printed for you before.";
        S::Other(_)
            => "Status data Anda sedang kami tanyakan."
             / "We are asking about the status of your data.";
    }

    /// What the clerk does next with a status that stops the file.
    for_clerk(status: &S) {
        S::Unregistered | S::NotRecorded
            => "Tunda: belum rekam. Perekaman pertama lewat layanan rekam, bukan di sini."
             / "Defer: not recorded. The first recording is made by that service, not here.";
        S::BioCaptured
            => "Tunda: menunggu pusat. Minta pengiriman datanya; jangan rekam ulang."
             / "Defer: waiting at the centre. Ask for the data to be sent; don't record anew.";
        S::Processing | S::SentForEnrollment | S::ReceivedAtCentral
            => "Tunda: menunggu pusat. Baca lagi statusnya; jangan rekam ulang."
             / "Defer: waiting at the centre. Read the status again; don't record anew.";
        S::SearchFailureAtCentral
            => "Tunda: menunggu pusat. Laporkan ke pusat; jangan rekam ulang."
             / "Defer: waiting at the centre. Report it to them; don't record anew.";
        S::EnrollFailureAtCentral | S::EnrollFailureAtRegional
            => "Tunda: laporkan. Rekam ulang hanya atas perintah pusat."
             / "Defer and report. Recording anew only on the centre's order.";
        S::AdjudicateRecord
            => "Tunda: tunggu putusan pusat; jangan rekam ulang."
             / "Defer: wait for the centre to decide; don't record anew.";
        S::DuplicateRecord
            => "Tunda: ajukan penghapusan data ganda; jangan rekam ulang."
             / "Defer: ask for the duplicate to be deleted; don't record anew.";
        S::DoubleData
            => "Tunda: ajukan penyelesaian data ganda; jangan rekam ulang."
             / "Defer: ask for the double data to be settled; don't record anew.";
        S::Deceased
            => "Tunda: antar ke bagian pencatatan untuk pembetulan data."
             / "Defer: take it to the registry section to correct the data.";
        S::Inactive
            => "Tunda: antar ke bagian pendaftaran untuk pengaktifan NIK."
             / "Defer: take it to the registration section to activate the NIK.";
        S::PrintReadyRecord
            => "Lanjut ke tes biometrik."
             / "Go on to the biometric test.";
        S::SentForCardPrinting | S::CardPrinted | S::CardShipped | S::CardIssued
            => "Wajar untuk cetak ganti; untuk KTP-el baru tanyakan riwayatnya."
             / "Usual for a replacement; for a first card ask about the history.";
        S::Other(_)
            => "Cocokkan tulisannya dengan SIAK; bila benar, tanyakan ke pusat."
             / "Compare the wording with SIAK; if it is right, ask the centre.";
    }

    /// Why a file waits, in a few words.
    deferral(reason: D) {
        D::WaitingAtCentre => "menunggu pusat" / "waiting at the centre";
        D::Duplicate => "data ganda" / "duplicate record";
        D::EnrolmentFailed => "biometrik gagal di pusat" / "biometrics failed at the centre";
        D::Adjudication => "diteliti pusat" / "looked at by the centre";
        D::Deceased => "tercatat meninggal" / "registered as deceased";
        D::Inactive => "NIK tidak aktif" / "NIK not active";
        D::NotRecorded => "belum rekam" / "not recorded";
        D::KkNotUpdated => "KK harus diperbarui dahulu" / "KK must be updated first";
        D::NoMatchToCentre => "tidak cocok, diteruskan ke pusat" / "no match, passed to the centre";
        D::ChipFault => "cip tidak dapat diaktifkan" / "chip can't be activated";
        D::WaitingForApproval => "menunggu persetujuan Kasi" / "waiting for the supervisor";
        D::BlanksOut => "blangko habis" / "no blanks";
        D::DeviceFault => "alat rusak" / "device out of order";
        D::ApplicantAbsent => "pemohon tidak hadir" / "applicant not here";
        D::Other => "alasan lain" / "another reason";
    }

    /// What the applicant is told about a deferral, aloud and on the slip.
    deferral_for_applicant(reason: D) {
        D::WaitingAtCentre
            => "Data Anda sedang diproses di pusat; kami menghubungi Anda."
             / "Your data are being processed at the centre; we will call you.";
        D::Duplicate
            => "Data Anda ganda; kami mengajukan penghapusan yang ganda."
             / "You are recorded twice; we ask for the duplicate to be deleted.";
        D::EnrolmentFailed
            => "Hasil rekam Anda belum dapat dipakai; kami menunggu arahan pusat."
             / "Your recording can't be used yet; we wait for the centre's word.";
        D::Adjudication
            => "Data Anda sedang diteliti petugas pusat; kami menghubungi Anda."
             / "Staff at the centre are looking at your data; we will call you.";
        D::Deceased
            => "Data kependudukan Anda harus dibetulkan dahulu."
             / "Your register data must be corrected first.";
        D::Inactive
            => "NIK Anda tidak aktif dan harus diaktifkan dahulu."
             / "Your NIK is not active and must be activated first.";
        D::NotRecorded
            => "Data Anda belum pernah direkam; perekaman dilakukan dahulu."
             / "Your data have not been recorded; that comes first.";
        D::KkNotUpdated
            => "KK Anda harus diperbarui dahulu, lalu KTP-el dicetak."
             / "Your KK must be updated first, then the card is printed.";
        D::NoMatchToCentre
            => "Sidik jari belum cocok; kami meneruskannya ke pusat."
             / "The fingerprint did not match yet; we pass it to the centre.";
        D::ChipFault
            => "Cip kartu belum dapat diaktifkan; kami menghubungi Anda."
             / "The card's chip can't be activated yet; we will call you.";
        D::WaitingForApproval
            => "Permohonan Anda menunggu persetujuan; kami menghubungi Anda."
             / "Your application waits for approval; we will call you.";
        D::BlanksOut
            => "Blangko sedang habis; kami menghubungi Anda bila sudah ada."
             / "There are no blank cards now; we will call you.";
        D::DeviceFault
            => "Alat sedang rusak; kami menghubungi Anda bila sudah baik."
             / "A device is out of order; we will call you.";
        D::ApplicantAbsent
            => "Anda perlu hadir untuk tes sidik jari dan aktivasi."
             / "You need to come for the fingerprint test and activation.";
        D::Other
            => "Permohonan Anda ditunda; tanyakan alasannya di loket."
             / "Your application is deferred; ask the counter why.";
    }

}
