//! What the completeness check says by itself.
//!
//! Owns headings, questions and the lines told after an act. Separate from refusals, which every screen
//! shares. Must not know values.

use crate::text::Word;
use crate::text::lang::{says, words};

/// Heading of the register numbers.
pub const C_NUMBER: Word = Word::same("No.");

words! {
    QUEUE: "Antrean pemeriksaan"
         / "Waiting for the check";
    RETURNED: "Dikembalikan kepada pemohon"
            / "Returned to the applicant";
    QUEUE_EMPTY: "Tidak ada yang menunggu pemeriksaan."
               / "Nothing waits for the check.";
    RETURNED_EMPTY: "Tidak ada berkas pada pemohon."
                  / "No file is with an applicant.";
    TAKE_BACK: "Terima kembali"
             / "Take it back";
    LISTS: "Antrean / dikembalikan"
         / "Waiting / returned";
    C_NAME: "Nama"
          / "Name";
    C_REASON: "Jenis"
            / "Kind";
    C_AGE: "Lama"
         / "Age";
    APPLIES_MISSING: "berlaku, belum ada"
                   / "applies, not there yet";
    OPTIONAL: "bila ada"
            / "if there is one";
    ALL_THERE: "Lengkap: F8 ke operator"
             / "Complete: F8 to the operator";
    OPEN_FIRST: "Enter membuka berkas ini"
              / "Enter opens this file";
    TAKE_BACK_HOW: "Centang yang dibawa; F8 terima kembali"
                 / "Tick what was brought, then F8: take back";
    NIK_PENDING: "NIK menyusul: isi dahulu dengan b (Betulkan data)"
               / "NIK to follow: fill it in with b (Correct the data)";
    NO_NUMBER: "tanpa nomor"
             / "no number";
    THROUGH: "melalui"
           / "through";
    RETURN_PLAIN: "Kembalikan"
                / "Return";
    RETURN_NOTED: "Kembalikan dengan catatan"
                / "Return with a note";
    RETURN_NOTE: "Catatan pada lembar kekurangan"
               / "Note on the list of what is missing";
    NOTHING_LACKS: "Tidak ada yang kurang: tulis mengapa dikembalikan."
                 / "Nothing is missing: say why it goes back.";
    REACHED: "Tersambung, pemohon diberi tahu"
           / "Reached, the applicant was told";
    NOT_REACHED: "Tidak tersambung"
               / "Not reached";
    END_TITLE: "Akhiri permohonan"
             / "End the application";
    WITHDRAWN: "Ditarik pemohon: berkas dan KTP-el lama dikembalikan"
             / "Withdrawn by the applicant: file and old card given back";
    NOT_CONTINUED: "Tidak dilanjutkan (lewat batas waktu)"
                 / "Not continued (past its time)";
    KEEP: "Biarkan"
        / "Leave it";
    VOID_TITLE: "Batal karena salah input"
              / "Void as an input error";
    VOID_LINE: "Nomornya tetap, dicoret dalam buku; tidak dipakai lagi."
             / "The number stays, struck through in the book; it is not used again.";
    VOID: "Batalkan karena salah input"
        / "Void as an input error";
    CHANGED: "Berkas ini diubah di loket lain; periksa lagi."
           / "Another desk changed this file; look again.";
    GONE: "Berkas ini sudah diakhiri atau diserahkan di loket lain."
        / "This file was ended or handed over at another desk.";
}

says! {
    /// Documents that must not be demanded.
    fn must_not_ask(names: String): "jangan diminta: {names}"
                                  / "never ask for: {names}";
    /// Documents missing.
    fn lacks(n: usize): "Kurang {n}: F7 kembalikan kepada pemohon"
                      / "{n} missing: F7 returns the file";
    /// Documents undecided.
    fn undecided(n: usize): "{n} berkas bersyarat belum diputuskan"
                          / "{n} conditional documents undecided";
    /// The file left this queue.
    fn moved_on(number: String, at: String): "{number} sudah {at} (loket lain)."
                                           / "{number} is now {at} (another desk).";
    /// What is returned.
    fn returning(number: String): "Kembalikan {number} kepada pemohon"
                                / "Return {number} to the applicant";
    /// What is missing, as the slip says it.
    fn missing(names: String): "Kurang: {names}"
                             / "Missing: {names}";
    /// A call about a file.
    fn contact(number: String): "Kontak untuk {number}"
                              / "Contact about {number}";
    /// Days until a returned file may be given up.
    fn give_up_after(days: u16): "tidak dilanjutkan: setelah {days} hari"
                               / "not continued: after {days} days";
    /// A returned file may be given up now.
    fn may_give_up(days: u16): "lewat {days} hari: d menawarkan “tidak dilanjutkan”"
                             / "over {days} days: d offers “not continued”";
    /// Contact calls made.
    fn calls(n: u16): "{n} kali dihubungi"
                    / "{n} calls made";
    /// How the files of a queue stand.
    fn heading(title: &str, n: usize): "{title}: {n}"
                                     / "{title}: {n}";
}
