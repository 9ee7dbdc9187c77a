//! Words of the report pane: short names of columns, what is said of a month or a year, the export question.
//!
//! Separate from the report's own words because a screen has eighty columns. It must not add up.

use crate::domain::report::Column;
use crate::text::lang::{says, words};
use crate::text::told::word_of;
use crate::text::{Lang, Word, export};

words! {
    TITLE: "Laporan"
         / "Report";
    READING: "Dibaca …"
           / "Reading …";
    NO_DAYS: "Buku tidak mengenal satu hari pun di masa ini."
           / "The ledger knows no day in this period.";
    NO_ROWS: "(tidak ada)"
           / "(none)";
    WHAT: "Uraian"
        / "What";
    CHART: "grafik"
         / "chart";
    PROVISIONAL: "SEMENTARA"
               / "PROVISIONAL";
    WRONG: "ADA YANG TIDAK COCOK, lihat tabel terakhir"
         / "SOMETHING DOES NOT ADD UP, see the last table";
    EXPORT: "Ekspor masa ini"
          / "Export this period";
    EXPORT_HINT: "Laporan berisi jumlah saja; agenda menyebut pemohon dengan NIK lengkap."
               / "The report has sums only; the agenda names every applicant with the full NIK.";
    EXPORT_PROVISIONAL: "Ada hari belum tutup atau belum lewat: berkas diberi tanda sementara."
                      / "Some days are not closed or still to come: the file is marked provisional.";
    REPORT: "laporan"
          / "report";
    AGENDA: "agenda"
          / "agenda";
    K_SPAN: "Laporan bulan/tahun"
          / "Report month/year";
    K_EARLIER: "Masa sebelumnya"
             / "Period before";
    K_LATER: "Masa berikutnya"
           / "Period after";
    K_TABLE: "Tabel berikut"
           / "Next table";
    K_TABLE_BEFORE: "Tabel sebelumnya"
                  / "Table before";
}

says! {
    fn place(at: usize, of: usize): "tabel {at} dari {of}" / "table {at} of {of}";
    fn answer(paper: &str, format: &str): "{paper}, {format}" / "{paper}, {format}";
}

word_of! {
    /// A column in at most eight letters.
    short_word(column: Column) {
        Column::Equation => "isi" / "numbers";
        Column::Opening => "awal" / "carried";
        Column::New => "baru" / "new";
        Column::Reopened => "buka lg" / "reopen";
        Column::Changed => "pindah" / "changed";
        Column::Handed => "serah" / "handed";
        Column::Cancelled => "batal" / "void";
        Column::Closing => "akhir" / "left";
        Column::Returned => "kembali" / "return";
        Column::Deferred => "tunda" / "defer";
        Column::Good => "baik" / "good";
        Column::Back => "bawa lg" / "back";
        Column::Away => "tanpa no" / "no no.";
        Column::Visits => "lanjut" / "visits";
        Column::Total => "jumlah" / "total";
        Column::Times => "kali" / "times";
        Column::Files => "berkas" / "files";
        Column::Standard => "baku" / "standard";
        Column::Timed => "ukur" / "timed";
        Column::Unmeasured => "tidak" / "not";
        Column::Over => "lewat" / "over";
        Column::Median => "median" / "median";
        Column::P90 => "P90" / "P90";
        Column::Longest => "terlama" / "longest";
        Column::Work => "kerja" / "work";
        Column::Wait => "tunggu" / "wait";
        Column::Partly => "sebagian" / "partly";
        Column::Came => "masuk" / "came";
        Column::Went => "lanjut" / "went";
        Column::Acts => "dimulai" / "started";
        Column::Failed => "gagal" / "failed";
        Column::Doubt => "pasti?" / "doubt";
        Column::Time => "lama" / "time";
        Column::DoubtBefore => "pasti?" / "doubt";
        Column::Received => "terima" / "recv";
        Column::Borrowed => "pinjam" / "borrow";
        Column::Lent => "keluar" / "lent";
        Column::Difference => "beda" / "diff";
        Column::Spoiled => "rusak" / "spoil";
        Column::TakenBack => "tarik" / "back";
        Column::Rejected => "tolak" / "reject";
        Column::Withdrawn => "lama" / "old";
        Column::Destroyed => "musnah" / "destr";
        Column::PassedOn => "terus" / "passed";
        Column::Book => "buku" / "book";
        Column::Counted => "hitung" / "counted";
        Column::Days => "hari" / "days";
        Column::Pause(crate::domain::terms::PauseCause::Network) => "jaringan" / "network";
        Column::Pause(crate::domain::terms::PauseCause::Applicant) => "pemohon" / "applic.";
        Column::Pause(crate::domain::terms::PauseCause::Supervisor) => "Kasi" / "superv.";
        Column::Pause(crate::domain::terms::PauseCause::Device) => "alat" / "device";
        Column::Age(_) => "hari" / "days";
    }
}

/// A column as the screen names it.
#[must_use]
pub fn short(column: Column) -> Word {
    match column {
        Column::Age(age) => export::age(age),
        other => short_word(other),
    }
}

/// One answer of the export question in a language.
#[must_use]
pub fn choice(lang: Lang, paper: Word, format: Word) -> String {
    answer(lang, paper.get(lang), format.get(lang))
}
