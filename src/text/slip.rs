//! What the slips say that depends on the file; their fixed words stand in the templates (`assets/slips`).
//!
//! Separate from the book, because slips speak to the applicant: plain, and never a full NIK. It must not know how
//! wide the paper is.

use super::lang::{says, words};
use super::told::word_of;
use crate::domain::application::Stage;

words! {
    /// Names of the slips, as the desk offers them.
    RECEIPT: "Tanda terima"
           / "Receipt";
    RETURN: "Lembar pengembalian"
          / "Return slip";
    DEFERRAL: "Pemberitahuan penundaan"
            / "Deferral slip";
    READY: "Pemberitahuan siap diambil"
         / "Ready notice";
    HANDOVER: "Tanda terima KTP-el"
            / "Receipt for the card";
    LABEL: "Label berkas"
         / "Label of the file";
    BRING_SLIP: "lembar ini"
              / "this slip";
    BRING_NIK: "KK atau dokumen lain yang memuat NIK"
             / "the KK or another paper that shows the NIK";
    BRING_MISSING: "berkas yang kurang menurut lembar pengembalian"
                 / "what the return slip says is missing";
    BRING_OLD_CARD: "KTP-el lama, untuk ditarik"
                  / "the old card, to be withdrawn";
    BRING_OLD_IF_ANY: "KTP-el lama bila masih ada, untuk ditarik"
                    / "the old card if there is one, to be withdrawn";
    COME_IN_PERSON: "pemegang sendiri harus hadir untuk aktivasi"
                  / "the holder must come in person for the activation";
    COLLECT_HOLDER: "pemegang sendiri"
                  / "the holder";
    COLLECT_FAMILY: "anggota KK yang sama, membawa KK asli"
                  / "a member of the same KK, bringing the original";
    COLLECT_ATTORNEY: "orang lain, membawa surat kuasa dan KTP-el"
                    / "somebody else with a power of attorney and a KTP-el";
    /// Stands for any text when a template is tried.
    SAMPLE: "CONTOH"
          / "SAMPLE";
}

words! {
    STAYS: "Templat bawaan yang dipakai. Periksa: loket config check"
         / "The built-in template is in force. Check: loket config check";
    WRONG: "Ada templat slip yang tidak dapat dipakai."
         / "A template of a slip cannot be used.";
    NOT_WRITTEN: "Templat slip tidak dapat ditulis."
               / "The templates cannot be written.";
    UNREADABLE: "tidak dapat dibaca"
              / "cannot be read";
    UNKNOWN: "tidak ada slip bernama ini"
           / "no slip has this name";
    EMPTY: "tidak menghasilkan tulisan apa pun"
         / "it says nothing";
}

says! {
    /// A template of the office is not in force.
    fn refused(file: &str, why: &str): "Templat slip {file} tidak dipakai: {why}."
                                     / "The template {file} is not in force: {why}.";
    /// Where it is wrong, in the template engine's words.
    fn wrong(line: usize, what: &str): "baris {line}: {what}"
                                     / "line {line}: {what}";
    fn too_large(kib: usize): "lebih dari {kib} KiB"
                            / "over {kib} KiB";
    fn too_long(lines: usize, most: usize): "{lines} baris, paling banyak {most}"
                                          / "{lines} lines, at most {most}";
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
