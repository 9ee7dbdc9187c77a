//! Words about exported files under a passphrase.
//!
//! Separate because whoever opens one may have nothing else of Loket. It must not repeat a passphrase.

use super::lang::{says, words};

words! {
    DO_OPEN: "buka berkas ekspor yang tersandi"
           / "open an encrypted export";
    VALUE_FILE: "BERKAS"
              / "FILE";
    OPT_ENCRYPT: "sandikan hasilnya; kata sandinya ditanya, atau baris sesudah kata sandi akun"
               / "encrypt what is written; its passphrase is asked for, or the line after the account's";
    ASK_NEW: "Kata sandi berkas (paling sedikit 10): "
           / "Passphrase of the file (10 at least): ";
    ASK: "Kata sandi berkas: "
       / "Passphrase of the file: ";
    NOT_ONE: "Berkas ini bukan ekspor yang tersandi."
           / "This file is no encrypted export.";
    NEWER: "Berkas ini dibuat Loket yang lebih baru; pakai versi itu."
         / "A newer Loket made this file; use that version.";
    WRONG: "Kata sandi berkas salah, atau isinya berubah; tidak ada yang ditulis."
         / "The passphrase of the file is wrong, or its contents were changed; nothing was written.";
    UNMADE: "Penyandian gagal; tidak ada yang ditulis."
          / "The encryption failed; nothing was written.";
}

says! {
    fn unreadable(file: &str): "tidak terbaca: {file}" / "cannot be read: {file}";
}
