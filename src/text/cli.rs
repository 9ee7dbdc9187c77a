//! Words of the command line: help, messages, headings of what it prints.
//!
//! Owns everything the program says outside its screens. Separate because it is read by whoever looks after
//! the machine, in a shell. It must not repeat a name, a number of a person or a secret.

use super::lang::{says, words};

words! {
    TAGLINE: "loket – meja pelayanan KTP-el: terima, periksa, cetak, serahkan, agenda"
           / "loket – the KTP-el counter: intake, check, print, handover, agenda";
    USAGE: "Pemakaian:"
         / "Usage:";
    OPTIONS: "Pilihan:"
           / "Options:";
    EXITS: "Kode keluar:"
         / "Exit codes:";
    NOTES: "Catatan:"
         / "Notes:";
    NOTE_HOME: "Folder kantor: --home, lalu LOKET_HOME, lalu ~/.local/share/loket."
             / "Home of the office: --home, else LOKET_HOME, else ~/.local/share/loket.";
    NOTE_STREAMS: "Data ke stdout, pesan ke stderr; pipa yang ditutup pembacanya bukan kesalahan."
                / "Data go to stdout, messages to stderr; a pipe closed by its reader is no error.";
    NOTE_DEMO: "Folder demo tidak perlu --as; buku kantor perlu."
             / "A demo home needs no --as; the ledger of an office does.";

    DO_DESK: "buka meja pelayanan; pertama kali: siapkan kantor"
           / "open the desk; the first time, set up the office";
    DO_INIT: "siapkan kantor tanpa layar"
           / "set up the office without a terminal";
    DO_DEMO: "loket tiruan dengan pemohon rekaan (SIMULASI)"
           / "a simulated counter with invented applicants (SIMULASI)";
    DO_EXPORT: "ekspor agenda satu hari, bulan, atau tahun"
             / "export the agenda of a day, month or year";
    DO_REPORT: "laporan satu bulan atau tahun"
             / "the report of a month or year";
    DO_VERIFY: "periksa rantai buku dan barisnya"
             / "check the chain of the ledger and its rows";
    DO_REBUILD: "bangun ulang baris dari jurnal"
              / "build the rows anew from the journal";
    DO_INFO: "keterangan tentang buku"
           / "about the ledger";
    DO_DEVICES: "alat yang diatur dan yang tercolok"
              / "devices that are set and that are plugged in";
    DO_NIK: "periksa susunan sebuah NIK"
          / "check the structure of a NIK";
    DO_CARD_PREVIEW: "gambar muka kartu dari sebuah rekaman cetak ke berkas PNG"
                   / "draw the face of the card of a print record into a PNG file";
    DO_CARD_TEST: "gambar kartu uji ke berkas PNG"
                / "draw the test card into a PNG file";
    DO_CONFIG_CHECK: "periksa pengaturan dan daftar syarat"
                   / "check settings and checklists";
    DO_CONFIG_SHOW: "pengaturan yang berlaku"
                  / "settings in force";
    DO_CONFIG_PATH: "letak berkas pengaturan"
                  / "where the settings are";
    DO_CONFIG_SLIPS: "tulis templat slip bawaan ke folder templat, untuk diubah"
                   / "write the built-in slip templates into their folder, to be edited";

    OPT_HOME: "folder kantor, sebelum atau sesudah perintah"
            / "home of the office, before or after the command";
    OPT_LANG: "bahasa: id atau en"
            / "language: id or en";
    OPT_VERBOSE: "tampilkan juga sebab-sebabnya"
               / "show the causes too";
    OPT_AS: "masuk sebagai petugas ini"
          / "sign in as this member of staff";
    OPT_STDIN: "baca kata sandi dari baris pertama stdin"
             / "read the passphrase from the first line of stdin";
    VALUE_HOME: "FOLDER"
              / "DIR";
    VALUE_AS: "INISIAL"
            / "INITIALS";
    VALUE_SUPERVISOR: "NAMA"
                    / "NAME";
    VALUE_DATE: "TGL"
              / "D";
    OPT_DEFAULTS: "kebijakan bawaan Padang Panjang (tanpa layar: selalu)"
                / "the defaults for Padang Panjang (without a terminal: always)";
    OPT_SUPERVISOR: "nama Kasi, akun pertama"
                  / "name of the supervisor, the first account";
    OPT_HISTORY: "isi dengan N permohonan yang lalu"
               / "fill with N past applications";
    OPT_DATE: "hari, seperti 2026-11-30"
            / "the day, as 2026-11-30";
    VALUE_MONTH: "BLN"
               / "M";
    VALUE_YEAR: "THN"
              / "Y";
    OPT_MONTH: "bulan, seperti 2026-11"
             / "the month, as 2026-11";
    OPT_YEAR: "tahun, seperti 2026"
            / "the year, as 2026";
    ONE_SPAN: "Sebut satu saja: --date, --month, atau --year."
            / "Name only one: --date, --month or --year.";
    PERIOD_PROVISIONAL: "SEMENTARA: masih ada hari yang belum ditutup atau belum lewat; isinya dapat berubah."
                      / "PROVISIONAL: some days are not closed or still to come; this may change.";
    PERIOD_DISCORD: "Ada jumlah yang tidak cocok dengan penutupan hari; lihat pemeriksaan silang."
                  / "Some sums do not agree with the closes of the days; see the cross-check.";
    OPT_FORMAT: "pdf, xlsx, csv atau txt"
              / "pdf, xlsx, csv or txt";
    OPT_PAPER: "kertas PDF: f4 (biasa) atau a4"
             / "paper of the PDF: f4 (usual) or a4";
    OPT_RECORD: "rekaman cetak (JSON) F; foto dan tanda tangan di sampingnya"
              / "print record (JSON) F; photo and signature beside it";
    OPT_OUTPUT: "tulis ke berkas F; ekspor tanpa ini ke stdout"
              / "write to file F; an export without it goes to stdout";
    OPT_JSON: "untuk dibaca program"
            / "for programs";
    OPT_HELP: "bantuan ini"
            / "this help";
    OPT_VERSION: "versi"
               / "version";

    EXIT_OK: "berhasil"
           / "done";
    EXIT_REFUSED: "ditolak aturan, atau pemeriksaan menemukan kesalahan"
                / "refused by a rule, or a check found something wrong";
    EXIT_USAGE: "perintah tidak dimengerti"
              / "command not understood";
    EXIT_INPUT: "masukan, folder atau pengaturan salah"
              / "wrong input, home or settings";
    EXIT_LEDGER: "buku tidak ada atau tidak dapat dipakai"
               / "no ledger, or it cannot be used";
    EXIT_SIGN_IN: "tidak masuk: kata sandi salah, terkunci, atau akun tidak ada"
                / "not signed in: wrong passphrase, locked, or no such account";
    EXIT_OUTPUT: "hasil tidak dapat ditulis"
               / "the result could not be written";
    EXIT_DESK: "meja berhenti karena kesalahan"
             / "the desk stopped on an error";

    SEE_HELP: "Lihat: loket --help"
            / "See: loket --help";
    BECAUSE: "karena"
           / "because";
    NOT_UTF8: "Ada isian yang bukan teks UTF-8."
            / "An argument is not UTF-8 text.";
    OUTPUT_LOST: "Keluaran tidak dapat ditulis."
               / "The output could not be written.";

    HOME_UNKNOWN: "Folder kantor tidak diketahui: HOME kosong."
                / "There is no home for the office: HOME is empty.";
    HOME_NAME_IT: "Sebutkan dengan --home FOLDER atau LOKET_HOME."
                / "Name one with --home DIR or LOKET_HOME.";
    NOT_SET_UP_NEXT: "Jalankan loket, atau loket init --supervisor NAMA --passphrase-stdin."
                   / "Run loket, or loket init --supervisor NAME --passphrase-stdin.";
    CONFIG_FIX: "Betulkan barisnya, lalu: loket config check"
              / "Correct the line, then: loket config check";
    FAULT_TOO_LARGE: "lebih dari 256 KiB"
                   / "over 256 KiB";
    FAULT_SYNTAX: "bukan TOML yang benar"
                / "not valid TOML";
    FAULT_UNKNOWN_KEY: "kunci tidak dikenal"
                     / "unknown key";
    FAULT_NOT_A_TEXT: "harus teks dalam tanda kutip"
                    / "a text in quotes is needed";
    FAULT_NOT_A_TABLE: "harus tabel"
                     / "a table is needed";
    FAULT_EMPTY: "kosong"
               / "empty";
    FAULT_UNCLEAN: "berisi huruf yang tidak terlihat"
                 / "has invisible characters";
    RULES_STAY: "Daftar syarat bawaan tetap berlaku."
              / "The built-in checklists stay in force.";
    CONFIG_GOOD: "Pengaturan benar."
               / "The settings are right.";

    SECRET_TOO_SHORT: "Kata sandi paling sedikit 10 huruf atau angka."
                    / "A passphrase has at least 10 characters.";
    SECRET_TOO_LONG: "Kata sandi paling banyak 128 huruf."
                   / "A passphrase has at most 128 characters.";
    SECRET_TRIVIAL: "Kata sandi ini terlalu mudah ditebak."
                  / "This passphrase is too easy to guess.";
    SECRET_MISSING: "Tidak ada kata sandi."
                  / "There is no passphrase.";
    SECRET_HOW: "Kirim lewat stdin dengan --passphrase-stdin, atau jalankan di terminal."
              / "Send it on stdin with --passphrase-stdin, or run in a terminal.";
    SECRET_DIFFERS: "Dua kali berbeda; tidak ada yang disimpan."
                  / "The two differ; nothing was kept.";
    ASK_SECRET: "Kata sandi: "
              / "Passphrase: ";
    ASK_NEW_SECRET: "Kata sandi baru (paling sedikit 10): "
                  / "New passphrase (at least 10): ";
    ASK_AGAIN: "Sekali lagi: "
             / "Once more: ";

    NOT_FOUNDED: "Kantor belum jadi disiapkan."
               / "The office could not be set up.";
    LEDGER_FOREIGN: "ledger.db bukan buku program ini."
                  / "ledger.db is not a ledger of this program.";
    LEDGER_BUSY: "Buku sedang terkunci."
               / "The ledger is locked just now.";
    LEDGER_FULL: "Penyimpanan penuh; yang sudah tercatat aman."
               / "The disk is full; what was recorded is safe.";
    LEDGER_DAMAGED: "Buku rusak."
                  / "The ledger is damaged.";
    LEDGER_TROUBLE: "Buku tidak dapat dipakai."
                  / "The ledger cannot be used.";
    LEDGER_VERIFY: "Jangan diubah; jalankan: loket ledger verify"
                 / "Change nothing; run: loket ledger verify";
    CARD_PERSONAL: "Gambar ini memuat data pribadi: hapus begitu selesai dilihat."
                 / "This picture holds personal data: delete it once it has been looked at.";
    CARD_OPEN: "Folder rekaman ini dapat dibaca pengguna lain: tutup dengan chmod o-rwx."
             / "Others can read the folder of this record: close it with chmod o-rwx.";
    CARD_NEXT: "Arti kode ada di docs/devices.md; nama kuncinya dengan --verbose."
             / "docs/devices.md explains the code; --verbose gives the name of the key.";
    OUTPUT_NEXT: "Pilih nama lain, atau hapus berkas itu dahulu."
               / "Choose another name, or delete that file first.";
    TRY_AGAIN: "Tidak ada yang berubah; coba lagi."
             / "Nothing was changed; try again.";

    INFO_LEDGER: "buku"
               / "ledger";
    INFO_KIND: "jenis"
             / "kind";
    INFO_OFFICE: "kantor"
               / "office";
    INFO_DEMO: "SIMULASI"
             / "SIMULATION";
    INFO_SCHEMA: "skema"
               / "schema";
    INFO_ENTRIES: "entri"
                / "entries";
    INFO_HEAD: "kepala"
             / "head";
    INFO_APPLICATIONS: "permohonan"
                     / "applications";
    INFO_OPEN_FILES: "berkas terbuka"
                   / "open files";
    INFO_OPEN_DAY: "hari terbuka"
                 / "open day";
    INFO_CLOSED_DAY: "hari terakhir ditutup"
                   / "last closed day";
    INFO_NUMBER: "nomor terakhir"
               / "last number";
    INFO_SIZE: "ukuran (byte)"
             / "size (bytes)";
    INFO_ENGINE: "mesin"
               / "engine";
    INFO_DAYS: "hari ditutup"
             / "closed days";
    INFO_ERASED: "data pribadi dihapus"
               / "personal data erased";
    INFO_NONE: "belum ada"
             / "none yet";
    VERIFIED: "Buku utuh."
            / "The ledger is whole.";
    VERIFY_NEXT: "Jangan diubah: simpan salinan folder ini dan panggil yang merawat program."
               / "Change nothing: keep a copy of this folder and call whoever looks after the program.";
    FAULT_ENGINE: "berkas basis data rusak"
                / "the database file is damaged";
    FAULT_MISSING: "entri hilang dari urutan"
                 / "an entry is missing from the sequence";
    FAULT_UNREADABLE: "entri tidak dapat dibaca"
                    / "an entry cannot be read";
    FAULT_FOREIGN: "entri dari buku atau tempat lain"
                 / "an entry of another ledger or place";
    FAULT_HASH: "isi entri tidak cocok dengan sidiknya"
              / "the bytes of an entry do not give its hash";
    FAULT_LINK: "entri tidak menyambung yang sebelumnya"
              / "an entry does not continue the one before it";
    FAULT_PERSONAL: "data pribadi bukan yang tercatat bersama entrinya"
                  / "personal data are not those the entry was made with";
    FAULT_NUMBER: "nomor register melompat atau ganda"
                / "a register number leaves a gap or stands twice";
    FAULT_EQUATION: "jumlah hari itu tidak cocok"
                  / "an equation of the day does not hold";
    FAULT_ROW: "baris tidak sama dengan jurnal"
             / "a row is not what the journal gives";

    EXPORT_PROVISIONAL: "SEMENTARA: hari ini belum ditutup; isinya masih dapat berubah."
                      / "PROVISIONAL: this day is not closed; it may still change.";
    EXPORT_DIFFERS_NEWER: "Tidak sama dengan saat ditutup: bentuk ekspor program ini lebih baru."
                        / "Not what was digested at the close: this program exports in a newer form.";
    EXPORT_DIFFERS: "Tidak sama dengan saat ditutup, tanpa sebab yang tercatat."
                  / "Not what was digested at the close, for no recorded reason.";
    EXPORT_UNMADE: "Agenda tidak dapat dibuat dalam bentuk ini."
                 / "The agenda could not be made in this format.";
    EXPORT_NO_DIGEST: "Saat ditutup tidak ada sidik untuk bentuk ini; kesamaan tidak dapat diperiksa."
                    / "The close holds no digest for this format; sameness cannot be checked.";
    DEMO_REAL_OFFICE: "Folder ini kantor sungguhan; demo tidak dijalankan di sini."
                    / "This folder is a real office; the demo does not run here.";
    DESK_STOPPED: "Meja pelayanan berhenti karena kesalahan; yang sudah tercatat aman."
                / "The desk stopped on an error; what was recorded is safe.";

    SIGN_IN_NEEDED: "Buku kantor hanya dibuka oleh petugas yang masuk."
                  / "The ledger of an office is opened only by staff who sign in.";
    SIGN_IN_HOW: "Tambahkan --as INISIAL, dan --passphrase-stdin bila tanpa terminal."
               / "Add --as INITIALS, and --passphrase-stdin without a terminal.";
    SIGN_IN_WRONG: "Kata sandi salah."
                 / "Wrong passphrase.";
    SIGN_IN_LOCKED: "Akun terkunci setelah 10 kali salah."
                  / "The account is locked after 10 wrong tries.";
    SIGN_IN_LOCKED_NEXT: "Kasi lain mengatur ulang kata sandinya (Ctrl+G); tidak ada Kasi lain: loket recover."
                       / "Another supervisor resets its passphrase (Ctrl+G); is there none: loket recover.";
    SIGN_IN_TWICE: "Nama itu dipakai lebih dari satu petugas; pakai inisial."
                 / "More than one member of staff has that name; use the initials.";
    KEYS_TROUBLE: "Berkas kunci (keys.toml) tidak dapat dipakai."
                / "The key file (keys.toml) cannot be used.";

    NIK_NUMBER: "NIK"
              / "NIK";
    NIK_REGION: "wilayah"
              / "region";
    NIK_BIRTH: "lahir"
             / "born";
    NIK_SEX: "jenis kelamin"
           / "sex";
    NIK_SERIAL: "nomor urut"
              / "serial";
    NIK_MALE: "laki-laki"
            / "male";
    NIK_FEMALE: "perempuan"
              / "female";
    NIK_LOOK: "perhatikan"
            / "look again";

    DEVICES_SET: "Alat yang diatur:"
               / "Devices that are set:";
    DEVICES_PLUGGED: "Port serial yang tercolok:"
                   / "Serial ports plugged in:";
    DEVICES_NONE: "tidak ada"
                / "none";
    DEVICE_FREE: "siap dipakai"
               / "free";
    DEVICE_NO_NODE: "dikenal sistem, tetapi tidak ada berkasnya di /dev"
                  / "known to the system, but without a node in /dev";
    DEVICE_DENIED: "tidak ada izin"
                 / "permission denied";
    DEVICE_SIMULATED: "SIMULASI"
                    / "SIMULATED";
    DEVICE_WRONG: "Ada pengaturan alat yang salah."
                / "A device setting is wrong.";

    KIND_FINGERPRINT: "pembaca sidik jari"
                    / "fingerprint reader";
    KIND_PRINTER: "printer kartu"
                / "card printer";
    KIND_CHIP: "pengaktif cip"
             / "chip activation";
    KIND_SLIP: "printer struk"
             / "receipt printer";
    KIND_NETWORK: "penguji jaringan"
                / "network probe";
    KIND_SCANNER: "pemindai kode"
                / "code scanner";
    KIND_MODEM: "modem SMS"
              / "SMS modem";
}

