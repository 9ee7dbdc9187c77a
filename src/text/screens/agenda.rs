//! Words of the agenda on the screen: parts, columns, export, opening a day, correcting a line.
//!
//! Separate because the screen's columns are shorter than the book's. It must not compute: sums are the
//! domain's.

use crate::domain::book::Part;
use crate::text::lang::{says, words};
use crate::text::told::word_of;

words! {
    TITLE: "Buku agenda"
         / "Agenda book";
    OPEN: "belum ditutup"
        / "not closed";
    CLOSED: "ditutup"
          / "closed";
    NO_BOOK: "Tidak ada catatan pada hari ini. ← → hari lain."
           / "Nothing is recorded for this day. ← → another day.";
    READING: "Sedang dibaca …"
           / "Being read …";
    NO_DAY_OPEN: "Belum ada hari yang dibuka. Tekan h untuk membuka hari."
               / "No day is open. Press h to open the day.";
    EMPTY: "Belum ada baris."
         / "There is no line yet.";
    ERASED: "data pribadi sudah dihapus"
          / "personal data erased";
    SAME_PERSON: "* satu orang memegang kedua peran"
               / "* one person held both roles";
}

words! {
    C_PLACE: "No."
           / "No";
    C_NUMBER: "Reg."
            / "Reg";
    C_WHEN: "Jam"
          / "Time";
    C_NAME: "Nama"
          / "Name";
    C_KIND: "Jenis"
          / "Kind";
    C_STATE: "Keadaan"
           / "State";
    C_STAFF: "Petugas"
           / "Staff";
}

word_of! {
    /// What a part holds.
    part(part: Part) {
        Part::A => "DITERIMA HARI INI" / "RECEIVED TODAY";
        Part::B => "BERKAS LAMA, DIKERJAKAN" / "OLDER FILES, ACTED ON";
        Part::C => "KEADAAN BERKAS TERBUKA" / "STATE OF OPEN FILES";
        Part::D => "CATATAN KANTOR" / "OFFICE NOTES";
    }
}

words! {
    EXPORT: "Ekspor agenda"
          / "Export the agenda";
    EXPORT_HINT: "Berkas ditulis ke folder ekspor kantor ini."
               / "The file is written to the export folder of this office.";
    EXPORT_PROVISIONAL: "Hari belum ditutup: berkasnya bertanda sementara."
                      / "The day is not closed: the file is marked provisional.";
    PDF: "PDF untuk dicetak, ditandatangani, diarsipkan"
       / "PDF to print, sign and keep";
    XLSX: "XLSX untuk lembar kerja"
        / "XLSX for a spreadsheet";
    CSV: "CSV untuk aplikasi lain"
       / "CSV for other programs";
    TXT: "Teks untuk printer dot matrix"
       / "Text for a line printer";
    OPEN_LIST: "Daftar berkas terbuka (PDF)"
             / "List of open files (PDF)";
    SHELF_LIST: "Daftar kartu di rak (PDF)"
              / "List of cards on the shelf (PDF)";
    OPEN_DAY: "Buka hari"
            / "Open the day";
    OPEN_YES: "Buka hari ini"
            / "Open this day";
    NOT_NOW: "Belum, kembali"
           / "Not now, go back";
}

words! {
    UNDO_TITLE: "Batalkan penyerahan"
              / "Undo a handover";
    UNDO_HINT: "Baris lama tetap; pembetulan menjadi baris baru di buku hari ini. Tulis sebabnya."
             / "The old line stays; the correction is a new line in today's book. Say why.";
    UNDO_CARD: "Kartu harus sudah kembali di rak."
             / "The card must be back on the shelf.";
    UNDO_ASK_SUPERVISOR: "Membatalkan penyerahan adalah tugas Kasi."
                       / "Undoing a handover is the supervisor's task.";
    UNDO_NEXT: "Minta Kasi masuk di sini (Ctrl+K), lalu pilih baris ini."
             / "Ask the supervisor to sign in here (Ctrl+K), then choose this line.";
    FINAL: "Baris ini sudah selesai dan tidak diubah."
         / "This line is final and stays as it is.";
    FINAL_NEXT: "Permohonan baru dapat dikaitkan dengan nomor ini (F2)."
              / "A new application can be linked to this number (F2).";
    PICK_LINE: "Pilih baris berkas dahulu."
             / "Choose the line of a file first.";
}

says! {
    /// A heading with its count.
    fn heading(part: &str, n: usize): "{part} ({n})"
                                    / "{part}: {n}";
    /// Lines of the day.
    fn counts(a: usize, b: usize, c: usize, d: usize): "A {a} · B {b} · C {c} · catatan {d}"
                                                     / "A {a} · B {b} · C {c} · notes {d}";
    /// Closed, and by whom.
    fn closed_by(who: &str): "ditutup {who}"
                           / "closed by {who}";
    /// Working days since receipt.
    fn days(n: u32): "{n} hari"
                   / "{n} d";
    /// A day that is not open, with its date.
    fn open_ask(date: &str): "Hari kerja {date} dibuka; yang dicatat masuk buku hari itu."
                           / "The office day {date} is opened; acts belong to its book.";
    /// Opening another day than the computer's.
    fn opened(date: &str): "HARI {date} DIBUKA"
                         / "DAY {date} OPENED";
    /// A handover taken back.
    fn undone(no: &str): "{no} PENYERAHAN DIBATALKAN · kembali ke rak"
                       / "{no} HANDOVER UNDONE · back on the shelf";
}
