//! Words of the first start on an empty home.
//!
//! Separate because it is read once, by somebody who knows nothing of Loket yet. It must not know files.

use crate::text::lang::{says, words};

words! {
    TITLE: "Selamat datang di Loket"
         / "Welcome to Loket";
    EMPTY: "Belum ada buku kantor di komputer ini."
         / "There is no office book on this computer yet.";
    WHICH: "Apa yang ingin dilakukan?"
         / "What would you like to do?";
    SET_UP: "Siapkan kantor ini"
          / "Set up this office";
    DEMO: "Coba loket simulasi (orang dan kartu buatan)"
        / "Try a simulated counter (made-up people and cards)";
    LEAVE: "Keluar"
         / "Leave";
    FORM: "Siapkan kantor"
        / "Set up the office";
    OFFICE: "Nama kantor"
          / "Office";
    STATION: "Nama meja ini"
           / "This desk";
    SUPERVISOR: "Nama Kasi"
              / "Supervisor's name";
    INITIALS: "Inisial"
            / "Initials";
    INITIALS_HINT: "2–4 huruf, untuk masuk"
                 / "2–4 letters, to sign in";
    SECRET: "Kata sandi"
          / "Passphrase";
    AGAIN: "Sekali lagi"
         / "Once more";
    ALL_ROLES: "Semua peran"
             / "All roles";
    ALL_ROLES_HINT: "juga petugas register dan operator"
                  / "also register officer and operator";
    ENCRYPTED: "Sandikan buku"
          / "Encrypt the book";
    ENCRYPTED_HINT: "hanya petugas yang masuk dapat membacanya"
               / "only staff who sign in can read it";
    PLAIN_HINT: "TIDAK disandikan: pencuri komputer membaca semua NIK"
              / "NOT encrypted: whoever steals the machine reads every NIK";
    RECOVERY: "Kunci pemulihan – tampil hanya sekali"
            / "Recovery key – shown only once";
    RECOVERY_WHAT: "Hanya kunci ini yang membuka buku bila semua Kasi lupa kata sandinya."
                 / "Only this key opens the book when every supervisor has forgotten the passphrase.";
    RECOVERY_HOW: "Tulis ke-14 kelompok di kertas, huruf dan angka; O tidak ada, hanya angka 0."
                / "Write all 14 groups on paper, letters and digits; there is no O, only the digit 0.";
    RECOVERY_WHERE: "Simpan di amplop tertutup dalam lemari terkunci, jauh dari komputer ini."
                  / "Keep it in a closed envelope in a locked cabinet, away from this computer.";
    RECOVERY_TITLE: "Kunci pemulihan"
                  / "Recovery key";
    RECOVERY_DONE: "Sudah di kertas dan diperiksa, lanjut"
                 / "It is on paper and checked, go on";
    RECOVERY_PRINT: "Cetak di printer struk"
                  / "Print on the receipt printer";
    RECOVERY_PRINTING: "Sedang dicetak…"
                     / "Printing…";
    RECOVERY_PRINTED: "Lembar keluar. Cocokkan ke-14 kelompok dengan layar, lalu masukkan ke amplop."
                    / "The sheet is out. Compare all 14 groups with the screen, then put it into its envelope.";
    ATTESTED: "Alat: hasil SIAK, printer dan cip dicatat petugas (attested); alat disambung kemudian."
            / "Devices: staff record what SIAK, printer and chip gave (attested); connect them later.";
    KEYS: "Tab isian berikut · F8 siapkan · Esc kembali"
        / "Tab next field · F8 set up · Esc goes back";
    OFFICE_MISSING: "Nama kantor belum diisi."
                  / "The office has no name yet.";
    OFFICE_NEXT: "Nama ini tampil di kepala layar dan buku."
               / "It shows in the header and in the book.";
    STATION_WRONG: "Nama meja: 1 sampai 20 huruf kecil, angka atau tanda hubung."
                 / "The desk's name: 1 to 20 small letters, digits or hyphens.";
    STATION_NEXT: "Misalnya loket-1."
                / "For example loket-1.";
    INITIALS_WRONG: "Inisial terdiri dari 2 sampai 4 huruf."
                  / "Initials are 2 to 4 letters.";
    INITIALS_NEXT: "Ketik 2 sampai 4 huruf, tanpa spasi dan angka."
                 / "Type 2 to 4 letters, no spaces and no digits.";
    SECRET_SHORT: "Kata sandi terlalu pendek."
                / "The passphrase is too short.";
    SECRET_NEXT: "Paling sedikit 10 tanda; kalimat pendek mudah diingat."
               / "At least 10 characters; a short sentence is easy to remember.";
    SECRET_EASY: "Kata sandi ini terlalu mudah ditebak."
               / "This passphrase is too easy to guess.";
    SECRET_EASY_NEXT: "Bukan kata umum atau angka berurut; pakai dua tiga kata. Ketik lagi."
                    / "No common word, no run of digits; use two or three words. Type it again.";
    SECRET_DIFFERS: "Kedua kata sandi tidak sama."
                  / "The two passphrases differ.";
    SECRET_RETYPE: "Keduanya dikosongkan; ketik lagi dua kali."
                 / "Both are cleared; type it twice again.";
}

says! {
    /// Characters of a passphrase that are needed.
    fn at_least(n: usize): "paling sedikit {n} tanda"
                         / "at least {n} characters";
}