says! {
    fn unknown_command(word: &str): "Perintah tidak dikenal: {word}"
                                  / "Unknown command: {word}";
    fn unknown_option(option: &str): "Pilihan tidak dikenal: {option}"
                                   / "Unknown option: {option}";
    fn option_not_here(option: &str): "{option} tidak berlaku untuk perintah ini."
                                    / "{option} does not belong to this command.";
    fn option_twice(option: &str): "{option} disebut dua kali."
                                 / "{option} is given twice.";
    fn value_missing(option: &str): "{option} perlu isian."
                                  / "{option} needs a value.";
    fn value_not_wanted(option: &str): "{option} tidak memakai isian."
                                     / "{option} takes no value.";
    fn value_wrong(option: &str, of: &str): "Isian {option} harus: {of}"
                                          / "{option} must be: {of}";
    fn option_needed(option: &str): "{option} harus disebut."
                                  / "{option} must be given.";
    fn too_many_words(word: &str): "Terlalu banyak kata: {word}"
                                 / "One word too many: {word}";

    fn home_missing(path: &str): "Folder {path} tidak ada."
                               / "There is no folder {path}.";
    fn home_not_a_folder(path: &str): "{path} bukan folder."
                                    / "{path} is not a folder.";
    fn home_not_ours(path: &str): "{path} milik pengguna lain."
                                / "{path} belongs to another user.";
    fn home_open(path: &str, mode: u32): "{path} terbuka bagi pengguna lain (izin {mode:03o})."
                                       / "{path} is open to other users (mode {mode:03o}).";
    fn home_close_it(mode: &str, path: &str): "Tutup dengan: chmod {mode} {path}"
                                            / "Close it with: chmod {mode} {path}";
    fn home_io(path: &str): "{path} tidak dapat dipakai."
                          / "{path} cannot be used.";
    fn not_set_up(path: &str): "Belum ada kantor di {path}."
                             / "No office has been set up in {path}.";
    fn config_unreadable(path: &str): "{path} tidak dapat dibaca."
                                    / "{path} cannot be read.";
    fn config_wrong(path: &str, line: usize, key: &str, fault: &str): "{path}, baris {line}, {key}: {fault}"
                                                                   / "{path}, line {line}, {key}: {fault}";
    fn config_wrong_line(path: &str, line: usize, fault: &str): "{path}, baris {line}: {fault}"
                                                             / "{path}, line {line}: {fault}";
    fn fault_too_long(len: usize, max: usize): "{len} huruf, paling banyak {max}"
                                            / "{len} characters, at most {max}";
    fn fault_not_one_of(of: &str): "harus salah satu dari {of}"
                                 / "must be one of {of}";
    fn fault_not_within(least: u16, most: u16): "harus bilangan {least} sampai {most}"
                                             / "must be a number from {least} to {most}";
    fn fault_device(part: &str): "bukan alat yang dikenal ({part})"
                               / "not a device setting ({part})";
    fn rules_unreadable(path: &str): "Daftar syarat {path} tidak dapat dibaca."
                                   / "Checklist file {path} cannot be read.";
    fn sign_in_wait(seconds: i64): "Terlalu sering salah; tunggu {seconds} detik."
                                 / "Too many wrong tries; wait {seconds} seconds.";
    fn exists_already(path: &str): "Sudah ada kantor di {path}; tidak ada yang diubah."
                                 / "There is an office in {path} already; nothing was changed.";
    fn founded(path: &str, id: &str, initials: &str): "Kantor siap di {path}\nbuku    {id}\nmasuk   {initials}"
                                                   / "Office ready in {path}\nledger  {id}\nsign in {initials}";
    fn ledger_newer(found: u32, known: u32): "Buku berskema {found}; program ini mengenal sampai {known}. Perbarui program."
                                           / "The ledger has schema {found}; this program knows up to {known}. Update it.";
    fn ledger_foreign_disk(kind: &str): "Buku tidak boleh di {kind}; pakai penyimpanan di komputer ini."
                                      / "A ledger must not be on {kind}; use a disk of this machine.";
    fn ledger_held(by: &str): "Buku sedang ditulis oleh {by}."
                            / "The ledger is being written by {by}.";
    fn ledger_broken(seq: u64): "Entri {seq} rusak."
                              / "Entry {seq} is broken.";
    fn fault_at(seq: u64, what: &str, code: &str): "Buku tidak utuh: entri {seq}: {what} [{code}]"
                                                 / "The ledger is not whole: entry {seq}: {what} [{code}]";
    fn fault_somewhere(what: &str, code: &str): "Buku tidak utuh: {what} [{code}]"
                                              / "The ledger is not whole: {what} [{code}]";
    fn verifying(done: u64, total: u64): "memeriksa {done} dari {total}"
                                       / "checking {done} of {total}";
    fn rebuilding(done: u64, total: u64): "membangun {done} dari {total}"
                                        / "building {done} of {total}";
    fn rebuilt(entries: u64): "Baris dibangun ulang dari {entries} entri."
                            / "Rows built anew from {entries} entries.";
    fn no_such_day(date: &str): "Tidak ada hari {date} di buku."
                              / "The ledger has no day {date}.";
    fn no_such_period(period: &str): "Tidak ada hari di {period} dalam buku."
                                   / "The ledger has no day in {period}.";
    fn output_exists(path: &str): "{path} sudah ada dan tidak ditimpa."
                                / "{path} exists and is not overwritten.";
    fn output_unwritable(path: &str): "{path} tidak dapat ditulis."
                                    / "{path} cannot be written.";
    fn device_in_use(pid: u32): "dipakai proses {pid}"
                              / "used by process {pid}";
    fn device_join(group: &str): "tambahkan pengguna ke grup {group}: sudo usermod -aG {group} $USER, lalu masuk lagi"
                               / "add the user to group {group}: sudo usermod -aG {group} $USER, then log in again";
}
