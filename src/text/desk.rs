//! Words of the desk itself: sign-in, lock, mode, lamps, leaving, what it could not do.
//!
//! Separate from the words of the screens. It must not know values.

use super::lang::{says, words};
use super::told::word_of;
use crate::domain::terms::Role;

words! {
    SIGN_IN: "Masuk"
           / "Sign in";
    SIGN_IN_HINT: "Ketik inisial atau nama, lalu kata sandi atau PIN."
                / "Type initials or name, then passphrase or PIN.";
    DOOR_HINT: "Buku kantor tersandi. Ketik inisial, lalu kata sandi."
             / "The office book is encrypted. Type initials, then passphrase.";
    BOOK_CLEAR: "Buku TIDAK disandikan"
              / "The book is NOT encrypted";
    KEY_CHANGED: "Kunci kantor telah diganti sejak Anda terakhir masuk."
               / "The key of the office was changed since you last signed in.";
    KEY_CHANGED_NEXT: "Minta Kasi menyetel kata sandi awal baru (Ctrl+G)."
                    / "Ask the supervisor to set a new first passphrase (Ctrl+G).";
    NEW_SECRET: "Kata sandi sendiri"
              / "A passphrase of your own";
    MUST_CHANGE: "Kata sandi ini dibuat orang lain. Buat yang hanya Anda tahu, ketik dua kali."
               / "Somebody else chose this passphrase. Choose one only you know, type it twice.";
    PASSPHRASE_HINT: "Tiga empat kata yang tidak berhubungan mudah diingat dan sulit ditebak."
                   / "Three or four unrelated words are easy to remember and hard to guess.";
    OWN_SECRET: "Kata sandi dan PIN saya"
              / "My passphrase and PIN";
    OWN_SECRET_WHICH: "Mana yang ingin diganti?"
                    / "Which is to be new?";
    OWN_PASSPHRASE: "Kata sandi baru"
                  / "A new passphrase";
    OWN_PIN: "PIN baru untuk berganti petugas"
           / "A new PIN for changing places";
    PIN_HINT: "PIN 6–8 angka berlaku di meja tempat kata sandi sudah diketik hari itu."
            / "A PIN of 6–8 digits serves at the desk where the passphrase was typed that day.";
    PIN_SET: "PIN disimpan; berlaku di meja ini sampai hari berganti."
           / "The PIN is kept; it serves at this desk until the day ends.";
    PASSPHRASE_SET: "Kata sandi baru disimpan; PIN lama tidak berlaku lagi."
                  / "The new passphrase is kept; the old PIN serves no more.";
    NO_SECRETS: "Loket simulasi tidak memakai kata sandi."
              / "A simulated counter has no passphrases.";
    PIN_SPENT: "Terlalu sering salah: PIN tidak berlaku sampai kata sandi diketik."
             / "Too many wrong tries: the PIN waits until the passphrase is typed.";
    PIN_NEXT: "PIN hanya berlaku setelah kata sandi diketik di meja ini hari ini."
            / "A PIN serves only after the passphrase was typed at this desk today.";
    SECRETS_DIFFER: "Kedua kata sandi tidak sama."
                  / "The two passphrases differ.";
    SECRETS_DIFFER_NEXT: "Ketik lagi dua kali."
                       / "Type it twice again.";
    SECRET_SAME: "Ini masih kata sandi yang lama."
               / "This is still the old passphrase.";
    WRONG_SECRET: "Nama atau kata sandi salah."
                / "The name or the passphrase is wrong.";
    ACCOUNT_LOCKED: "Akun terkunci karena terlalu sering salah. Kasi dapat membukanya (Ctrl+G)."
                  / "The account is locked after too many wrong tries. The supervisor can unlock it (Ctrl+G).";
    ACCOUNT_OFF: "Akun ini tidak aktif."
               / "This account is not active.";
    KEYS_BROKEN: "Berkas kunci akun tidak dapat dipakai. Panggil teknisi; buku tidak terganggu."
               / "The file of account keys can't be used. Call a technician; the book is untouched.";
    KEYS_ALTERED: "Berkas kunci (keys.toml) diubah di luar Loket. Tidak ada yang bisa masuk."
                  / "The key file (keys.toml) was changed outside Loket. Nobody can sign in.";
    KEYS_OLDER: "Berkas kunci (keys.toml) adalah salinan lama. Tidak ada yang bisa masuk."
                / "The key file (keys.toml) is an older copy. Nobody can sign in.";
    KEYS_RECOVER: "Lapor Kasi: kembalikan keys.toml yang terakhir, atau loket recover dengan kunci pemulihan."
                  / "Tell the supervisor: put the latest keys.toml back, or loket recover with the recovery key.";
    SECRET_UNFIT: "Kata sandi terlalu pendek atau terlalu mudah ditebak."
                / "The passphrase is too short or too easy to guess.";
    SECRET_UNFIT_NEXT: "Paling sedikit 10 tanda, bukan angka saja atau kata umum; PIN 6–8 angka."
                     / "At least 10 characters, not only digits, no common word; a PIN 6–8 digits.";
    SCREEN_NOT_YOURS: "Layar ini bukan bagian peran Anda."
                    / "This screen is not part of your role.";
    DAY_UNCLOSED: "Hari sebelumnya belum ditutup; pekerjaan hari ini tetap jalan."
                / "The day before is not closed; today's work goes on.";
    DAY_CLOSED_ALREADY: "Hari ini sudah ditutup. Hari berikutnya dibuka besok."
                      / "Today is closed already. The next day opens tomorrow.";
    NOT_TAKEN: "Tanda itu tidak dapat dipakai di sini."
             / "That character can't be used here.";
    NOT_FOUND: "Tidak ditemukan."
             / "Not found.";
    FIND_FAILED: "Pencarian gagal; pekerjaan lain tidak terganggu."
               / "The search failed; other work is not affected.";
    HOME_OF_AN_OFFICE: "Folder ini milik kantor sungguhan; simulasi tidak dibuka di sini."
                     / "This folder belongs to a real office; the simulation does not open here.";
    NO_SUCH_DAY: "Tidak ada catatan untuk tanggal itu."
               / "There are no entries for that date.";
}

