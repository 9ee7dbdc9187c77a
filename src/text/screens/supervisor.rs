//! Words of the supervisor's view: approvals, clocks, mode, accounts, blanks, day.
//!
//! Separate because these are read by the Kasi, not over the counter. It must not name a person's times.

use crate::text::lang::{says, words};

words! {
    TITLE: "Kasi"
       / "Supervisor";
    C_WHAT: "Hal"
          / "Matter";
    C_STATE: "Keadaan"
           / "State";
    EMPTY: "Tidak ada."
         / "Nothing.";
    APPROVALS: "MENUNGGU PERSETUJUAN"
             / "WAITING FOR APPROVAL";
    NO_APPROVALS: "tidak ada yang menunggu"
                / "nothing is waiting";
    CLOCKS: "JAM LAYANAN (jumlah sekantor)"
          / "CLOCKS (sums of the whole office)";
    MODE: "GANGGUAN"
        / "TROUBLE";
    NO_MODE: "tidak ada gangguan"
           / "no trouble";
    ACCOUNTS: "AKUN"
            / "ACCOUNTS";
    BLANKS: "BLANGKO"
          / "BLANKS";
    BLANKS_STOCK: "Sisa menurut buku"
                / "On hand by the book";
    DAY: "HARI"
       / "DAY";
    DAY_OPEN: "Hari yang terbuka"
            / "Open day";
    DAY_NONE: "belum ada; h membuka hari"
            / "none; h opens the day";
    UNCLOSED: "Belum ditutup"
            / "Not closed";
    LAST_CLOSED: "Terakhir ditutup"
               / "Last closed";
    ACTIVE: "aktif"
          / "active";
    DISABLED: "dinonaktifkan"
            / "switched off";
    NOT_TIMED: "belum ada berkas"
             / "no file yet";
}

words! {
    DECIDE: "Putuskan permintaan"
          / "Decide the request";
    GRANT: "Setujui"
         / "Grant";
    DENY: "Tidak disetujui"
        / "Deny";
    NOTHING_WAITS: "Tidak ada permintaan yang menunggu."
                 / "No request is waiting.";
    ACCOUNT: "Akun"
           / "Account";
    DO_ROLES: "Ubah peran"
            / "Change the roles";
    DO_DISABLE: "Nonaktifkan akun"
              / "Switch the account off";
    DO_ENABLE: "Aktifkan akun"
             / "Switch the account on";
    DO_RESET: "Kata sandi baru"
            / "New passphrase";
    DO_CLOSER: "Tunjuk pelaksana penutup hari"
             / "Let the account close days";
    DO_NO_CLOSER: "Cabut pelaksana penutup hari"
                / "No longer close days";
    CLOSER: "pelaksana penutup hari"
          / "may close days";
    NEW: "Akun baru"
       / "New account";
    ROLES: "Peran akun"
         / "Roles of the account";
    RESET: "Kata sandi baru"
         / "New passphrase";
    F_NAME: "Nama lengkap"
          / "Full name";
    F_INITIALS: "Inisial (2–4 huruf)"
              / "Initials (2–4 letters)";
    F_SECRET: "Kata sandi"
            / "Passphrase";
    F_AGAIN: "Kata sandi lagi"
           / "Passphrase again";
    NO_ROLE: "Akun belum diberi peran."
           / "The account has no role yet.";
    NO_ROLE_NEXT: "Centang paling sedikit satu peran dengan spasi, lalu F8."
                / "Tick at least one role with the space bar, then F8.";
    FORM_KEYS: "F8 simpan · Esc tinggalkan"
             / "F8 saves · Esc leaves it";
}

words! {
    BLANKS_TITLE: "Blangko masuk, keluar, dihitung"
                / "Blanks in, out, counted";
    B_HOW: "Apa yang terjadi"
         / "What happened";
    B_AMOUNT: "Jumlah keping"
            / "Number of cards";
    B_DOCUMENT: "Surat atau berita acara"
              / "Letter or record";
    B_PICK: "Pilih dahulu apa yang terjadi."
          / "Choose first what happened.";
    B_AMOUNT_MISSING: "Jumlah belum diisi."
                    / "The number is missing.";
    B_AMOUNT_NEXT: "Ketik jumlah keping, angka saja."
                 / "Type the number of cards, digits only.";
    B_DOCUMENT_MISSING: "Nomor surat atau berita acara belum diisi."
                      / "The number of the letter or record is missing.";
    B_DOCUMENT_NEXT: "Tanpa surat, perubahan stok tidak dicatat."
                   / "Without a paper no change of stock is recorded.";
    B_NO_DIFFERENCE: "Hitungan sama dengan buku: tidak ada yang dikoreksi."
                   / "The count agrees with the book: nothing to correct.";
    B_COUNTED_HINT: "Untuk koreksi ketik hasil hitung; selisihnya dicatat."
                  / "For a correction type the count; the difference is recorded.";
}

says! {
    /// A request: topic, by whom, since.
    fn request(by: &str, age: &str): "diminta {by}, {age} yang lalu"
                                   / "asked by {by}, {age} ago";
    /// Clock of a step.
    fn clock(files: u32, over: u32, standard: &str): "{files} berkas, {over} lewat {standard}"
                                                   / "files {files}, over {standard}: {over}";
    /// Paused by cause.
    fn paused(cause: &str, minutes: u64): "{cause} {minutes} mnt"
                                        / "{cause} {minutes} min";
    /// Trouble since, and the files that wait.
    fn trouble(causes: &str, since: &str, waiting: usize): "{causes} sejak {since}, {waiting} menunggu"
                                                         / "{causes} since {since}, {waiting} waiting";
    /// Cards.
    fn pieces(n: &str): "{n} keping"
                      / "{n} cards";
    /// Stock at the next count.
    fn difference(book: &str, n: &str): "buku {book}, selisih {n}"
                                      / "book {book}, difference {n}";
    /// Decided.
    fn granted(no: &str, topic: &str): "{no} DISETUJUI · {topic}"
                                     / "{no} GRANTED · {topic}";
    fn denied(no: &str, topic: &str): "{no} TIDAK DISETUJUI · {topic}"
                                    / "{no} DENIED · {topic}";
    /// Accounts.
    fn added(initials: &str): "AKUN {initials} DIBUAT"
                            / "ACCOUNT {initials} MADE";
    fn changed(initials: &str): "AKUN {initials} DIUBAH"
                              / "ACCOUNT {initials} CHANGED";
    fn reset(initials: &str): "AKUN {initials}: kata sandi baru berlaku"
                            / "ACCOUNT {initials}: the new passphrase holds";
    /// Blanks moved.
    fn moved(how: &str, n: &str, have: &str): "BLANGKO DICATAT · {how} {n} · sisa {have}"
                                            / "BLANKS RECORDED · {how} {n} · on hand {have}";
}
