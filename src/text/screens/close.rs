//! Words of closing a day: what stands in the way, the counts by hand, the difference, the end.
//!
//! Separate because closing is the one act an auditor reads word for word. It must not compute.

use crate::domain::counts::Counted;
use crate::text::lang::{says, words};
use crate::text::told::word_of;

words! {
    TITLE: "Tutup hari"
         / "Close the day";
    NOTHING: "Tidak ada yang menghalangi."
           / "Nothing stands in the way.";
    OPEN_FILES: "Berkas terbuka tidak menghalangi; semuanya pindah ke esok:"
              / "Open files don't stand in the way; all carry over:";
    LIST_KEY: "(Ctrl+D: daftarnya)"
            / "(Ctrl+D: the list)";
    KEEP_CODE: "Tulis kode ini di luar kantor atau bacakan kepada atasan: dengannya agenda tercetak dapat diperiksa."
             / "Write this code down elsewhere or read it out: the printed agenda is checked with it.";
    NO_OPEN_FILES: "Tidak ada berkas terbuka."
                 / "No file is open.";
    COUNT_HINT: "Hitung dengan tangan; angka buku tampil sesudahnya. F8 lanjut, Esc kembali."
              / "Count by hand; the book's figure shows after. F8 goes on, Esc goes back.";
    AGREES: "sama dengan buku"
          / "as in the book";
    FILL_NEXT: "Isi lalu tekan F8."
             / "Fill it in and press F8.";
    SURE: "Tutup hari ini?"
        / "Close this day?";
    FINAL: "Hari yang ditutup tidak dibuka lagi; pembetulan menjadi baris baru."
         / "A closed day stays closed; corrections become new lines.";
    YES: "Tutup hari dan simpan agenda"
       / "Close the day and keep the agenda";
    NO: "Kembali"
      / "Go back";
    CLOSED_ALREADY: "Hari ini sudah ditutup."
                  / "This day is closed already.";
    CLOSED_NEXT: "Buku ini dapat dibaca dan diekspor lagi (e)."
               / "Its book can be read and exported again (e).";
    NOT_THE_SUPERVISOR: "Menutup hari memerlukan Kasi atau pejabat yang ditunjuk."
                      / "Closing needs the supervisor or the acting official.";
    NOT_OPEN: "Hari itu belum dibuka, jadi tidak dapat ditutup."
            / "That day was never opened, so it can't be closed.";
    DONE_AGAIN: "Bila gagal ditulis, ulangi dengan e kapan saja: isinya tetap sama."
              / "If writing failed, repeat with e at any time: the contents stay the same.";
    DONE_BACK: "Esc kembali ke buku."
             / "Esc goes back to the book.";
    DONE_TITLE: "Hari sudah ditutup"
              / "The day is closed";
}

says! {
    /// Prints nobody has looked at.
    fn prints(n: usize, numbers: &str): "Hasil cetak belum pasti ({n}): {numbers}. Jawab dahulu di F4 Operator."
                                      / "Print outcome in doubt ({n}): {numbers}. Answer first in F4 Operator.";
    /// What was written; the day as in the names of the files.
    fn written(day: &str): "Agenda ada di folder ekspor: agenda-{day} sebagai PDF, XLSX, CSV dan teks."
                         / "The agenda is in the export folder: agenda-{day} as PDF, XLSX, CSV and text.";
    /// An earlier day is still open.
    fn earlier(date: &str): "Hari {date} belum ditutup dan harus lebih dahulu. F8 membuka penutupannya."
                          / "The day {date} is not closed and comes first. F8 turns to it.";
    /// Cards handed over without a line of the handover sheet.
    fn unsigned(n: usize, numbers: &str): "Diserahkan tanpa baris Lembar Serah Terima ({n}): {numbers}"
                                        / "Handed over without a line of the handover sheet ({n}): {numbers}";
    /// Emergency sheets nobody has accounted for.
    fn sheets_out(n: u64, numbers: &str): "Lembar Darurat belum dipertanggungjawabkan ({n}): {numbers} (Ctrl+G)"
                                        / "Emergency sheets not accounted for ({n}): {numbers} (Ctrl+G)";
    /// Wishes for the supervisor's word.
    fn approvals(n: usize): "Permintaan persetujuan yang menunggu: {n} (Ctrl+G)."
                          / "Requests waiting for the supervisor: {n} (Ctrl+G).";
    /// One reason and its files.
    fn part(what: &str, n: u32): "{what} {n}"
                               / "{what}: {n}";
    /// Book and count.
    fn differs(book: &str, difference: &str): "buku {book}, selisih {difference}"
                                            / "book {book}, difference {difference}";
    /// A difference with its reason, before the last word.
    fn explained(what: &str, difference: &str, why: &str): "Selisih {what} {difference}: {why}"
                                                         / "Difference of {what} {difference}: {why}";
    /// Sums of the book that do not come out.
    fn discords(n: usize): "Jumlah dalam buku tidak cocok ({n}); lihat angkanya (n) dan panggil yang merawat program."
                         / "Sums of the book do not add up ({n}); see the figures (n), call whoever maintains the program.";
    /// The close has a number and a seal.
    fn sealed(number: u32): "Penutupan ke-{number}, bersegel. Kode segelnya:"
                          / "Close number {number}, sealed. The code of its seal:";
    /// The day is closed.
    fn closed(date: &str): "HARI {date} DITUTUP · agenda diekspor"
                         / "DAY {date} CLOSED · the agenda is exported";
    /// The counts it was closed with.
    fn counted(counts: &str): "Dihitung: {counts}."
                            / "Counted: {counts}.";
}

word_of! {
    /// The field of a count.
    count(of: Counted) {
        Counted::Blanks => "Blangko dihitung" / "Blanks counted";
        Counted::Shelf => "Kartu di rak dihitung" / "Cards on shelf counted";
        Counted::Invalid => "Tidak berlaku dihitung" / "Invalid cards counted";
    }

    /// The field of its explanation.
    why(of: Counted) {
        Counted::Blanks => "Sebab selisih blangko" / "Explain the blanks";
        Counted::Shelf => "Sebab selisih rak" / "Explain the shelf";
        Counted::Invalid => "Sebab tidak berlaku" / "Explain the invalid";
    }

    /// What was counted, within a sentence.
    short(of: Counted) {
        Counted::Blanks => "blangko" / "blanks";
        Counted::Shelf => "kartu di rak" / "cards on the shelf";
        Counted::Invalid => "KTP-el tidak berlaku" / "invalid cards";
    }

    /// A count is missing.
    fill(of: Counted) {
        Counted::Blanks => "Jumlah blangko belum diisi." / "The count of blanks is missing.";
        Counted::Shelf => "Jumlah kartu di rak belum diisi." / "The count of cards on the shelf is missing.";
        Counted::Invalid => "Jumlah KTP-el tidak berlaku belum diisi." / "The count of invalid cards is missing.";
    }

    /// An explanation is missing.
    fill_why(of: Counted) {
        Counted::Blanks => "Blangko berbeda dari buku: tulis penjelasannya." / "The blanks differ from the book: explain it.";
        Counted::Shelf => "Kartu di rak berbeda dari buku: tulis penjelasannya." / "The shelf differs from the book: explain it.";
        Counted::Invalid => "KTP-el tidak berlaku berbeda dari buku: tulis penjelasannya." / "The invalid cards differ from the book: explain it.";
    }
}