words! {
    GATE_WAIT: "Meja lain sedang menyimpan; tunggu sebentar …"
             / "Another desk is saving; one moment …";
    LEDGER_DOWN: "Buku sedang tidak dapat ditulis: perintah ini tidak dicatat."
               / "The book can't be written now: this was not recorded.";
    LEDGER_CLOSED: "BUKU TERTUTUP: tidak ada yang dicatat; yang tampak keadaan terakhir dibaca."
                 / "BOOK CLOSED: nothing is recorded; what is shown is as it was last read.";
    LEDGER_BACK: "Buku terbuka lagi dan dibaca ulang. Periksa layar sebelum lanjut."
               / "The book is open again and read anew. Check the screen before going on.";
    CANCELLING: "Membatalkan … tunggu sampai alat berhenti."
              / "Cancelling … wait until the device stops.";
    STARTING: "Alat disiapkan …"
            / "Preparing the device …";
    SLIP_FAILED: "Tanda terima tidak tercetak; pencatatan tetap sah."
               / "The slip was not printed; the record stands.";
    SLIP_LOOK: "Lihat kertasnya; bila tidak ada, cetak ulang."
             / "Look at the paper; if there is none, print it again.";
    SLIP_NONE: "Tidak ada printer struk di meja ini; tuliskan nomornya."
             / "No slip printer at this desk; write the number down.";
    SCAN_UNKNOWN: "Kode itu bukan tanda terima kantor ini dan bukan NIK."
                / "That code is no slip of this office and no NIK.";
    SCAN_FOREIGN: "Tanda terima kantor lain, atau kodenya salah baca. Pindai lagi atau ketik nomornya."
                / "A slip of another office, or misread. Scan again or type the number.";
    SCAN_PAGE: "Kode dokumen Dukcapil: hanya alamat laman, tidak ada data di dalamnya. Periksa aslinya di laman itu."
             / "The code of a registry paper: an address only, no data in it. Check the paper on that page.";
    SCAN_QUESTION: "Pindaian tidak dipakai: jawab dulu pertanyaan di layar."
                 / "The scan was not used: answer the question on the screen first.";
    SCAN_FORM: "Masih ada isian berkas lain di layar itu. Selesaikan atau batalkan dulu, lalu pindai lagi."
             / "That screen still holds what was typed for another file. Finish or drop it, then scan again.";
    MESSAGE_NEXT: "Hubungi pemohon dengan telepon, lalu catat."
                / "Call the applicant, then record the call.";
    EXPORT_FAILED: "Ekspor gagal ditulis; buku tidak terganggu."
                 / "The export could not be written; the book is untouched.";
    EXPORT_DIFFERS: "Sudah ada berkas lain dengan nama itu; pindahkan dulu."
                  / "Another file of that name is there; move it first.";
    RECAP: "Rekap"
         / "Recap";
}

