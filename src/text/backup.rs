//! Backups, restoring and salvage in words.
//!
//! Owns everything said about copies of the book, on screen and in a shell. Separate because it is read when something
//! went wrong: each line says what is safe and what to do. It must not promise more than was verified.

use super::lang::{says, words};
use super::told::told_of;
use super::{Lang, Told, Word, ledger};
use crate::ledger::BackupError as E;
use crate::ledger::Standing as S;

told_of! {
    /// Why there is no backup, or why one is not believed.
    backup(lang, error: &E) {
        E::Absent { path }, let path = path.display()
            => "Tempat cadangan {path} tidak ada."
             / "The place for backups {path} is not there.",
               "Colokkan flashdisk atau sambungkan foldernya; buku tetap aman."
             / "Plug the stick in or connect the folder; the book is safe.";
        E::Inside { path }, let path = path.display()
            => "{path} ada di dalam folder kantor; itu bukan cadangan."
             / "{path} lies within the home; that is no backup.",
               "Pilih folder di disk atau flashdisk lain."
             / "Choose a folder on another disk or stick.";
        E::Busy
            => "Cadangan lain sedang dibuat."
             / "Another backup is being made.",
               "Tunggu sampai selesai."
             / "Wait until it is done.";
        E::Full { path, .. }, let path = path.display()
            => "Tempat cadangan penuh: {path}."
             / "The place for backups is full: {path}.",
               "Kosongkan ruang atau ganti flashdisk; cadangan lama tetap utuh."
             / "Free some space or change the stick; older backups are whole.";
        E::File { path, .. }, let path = path.display()
            => "{path} tidak dapat dibaca atau ditulis."
             / "{path} can't be read or written.",
               "Periksa flashdisk dan izinnya, lalu ulangi."
             / "Look at the stick and its permissions, then repeat.";
        E::Unsound(fault), let code = fault.kind.code()
            => "Salinan dibaca ulang dan tidak utuh ({code}); tidak dipakai."
             / "The copy was read back and is not whole ({code}); not kept.",
               "Jalankan: loket ledger verify"
             / "Run: loket ledger verify";
        E::Halted
            => "Cadangan dibatalkan; tidak ada yang tertinggal."
             / "The backup was cancelled; nothing was left behind.",
               "Buat lagi bila sempat."
             / "Make it again when there is time.";
        E::NotABackup { path }, let path = path.display()
            => "{path} bukan cadangan Loket."
             / "{path} is not a backup of Loket.",
               "Sebut folder yang namanya berawalan loket-."
             / "Name a folder whose name begins with loket-.";
        E::Altered { file }
            => "Cadangan berubah sesudah dibuat: {file}."
             / "The backup was changed after it was made: {file}.",
               "Jangan dipakai; pilih cadangan lain."
             / "Don't use it; choose another backup.";
        E::Newer { found, known }
            => "Cadangan dari Loket yang lebih baru (bentuk {found}, di sini {known})."
             / "The backup is from a newer Loket (form {found}, here {known}).",
               "Pasang Loket terbaru; cadangan tidak diubah."
             / "Install the newest Loket; the backup is unchanged.";
        E::Taken { path }, let path = path.display()
            => "{path} sudah berisi; tidak ada yang ditimpa."
             / "There is something at {path}; nothing is overwritten.",
               "Sebut folder yang belum ada."
             / "Name a folder that does not exist.";
        @also E::Ledger(error) => ledger::ledger(lang, error);
    }
}

