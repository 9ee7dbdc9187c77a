//! The words of the reports of a month or a year: titles, columns, rows and what does not come out.
//!
//! Separate because screen and files say the same of the same table. It must not add up, sort or lay out.

use super::lang::{says, words};
use super::told::word_of;
use super::{Lang, Word, book, common, status, term};
use crate::domain::book::Age;
use crate::domain::report::{Column, Discord, Failure, Head, Kind, Machine, Period, Stock, Value};
use chrono::{Datelike, NaiveDate};

words! {
    TITLE: "LAPORAN PELAYANAN KTP-EL"
         / "REPORT OF THE KTP-EL COUNTER";
    AGENDA: "BUKU AGENDA PELAYANAN KTP-EL"
          / "AGENDA BOOK OF THE KTP-EL COUNTER";
    PROVISIONAL: "SEMENTARA – MASIH ADA HARI YANG BELUM DITUTUP ATAU BELUM LEWAT"
               / "PROVISIONAL – SOME DAYS ARE NOT CLOSED OR STILL TO COME";
    /// Before the name of a file of a period that may still change.
    PROVISIONAL_FILE: "sementara-"
                    / "provisional-";
    /// Names of files.
    REPORT_FILE: "laporan"
               / "report";
    AGENDA_FILE: "agenda"
               / "agenda";
    DAY: "Hari buku"
       / "Day of the book";
    PERIOD: "Masa"
          / "Period";
    /// Names of sheets of the workbook.
    AGENDA_SHEET: "Agenda"
                / "Agenda";
    NOTES_SHEET: "Catatan D"
               / "Notes D";
    WHAT: "Uraian"
        / "What";
    TOTAL: "jumlah"
         / "total";
    AS_AT: "Setiap berkas tercatat menurut keadaannya pada akhir masa; keadaan pada hari itu ada di buku agenda harian."
         / "Each file stands as it stood at the end of the period; how it stood that day is in the day's book.";
    SECONDS: "detik"
           / "seconds";
    MINUTES: "menit"
           / "minutes";
    NO_FILES: "(tidak ada berkas baru)"
            / "(no new files)";
    DAY_CLOSED: "ditutup"
              / "closed";
    DAY_OPEN: "BELUM DITUTUP"
            / "NOT CLOSED";
    NOTES: "Catatan bagian D yang ditunjuk di atas"
         / "Notes of part D pointed at above";
    ALL_TRUE: "Semua hari tertutup, semua jumlah cocok dengan penutupan hari."
            / "Every day is closed, every sum agrees with the closes of the days.";
    NOBODY: "(tanpa nama)"
          / "(unnamed)";
    ITEM_UNNAMED: "tanpa rincian"
                / "no item named";
    HANDED: "kartu diserahkan"
          / "cards handed over";
}

says! {
    fn month(name: &str, year: i32): "{name} {year}" / "{name} {year}";
    fn year(year: i32): "Tahun {year}" / "Year {year}";
    fn days(days: u32, unclosed: usize): "{days} hari pelayanan, {unclosed} belum ditutup" / "{days} office days, {unclosed} not closed";
    fn unclosed(day: &str): "hari {day} belum ditutup" / "day {day} is not closed";
    fn day_wrong(day: &str, sum: &str, left: i64, right: i64):
        "{day}: {sum} TIDAK COCOK: {left} ≠ {right}"
      / "{day}: {sum} DOES NOT ADD UP: {left} ≠ {right}";
    fn chain_wrong(day: &str, stock: &str, closing: u32, opening: u32):
        "{day}: {stock} dibuka dengan {opening}, padahal hari sebelumnya berakhir dengan {closing}"
      / "{day}: {stock} opened with {opening}, but the day before ended with {closing}";
    fn span_wrong(sum: &str, left: i64, right: i64):
        "seluruh masa: {sum} TIDAK COCOK: {left} ≠ {right}"
      / "whole period: {sum} DOES NOT ADD UP: {left} ≠ {right}";
    fn recount_wrong(day: &str, figure: &str):
        "{day}: angka “{figure}” berbeda bila dihitung ulang dari catatan hari itu"
      / "{day}: the figure “{figure}” differs when counted again from the day's entries";
    fn lines_wrong(day: &str, lines: u32, new: u32):
        "{day}: {lines} baris, padahal nomor baru {new}"
      / "{day}: {lines} lines, but {new} new numbers";
    fn reasons_wrong(column: &str, reasons: i64, days: i64):
        "jumlah jenis permohonan ({column}) {reasons}, padahal jumlah hari {days}"
      / "sum over kinds ({column}) {reasons}, but the days give {days}";
    fn hours(hours: u64, minutes: u64): "{hours} jam {minutes} mnt" / "{hours} h {minutes} min";
    fn long(days: u64, hours: u64): "{days} hari {hours} jam" / "{days} d {hours} h";
    fn short_time(minutes: u64): "{minutes} mnt" / "{minutes} min";
    fn miscount(day: &str, what: &str): "{day} {what}" / "{day} {what}";
    fn device(machine: &str, backend: &str): "{machine} ({backend})" / "{machine} ({backend})";
    fn failure(machine: &str, failure: &str): "{machine}: {failure}" / "{machine}: {failure}";
}

