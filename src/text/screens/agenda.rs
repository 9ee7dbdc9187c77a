//! Words of the agenda book: its three parts, its columns, and the closing of a day.
//!
//! Separate because book and screen use the same words; an inspector reads one beside the other. It must
//! not compute: sums are the domain's.

use crate::domain::figures::{Figures, Stocks};
use crate::text::Lang;
use crate::text::lang::{says, words};

words! {
    TITLE: "Buku agenda"
         / "Agenda book";
    PART_A: "A. Diterima hari ini"
          / "A. Received today";
    PART_B: "B. Berkas lama yang dikerjakan hari ini"
          / "B. Older files acted on today";
    PART_C: "C. Keadaan saat tutup hari"
          / "C. State at the close";
    EMPTY: "Belum ada baris pada hari ini."
         / "There is no line on this day yet.";
    CORRECTION: "pembetulan"
              / "correction";
    STRUCK: "batal"
          / "void";
    LATE: "susulan"
        / "late entry";
    OPEN_STATE: "terbuka"
              / "open";
    CLOSED_STATE: "ditutup"
                / "closed";
    UNCLOSED: "belum ditutup"
            / "not closed";
}

words! {
    /// Column heads: short for the screen, long for the printed book.
    C_NO: "No."
        / "No";
    C_NO_LONG: "No. urut"
             / "Running no.";
    C_REG: "Register"
         / "Reg. no";
    C_REG_LONG: "No. register"
              / "Register number";
    C_TIME: "Jam"
          / "Time";
    C_TIME_LONG: "Tgl/jam terima"
               / "Received on/at";
    C_NAME: "Nama"
          / "Name";
    C_NAME_LONG: "Nama pemohon"
               / "Applicant";
    C_NIK: "NIK"
         / "NIK";
    C_ADDRESS: "Kelurahan"
             / "Ward";
    C_ADDRESS_LONG: "Alamat (kelurahan/kecamatan)"
                  / "Address (ward/district)";
    C_CONTACT: "Kontak"
             / "Contact";
    C_CONTACT_LONG: "No. kontak"
                  / "Contact number";
    C_REASON: "Jenis"
            / "Kind";
    C_REASON_LONG: "Jenis permohonan (F-1.02)"
                 / "Kind of application (F-1.02)";
    C_CHECK: "Berkas"
           / "File";
    C_CHECK_LONG: "Kelengkapan berkas"
                / "Completeness";
    C_STATUS: "Status"
            / "Record";
    C_STATUS_LONG: "Status rekam"
                 / "Record status";
    C_TEST: "Tes"
          / "Test";
    C_TEST_LONG: "Hasil tes biometrik"
               / "Biometric test";
    C_PRINT: "Cetak"
           / "Print";
    C_PRINT_LONG: "Tgl/jam cetak"
                / "Printed on/at";
    C_ACTIVE: "Aktif"
            / "Active";
    C_ACTIVE_LONG: "Aktivasi"
                 / "Activation";
    C_HANDED: "Serah"
            / "Handed";
    C_HANDED_LONG: "Tgl/jam serah"
                 / "Handed over on/at";
    C_RECEIVER: "Penerima"
              / "Receiver";
    C_RECEIVER_LONG: "Penerima dan hubungan"
                   / "Receiver and relation";
    C_SIGNATURE: "Ttd."
               / "Signed";
    C_SIGNATURE_LONG: "Tanda tangan (lembar/baris)"
                    / "Signature (sheet/line)";
    C_STAFF: "Petugas"
           / "Staff";
    C_STAFF_LONG: "Petugas Register / Operator"
                / "Register officer / operator";
    C_REMARK: "Ket."
            / "Remark";
    C_REMARK_LONG: "Keterangan"
                 / "Remarks";
}

words! {
    /// The steps of closing a day.
    CLOSE_TITLE: "Tutup hari"
               / "Close the day";
    CLOSE_PRINTS: "1 Pencetakan yang belum dipastikan"
                / "1 Prints without a certain outcome";
    CLOSE_BLANKS: "2 Hitung blangko"
                / "2 Count the blanks";
    CLOSE_SHELF: "3 Hitung kartu di rak"
               / "3 Count the cards on the shelf";
    CLOSE_LINES: "4 Baris Lembar Serah Terima yang belum ditandatangani"
               / "4 Unsigned lines of the handover sheets";
    CLOSE_SHEETS: "5 Lembar Darurat yang belum disalin"
                / "5 Emergency sheets not copied yet";
    CLOSE_CONFIRM: "6 Tutup hari dan simpan agenda"
                 / "6 Close the day and keep the agenda";
    CLOSE_HAND: "dihitung dengan tangan"
              / "counted by hand";
    CLOSE_BOOK: "menurut buku"
              / "by the book";
    CLOSE_WHY: "Penjelasan selisih"
             / "Explanation of the difference";
    CLOSE_NOTHING: "tidak ada yang menghalangi"
                 / "nothing stands in the way";
    CLOSE_FILES: "Berkas yang belum selesai tidak menghalangi; semuanya pindah ke esok."
               / "Files still open don't stand in the way; they carry over.";
    CLOSE_FINAL: "Hari yang ditutup tidak dibuka lagi; pembetulan menjadi baris baru."
               / "A closed day stays closed; corrections become new lines.";
    OPEN_TITLE: "Buka hari"
              / "Open the day";
    EXPORT_TITLE: "Ekspor agenda"
                / "Export the agenda";
    EXPORT_CSV: "CSV untuk lembar kerja"
              / "CSV for a spreadsheet";
    EXPORT_TXT: "Teks untuk dicetak"
              / "Text for printing";
    EXPORT_WHERE: "Simpan sebagai"
                / "Save as";
    CORRECT_LINE: "Pembetulan sebagai baris baru"
                / "Correction as a new line";
    DIFFERS: "Ekspor berbeda dari saat hari ditutup:"
           / "The export differs from the day's close:";
}

