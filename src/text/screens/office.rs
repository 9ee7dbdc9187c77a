//! Words around the counter: first run, signing in, the lock, finding, the supervisor's screen.
//!
//! Separate because they are read seldom and by people new to the desk, so they explain more. It must not
//! tell who was fast or slow: clocks serve the service, not the person.

use crate::text::lang::{says, words};

words! {
    /// First run.
    FIRST_TITLE: "Selamat datang di Loket"
               / "Welcome to Loket";
    FIRST_ASK: "Komputer ini belum punya buku kantor. Apa yang ingin dilakukan?"
             / "This computer has no office book yet. What would you like to do?";
    FIRST_OFFICE: "Siapkan kantor ini"
                / "Set up this office";
    FIRST_OFFICE_HINT: "akun Kasi pertama, nomor mulai 0001, alat dicatat petugas"
                     / "first supervisor, numbers from 0001, devices noted by staff";
    FIRST_DEMO: "Coba loket simulasi"
              / "Try a simulated counter";
    FIRST_DEMO_HINT: "pemohon buatan, tidak ada data sungguhan, boleh salah"
                   / "made-up applicants, no real data, mistakes are fine";
    FIRST_NAME: "Nama Kasi"
              / "Supervisor's name";
    FIRST_SECRET: "Kata sandi"
                / "Passphrase";
    FIRST_SECRET_HINT: "paling sedikit 12 huruf; beberapa kata lebih mudah diingat"
                     / "at least 12 characters; a few words are easier to remember";
    FIRST_SECRET_AGAIN: "Kata sandi sekali lagi"
                      / "Passphrase once more";
    FIRST_SECRET_DIFFERS: "Kedua kata sandi berbeda."
                        / "The two passphrases differ.";
    FIRST_LAST_NUMBER: "Nomor terakhir di buku agenda kertas"
                     / "Last number in the paper agenda";
    FIRST_LAST_NUMBER_HINT: "kosongkan bila mulai dari 0001"
                          / "leave it empty to start at 0001";
    FIRST_DEVICES: "Alat: dicatat petugas; alat lain diatur kemudian di loket.toml"
                 / "Devices: noted by staff; others are set up later in loket.toml";
    FIRST_DONE: "Kantor siap. Buka hari, lalu F2 Penerimaan."
              / "The office is ready. Open the day, then F2 Intake.";
}

words! {
    /// Signing in and the lock.
    SIGN_IN_TITLE: "Masuk"
                 / "Sign in";
    SIGN_IN_WRONG: "Akun atau kata sandi tidak cocok."
                 / "Account and passphrase don't match.";
    SIGN_IN_HELP: "Lupa kata sandi: minta Kasi mengatur ulang akun."
                / "Passphrase forgotten: ask the supervisor to reset the account.";
    SWITCH_TITLE: "Ganti petugas: inisial dan PIN"
                / "Switch clerk: initials and PIN";
    LOCKED_TITLE: "Loket terkunci"
                / "Loket is locked";
    LOCKED_HINT: "Yang diketik tersimpan dan kembali setelah masuk."
               / "What was typed is saved and comes back after signing in.";
    LOCKED_JOB: "Alat masih bekerja; hasilnya tetap dicatat."
              / "A device is still working; its outcome will be recorded.";
    SIGNED_OUT: "Anda keluar. Isian tersimpan."
              / "You are signed out. Entries are saved.";
    LEAVE_ASK: "Tutup Loket di meja ini?"
             / "Close Loket at this desk?";
    LEAVE_JOB: "Alat masih bekerja. Tunggu sampai selesai sebelum menutup."
             / "A device is still working. Wait until it is done before closing.";
    DEMO_BANNER: "SIMULASI – pemohon buatan, bukan data penduduk"
               / "SIMULATION – made-up applicants, no residents' data";
}

words! {
    /// Find anything.
    FIND_TITLE: "Cari"
              / "Find";
    FIND_HINT: "NIK, nomor, bagian nama, atau No. kontak"
             / "NIK, number, part of a name, or contact number";
    FIND_SHORT: "Ketik satu huruf lagi untuk mencari di tengah kata."
              / "Type one more letter to search inside words.";
    FIND_NONE: "Tidak ditemukan. Coba bagian nama yang lain, atau NIK."
             / "Nothing found. Try another part of the name, or the NIK.";
    FIND_MORE: "masih ada lagi; ketik lebih banyak huruf"
             / "there are more; type further letters";
    FIND_CLOSED: "selesai"
               / "closed";
    FIND_OPEN: "terbuka"
             / "open";
}

