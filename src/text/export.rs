//! The words of the agenda book: titles, columns, remarks and sums.
//!
//! Owns what stands on paper and in the exported files only; what the screen says too is in `book`. Separate from the words of the screens, because a word
//! changed here changes the digest of a re-exported day. It must not know layout.

use super::Lang;
use super::lang::{says, words};
use super::told::word_of;
use crate::domain::book::{Age, Part, TestShown};
use crate::domain::counts::Counted;

words! {
    ANNOUNCEMENT: "PENGUMUMAN STOK BLANGKO KTP-EL"
                / "STOCK OF KTP-EL BLANKS";
    FREE: "Pengurusan KTP-el tidak dipungut biaya."
        / "A KTP-el is free of charge.";
    TITLE: "BUKU AGENDA PELAYANAN KTP-EL"
         / "AGENDA BOOK OF THE KTP-EL COUNTER";
    PROVISIONAL: "SEMENTARA – HARI BELUM DITUTUP"
               / "PROVISIONAL – DAY NOT CLOSED";
    /// Before the name of a file of a day still open.
    PROVISIONAL_FILE: "sementara-"
                    / "provisional-";
    ERASED: "(dihapus)"
          / "(erased)";
    PENDING: "menyusul"
           / "to follow";
    OUTSIDE: "luar kota"
           / "outside the city";
    NOT_CHECKED: "belum diperiksa"
               / "not checked yet";
    COMPLETE: "lengkap"
            / "complete";
    RETURNED: "dikembalikan"
            / "returned";
    HOLDER: "sendiri"
          / "the holder";
    VOID: "BATAL"
        / "VOID";
    STRUCK_NOTE: "~~…~~ = dicoret (batal, nomor tetap); * = satu orang memegang kedua peran"
               / "~~…~~ = struck through (void, number kept); * = one person held both roles";
    EMPTY_PART: "(tidak ada)"
              / "(none)";
    RECAP: "REKAPITULASI"
         / "SUMMARY";
    EQUATIONS: "Persamaan hari ini"
             / "The day's equations";
    CAME: "Yang datang"
        / "Who came";
    STUCK: "Berkas terbuka menurut yang ditunggu dan umur (hari kerja sejak diterima)"
         / "Open files by what they wait for and age (working days since receipt)";
    SHELF: "KTP-el di rak menurut umur (hari sejak dicetak)"
         / "Cards on the shelf by age (days since printed)";
    CLOCKS: "Waktu pelayanan (jumlah kantor, bukan per orang)"
          / "Service times (sums of the office, not per person)";
    PAUSES: "Waktu tunggu menurut sebab (menit)"
          / "Waiting time by cause (minutes)";
    TROUBLES: "Masa gangguan"
            / "Spans of trouble";
    COUNTS: "Penutupan hari"
          / "Close of the day";
    SHEETS_OUT: "Lembar Darurat yang belum dipertanggungjawabkan"
              / "Emergency sheets not accounted for";
    UNSIGNED: "Diserahkan tanpa lembar dan baris serah terima"
            / "Handed over without sheet and line of the handover sheet";
    TOTAL: "jumlah"
         / "total";
    OPEN_END: "berlangsung"
            / "going on";
    WITNESS: "Mengetahui,"
           / "Seen by,";
    OFFICER: "Petugas,"
           / "Officer,";
    NEW_NUMBERS: "nomor baru (M)"
               / "new numbers (M)";
    BROUGHT_BACK: "membawa kembali berkas (W)"
                / "brought a file back (W)";
    SENT_AWAY: "pulang tanpa nomor (Y)"
             / "sent away without a number (Y)";
    VISITS: "mengambil atau melanjutkan (J)"
          / "to collect or go on (J)";
    LIST: "Daftar kerja"
        / "Working list";
    LIST_FILE: "daftar"
             / "list";
    CLOSED_BY: "ditutup oleh"
             / "closed by";
    FILES: "berkas"
         / "files";
    TIMED: "terukur"
         / "timed";
    OVER: "di atas waktu baku"
        / "over the standard time";
    WORK_MINUTES: "menit kerja"
                / "minutes of work";
    STANDARD: "waktu baku SOP (detik)"
            / "standard time of the SOP (seconds)";
    STRUCK_LINES: "Baris dicoret = batal, nomor tetap; * = satu orang memegang kedua peran. Waktu tanpa tanggal = hari ini."
                / "Line struck through = void, number kept; * = one person held both roles. A time without date = this day.";
    EQUATION: "Persamaan"
            / "Equation";
    CALCULATION: "Perhitungan"
               / "Calculation";
    RESULT: "Hasil"
          / "Result";
    ROWS_RECEIVED: "baris bagian A"
                 / "lines of part A";
    ROWS_OLDER: "baris bagian B"
              / "lines of part B";
    PRINTED_TODAY: "dicetak hari ini (A + B)"
                 / "printed this day (A + B)";
    HANDED_TODAY: "diserahkan hari ini (A + B)"
                / "handed over this day (A + B)";
    VOID_LINES: "batal – salah input (A + B)"
              / "void – input error (A + B)";
    SEAL: "Segel penutupan"
        / "Seal of the close";
    SEAL_NUMBER: "penutupan ke"
               / "close number";
    SEAL_CODE: "kode segel"
             / "code of the seal";
    SEAL_SIZE: "catatan jurnal yang disegel"
             / "entries of the journal under the seal";
    SEAL_ROOT: "sidik jurnal"
             / "digest of the journal";
    SEAL_HOW: "Kode ini atau gambar di samping membuktikan bahwa agenda ini milik kantor ini dan tidak diubah; diperiksa dengan Loket."
            / "This code or the picture beside it proves that this agenda is this office's and unchanged; Loket checks it.";
    SUMS_SHEET: "Rekapitulasi"
              / "Summary";
    LEFT_SIDE: "jumlah ruas kiri"
             / "sum of the left side";
    RIGHT_SIDE: "jumlah ruas kanan"
              / "sum of the right side";
    WAITING_APPROVAL: "menunggu persetujuan Kasi"
                    / "waiting for the supervisor";
    DAY: "Hari"
       / "Day";
    OFFICE: "Kantor"
          / "Office";
    ANNOUNCE: "Blangko KTP-el tersedia"
            / "Blank cards available";
}