word_of! {
    /// What a table is about.
    title(kind: Kind) {
        Kind::Equations => "Persamaan seluruh masa" / "Equations of the whole period";
        Kind::Flow => "Arus berkas" / "Flow of files";
        Kind::Came => "Yang datang" / "Who came";
        Kind::SentAway => "Pulang tanpa nomor menurut sebab" / "Sent away without a number, by cause";
        Kind::Reasons => "Menurut jenis permohonan" / "By kind of application";
        Kind::ReasonActs => "Kejadian menurut jenis permohonan" / "Events by kind of application";
        Kind::Steps => "Langkah terhadap waktu baku SOP" / "Steps against the SOP times";
        Kind::Pauses => "Waktu kerja dan waktu jeda menurut sebab" / "Working and paused time by cause";
        Kind::Lead => "Dari penerimaan sampai penyerahan" / "From receipt to handover";
        Kind::LeadAges => "Diserahkan setelah … hari kerja" / "Handed over after … working days";
        Kind::Missing => "Dikembalikan menurut syarat yang kurang" / "Returned by missing item";
        Kind::Deferred => "Ditunda menurut sebab" / "Deferred by cause";
        Kind::Stuck => "Berkas terbuka pada akhir masa" / "Open files at the end";
        Kind::Devices => "Kerja alat" / "Work of the devices";
        Kind::Failures => "Kegagalan menurut alat dan sebab" / "Failures by device and cause";
        Kind::Trouble => "Masa gangguan menurut sebab" / "Trouble by cause";
        Kind::Blanks => "Neraca blangko" / "Balance of blanks";
        Kind::Cards => "Neraca kartu di rak" / "Balance of cards on the shelf";
        Kind::Invalid => "Neraca kartu invalid" / "Balance of invalid cards";
        Kind::Miscounts => "Hasil hitung yang berbeda dari buku" / "Counts that differ from the book";
        Kind::Proof => "Pemeriksaan silang" / "Cross-check";
    }

    /// How its numbers are to be read.
    note(kind: Kind) {
        Kind::Equations => "sisa awal = pembukaan hari pertama, sisa kini = penutupan hari terakhir"
            / "carried = opening of the first day, now = close of the last day";
        Kind::Flow | Kind::Came => "jumlah penutupan hari" / "sums of the closes of the days";
        Kind::SentAway => "angka Y" / "figure Y";
        Kind::Reasons => "sisa awal + baru + dibuka lagi + pindah jenis = diserahkan + batal + sisa akhir"
            / "carried + new + reopened + changed = handed over + void + left";
        Kind::ReasonActs => "beberapa kali untuk berkas yang sama dihitung setiap kali"
            / "several times for one file count each time";
        Kind::Steps => "jumlah kantor, bukan per orang; median dan persentil 90 dari yang terukur, jeda tidak termasuk"
            / "sums of the office, not per person; median and 90th percentile of what was timed, pauses not included";
        Kind::Pauses => "jeda dicetak menurut sebab supaya jeda tidak menutupi apa pun"
            / "pauses by cause, so that pausing hides nothing";
        Kind::Lead => "menurut kalender, malam dan hari libur termasuk; menunggu = seluruhnya dikurangi waktu kerja"
            / "by the calendar, nights and holidays included; waiting = the whole less working time";
        Kind::LeadAges => "Senin–Jumat; libur nasional dihitung hari kerja" / "Mondays to Fridays; public holidays count";
        Kind::Missing => "satu pengembalian dapat kurang beberapa syarat" / "one return may lack several items";
        Kind::Deferred => "ganti sebab = keluar dari satu, masuk ke yang lain" / "a changed cause leaves one and enters another";
        Kind::Stuck => "menurut umur dalam hari kerja sejak diterima" / "by age in working days since receipt";
        Kind::Devices => "menurut sistem yang mengerjakan" / "by the system that did it";
        Kind::Failures => "tes tak terbaca termasuk pengecualian" / "unreadable includes exemptions";
        Kind::Trouble => "selama hari pelayanan terbuka; gangguan bersebab ganda masuk di tiap sebab, jumlah hanya sekali"
            / "while the office day was open; a stretch of two causes stands under each, once in the total";
        Kind::Blanks => "sisa awal + belum pasti awal + diterima + pinjaman − dipinjamkan ± selisih = baik + gagal + belum pasti + sisa"
            / "carried + in doubt before + received + borrowed − lent ± difference = good + spoiled + in doubt + left";
        Kind::Cards => "sisa awal + cetak baik + ditarik lagi = diserahkan + ditolak + sisa akhir"
            / "carried + good + taken back = handed over + rejected + left";
        Kind::Invalid => "sisa awal + ditarik + gagal cetak + ditolak = dimusnahkan + diteruskan + sisa akhir"
            / "carried + withdrawn + spoiled + rejected = destroyed + passed on + left";
        Kind::Miscounts => "dihitung tangan saat penutupan hari" / "counted by hand at the close";
        Kind::Proof => "laporan dihitung ulang dari catatan dan dibandingkan dengan penutupan hari"
            / "the report is counted again from the entries and compared with the closes";
    }

    /// A kind of device.
    machine(machine: Machine) {
        Machine::Reader => "Tes biometrik" / "Biometric test";
        Machine::Printer => "Cetak" / "Print";
        Machine::Chip => "Aktivasi" / "Activation";
        Machine::Modem => "SMS" / "Text message";
    }
}