words! {
    LEAVE: "Keluar dari Loket"
         / "Leave Loket";
    LEAVE_SAFE: "Semua sudah tersimpan; isian yang belum selesai kembali saat masuk lagi."
              / "Everything is stored; unfinished entries come back at the next sign-in.";
    LEAVE_BUSY: "Alat masih bekerja. Hasilnya akan ditanyakan saat masuk lagi."
              / "A device is still working. Its outcome will be asked at the next sign-in.";
    LEAVE_BACKUP: "Cadangan sedang dibuat; keluar sekarang membatalkannya."
                / "A backup is being made; leaving now cancels it.";
    BACKUP_OLD: "Belum ada cadangan yang baru; lihat layar Kasi (Ctrl+G)."
              / "There is no recent backup; see the supervisor's view (Ctrl+G).";
    YES_LEAVE: "Ya, keluar"
             / "Yes, leave";
    NO_STAY: "Tidak, tetap di sini"
           / "No, stay here";
    MODE_START: "Mulai mode gangguan"
              / "Start trouble mode";
    MODE_HINT: "Berkas tetap diterima dan dicatat; yang terhenti menunggu."
             / "Files are still taken in and recorded; what is stopped waits.";
    MODE_STARTED: "MODE GANGGUAN DIMULAI · berkas dicatat dan menunggu"
                / "TROUBLE MODE STARTED · files are recorded and wait";
    MODE_REASON: "Apa yang terjadi?"
               / "What happened?";
    MODE_END: "Akhiri mode gangguan"
            / "End trouble mode";
    MODE_OVER: "Ya, gangguan selesai"
             / "Yes, the trouble is over";
    MODE_GOES_ON: "Belum, teruskan"
                / "Not yet, go on";
    MODE_KEY: "Ctrl+N mengubah mode."
            / "Ctrl+N changes the mode.";
    NETWORK_LOST: "Jaringan ke pusat tampak terputus."
                / "The network to the centre seems to be down.";
    NETWORK_BACK: "Jaringan ke pusat tampak pulih."
                / "The network to the centre seems to be back.";
    PROBE_STOPPED: "Uji jaringan terhalang; ini bukan gangguan jaringan."
                 / "The network probe is held up; this is no network trouble.";
    CALL_TECHNICIAN: "Panggil teknisi."
                   / "Call a technician.";
}

words! {
    LAMP_NETWORK: "JARINGAN"
                / "NETWORK";
    LAMP_FINGER: "SIDIK JARI"
               / "FINGER";
    LAMP_PRINTER: "PRINTER"
                / "PRINTER";
    LAMP_CHIP: "CIP"
             / "CHIP";
    LAMP_BLANKS: "BLANGKO"
               / "BLANKS";
    LAMP_GOOD: "baik"
             / "good";
    LAMP_MISSED: "tersendat"
               / "faltering";
    LAMP_SLOW: "lambat"
             / "slow";
    LAMP_DOWN: "putus"
             / "down";
    LAMP_TECHNICIAN: "teknisi"
                   / "technician";
    LAMP_UNKNOWN: "belum ada"
                / "no news";
    LAMP_ATTESTED: "SIAK"
                 / "at SIAK";
    LAMP_UNWATCHED: "tanpa uji"
                  / "not probed";
    LAMP_NONE: "tidak ada"
             / "none";
    LAMP_RESTING: "diam"
                / "idle";
    LAMP_CONNECTING: "menyambung"
                   / "connecting";
    LAMP_FAULT: "cek"
              / "check";
}