says! {
    /// How long the blanks last.
    fn lasts(days: &str): "Cukup untuk sekitar {days} hari kerja."
                        / "Enough for about {days} working days.";
    /// Cards ready to collect.
    fn to_collect(n: &str): "KTP-el selesai, dapat diambil: {n} keping."
                          / "Cards ready to collect: {n}.";
    fn carried(lines: usize, printed: usize, handed: usize, void: usize):
        "Jumlah s.d. halaman ini: {lines} baris, dicetak {printed}, diserahkan {handed}, batal {void}"
      / "Total up to this page: {lines} lines, printed {printed}, handed over {handed}, void {void}";
    fn brought(lines: usize, printed: usize, handed: usize, void: usize):
        "Pindahan: {lines} baris, dicetak {printed}, diserahkan {handed}, batal {void}"
      / "Brought forward: {lines} lines, printed {printed}, handed over {handed}, void {void}";
    fn late(act: &str, happened: &str, recorded: &str):
        "catat susulan: {act}, terjadi {happened}, dicatat {recorded}"
      / "late entry: {act}, happened {happened}, recorded {recorded}";
    fn sent_back(missing: &str, note: &str): "dikembalikan: {missing}{note}" / "returned: {missing}{note}";
    fn lacks(missing: &str): "kurang: {missing}" / "lacks: {missing}";
    fn second_person(name: &str): "disetujui orang kedua: {name}" / "approved by a second person: {name}";
    fn on_sheet(sheet: u32, line: u8): "lembar {sheet} baris {line}" / "sheet {sheet} line {line}";
    fn approved_by(name: &str): ", disetujui {name}" / ", approved by {name}";
    fn holds(total: i64): "cocok, {total}" / "true, {total}";
    fn differs(left: i64, right: i64): "TIDAK COCOK: {left} ≠ {right}" / "DOES NOT ADD UP: {left} ≠ {right}";
    fn returns(times: u32, files: usize): "dikembalikan {times} kali, {files} berkas" / "returned {times} times, {files} files";
    fn shelf_days(days: i64): "di rak {days} hari" / "on the shelf {days} days";
    fn times_returned(times: u16): "dikembalikan {times} kali" / "returned {times} times";
    fn times_called(times: u16): "dihubungi {times} kali" / "contacted {times} times";
    fn holds_lines(day: &str, a: usize, b: usize, c: usize, d: usize):
        "Buku agenda {day} ini memuat bagian A {a} baris, bagian B {b} baris, bagian C {c} baris, bagian D {d} baris."
      / "This agenda book of {day} holds part A {a} lines, part B {b} lines, part C {c} lines, part D {d} lines.";
    fn so_many_lines(what: &str, n: usize): "{what}: {n} baris" / "{what}: {n} lines";
    fn voids(n: usize): "batal {n}" / "void {n}";
    fn sheet_name(letter: char): "Bagian {letter}" / "Part {letter}";
    fn list_of(n: &str): "Banyaknya: {n}. Untuk bekerja, bukan dokumen resmi; NIK disamarkan."
                       / "How many: {n}. To work from, no official paper; the NIK is masked.";
    fn pieces(n: &str): "{n} keping" / "{n} pieces";
}

