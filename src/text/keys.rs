//! What the keys do, in the words of the footer and of the help.
//!
//! Owns the label of every row of the key table. It is separate from the table so that words stay
//! in one folder. It must not know which key carries which label.

use super::lang::words;

words! {
    HELP: "Bantuan"
        / "Help";
    INTAKE: "Penerimaan"
          / "Intake";
    CHECK: "Pemeriksaan"
         / "Check";
    OPERATOR: "Operator"
            / "Operator";
    HANDOVER: "Penyerahan"
            / "Handover";
    AGENDA: "Agenda"
          / "Agenda";
    FIND: "Cari"
        / "Find";
    SUPERVISOR: "Kasi"
              / "Supervisor";
    MODE: "Gangguan"
        / "Trouble mode";
    LANGUAGE: "English"
            / "Indonesia";
    OWN_SECRET: "Kata sandi dan PIN saya"
              / "My passphrase and PIN";
    LOCK: "Kunci"
        / "Lock";
    REDRAW: "Gambar ulang layar"
          / "Redraw the screen";
    LEAVE: "Keluar"
         / "Leave";
    BACK: "Kembali"
        / "Back";
    ACKNOWLEDGE: "Sudah dibaca, lanjut"
               / "Read, go on";
    CANCEL_JOB: "Batalkan proses"
              / "Cancel the job";

    RETURN: "Kembalikan"
          / "Return";
    ACCEPT_RETURN: "Terima + kembalikan"
                 / "Accept + return";
    ACCEPT: "Terima + cetak tanda terima"
          / "Accept + print receipt";
    ACCEPT_COMPLETE: "Terima + lengkap, ke operator"
                   / "Accept + complete, to operator";
    COMPLETE: "Lengkap, ke operator"
            / "Complete, to operator";
    GO_ON: "Lanjutkan langkah"
         / "Go on with the step";
    HAND_OVER: "Serahkan"
             / "Hand over";
    CLOSE_DAY: "Tutup hari"
             / "Close the day";
    DECIDE: "Putuskan"
          / "Decide";
    SIGN_IN: "Masuk"
           / "Sign in";
    OPEN: "Buka"
        / "Open";
    CONFIRM: "Laksanakan jawaban yang dipilih"
           / "Carry out the chosen answer";

    NEXT_FIELD: "Isian berikut"
              / "Next field";
    PREVIOUS_FIELD: "Isian sebelumnya"
                  / "Previous field";
    ENTER_FIELD: "Isian berikut"
               / "Next field";
    FIELD_LIST: "Daftar pilihan isian"
              / "List for the field";
    CLEAR: "Kosongkan (sekali lagi: kembalikan isinya)"
         / "Clear (again: bring it back)";
    ERASE_BEFORE: "Hapus huruf sebelum kursor"
                / "Erase before the cursor";
    ERASE_WORD: "Hapus kata sebelum kursor"
              / "Erase the word before the cursor";
    ERASE_AT: "Hapus huruf pada kursor"
            / "Erase at the cursor";
    CURSOR_LEFT: "Kursor ke kiri"
               / "Cursor left";
    CURSOR_RIGHT: "Kursor ke kanan"
                / "Cursor right";
    LINE_START: "Ke awal"
              / "To the start";
    LINE_END: "Ke akhir"
            / "To the end";

    UP: "Ke atas"
      / "Up";
    DOWN: "Ke bawah"
        / "Down";
    PAGE_UP: "Satu halaman ke atas"
           / "Page up";
    PAGE_DOWN: "Satu halaman ke bawah"
             / "Page down";
    FILTER: "Saring"
          / "Filter";
    TICK: "Centang"
        / "Tick";
    TICK_NUMBER: "Centang nomor"
               / "Tick number";
    ANSWER: "Jawab nomor"
          / "Answer number";
    CHOOSE: "Pilih"
          / "Choose";

    CORRECT: "Betulkan data"
           / "Correct the data";
    VOID: "Batal"
        / "Void";
    DEFER: "Tunda"
         / "Defer";
    CONTACT: "Catat kontak"
           / "Record a contact";
    CALL: "Panggil"
        / "Call";
    SKIP: "Lewati, tidak di tempat"
        / "Skip, absent";
    PRIORITY: "Utamakan"
            / "Priority";
    WITHDRAW: "Ditarik pemohon"
            / "Withdrawn by applicant";
    SLIPS: "Lihat dan cetak slip"
         / "See and print slips";
    PRINT_SLIP: "Cetak"
              / "Print";
    OTHER_SLIP: "Slip lain"
              / "Another slip";
    RECAP: "Salin rekap"
         / "Copy the recap";
    ASK_APPROVAL: "Minta persetujuan Kasi"
                / "Ask the supervisor";
    RETRY: "Ulangi"
         / "Try again";
    REJECT_CARD: "Tolak kartu"
               / "Reject the card";
    FAMILY: "Anggota keluarga berikut"
          / "Next family member";
    SENT_AWAY: "Pulang tanpa nomor"
             / "Sent away, no number";
    EMERGENCY: "Salin Lembar Darurat"
             / "Copy an emergency sheet";
    FIGURES: "Daftar di balik angka"
           / "List behind a number";
    EXPORT: "Ekspor"
          / "Export";
    SAVE: "Simpan"
        / "Save";
    SEAL: "Periksa segel"
        / "Check a seal";
    OPEN_FILES: "Berkas terbuka"
              / "Open files";
    BLANKS: "Blangko"
          / "Blanks";
    NEW_ACCOUNT: "Akun baru"
               / "New account";
    FILM: "Ribbon baru"
        / "New film";
    SHELVE: "Tempat simpan"
          / "Put away";
    PASS_ON: "Teruskan"
           / "Pass on";
    DESTROY: "Musnahkan yang dipilih"
           / "Destroy the picked";
    RECORD: "Berita acara"
          / "Record";
    OTHER_PAGE: "Halaman lain"
              / "Other page";
    OPEN_DAY: "Buka hari"
            / "Open the day";
    DAY_BEFORE: "Hari sebelumnya"
              / "Day before";
    DAY_AFTER: "Hari berikutnya"
             / "Day after";

    L_CLOSE: "Tutup hari"
           / "Closing the day";
    L_STORE: "Stok dan KTP-el tidak berlaku"
           / "Stock and invalid cards";
    L_ALWAYS: "Di mana saja"
            / "Anywhere";
    L_GLOBAL: "Di semua layar"
            / "On every screen";
    L_TEXT: "Dalam isian"
          / "In a field";
    L_FORM: "Formulir"
          / "Form";
    L_LIST: "Daftar"
          / "List";
    L_CHECKLIST: "Berkas (centang)"
               / "Checklist";
    L_CHOICE: "Daftar pilihan"
            / "Choice list";
    L_DIALOG: "Pertanyaan"
            / "Question";
    L_FROZEN: "Kesalahan di layar"
            / "An error stands";
    L_HELP: "Layar bantuan"
          / "Help screen";
    L_SIGN_IN: "Masuk dan kunci"
             / "Sign-in and lock";

    TITLE: "Tombol Loket"
         / "Keys of Loket";
    FALLBACK: "Tombol F juga dapat ditekan sebagai Alt+angka, atau Esc lalu angka."
            / "Every F-key also works as Alt+digit, or Esc and then the digit.";
    LETTERS: "Huruf dan angka bekerja sebagai tombol hanya bila kursor tidak berada dalam isian."
           / "Letters and digits act as keys only while the cursor is not in a field.";
    DANGER: "tidak dapat ditarik kembali"
          / "cannot be undone";
    COLUMN_KEY: "Tombol"
              / "Key";
    MORE: "PgDn berikut · PgUp sebelumnya · Esc tutup"
        / "PgDn next · PgUp previous · Esc closes";
}
