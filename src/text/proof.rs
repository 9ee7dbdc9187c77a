//! Words of the seal when it is questioned: what `ledger verify` finds, and what became of a printed agenda.
//!
//! Separate because an auditor reads these beside the paper and they must say the same on screen and command line.
//! It must not judge.

use super::lang::words;

words! {
    FAULT_NUMBER: "nomor segel melompat atau ganda"
                / "the number of a seal leaves a gap or stands twice";
    FAULT_KEY: "segel memakai kunci yang tidak berlaku"
             / "a seal names a key that was not in force";
    FAULT_SIGNATURE: "tanda tangan segel tidak cocok dengan hari, hitungan dan jurnalnya"
                   / "the signature of a seal is not of its day, counts and journal";
    FAULT_ROOT: "segel bukan atas jurnal yang ditutupnya"
              / "a seal is not over the journal it closes";
    FAULT_REASONS: "penjelasan selisih bukan yang disegel"
                 / "the explanations of differences are not those under the seal";
    FAULT_MISSING: "penutupan tanpa segel padahal kuncinya sudah ada"
                 / "a close without a seal although there was a key";
    INFO_SEALS: "penutupan bersegel"
              / "sealed closes";
    INFO_KEY: "kunci segel"
            / "seal key";
}
