//! What intake and "Betulkan data" say by themselves.
//!
//! Owns labels, remarks, questions and the lines told after an act. Separate from refusals and typing
//! mistakes, which every screen shares. Must not know values.

use crate::text::Word;
use crate::text::lang::{says, words};

/// The city in the names of its kecamatan, and how it is shortened where room is scarce.
pub const CITY: Word = Word::same("Padang Panjang");
pub const CITY_SHORT: Word = Word::same("Pdg Pjg");

words! {
    TITLE: "Permohonan baru"
         / "New application";
    TITLE_FAMILY: "Anggota keluarga berikut"
                / "Next family member";
    TITLE_SHEET: "Salin Lembar Darurat"
               / "Copy an emergency sheet";
    NIK: "NIK"
       / "NIK";
    BIRTH: "Tgl lahir"
         / "Birth date";
    NAME: "Nama"
        / "Name";
    KK: "No. KK"
      / "KK no.";
    REASON: "Permohonan"
          / "Kind";
    MISTAKE: "salah kantor"
           / "our mistake";
    REPEAT: "Sebab ulang"
          / "Why again";
    PHONE: "No. kontak"
         / "Contact no.";
    WHATSAPP: "WhatsApp"
            / "WhatsApp";
    VIA: "a.n."
       / "of";
    VIA_NAME: "Nama kontak"
            / "Contact";
    KELURAHAN: "Kelurahan"
             / "Ward";
    OUTSIDE: "00 Luar kota"
           / "00 Outside the city";
    STREET: "Jalan"
          / "Street";
    RT: "RT"
      / "RT";
    RW: "RW"
      / "RW";
    NOTE: "Catatan"
        / "Note";
    PRIORITY: "Utamakan"
            / "Priority";
    SHEET: "Lembar no."
         / "Sheet no.";
    SHEET_DAY: "tanggal"
             / "date";
    SHEET_TIME: "pukul"
              / "time";
    WHY: "Sebab"
       / "Why";

    PENDING: "menyusul: isi nama dan tanggal lahir"
           / "to follow: give name and birth date";
    PENDING_HOW: "belum ada NIK: tekan - atau Enter"
               / "no NIK yet: press - or Enter";
    NO_PHONE_HOW: "tidak punya nomor: tekan -"
                / "no number: press -";
    DATE_HOW: "TTBBTTTT, misalnya 17081990"
            / "DDMMYYYY, such as 17081990";
    TIME_HOW: "JJMM, misalnya 0915"
            / "HHMM, such as 0915";
    DIGIT_HERE: "Spasi mencentang WhatsApp; nomor diketik di isian No. kontak."
              / "Space ticks WhatsApp; the number goes into the contact field.";
    NO_SUCH_DATE: "Tanggal ini tidak ada di kalender."
                / "This date is not in the calendar.";
    NO_SUCH_TIME: "Jam ini tidak ada."
                / "There is no such time.";
    IN_FUTURE: "Waktu ini belum terjadi."
             / "This moment has not come yet.";
    IN_FUTURE_NEXT: "Tulis kapan Lembar Darurat diisi."
                  / "Give the moment the emergency sheet was filled in.";
    NO_SUCH_SHEET: "Nomor Lembar Darurat mulai dari 1."
                 / "Emergency sheets are numbered from 1.";
    SHEET_NEXT: "Salin nomor yang tercetak di lembar itu."
              / "Copy the number printed on the sheet.";
    NO_MATCH: "Tidak ada pilihan yang cocok dengan ketikan ini."
            / "No value of the list fits what was typed.";
    ELSEWHERE: "daerah lain"
             / "another region";
    UNKNOWN_REGION: "daerah tidak terdaftar"
                  / "region not listed";
    DOCUMENTS_FIRST: "Berkas tampil setelah jenis permohonan dipilih."
                   / "Documents show once the kind of application is chosen.";
    NO_HISTORY: "Riwayat NIK ini: belum pernah di kantor ini. Tidak ada permohonan terbuka."
              / "This NIK: never at this office. No open application.";
    REPEAT_HOW: "Baru saja diserahkan: tulis sebab permohonan ulang."
              / "Handed over only recently: say why again.";
    MISSING_NEXT: "Isi yang bertanda *, lalu ulangi."
                / "Fill in what is marked *, then try again.";
    NOTHING_TO_COPY: "Belum ada permohonan yang baru diterima."
                   / "No application was received just now.";
    NOTHING_TO_COPY_NEXT: "Terima anggota pertama dahulu (F8)."
                        / "Accept the first member (F8).";
    FAMILY_ONE_SLIP: "satu tanda terima di akhir"
                   / "one slip at the end";
    SLIP_PRINTED: "tanda terima sedang dicetak"
                / "slip printing";
    SLIP_LACKS: "daftar kekurangan sedang dicetak"
              / "list of what is missing printing";
    SLIP_BY_HAND: "tanda terima ditulis tangan"
                / "slip by hand";
    WAITING: "Sedang disimpan …"
           / "Being stored …";

    OPEN_TITLE: "NIK ini masih punya permohonan terbuka"
              / "This NIK has an open application";
    OPEN_FILE: "Buka berkas itu"
             / "Open that file";
    TAKE_BACK: "Terima kembali: pemohon membawa kekurangannya"
             / "Take back: the applicant brought what was missing";
    FIX_NIK: "Betulkan NIK yang diketik"
           / "Correct the NIK typed";
    RESUME_TITLE: "Permohonan lama tidak dilanjutkan"
                / "An earlier application was not continued";
    RESUME: "Lanjutkan dengan nomor lama"
          / "Go on under its number";
    ANEW: "Buat permohonan baru, sebabnya ditulis"
        / "Make a new one, with a reason";
    SETTLE_TITLE: "Berkas bersyarat belum diputuskan"
                / "Conditional documents are undecided";
    SETTLE_NOT_NEEDED: "Semua itu tidak berlaku bagi pemohon ini"
                     / "None of these applies to this applicant";
    SETTLE_LOOK: "Lihat lagi"
               / "Look again";
    SENT_AWAY_TITLE: "Pulang tanpa nomor: mengapa?"
                   / "Sent away without a number: why?";
    SENT_AWAY_LINE: "Tanpa nama dan tanpa nomor; hanya dihitung dalam rekap hari ini."
                  / "No name, no number; only counted in the day's recap.";

    CORRECT_HOW: "Yang diubah dicatat: lama dan baru. F8 simpan, Esc batal."
               / "Changes are kept: old and new. F8 saves, Esc cancels.";
    CORRECT_PRINTED: "Kartu sudah dicetak: perlu Kasi, dan kartu menjadi ditolak."
                   / "The card is printed: needs the supervisor; the card becomes rejected.";
    CORRECT_VOIDS: "Status, tes dan pratinjau pada NIK lama tidak berlaku lagi."
                 / "Status, test and preview taken on the old NIK are void.";
    APPROVE_TITLE: "Persetujuan Kasi"
                 / "Supervisor's approval";
    APPROVE_LINE: "Membetulkan data setelah dicetak; kartu menjadi ditolak."
                / "Correcting data after printing; the card becomes rejected.";
}