words! {
    /// The supervisor's screen.
    SUP_TITLE: "Kasi"
             / "Supervisor";
    SUP_APPROVALS: "Permintaan persetujuan"
                 / "Requests for approval";
    SUP_APPROVALS_NONE: "Tidak ada permintaan yang menunggu."
                      / "No request is waiting.";
    SUP_GRANT: "Setujui"
             / "Approve";
    SUP_DENY: "Jangan setujui"
            / "Don't approve";
    SUP_OWN: "permintaan sendiri, diputuskan orang lain"
           / "your own, decided by someone else";
    SUP_CLOCKS: "Waktu layanan hari ini"
              / "Service times today";
    SUP_CLOCKS_HINT: "per langkah, bukan per orang"
                   / "by step, not by person";
    SUP_ACCOUNTS: "Akun"
                / "Accounts";
    SUP_NEW: "Akun baru"
           / "New account";
    SUP_DISABLE: "Nonaktifkan akun"
               / "Switch the account off";
    SUP_ENABLE: "Aktifkan lagi"
              / "Switch it on again";
    SUP_RESET: "Atur ulang kata sandi dan PIN"
             / "Reset passphrase and PIN";
    SUP_ROLES: "Peran"
             / "Roles";
    SUP_ACTIVE: "aktif"
              / "active";
    SUP_OFF: "nonaktif"
           / "switched off";
    SUP_STUCK: "Berkas yang tertahan, menurut umur"
             / "Files that are stuck, by age";
    SUP_OBLIGATIONS: "Diserahkan belum aktif"
                   / "Handed over, not active";
    SUP_POLICY: "Aturan kantor"
              / "Office rules";
}

words! {
    /// Trouble mode.
    MODE_START: "Mulai mode gangguan"
              / "Start the trouble mode";
    MODE_CHANGE: "Ubah sebab gangguan"
               / "Change the cause of trouble";
    MODE_END: "Akhiri mode gangguan"
            / "End the trouble mode";
    MODE_CAUSE: "Sebab (boleh lebih dari satu)"
              / "Cause (may be several)";
    MODE_REASON: "Apa yang terlihat"
               / "What is seen";
    MODE_EFFECT: "Penerimaan dan pemeriksaan tetap berjalan."
               / "Intake and checking go on.";
    MODE_ADVISED_START: "Jaringan tidak menjawab. Mulai mode gangguan dengan Ctrl+N?"
                      / "The network does not answer. Start the trouble mode with Ctrl+N?";
    MODE_ADVISED_END: "Jaringan menjawab lagi. Akhiri mode gangguan dengan Ctrl+N?"
                    / "The network answers again. End the trouble mode with Ctrl+N?";
    MODE_NO_DOUBLE: "Yang sudah rekam jangan direkam lagi: data ganda menghalangi KTP-el."
                  / "Don't record anyone twice: a duplicate blocks the card.";
}

words! {
    /// Blanks.
    BLANKS_TITLE: "Blangko masuk dan keluar"
                / "Blanks in and out";
    BLANKS_HOW: "Apa yang terjadi"
              / "What happened";
    BLANKS_N: "Jumlah (keping)"
            / "Number (cards)";
    BLANKS_DOCUMENT: "Dokumen dasar"
                   / "Document behind it";
    BLANKS_LOW: "Blangko hampir habis"
              / "Blanks are running low";
}

says! {
    /// Wait after failed attempts to sign in.
    fn wait(seconds: u64): "Tunggu {seconds} detik sebelum mencoba lagi."
                         / "Wait {seconds} seconds before trying again.";
    /// An account locked after too many failures.
    fn locked_out(initials: &str): "Akun {initials} terkunci; Kasi membukanya kembali."
                                 / "Account {initials} is locked; the supervisor unlocks it.";
    /// Failures since the last good sign-in.
    fn failures(n: u32): "{n} kali gagal masuk sejak terakhir kali"
                       / "{n} failed sign-ins since last time";
    /// Who is signed in, by which roles.
    fn welcome(name: &str, roles: &str): "{name} · {roles}"
                                       / "{name} · {roles}";
    /// How many results.
    fn found(n: usize): "{n} ditemukan"
                      / "{n} found";
    /// A request waiting.
    fn asks(no: &str, who: &str, topic: &str, since: &str): "{no} · {who}: {topic}, sejak {since}"
                                                          / "{no} · {who}: {topic}, since {since}";
    /// Requests wait for this supervisor.
    fn approvals_wait(n: usize): "{n} permintaan menunggu (Ctrl+G)"
                               / "{n} requests wait (Ctrl+G)";
    /// Few blanks left.
    fn blanks_low(n: u32): "Sisa blangko {n}: minta tambahan"
                         / "{n} blanks left: ask for more";
    /// The end of trouble, with what waits.
    fn end_ask(waiting: usize): "Akhiri gangguan? {waiting} berkas menunggu dan ditawarkan dari yang terlama."
                              / "End the trouble? {waiting} files wait and are offered oldest first.";
    /// Age bands of open files in working days.
    fn ages(today: u32, few: u32, week: u32, two: u32, more: u32):
        "umur (hari kerja): 0: {today} · 1–3: {few} · 4–7: {week} · 8–14: {two} · >14: {more}"
      / "age (working days): 0: {today} · 1–3: {few} · 4–7: {week} · 8–14: {two} · >14: {more}";
    /// Standard time and how a step did.
    fn clock(step: &str, average: &str, standard: &str): "{step}: rata-rata {average}, standar {standard}"
                                                       / "{step}: average {average}, standard {standard}";
}
