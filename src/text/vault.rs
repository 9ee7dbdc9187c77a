//! Words of the command line about keys: what is encrypted, what opens it, who needs a new secret.
//!
//! Separate from the other words of the command line because whoever reads these is about to change who can read the
//! book. It must not repeat a name or a secret.

use super::lang::{says, words};

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
    INFO_AT_REST: "penyandian"
                / "encryption";
    INFO_ENCRYPTED: "tersandi"
               / "encrypted";
    INFO_CLEAR: "TIDAK DISANDIKAN"
              / "NOT ENCRYPTED";
    DO_ENCRYPT: "sandikan buku yang masih terbuka"
              / "encrypt a ledger that lies in the clear";
    DO_REKEY: "ganti kunci buku dan kunci pemulihan"
            / "change the key of the ledger and the recovery key";
    DO_RECOVERY: "terbitkan kunci pemulihan baru; yang lama tidak berlaku lagi"
               / "issue a new recovery key; the old one opens nothing any more";
    DO_RECOVER: "setel kata sandi Kasi dengan kunci pemulihan"
              / "set a supervisor's passphrase by the recovery key";
    ASK_RECOVERY: "Kunci pemulihan (14 kelompok): "
                / "Recovery key (14 groups): ";
    RECOVERY_ONCE: "Kunci pemulihan – hanya tampil sekali ini:"
                 / "Recovery key – shown only this once:";
    RECOVERY_PRINTED: "Kunci pemulihan keluar di printer struk; periksa lembarnya sebelum layar ini ditutup."
                    / "The recovery key came out of the receipt printer; check the sheet before you go.";
    RECOVERY_ENVELOPE: "Simpan dalam amplop tertutup, terkunci, jauh dari komputer ini. Lembarnya cacat? Terbitkan lagi:\nloket recovery --print"
                     / "Keep it in a closed envelope, locked away from this computer. A spoiled sheet? Issue another:\nloket recovery --print";
    RECOVERY_HOW_PRINT: "Dicetak langsung di printer struk, tanpa tampil di layar: loket recovery --print"
                      / "Straight onto the receipt printer, without the screen: loket recovery --print";
    SHEET_TITLE: "KUNCI PEMULIHAN LOKET"
               / "RECOVERY KEY OF LOKET";
    SHEET_WHAT: "Membuka buku kantor bila semua Kasi kehilangan kata sandinya. Siapa pun yang memegang lembar ini dan komputernya dapat membaca buku."
              / "Opens the book when every supervisor has lost the passphrase. Whoever holds this sheet and the computer can read the book.";
    SHEET_LETTERS: "Tidak ada huruf O, I, L, dan U; yang bulat adalah angka 0."
                 / "There are no letters O, I, L and U; what is round is the digit 0.";
    SHEET_USE: "Cara memakai: loket recover --as INISIAL, lalu ketik 14 kelompok di atas atau pindai kode di bawah."
             / "To use it: loket recover --as INITIALS, then type the 14 groups above or scan the code below.";
    SHEET_ENVELOPE: "SIMPAN DALAM AMPLOP TERTUTUP, di lemari terkunci, jauh dari komputer. Amplop terbuka atau hilang: terbitkan kunci baru dengan loket recovery."
                  / "KEEP IN A CLOSED ENVELOPE, in a locked cabinet, away from the computer. Envelope opened or lost: issue a new key with loket recovery.";
    SHEET_FADES: "Kertas termal memudar: salin ke-14 kelompok dengan tinta pada lembar ini juga."
               / "Thermal paper fades: copy the 14 groups in ink onto this sheet too.";
    SHEET_SIGNED: "Dimasukkan ke amplop oleh:"
                / "Put into the envelope by:";
    SHEET_SIGNATURE: "nama, tanda tangan, tanggal"
                   / "name, signature, date";
    SHEET_NO_PRINTER: "Printer struk belum diatur di komputer ini."
                    / "No receipt printer is set on this computer.";
    SHEET_LEAVES_A_COPY: "Kunci tidak dicetak lewat berkas atau antrean CUPS: salinannya tinggal di disk."
                       / "The key is not printed through a file or a CUPS queue: a copy would stay on the disk.";
    SHEET_BY_HAND: "Tulis dengan tangan di kertas."
                 / "Write it on paper by hand.";
    RECOVERY_KEEP: "Tulis di kertas dan simpan terkunci, jauh dari komputer ini. Tanpa kunci ini dan tanpa\nkata sandi Kasi, buku tidak dapat dibuka oleh siapa pun."
                 / "Write it on paper and lock it away from this computer. Without it and without a\nsupervisor's passphrase nobody can open the ledger.";
    RECOVERY_WRONG: "Kunci pemulihan ini bukan dari kantor ini, atau sudah diganti."
                  / "This recovery key is not of this office, or it was replaced.";
    RECOVERY_WRONG_NEXT: "Pakai lembar yang terakhir dicetak untuk kantor ini."
                       / "Use the sheet written last for this office.";
    RECOVERED: "Kata sandi disetel; jurnal mencatatnya dan setiap meja menampilkannya sampai tutup hari."
             / "The passphrase is set; the journal notes it and every desk shows it until the day is closed.";
    ENCRYPTED_ALREADY: "Buku sudah disandikan; ganti kuncinya dengan: loket ledger rekey"
                  / "The ledger is encrypted already; change its key with: loket ledger rekey";
    NOT_ENCRYPTED: "Buku belum disandikan; sandikan dengan: loket ledger encrypt"
              / "The ledger is not encrypted; encrypt it with: loket ledger encrypt";
    COPY_UNSOUND: "Salinan tidak sama dengan bukunya; buku dan kunci lama tetap berlaku."
                / "The copy is not the ledger it was made of; the old ledger and keys stay in force.";
    RECOVERY_CHECK: "Ada huruf yang keliru: kelompok-kelompoknya tidak cocok satu sama lain."
                  / "A letter is mistaken: the groups do not fit together.";
    RECOVERY_AGAIN: "Periksa dengan lembarnya dan ketik lagi; tidak ada yang berubah."
                  / "Compare with the sheet and type it again; nothing was changed.";
    MUST_CHANGE: "Kata sandi ini dibuat orang lain dan harus diganti dahulu."
               / "Somebody else chose this passphrase; it must be changed first.";
    MUST_CHANGE_NEXT: "Masuk sekali di meja (loket) dan buat kata sandi sendiri."
                    / "Sign in at the desk (loket) once and choose one of your own.";
    SECRET_DIGITS: "Kata sandi tidak boleh hanya angka."
                 / "A passphrase must not be digits only.";
    SECRET_SAME: "Ini masih kata sandi yang lama."
               / "This is still the old passphrase.";
}

says! {
    /// Day and time of the sheet.
    fn sheet_issued(date: &str, time: &str): "Diterbitkan {date} pukul {time}"
                                           / "Issued {date} at {time}";
    fn absent(initials: &str): "Perlu kata sandi awal baru dari Kasi (Ctrl+G): {initials}"
                             / "Need a new first passphrase from the supervisor (Ctrl+G): {initials}";
    fn recovery_letter(group: usize): "Kelompok {group} berisi huruf yang tidak dipakai kunci pemulihan."
                                    / "Group {group} has a letter that no recovery key has.";
    fn recovery_length(found: usize): "Terbaca {found} huruf, seharusnya 56 (14 kelompok berisi 4)."
                                    / "{found} letters were read, there must be 56 (14 groups of 4).";
}
