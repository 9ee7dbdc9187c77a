//! The words of the paper slips an applicant takes home.
//!
//! Owns receipt, return slip and deferral slip. Separate from the book, because slips speak to the applicant: plain,
//! no codes but the register number, and never a full NIK. It must not know how wide the paper is.

use super::lang::{says, words};
use super::told::word_of;
use crate::domain::application::Stage;

words! {
    RECEIPT: "TANDA TERIMA BERKAS"
           / "RECEIPT";
    RETURN: "LEMBAR PENGEMBALIAN BERKAS"
          / "RETURN SLIP";
    DEFERRAL: "PEMBERITAHUAN PENUNDAAN"
            / "DEFERRAL SLIP";
    COPY: "*** SALINAN ***"
        / "*** COPY ***";
    NUMBER: "No. register"
          / "Register no.";
    RECEIVED: "Diterima"
            / "Received";
    DATE: "Tanggal"
        / "Date";
    NIK: "NIK"
       / "NIK";
    NIK_FOLLOWS: "menyusul, harap dilengkapi"
               / "to follow, please bring it";
    KIND: "Permohonan"
        / "Application";
    STATUS: "Status"
          / "State";
    NEXT: "Selanjutnya"
        / "What happens next";
    MISSING: "Yang masih harus dibawa"
           / "Still to be brought";
    IN_CASE: "bila"
           / "in case";
    BASIS: "dasar"
         / "basis";
    NOTE: "Catatan"
        / "Note";
    WHY: "Sebab"
       / "Why";
    ADVICE: "Saran"
          / "Advice";
    FREE: "GRATIS - tidak dipungut biaya (UU 24/2013 ps. 79A)"
        / "FREE OF CHARGE (UU 24/2013 art. 79A)";
    KEEP: "Simpan lembar ini. Sebutkan nomor register bila datang atau bertanya."
        / "Keep this slip. Say the register number when you come or ask.";
    SAME_NUMBER: "Bawa kembali berkas dengan lembar ini. Nomor register tetap berlaku."
               / "Bring the file back with this slip. The register number stays valid.";
    WE_CALL: "Anda akan dihubungi bila permohonan dapat dilanjutkan."
           / "You will be called when the application can go on.";
    SIMULATED: "SIMULASI - BUKAN TANDA TERIMA RESMI"
             / "SIMULATION - NOT AN OFFICIAL RECEIPT";
}

says! {
    /// How many files one slip covers.
    fn family(files: usize): "{files} berkas sekeluarga" / "{files} files of one family";
}

word_of! {
    /// What happens next, told to the applicant.
    next(stage: Stage) {
        Stage::Check
            => "Berkas Anda diperiksa petugas. Mohon menunggu dipanggil."
             / "Your file is being checked. Please wait until you are called.";
        Stage::Operator
            => "Berkas lengkap. Mohon menunggu dipanggil operator untuk tes sidik jari dan pencetakan."
             / "The file is complete. Please wait for the operator: fingerprint test and printing.";
        Stage::Returned
            => "Lengkapi berkas lalu bawa kembali. Nomor register tetap berlaku."
             / "Complete the file and bring it back. The register number stays valid.";
        Stage::Recorded
            => "Jaringan sedang terganggu. Data sudah dicatat; Anda dihubungi bila KTP-el dapat dicetak."
             / "The network is in trouble. Your data are recorded; you will be called when the card can be printed.";
        Stage::Deferred(_)
            => "Permohonan ditunda. Anda dihubungi bila dapat dilanjutkan."
             / "The application is deferred. You will be called when it can go on.";
        Stage::Printing
            => "KTP-el sedang dicetak."
             / "The card is being printed.";
        Stage::Printed
            => "KTP-el sudah dicetak. Pemegang harus hadir untuk aktivasi."
             / "The card is printed. Its holder must come for the activation.";
        Stage::Ready
            => "KTP-el siap diambil di loket."
             / "The card is ready to collect at the counter.";
        Stage::HandedOver
            => "KTP-el sudah diserahkan."
             / "The card has been handed over.";
        Stage::Cancelled(_)
            => "Permohonan ini berakhir tanpa KTP-el."
             / "This application ended without a card.";
    }
}