word_of! {
    /// A column; no word is longer than ten letters.
    column_word(column: Column) {
        Column::Equation => "Persamaan" / "Equation";
        Column::Opening => "sisa awal" / "carried";
        Column::New => "baru" / "new";
        Column::Reopened => "dibuka lagi" / "reopened";
        Column::Changed => "pindah jenis" / "kind changed";
        Column::Handed => "diserahkan" / "handed over";
        Column::Cancelled => "batal" / "void";
        Column::Closing => "sisa akhir" / "left";
        Column::Returned => "kembali (V)" / "returned";
        Column::Deferred => "ditunda" / "deferred";
        Column::Good => "cetak baik" / "good prints";
        Column::Back => "bawa lagi (W)" / "brought back";
        Column::Away => "tanpa nomor (Y)" / "sent away";
        Column::Visits => "ambil / lanjut (J)" / "visits";
        Column::Total => "jumlah" / "total";
        Column::Times => "kali" / "times";
        Column::Files => "berkas" / "files";
        Column::Standard => "waktu baku" / "standard";
        Column::Timed => "terukur" / "timed";
        Column::Unmeasured => "tak terukur" / "not timed";
        Column::Over => "lewat baku" / "over";
        Column::Median => "median" / "median";
        Column::P90 => "persentil 90" / "90th perc.";
        Column::Longest => "terlama" / "longest";
        Column::Work => "waktu kerja" / "work";
        Column::Wait => "menunggu" / "waiting";
        Column::Partly => "ada tak terukur" / "partly timed";
        Column::Came => "masuk" / "came";
        Column::Went => "dilanjut- kan" / "went on";
        Column::Acts => "dimulai" / "started";
        Column::Failed => "gagal" / "failed";
        Column::Doubt => "belum pasti" / "in doubt";
        Column::Time => "lama" / "time";
        Column::DoubtBefore => "belum pasti awal" / "in doubt before";
        Column::Received => "diterima" / "received";
        Column::Borrowed => "pinjaman masuk" / "borrowed";
        Column::Lent => "dipinjam- kan" / "lent";
        Column::Difference => "selisih" / "difference";
        Column::Spoiled => "gagal cetak" / "spoiled";
        Column::TakenBack => "ditarik lagi" / "taken back";
        Column::Rejected => "ditolak" / "rejected";
        Column::Withdrawn => "KTP-el lama" / "old cards";
        Column::Destroyed => "dimusnah- kan" / "destroyed";
        Column::PassedOn => "diteruskan" / "passed on";
        Column::Book => "menurut buku" / "by the book";
        Column::Counted => "dihitung" / "counted";
        Column::Days => "hari" / "days";
        Column::Pause(_) => "jeda" / "paused";
        Column::Age(_) => "hari" / "days";
    }

    /// How an act of a device came to nothing, but for causes that have words of their own.
    failure_word(failure: Failure) {
        Failure::NoMatch => "tidak cocok" / "no match";
        Failure::Unreadable => "tidak terbaca" / "unreadable";
        Failure::Device => "gangguan alat" / "device trouble";
        Failure::Network => "gangguan jaringan" / "network trouble";
        Failure::NoneCameOut => "tidak ada kartu keluar" / "no card came out";
        Failure::Spoiled(_) | Failure::Activation(_) | Failure::Message(_) => "gagal" / "failed";
    }
}

/// A column's name.
#[must_use]
pub fn column(lang: Lang, column: Column) -> String {
    match column {
        Column::Pause(cause) => term::pause(cause).get(lang).to_owned(),
        Column::Age(age) => age_words(lang, age),
        other => column_word(other).get(lang).to_owned(),
    }
}

/// `1–3 hari`.
fn age_words(lang: Lang, age: Age) -> String {
    format!("{} {}", super::export::age(age).get(lang), column_word(Column::Days).get(lang))
}

