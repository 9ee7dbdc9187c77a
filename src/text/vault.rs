//! Words of the command line about keys: what is encrypted, what opens it, who needs a new secret.
//!
//! Separate from the other words of the command line because whoever reads these is about to change who can read the
//! book. It must not repeat a name or a secret.

use super::lang::words;

words! {
    OPT_PLAIN: "tanpa penyandian: siapa pun yang memegang disknya membaca bukunya"
             / "without encryption: whoever holds the disk reads the ledger";
    SIGN_IN_RENEW: "Kunci kantor telah diganti sejak terakhir masuk."
                 / "The key of the office was changed since the last sign-in.";
    SIGN_IN_RENEW_NEXT: "Kasi menyetel kata sandi awal baru di meja (Ctrl+G)."
                      / "A supervisor sets a new first passphrase at the desk (Ctrl+G).";
    LEDGER_WRONG_KEY: "Buku tidak terbuka dengan kunci kantor ini."
                    / "The ledger does not open with the key of this office.";
    LEDGER_PAIR: "Jangan diubah: periksa apakah ledger.db dan keys.toml sepasang."
               / "Change nothing: check that ledger.db and keys.toml belong together.";
    LEDGER_EXCHANGING: "Buku sedang disandikan ulang."
                     / "The ledger is being encrypted anew.";
    LEDGER_IN_USE: "Buku masih dibuka di meja atau perintah lain."
                 / "Another desk or command has the ledger open.";
    INFO_SEALING: "penyandian"
                / "encryption";
    INFO_SEALED: "tersandi"
               / "encrypted";
    INFO_CLEAR: "TIDAK DISANDIKAN"
              / "NOT ENCRYPTED";
}