words! {
    DO_BACKUP: "buat cadangan yang dibaca ulang dan diperiksa"
             / "make a backup, read back and verified";
    DO_RESTORE: "periksa cadangan, atau pulihkan ke folder baru"
              / "check a backup, or restore it to a new home";
    DO_CONTINUE: "lanjutkan buku lama sebagai buku baru, nomor tidak berulang"
               / "go on from an older ledger as a new one, no number twice";
    DO_SALVAGE: "selamatkan isi buku yang rusak ke folder baru; buku rusak tidak disentuh"
              / "save what is left of a damaged ledger into a new home; it is not touched";
    DO_DRILL: "latihan: cadangan terakhir dibaca, dibandingkan, dibuka dan diekspor, lalu salinannya dihapus"
            / "drill: the last backup is read, compared, opened and exported from, then the copy is removed";
    OPT_WITH: "isi yang hilang diambil dari cadangan ini"
            / "take what is missing from this backup";
    VALUE_BACKUP: "CADANGAN"
                / "BACKUP";
    OPT_TO: "folder tujuan"
          / "target folder";
    OPT_CHECK: "hanya periksa dan bandingkan dengan buku sekarang"
             / "only check and compare with the present ledger";
    OPT_LOOK: "hanya untuk dilihat: tidak ada yang dapat dicatat"
            / "for looking only: nothing can be recorded";
    OPT_RECOVERY: "dengan kunci pemulihan, bila tidak seorang pun ingat kata sandinya"
                / "by the recovery key, when nobody knows a passphrase any more";
    LOOK_OR_RECOVERY: "--recovery memulihkan buku untuk bekerja; tanpa --look."
                    / "--recovery restores a ledger to work in; not with --look.";
    OPT_LAST: "nomor register terakhir di kertas, misalnya 131 atau 131/2026"
            / "last register number on paper, for example 131 or 131/2026";
    LAST_FORM: "131 atau 131/2026"
             / "131 or 131/2026";
    CHECK_OR_TO: "Sebut --check atau --to FOLDER."
               / "Give --check or --to HOME.";
    LAST_NEEDED: "Sebut nomor register terakhir di kertas: --last-number N."
               / "Give the last register number on paper: --last-number N.";
    LAST_WHY: "Lihat tanda terima atau agenda terakhir; nomor itu tidak boleh keluar dua kali."
            / "Look at the last receipt or agenda; that number must not come twice.";
    NO_PLACE: "Tempat cadangan belum diatur."
            / "No place for backups is set.";
    NO_PLACE_NEXT: "Isi [backup] folder di loket.toml, atau sebut --to FOLDER."
                 / "Set [backup] folder in loket.toml, or give --to DIR.";
    PLAIN: "Cadangan ini tidak tersandi: simpan terkunci, ia memuat semua orang."
         / "This backup is not encrypted: lock it away, it holds every person.";
    SAME_DISK: "Cadangan ini ada di disk yang sama dengan buku; taruh juga di disk lain."
             / "This backup lies on the disk of the ledger; keep one on another disk too.";
    NOT_SUPERVISOR: "Hanya Kasi yang melanjutkan buku."
                  / "Only a supervisor goes on with a ledger.";
    COPY_READ: "Ini salinan: dibaca tanpa jejak di jurnal, tidak ada yang dapat dicatat."
             / "This is a copy: read without a trace in the journal, nothing can be recorded.";
    LOOK_DONE: "Salinan ini hanya untuk dilihat; untuk bekerja: loket ledger restore --to."
             / "This copy is for looking only; to work on: loket ledger restore --to.";
    RESTORED_NEXT: "Salin loket.toml komputer ini ke sana bila perlu, lalu jalankan loket."
                 / "Copy this machine's loket.toml there if needed, then start loket.";
    NOTHING_LOST: "Tidak ada entri yang hilang."
                / "No entry was lost.";
    SALVAGED_NEXT: "Folder yang rusak disimpan sebagai bukti; hitung blangko dan rak, betulkan selisihnya."
                 / "Keep the damaged home as evidence; count blanks and shelf, correct differences.";
    ROW_MADE: "dibuat"
            / "made";
    ROW_FILE: "cadangan"
            / "backup";
    BEGUN: "Cadangan dibuat sambil bekerja; hasilnya dikabarkan."
         / "The backup is made beside the work; you will be told.";
    DAMAGED_NEXT: "Berhenti. Pakai Lembar Darurat; teknisi: loket ledger verify, lalu salvage."
                / "Stop. Use emergency sheets; technician: loket ledger verify, then salvage.";
    ROW: "Cadangan terakhir"
       / "Last backup";
    ROW_NONE: "belum ada; Enter membuatnya"
            / "none yet; Enter makes one";
    ROW_UNSET: "tempatnya belum diatur (loket.toml)"
             / "no place is set (loket.toml)";
    ROW_CHECK: "Pemeriksaan buku"
             / "Check of the book";
    ROW_CHECK_NEVER: "belum selesai satu putaran"
                   / "no round has ended yet";
    STANDS_SAME: "sama"
               / "the same";
    STANDS_OTHER: "buku lain"
                / "another ledger";
    STANDS_OTHER_KEY: "belum dibandingkan: kunci buku sekarang lain (diganti sesudah cadangan ini)"
                    / "not compared: the present ledger has another key (changed since this backup)";
    OTHER_KEY_NEXT: "Ulangi dan beri juga kata sandi untuk buku sekarang (lewat stdin: baris kedua)."
                  / "Repeat, and also give the passphrase of the present ledger (on stdin: the second line).";
    ASK_TODAY: "Kunci buku sekarang lain daripada kunci cadangan ini: masuk sekali lagi, untuk buku sekarang."
             / "The present ledger's key is not the backup's: sign in once more, to the present ledger.";
    STANDS_BADLY_NEXT: "Jangan bekerja di buku ini; simpan salinannya, panggil yang merawat program."
                     / "Don't work in this ledger; keep a copy, call whoever looks after the program.";
    UNREAD_NEXT: "Cadangannya utuh. Jalankan: loket ledger verify"
               / "The backup is whole. Run: loket ledger verify";
    KEYS_OF_BACKUP: "keys.toml folder ini tidak ada atau rusak: dipakai yang dari cadangan."
                  / "keys.toml of this home is missing or damaged: the backup's is used.";
    KEYS_GONE: "keys.toml tidak ada: tanpa itu buku tersandi tidak terbuka."
             / "keys.toml is missing: without it an encrypted ledger does not open.";
    KEYS_OF_BACKUP_NEXT: "Sebut cadangan dengan --with: keys.toml diambil dari sana."
                       / "Name a backup with --with: its keys.toml is used.";
    SALVAGE_SHUT_NEXT: "Belum ada yang diselamatkan; folder ini utuh seperti tadi. Sebut cadangan dengan --with, atau loket ledger restore --to."
                     / "Nothing was saved yet; this home is as it was. Name a backup with --with, or loket ledger restore --to.";
    ROW_AGENDA: "agenda dari salinan"
              / "agenda from the copy";
    ROW_COPY: "salinan latihan"
            / "copy of the drill";
    DRILL_CLEARED: "sudah dihapus"
                 / "removed";
    DRILL_NO_DAY: "belum ada hari yang ditutup di dalamnya"
                / "no day was closed in it yet";
    DRILL_DONE: "LATIHAN BERHASIL: kantor dapat hidup dari cadangan ini."
              / "DRILL PASSED: the office can live on this backup.";
    DRILL_OLDER: "Cadangan ini utuh, tetapi dari Loket yang lebih lama: baru terbuka sesudah dipulihkan."
               / "This backup is whole, but of an older Loket: it opens only once restored.";
    DRILL_OLDER_NEXT: "Buat cadangan baru, lalu ulangi latihannya: loket ledger backup"
                    / "Make a new backup, then repeat the drill: loket ledger backup";
    DRILL_NONE: "Belum ada cadangan yang diketahui utuh."
              / "No backup is known to be whole.";
    DRILL_NONE_NEXT: "Buat dahulu: loket ledger backup; atau sebut foldernya: loket ledger drill CADANGAN."
                   / "Make one: loket ledger backup; or name its folder: loket ledger drill BACKUP.";
    STANDS_WENT_ON: "buku ini melanjutkan buku cadangan itu; semua entrinya ada di sini"
                  / "this ledger goes on from the backup's; all its entries are here";
    STANDS_ALONE: "tidak ada buku untuk dibandingkan"
                / "no ledger to compare with";
    ROW_STANDS: "dibanding buku ini"
              / "against this ledger";
}