says! {
    /// Where prefilled values come from.
    fn from_year(year: i32): "dari {year} – periksa"
                           / "from {year} – check";
    /// Digits typed so far.
    fn digits(n: usize): "{n} dari 16 angka"
                       / "{n} of 16 digits";
    /// Last application of this person, closed.
    fn last_ended(number: String, how: String, date: String, kind: &str):
        "Riwayat NIK ini: {number} {kind}, {how} {date}."
        / "This NIK: {number} {kind}, {how} {date}.";
    /// Applications before the last.
    fn more_before(n: usize): "Sebelumnya {n} permohonan lagi."
                            / "{n} more before it.";
    /// An open application.
    fn still_open(number: String, at: String, kind: &str): "Masih terbuka: {number} {kind}, {at}."
                                                         / "Still open: {number} {kind}, {at}.";
    /// An earlier application given up.
    fn given_up(number: String, kind: &str, date: String):
        "{number} {kind}: tidak dilanjutkan sejak {date}."
        / "{number} {kind}: not continued since {date}.";
    /// Files that bear the same name.
    fn same_name(n: usize, first: String): "Nama serupa pada {n} berkas, antara lain {first}: cari dengan Ctrl+F."
                                         / "A like name on {n} files, such as {first}: find with Ctrl+F.";
    /// Documents by kind of application.
    fn documents_for(kind: &str): "Berkas yang dibawa ({kind})"
                                / "Documents brought ({kind})";
    /// How many documents are missing.
    fn lacks(n: usize): "kurang {n}"
                      / "{n} missing";
    /// Fields not filled.
    fn missing_fields(names: String): "Belum diisi: {names}."
                                    / "Not filled in: {names}.";
    /// Family members received so far.
    fn family(numbers: String): "Keluarga: {numbers} sudah diterima; KK, alamat dan kontak disalin."
                              / "Family: {numbers} received; KK, address and contact copied.";
    /// One slip for a family.
    fn family_slip(n: usize): "satu tanda terima untuk {n} nomor sedang dicetak"
                            / "one slip for {n} numbers printing";
    /// Which file is corrected.
    fn correcting(number: String): "Betulkan data {number}"
                                 / "Correct the data of {number}";
}
