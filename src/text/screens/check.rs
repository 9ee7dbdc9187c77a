//! Words of the completeness check: the queue on the left, the checklist on the right.
//!
//! Separate because a return is the act citizens feel most: its slip must say what is missing and nothing
//! else. It must not contain a document's name: those come from the rule file.

use crate::text::lang::{says, words};

words! {
    TITLE: "Antrean pemeriksaan"
         / "Queue for the check";
    ALL_THERE: "Semua berkas lengkap → F8 Lengkap, ke operator"
             / "Everything is here → F8 Complete, to operator";
    NIK_MISSING: "NIK masih menyusul: isi dahulu dengan Betulkan data"
               / "The NIK is still to follow: fill it in with Correct the data";
    FROM_INTAKE: "dicentang saat penerimaan"
               / "ticked at intake";
    NOT_APPLICABLE: "tidak berlaku"
                  / "does not apply";
    SOURCE: "sumber"
          / "source";
    RETURN_TITLE: "Kembalikan kepada pemohon"
                / "Return to the applicant";
    RETURN_NOTE: "Keterangan untuk pemohon"
               / "Note for the applicant";
    CORRECT_TITLE: "Betulkan data"
                 / "Correct the data";
    CORRECT_HINT: "Nomor tetap; nilai lama dan baru disimpan. Status dan tes diulang."
                / "The number stays; old and new are kept. Status and test are redone.";
    CORRECT_PRINTED: "Kartu sudah dicetak: kartu ditolak, Kasi menyetujui."
                   / "The card is printed: it is rejected, the supervisor approves.";
    VOID_TITLE: "Batal – salah input"
              / "Void – input error";
    WITHDRAW_TITLE: "Ditarik pemohon: berkas dan KTP-el lama dikembalikan"
                  / "Withdrawn: file and old card are given back";
    NOT_CONTINUED_TITLE: "Tidak dilanjutkan"
                       / "Not continued";
    REFUSE_TITLE: "Tolak permohonan"
                / "Refuse the application";
    RESUBMIT_TITLE: "Berkas dibawa kembali"
                  / "Documents brought back";
}

words! {
    COL_NO: "No."
          / "Number";
    COL_NAME: "Nama"
            / "Name";
    COL_REASON: "Jenis"
              / "Kind";
    COL_WAITS: "Tunggu"
             / "Waits";
    COL_MISSING: "Kurang"
               / "Missing";
}

says! {
    /// What is missing leads to a return.
    fn lacks(n: usize): "Kurang {n} → F7 Kembalikan kepada pemohon"
                      / "{n} missing → F7 Return to the applicant";
    /// A line of the return slip.
    fn lack_line(item: &str): "Belum ada: {item}"
                            / "Missing: {item}";
    /// When it was received and by which way.
    fn received(date: &str, at: &str): "diterima {date} pukul {at}"
                                     / "received {date} at {at}";
    /// A file that has been returned before.
    fn returned_before(times: u16): "pernah dikembalikan {times} kali"
                                  / "returned {times} times before";
    /// A returned file nobody brought back.
    fn stale(days: u32): "dikembalikan {days} hari yang lalu: hubungi pemohon"
                       / "returned {days} days ago: call the applicant";
    /// Old and new of a correction.
    fn old_new(field: &str, old: &str, new: &str): "{field}: {old} → {new}"
                                                 / "{field}: {old} → {new}";
}