/// The span in words: `November 2026`, `Tahun 2026`.
#[must_use]
pub fn period(lang: Lang, period: Period) -> String {
    match (period, period.first()) {
        (Period::Month { year, .. }, Some(first)) => month(lang, common::month(lang, first), year),
        (Period::Year(y) | Period::Month { year: y, .. }, _) => year(lang, y),
    }
}

/// What a row is about.
#[must_use]
pub fn head(lang: Lang, head: &Head) -> String {
    let say = |word: Word| word.get(lang).to_owned();
    match head {
        Head::Sum(sum) => book::sum(*sum).get(lang).to_owned(),
        Head::Day(day) => common::date_with_weekday(lang, *day),
        Head::Month(first) => month(lang, common::month(lang, *first), first.year()),
        Head::Away(why) => say(term::sent_away(*why)),
        Head::Reason(reason) => say(term::reason(*reason)),
        Head::Step(step) => say(term::step(*step)),
        Head::Handed => say(HANDED),
        Head::Age(age) => age_words(lang, *age),
        Head::Item(words) => match lang {
            Lang::Id => words.id.clone(),
            Lang::En => words.en.clone(),
        },
        Head::Unnamed => say(ITEM_UNNAMED),
        Head::Deferral(reason) => say(status::deferral(*reason)),
        Head::Stage(stage) => term::stage_full(lang, *stage),
        Head::Device(of, backend) => {
            device(lang, machine(*of).get(lang), backend.as_deref().unwrap_or(NOBODY.get(lang)))
        }
        Head::Failure(of, what) => failure(lang, machine(*of).get(lang), &failed(lang, *what)),
        Head::Trouble(cause) => say(term::trouble(*cause)),
        Head::Miscount(day, what) => miscount(lang, &common::date(*day), term::counted(*what).get(lang)),
        Head::Unclosed(day) => unclosed(lang, &on(lang, *day)),
        Head::Discord(wrong) => discord(lang, wrong),
        Head::AllTrue => say(ALL_TRUE),
        Head::Total => say(TOTAL),
    }
}

fn failed(lang: Lang, what: Failure) -> String {
    match what {
        Failure::Spoiled(cause) => format!("{}, {}", book::SPOILED.get(lang), term::spoiled(cause).get(lang)),
        Failure::Activation(cause) => term::activation(cause).get(lang).to_owned(),
        Failure::Message(cause) => term::message_failure(cause).get(lang).to_owned(),
        other => failure_word(other).get(lang).to_owned(),
    }
}

fn on(lang: Lang, day: NaiveDate) -> String {
    common::date_with_weekday(lang, day)
}

/// A sum that does not come out.
#[must_use]
pub fn discord(lang: Lang, wrong: &Discord) -> String {
    let name = |sum| book::sum(sum).get(lang).to_owned();
    match wrong {
        Discord::Day { date, sum, left, right } => day_wrong(lang, &on(lang, *date), &name(*sum), *left, *right),
        Discord::Chain { date, stock, closing, opening } => {
            let stock = match stock {
                Stock::Files(stage) => term::stage_full(lang, *stage),
                Stock::Blanks => name(crate::domain::book::Sum::Blanks),
                Stock::Invalid => name(crate::domain::book::Sum::Invalid),
            };
            chain_wrong(lang, &on(lang, *date), &stock, *closing, *opening)
        }
        Discord::Span { sum, left, right } => span_wrong(lang, &name(*sum), *left, *right),
        Discord::Recount { date, figure } => recount_wrong(lang, &on(lang, *date), figure),
        Discord::Lines { date, lines, new } => lines_wrong(lang, &on(lang, *date), *lines, *new),
        Discord::Reasons { what, reasons, days } => reasons_wrong(lang, &column(lang, *what), *reasons, *days),
    }
}

/// A field as a reader sees it; empty when there is nothing to say.
#[must_use]
pub fn value(lang: Lang, value: &Value) -> String {
    match value {
        Value::Count(n) => common::count(lang, *n),
        Value::Time(ms) => time(lang, ms / 1000),
        Value::Minutes(minutes) => calendar(lang, *minutes),
        Value::Equation(e) => book::equation(lang, e),
        Value::None => String::new(),
    }
}

/// `02.15` up to an hour, then hours and minutes.
fn time(lang: Lang, seconds: u64) -> String {
    match seconds {
        0..3600 => common::duration(lang, i64::try_from(seconds).unwrap_or(i64::MAX)),
        _ => hours(lang, seconds / 3600, seconds / 60 % 60),
    }
}

fn calendar(lang: Lang, minutes: u64) -> String {
    match minutes {
        0..60 => short_time(lang, minutes),
        60..1440 => hours(lang, minutes / 60, minutes % 60),
        _ => long(lang, minutes / 1440, minutes / 60 % 24),
    }
}