says! {
    fn made_on_screen(entries: u64): "Cadangan utuh dan sudah diperiksa, sampai catatan {entries}."
                                   / "The backup is whole and verified, up to entry {entries}.";
    fn damaged(seq: u64, safe: u64): "BUKU RUSAK di catatan {seq}; catatan 1 sampai {safe} utuh."
                                   / "THE BOOK IS DAMAGED at entry {seq}; entries 1 to {safe} are whole.";
    fn damaged_next(entries: u64): "Berhenti. Cadangan utuh sampai {entries}. Teknisi: loket ledger salvage."
                                 / "Stop. A backup is whole up to {entries}. Technician: loket ledger salvage.";
    fn row_good(when: &str, age: &str): "{when} · {age} lalu"
                                      / "{when} · {age} ago";
    fn row_running(part: u8): "sedang dibuat, {part} %"
                            / "being made, {part} %";
    fn row_failed(code: &str): "gagal [{code}]"
                             / "failed [{code}]";
    fn row_checked(when: &str): "utuh, {when}"
                              / "whole, {when}";
    fn row_at(seq: u64): "sampai {seq}"
                       / "at {seq}";
    fn made(path: &str, entries: u64): "Cadangan utuh: {path}\nentri {entries}, dibaca ulang dan diperiksa"
                                     / "Backup whole: {path}\nentries {entries}, read back and verified";
    fn removed(n: usize): "{n} cadangan lama dilepas."
                        / "{n} older backups let go.";
    fn whole(path: &str): "Cadangan utuh: {path}"
                        / "The backup is whole: {path}";
    fn restored(path: &str, id: &str): "Buku dipulihkan di {path}\nbuku baru  {id}"
                                     / "Ledger restored in {path}\nnew ledger  {id}";
    fn looked(path: &str): "Salinan ada di {path}."
                         / "The copy is in {path}.";
    fn saved(entries: u64, path: &str, id: &str): "{entries} entri diselamatkan ke {path}\nbuku baru  {id}"
                                                / "{entries} entries saved in {path}\nnew ledger  {id}";
    fn lost(from: u64, to: u64): "hilang: entri {from} sampai {to}"
                               / "lost: entries {from} to {to}";
    fn lost_tail(from: u64, to: u64): "hilang sesudah yang terakhir: entri {from} sampai {to}"
                                    / "lost after the last: entries {from} to {to}";
    fn lost_numbers(year: i32, from: u32, to: u32): "hilang: tanda terima nomor {from} sampai {to} tahun {year}"
                                                  / "lost: receipts {from} to {to} of {year}";
    fn unnamed(n: u64): "tanpa data pribadi: {n} entri (sudah dihapus, atau hilang)"
                      / "without personal data: {n} entries (erased earlier, or lost)";
    fn went_on(id: &str): "Buku dilanjutkan.\nbuku baru  {id}"
                        / "The ledger goes on.\nnew ledger  {id}";
    fn went_on_from(n: u64): "buku ini melanjutkan buku cadangan itu; {n} entri hanya ada di cadangan"
                           / "this ledger goes on from the backup's; {n} entries are only in the backup";
    fn unread(code: &str): "belum dibandingkan: buku sekarang tidak terbaca [{code}]"
                         / "not compared: the present ledger can't be read [{code}]";
    fn drill_whole(n: u64): "{n}, dibaca ulang, utuh"
                          / "{n}, read back, whole";
    fn drill_same(date: &str): "{date}: sama dengan yang dibekukan saat ditutup"
                             / "{date}: the same as frozen at the close";
    fn drill_differs(date: &str): "{date}: TIDAK sama dengan yang dibekukan"
                                / "{date}: NOT the same as frozen";
    fn copying(done: u64, total: u64): "menyalin {done} dari {total}"
                                     / "copying {done} of {total}";
    fn behind(n: u64): "buku sudah maju {n} entri"
                     / "the ledger has gone on by {n} entries";
    fn ahead(n: u64): "BUKU LEBIH LAMA: {n} entri hanya ada di cadangan"
                    / "THE LEDGER IS OLDER: {n} entries are only in the backup";
    fn forked(seq: u64): "BERBEDA sejak sebelum entri {seq}"
                       / "DIFFERENT since before entry {seq}";
}

/// How a backup stands to the ledger in use.
#[must_use]
pub fn standing(lang: Lang, standing: S) -> String {
    let plain = |word: Word| word.get(lang).to_owned();
    match standing {
        S::Same => plain(STANDS_SAME),
        S::Behind(n) => behind(lang, n),
        S::Ahead(n) => ahead(lang, n),
        S::Forked(seq) => forked(lang, seq),
        S::WentOn(0) => plain(STANDS_WENT_ON),
        S::WentOn(n) => went_on_from(lang, n),
        S::Other => plain(STANDS_OTHER),
        S::Alone => plain(STANDS_ALONE),
        S::OtherKey => plain(STANDS_OTHER_KEY),
        S::Unread(code) => unread(lang, code),
    }
}

/// What is told of an error, with its code.
#[must_use]
pub fn with_code(lang: Lang, error: &E) -> Told {
    let told = backup(lang, error);
    Told { what: format!("{} [{}]", told.what, error.code()), next: told.next }
}
