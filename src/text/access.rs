//! Words about looking and forgetting: who saw whom, where, and what left the program.
//!
//! Separate because the history of a file, the report on lookings and the notice after a breach say the same thing
//! with the same word. It must not repeat a name or number; those are data.

use super::common::date_long;
use super::lang::{says, words};
use super::told::{told_of, word_of};
use crate::domain::refusal::Refusal;
use crate::domain::refusal::Refusal as R;
use crate::domain::terms::{Outlet, SeenAt, SlipOf, Taken};

word_of! {
    /// Where a file was seen, and so for what.
    place(at: SeenAt) {
        SeenAt::Intake => "penerimaan" / "intake";
        SeenAt::Check => "pemeriksaan" / "check";
        SeenAt::Operator => "proses operator" / "operator's work";
        SeenAt::Handover => "penyerahan" / "handover";
        SeenAt::History => "riwayat berkas" / "history of the file";
    }

    /// A slip.
    slip(slip: SlipOf) {
        SlipOf::Receipt => "tanda terima" / "receipt";
        SlipOf::Returned => "lembar pengembalian" / "return slip";
        SlipOf::Deferred => "lembar penundaan" / "deferral slip";
        SlipOf::Ready => "pemberitahuan siap ambil" / "ready notice";
        SlipOf::Handover => "tanda terima penyerahan" / "handover receipt";
        SlipOf::Label => "label berkas" / "file label";
        SlipOf::Other => "slip lain" / "another slip";
    }

    /// What left the program.
    taken(what: Taken) {
        Taken::Agenda => "buku agenda" / "agenda";
        Taken::Report => "laporan" / "report";
        Taken::Destruction => "berita acara pemusnahan" / "record of destruction";
        Taken::List => "daftar berkas" / "list of files";
        Taken::Access => "laporan akses" / "report on lookings";
        Taken::Breach => "rancangan pemberitahuan" / "draft of a notice";
    }

    /// Where it went.
    outlet(outlet: Outlet) {
        Outlet::File => "ke berkas" / "to a file";
        Outlet::Stdout => "ke layar perintah" / "to the shell";
        Outlet::Printer => "ke printer" / "to a printer";
    }
}

words! {
    /// An erased person.
    ERASED: "(data sudah dihapus)"
          / "(data erased)";
    COPY: "salinan"
        / "copy";
    FOUND_MORE: "dan lainnya"
              / "and others";
}

says! {
    /// How many people a search showed.
    fn people(n: usize): "{n} orang"
                       / "{n} people";
    /// What was erased.
    fn erased(date: &str, files: u32): "{files} berkas selesai sebelum {date}"
                                     / "{files} files ended before {date}";
}

told_of! {
    /// A refusal to erase in words.
    refused(lang, refusal: &Refusal) {
        R::RetentionUnset
            => "Masa simpan data pribadi belum ditetapkan; tidak ada yang dihapus."
             / "No term is set for personal data; nothing is erased.",
               "Kasi menetapkannya di Ctrl+G, Pengaturan kantor: Masa simpan data pribadi."
             / "A supervisor sets it in Ctrl+G, Policy: Term of keeping.";
        R::KeptStill { latest }, let date = date_long(lang, *latest)
            => "Data yang selesai pada atau sesudah {date} masih disimpan."
             / "Data that ended on or after {date} are still kept.",
               "Pilih tanggal itu atau yang lebih awal."
             / "Choose that date or an earlier one.";
        R::NothingToErase
            => "Tidak ada data pribadi yang selesai sebelum tanggal itu."
             / "No personal data ended before that date.",
               "Tidak ada yang berubah; pilih tanggal lain bila perlu."
             / "Nothing has changed; choose another date if need be.";
        _
            => "Penghapusan data masih berjalan."
             / "Data are still being erased.",
               "Tunggu sampai selesai; loket boleh dipakai seperti biasa."
             / "Wait until it is done; the counter works as usual.";
    }
}