says! {
    /// In the frame until a day is closed: whose secret was set by the recovery key, and when.
    fn recovered(initials: &str, date: &str):
        "Kata sandi {initials} disetel dengan kunci pemulihan {date}"
      / "Passphrase of {initials} set by the recovery key {date}";
    /// The desk is locked; by whom.
    fn locked_text(initials: &str): "Terkunci oleh {initials}. Isian tersimpan dan disembunyikan."
                                  / "Locked by {initials}. Entries are kept and hidden.";
    /// Too many wrong tries.
    fn wait(seconds: i64): "Terlalu sering salah; tunggu {seconds} detik."
                         / "Too many wrong tries; wait {seconds} seconds.";
    /// Files that wait for the line.
    fn waiting_text(n: usize): "{n} berkas tercatat menunggu."
                             / "{n} recorded files are waiting.";
    /// A day before is still open.
    fn day_unclosed(date: &str): "Hari {date} belum ditutup (F6)"
                               / "The day {date} is not closed (F6)";
    /// Requests wait for the supervisor.
    fn approvals(n: usize): "{n} permintaan persetujuan menunggu (Ctrl+G)"
                          / "{n} approvals are waiting (Ctrl+G)";
    /// The mode is over and files wait.
    fn mode_ended(waiting: usize): "GANGGUAN SELESAI · {waiting} berkas menunggu, mulai dari yang terlama"
                                 / "TROUBLE OVER · {waiting} files wait, start with the oldest";
    /// A text message did not leave.
    fn message_failed(number: &str): "SMS untuk {number} tidak terkirim"
                                   / "The text message for {number} was not sent";
    /// A text message may have left.
    fn message_in_doubt(number: &str): "SMS untuk {number} belum pasti terkirim; tidak dikirim lagi"
                                     / "The text message for {number} may have left; it is not sent again";
    /// A file was written.
    fn exported(path: &str): "Tersimpan: {path}"
                           / "Saved: {path}";
    /// A slip goes to its printer.
    fn slip_sent(name: &str): "Sedang dicetak: {name}"
                            / "Printing: {name}";
    fn slip_out(name: &str): "Sudah keluar: {name}"
                           / "Printed: {name}";
    /// The checklist file is broken.
    fn rules_refused(file: &str, why: &str): "Daftar syarat {file} rusak ({why}); daftar bawaan yang berlaku."
                                           / "The checklist {file} is broken ({why}); the built-in one is in force.";
    /// Text messages wait for their modem.
    fn messages_wait(what: &str): "SMS menunggu. {what}"
                                / "Messages wait. {what}";
    /// Codes are not read.
    fn scanner_gone(what: &str): "Pemindai tidak dapat dipakai. {what}"
                               / "The scanner cannot be used. {what}";
    /// A slip did not come out, or perhaps not; the act itself stands.
    fn slip_failed(what: &str): "Tercatat; tanda terima gagal. {what}"
                              / "Recorded; no slip. {what}";
    /// Another desk had this file last.
    fn was_first(by: &str, station: &str, at: &str): "Terakhir oleh {by} di {station} pukul {at}."
                                                   / "Last by {by} at {station}, {at}.";
    /// Look into the printer.
    fn lamp_look(number: &str): "cek {number}"
                              / "check {number}";
}

word_of! {
    /// A role in a crowded header.
    role_short(role: Role) {
        Role::RegisterOfficer => "Reg" / "Reg.";
        Role::Operator => "Op" / "Op.";
        Role::Supervisor => "Kasi" / "Sup";
    }
}

/// The desk is locked; by whom.
#[must_use]
pub fn locked(initials: &str) -> super::Label {
    use super::Lang::{En, Id};
    super::Label::new(locked_text(Id, initials), locked_text(En, initials))
}

/// Files that wait for the line.
#[must_use]
pub fn waiting_files(n: usize) -> super::Label {
    use super::Lang::{En, Id};
    super::Label::new(waiting_text(Id, n), waiting_text(En, n))
}