words! {
    ADVISED: "atas saran program" / "as the program advised";
    KIND: "jenis permohonan" / "kind of application";
}

word_of! {
    /// What a part holds.
    part(part: Part) {
        Part::A => "BAGIAN A – DITERIMA HARI INI" / "PART A – RECEIVED TODAY";
        Part::B => "BAGIAN B – BERKAS LAMA YANG DIKERJAKAN HARI INI" / "PART B – OLDER FILES ACTED ON TODAY";
        Part::C => "BAGIAN C – KEADAAN BERKAS TERBUKA" / "PART C – STATE OF OPEN FILES";
        Part::D => "BAGIAN D – CATATAN KANTOR, PEMBETULAN, CATAT SUSULAN" / "PART D – OFFICE NOTES, CORRECTIONS, LATE ENTRIES";
    }

    /// A count by the book.
    in_book(of: Counted) {
        Counted::Blanks => "blangko menurut buku" / "blanks by the book";
        Counted::Shelf => "KTP-el di rak menurut buku" / "cards on the shelf by the book";
        Counted::Invalid => "KTP-el tidak berlaku menurut buku" / "invalid cards by the book";
    }

    /// The same by hand.
    counted(of: Counted) {
        Counted::Blanks => "blangko dihitung" / "blanks counted";
        Counted::Shelf => "KTP-el di rak dihitung" / "cards on the shelf counted";
        Counted::Invalid => "KTP-el tidak berlaku dihitung" / "invalid cards counted";
    }

    /// Why the two differ.
    explained(of: Counted) {
        Counted::Blanks => "penjelasan selisih blangko" / "explanation of the blanks";
        Counted::Shelf => "penjelasan selisih rak" / "explanation of the shelf";
        Counted::Invalid => "penjelasan selisih KTP-el tidak berlaku" / "explanation of the invalid cards";
    }

    /// Result of the biometric test, as the book shows it.
    test(test: TestShown) {
        TestShown::Match => "cocok" / "match";
        TestShown::NoMatch => "tidak cocok" / "no match";
        TestShown::Unread => "tidak terbaca" / "unreadable";
        TestShown::Trouble => "gangguan" / "trouble";
        TestShown::SecondPerson => "orang kedua" / "second person";
    }
}

word_of! {
    /// What kind of entry was recorded late, by its code in the journal.
    entry(kind: &str) {
        "application_submitted" => "penerimaan berkas" / "intake";
        "completeness_confirmed" => "berkas lengkap" / "file complete";
        "application_returned" => "berkas dikembalikan" / "file returned";
        "application_resubmitted" => "berkas dibawa kembali" / "file brought back";
        "data_corrected" => "pembetulan data" / "correction";
        "status_recorded" => "status rekam dibaca" / "status read";
        "application_deferred" => "penundaan" / "deferral";
        "application_resumed" => "dilanjutkan" / "resumed";
        "data_recorded" => "pencatatan data" / "data recorded";
        "biometric_tested" => "tes biometrik" / "biometric test";
        "biometric_overridden" => "persetujuan orang kedua" / "second person's approval";
        "print_started" => "pencetakan dimulai" / "print started";
        "card_printed" => "kartu dicetak" / "card printed";
        "print_failed" => "gagal cetak" / "print spoiled";
        "no_card_came_out" => "tidak ada kartu keluar" / "no card came out";
        "activation_started" => "aktivasi dimulai" / "activation started";
        "card_activated" => "kartu diaktifkan" / "card activated";
        "activation_failed" => "aktivasi gagal" / "activation failed";
        "card_rejected" => "kartu ditolak" / "card rejected";
        "card_handed_over" => "penyerahan" / "handover";
        "handover_undone" => "penyerahan dibatalkan" / "handover undone";
        "application_cancelled" => "pembatalan" / "cancellation";
        "application_reopened" => "dibuka lagi" / "reopened";
        "applicant_contacted" => "pemohon dihubungi" / "applicant contacted";
        _ => "catatan" / "entry";
    }
}