says! {
    /// Yesterday still open.
    fn unclosed(date: &str): "Hari {date} belum ditutup; Kasi menutupnya di F6 Agenda."
                           / "The day {date} is not closed; the supervisor does it in F6 Agenda.";
    /// The day a clerk is about to open.
    fn open_ask(date: &str): "Buka hari {date}?"
                           / "Open the day {date}?";
    /// The computer's date and the open day differ.
    fn past_midnight(date: &str): "Sudah lewat tengah malam: yang dicatat masuk hari {date} sampai ditutup."
                                / "It is past midnight: acts belong to {date} until that day is closed.";
    /// Book and count.
    fn count(book: u32, counted: u32): "buku {book}, hitung {counted}"
                                     / "book {book}, counted {counted}";
    /// A difference.
    fn difference(n: i64): "selisih {n}"
                         / "difference {n}";
    /// What stands in the way of closing.
    fn in_the_way(n: usize): "{n} hal harus diselesaikan dahulu"
                           / "{n} things must be settled first";
    /// Lines in a part.
    fn lines(n: usize): "{n} baris"
                      / "{n} lines";
    /// Page of the printed book.
    fn page(n: usize, of: usize): "halaman {n} dari {of}"
                                / "page {n} of {of}";
    /// Turns of returned files.
    fn returns(times: u32, files: usize): "dikembalikan {times} kali, {files} berkas"
                                        / "returned {times} times, {files} files";
    /// How many came, beside the equation.
    fn came(total: u32, new: u32, back: u32, away: u32, visits: u32):
        "Yang datang {total}: baru {new}, kembali {back}, tanpa nomor {away}, mengambil atau melanjutkan {visits}"
      / "Came {total}: new {new}, back {back}, without number {away}, to collect or go on {visits}";
    /// Files over the standard time, never by person.
    fn over_time(step: &str, files: u32, over: u32): "{step}: {files} berkas, {over} lebih lama dari standar"
                                                   / "{step}: {files} files, {over} over the standard time";
    /// A pause by its cause.
    fn paused(cause: &str, span: &str): "dijeda {span}, {cause}"
                                      / "paused {span}, {cause}";
}

/// Blanks of the day (counter practice 3); those in a printer stand on both sides.
#[must_use]
pub fn blanks(lang: Lang, f: &Figures, now: &Stocks) -> String {
    let opening = f.opening.blanks + f.opening.census.printing;
    let came = f.blanks_received + f.blanks_borrowed;
    let (lent, by_count, good, spoiled) = (f.blanks_lent, f.blanks_difference, f.good, f.spoiled);
    let (printing, left) = (now.census.printing, now.blanks);
    match lang {
        Lang::Id => format!(
            "Blangko {opening} + masuk {came} − dipinjamkan {lent} + selisih {by_count} = \
             baik {good} + rusak {spoiled} + di printer {printing} + sisa {left}"
        ),
        Lang::En => format!(
            "Blanks {opening} + in {came} − lent {lent} + difference {by_count} = \
             good {good} + spoiled {spoiled} + in printer {printing} + left {left}"
        ),
    }
}

/// Good cards of the day (counter practice 3).
#[must_use]
pub fn cards(lang: Lang, f: &Figures, now: &Stocks) -> String {
    let (opening, left) = (f.opening.census.shelf(), now.census.shelf());
    let Figures { good, cards_back, cards_handed, rejected, .. } = f;
    match lang {
        Lang::Id => format!(
            "Rak {opening} + cetak baik {good} + kembali {cards_back} = \
             diserahkan {cards_handed} + ditolak {rejected} + rak kini {left}"
        ),
        Lang::En => format!(
            "Shelf {opening} + good prints {good} + back {cards_back} = \
             handed over {cards_handed} + rejected {rejected} + shelf now {left}"
        ),
    }
}

/// Invalid cards of the day (counter practice 3).
#[must_use]
pub fn invalid(lang: Lang, f: &Figures, now: &Stocks) -> String {
    let (opening, left) = (f.opening.invalid, now.invalid);
    let Figures { withdrawn, spoiled, rejected, destroyed, passed_on, .. } = f;
    match lang {
        Lang::Id => format!(
            "Tidak berlaku {opening} + ditarik {withdrawn} + rusak {spoiled} + ditolak {rejected} = \
             dimusnahkan {destroyed} + diteruskan {passed_on} + disimpan {left}"
        ),
        Lang::En => format!(
            "Invalid {opening} + withdrawn {withdrawn} + spoiled {spoiled} + rejected {rejected} = \
             destroyed {destroyed} + passed on {passed_on} + kept {left}"
        ),
    }
}
