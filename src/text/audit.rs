//! Words of the subcommands that look after personal data: who saw whom, notices, erasing after the term.
//!
//! Separate from the other words of the command line because a supervisor reads these, not a technician.

use super::lang::{says, words};

words! {
    DO_REPORT: "siapa melihat data siapa (hanya Kasi)"
             / "who saw whose data (supervisor only)";
    DO_BREACH: "rancangan pemberitahuan kebocoran data (hanya Kasi)"
             / "draft notices after a breach (supervisor only)";
    DO_PURGE: "hapus data pribadi yang lewat masa simpan (hanya Kasi)"
            / "erase personal data past their term (supervisor only)";
    OPT_FROM: "hari pertama, seperti 2026-11-01"
            / "the first day, as 2026-11-01";
    OPT_TO: "hari terakhir, seperti 2026-11-30"
          / "the last day, as 2026-11-30";
    OPT_NIK: "hanya tentang pemegang NIK ini"
           / "only about the holder of this NIK";
    OPT_NUMBER: "hanya tentang permohonan bernomor ini"
              / "only about the application with this number";
    OPT_ACTOR: "hanya oleh petugas ini"
             / "only by this member of staff";
    OPT_BEFORE: "yang selesai sebelum hari ini, seperti 2025-01-01"
              / "what ended before this day, as 2025-01-01";
    OPT_DRY_RUN: "hitung saja, tanpa menghapus"
               / "only count, erase nothing";
    VALUE_NUMBER: "NOMOR"
                / "NUMBER";
    UNMADE: "Laporan tidak dapat dibuat dalam bentuk ini."
          / "The report could not be made in this format.";
    DRAFT: "Ini rancangan: lengkapi titik-titiknya sebelum dikirim, paling lambat 3 x 24 jam sejak diketahui."
         / "This is a draft: fill in the dotted lines before sending, within 3 x 24 hours of knowing.";
    NO_SUCH_PERSON: "Orang atau nomor itu tidak ada di buku, atau datanya sudah dihapus."
                  / "That person or number is not in the ledger, or the data are erased.";
    NO_SUCH_STAFF: "Tidak ada akun petugas dengan nama itu."
                 / "No account has that name.";
    BACKWARDS: "Hari terakhir harus sama atau sesudah hari pertama."
             / "The last day must be the first or after it.";
    ONE_PERSON: "Sebut satu saja: --nik atau --number."
              / "Name only one: --nik or --number.";
    SIGNER_ERASES: "Demo tidak menyimpan data orang sungguhan; tidak ada yang dihapus."
                 / "A demo keeps no real person's data; nothing is erased.";
    RESUMED: "Penghapusan yang terputus dilanjutkan."
           / "An interrupted erasing goes on.";
}

says! {
    /// A closed day written again after people in it were erased.
    fn export_erased(n: usize): "Tidak sama dengan saat ditutup: data {n} berkas sudah dihapus sesuai masa simpan."
                              / "Not what was digested at the close: data of {n} files were erased after their term.";
    /// What there is to erase.
    fn erasable(files: u32, searches: u32, before: &str): "{files} berkas dan {searches} pencarian sebelum {before}."
                                                        / "{files} files and {searches} searches before {before}.";
    /// It is done.
    fn erased(before: &str): "Data pribadi yang selesai sebelum {before} sudah dihapus."
                           / "Personal data that ended before {before} are erased.";
}