/// How a cell of a workbook shows a time, in the program's own notation.
pub const CELL_TIME: &str = "dd-mm-yyyy hh:mm";

/// Around the page number at the foot of a printed sheet of a workbook.
pub const PAGE_OF: [super::Word; 2] = [super::Word { id: "Halaman", en: "Page" }, super::Word { id: "dari", en: "of" }];

/// Columns of parts A and B on paper, in order (domain facts 6.1).
pub const COLUMNS: [super::Word; 18] = {
    const fn word(id: &'static str, en: &'static str) -> super::Word {
        super::Word { id, en }
    }
    [
        word("No.", "No."),
        word("No. register", "Register no."),
        word("Tgl / jam terima", "Received"),
        word("Nama", "Name"),
        word("NIK", "NIK"),
        word("Kel. / Kec.", "Kel. / Kec."),
        word("Kontak", "Contact"),
        word("Jenis", "Kind"),
        word("Kelengkapan", "Completeness"),
        word("Status rekam", "Record status"),
        word("Tes bio- metrik", "Biom. test"),
        word("Cetak", "Print"),
        word("Akti- vasi", "Act."),
        word("Serah", "Given"),
        word("Penerima", "Receiver"),
        word("Ttd. / lembar", "Signed / sheet"),
        word("Petugas / operator", "Register / operator"),
        word("Keterangan", "Remarks"),
    ]
};

/// Columns of part C on paper.
pub const OPEN_COLUMNS: [super::Word; 11] = [
    COLUMNS[0],
    COLUMNS[1],
    COLUMNS[2],
    COLUMNS[3],
    COLUMNS[4],
    COLUMNS[6],
    COLUMNS[7],
    super::Word { id: "Menunggu", en: "Waits for" },
    super::Word { id: "Sejak", en: "Since" },
    super::Word { id: "Umur (hari)", en: "Age (days)" },
    COLUMNS[17],
];

/// Columns of part D on paper.
pub const OFFICE_COLUMNS: [super::Word; 5] = [
    COLUMNS[0],
    super::Word { id: "Waktu", en: "Time" },
    COLUMNS[1],
    super::Word { id: "Oleh", en: "By" },
    super::Word { id: "Catatan", en: "Note" },
];

/// Columns of the spreadsheet file, in order; each is numbered in the header row.
pub const CSV_COLUMNS: [super::Word; 30] = {
    const fn word(id: &'static str, en: &'static str) -> super::Word {
        super::Word { id, en }
    }
    [
        word("Bagian", "Part"),
        word("No. urut", "No."),
        word("No. register", "Register no."),
        word("Diterima", "Received"),
        word("Nama", "Name"),
        word("NIK", "NIK"),
        word("Kelurahan", "Kelurahan"),
        word("Kecamatan", "Kecamatan"),
        word("Kontak", "Contact"),
        word("Jenis permohonan", "Kind of application"),
        word("Kelengkapan", "Completeness"),
        word("Status rekam", "Record status"),
        word("Tes biometrik", "Biometric test"),
        word("Cetak", "Printed"),
        word("Aktivasi", "Activated"),
        word("Serah", "Handed over"),
        word("Penerima", "Receiver"),
        word("Tanda tangan", "Signed"),
        word("Lembar", "Sheet"),
        word("Petugas register", "Register officer"),
        word("Operator", "Operator"),
        word("Satu orang", "One person"),
        word("Dicatat oleh", "Recorded by"),
        word("Keadaan", "State"),
        word("Hari kerja", "Working days"),
        word("Keterangan", "Remarks"),
        word("Jumlah", "Number"),
        word("Dicetak hari ini", "Printed this day"),
        word("Diserahkan hari ini", "Handed over this day"),
        word("Batal", "Void"),
    ]
};

/// Age of an open file in working days.
#[must_use]
pub fn age(age: Age) -> super::Word {
    super::Word::same(match age {
        Age::Today => "0",
        Age::UpTo3 => "1–3",
        Age::UpTo7 => "4–7",
        Age::UpTo14 => "8–14",
        Age::Over14 => ">14",
    })
}

/// Day and date as the book's head says it: `Senin, 23 November 2026`.
#[must_use]
pub fn day(lang: Lang, date: chrono::NaiveDate) -> String {
    format!("{}, {}", super::common::weekday(lang, date), super::common::date_long(lang, date))
}
