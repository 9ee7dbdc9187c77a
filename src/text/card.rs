//! The words for a card before it is printed: its elements, and what stands in the way of a record.
//!
//! Separate from the reader of records, which knows codes only. Names elements and files, never a value.

use super::Lang;
use super::lang::{says, words};
use super::told::word_of;
use crate::card::{FaceError, FileName, NotYet, PictureFault, RecordError, RecordFault};
use crate::domain::element::Element;

word_of! {
    /// The element as the card and the office name it.
    element(element: Element) {
        Element::Province => "Provinsi" / "Province";
        Element::City => "Kab/Kota" / "City";
        Element::Nik => "NIK" / "NIK";
        Element::Name => "Nama" / "Name";
        Element::BirthPlace => "Tempat lahir" / "Place of birth";
        Element::BirthDate => "Tgl lahir" / "Date of birth";
        Element::Sex => "Jenis kelamin" / "Sex";
        Element::Blood => "Gol. darah" / "Blood";
        Element::Address => "Alamat" / "Address";
        Element::Rt => "RT" / "RT";
        Element::Rw => "RW" / "RW";
        Element::Village => "Kel/Desa" / "Village";
        Element::District => "Kecamatan" / "District";
        Element::Religion => "Agama" / "Religion";
        Element::Marital => "Status kawin" / "Marital status";
        Element::Work => "Pekerjaan" / "Work";
        Element::Nationality => "Kewarganegaraan" / "Nationality";
        Element::ValidUntil => "Berlaku hingga" / "Valid until";
        Element::IssuePlace => "Tempat terbit" / "Issued in";
        Element::IssueDate => "Tgl terbit" / "Issued on";
        Element::Photo => "Pasfoto" / "Photo";
        Element::Signature => "Tanda tangan" / "Signature";
    }
}

words! {
    WAITING: "Menunggu rekaman cetak dari komputer pusat."
           / "Waiting for the print record from the national workstation.";
    WAITING_NEXT: "Kirim rekaman pemohon ini ke folder cetak; layar ini melihatnya sendiri."
                / "Send this applicant's record to the print folder; this screen sees it by itself.";
    OPEN_FOLDER: "Folder rekaman cetak dapat dibaca pengguna lain di komputer ini."
               / "Other users of this computer can read the folder of print records.";
    OPEN_FOLDER_NEXT: "Teknisi menutup folder itu: chmod o-rwx."
                    / "The technician closes that folder: chmod o-rwx.";
    NO_SOURCE: "Folder rekaman cetak belum diatur, jadi tidak ada yang dapat dicetak."
             / "No folder for print records is set, so there is nothing to print.";
    NO_SOURCE_NEXT: "Teknisi mengisi [card] records di loket.toml."
                  / "The technician sets [card] records in loket.toml.";
    SEND_AGAIN: "Kirim ulang rekamannya dari komputer pusat."
              / "Send the record again from the national workstation.";
    COMPARE: "Cocokkan dengan KK; betulkan data di sini atau di komputer pusat."
           / "Compare with the family card; correct the data here or on the national workstation.";
    TECHNICIAN: "Panggil teknisi." / "Call the technician.";
    ONE_ONLY: "Hapus yang lama dari folder cetak, sisakan satu."
            / "Remove the old one from the print folder, leave one.";
    FROM_RECORD: "Langkah 3 · Cetak dari rekaman" / "Step 3 · Print from the record";
    SHOW: "Lihat gambar kartu" / "Show the picture of the card";
    BACK: "Esc kembali ke data kartu" / "Esc back to the data of the card";
}

says! {
    fn born(place: &str, date: &str): "Lahir {place}, {date}" / "Born {place}, {date}";
    fn issued(place: &str, date: &str): "Terbit {place}, {date}" / "Issued {place}, {date}";
    fn rt_rw(rt: &str, rw: &str): "RT/RW {rt}/{rw}" / "RT {rt}, RW {rw}";
    fn not_yet(file: &str, what: &str): "Rekaman {file} belum lengkap: {what}." / "Record {file} is not complete: {what}.";
    fn refused(file: &str, why: &str): "Rekaman {file} tidak dipakai: {why}." / "Record {file} is not used: {why}.";
    fn differs(file: &str, what: &str): "Rekaman {file} berbeda dari berkas: {what}."
        / "Record {file} differs from the file: {what}.";
    fn other(file: &str): "Rekaman {file} milik orang lain: NIK tidak sama."
        / "Record {file} belongs to somebody else: another NIK.";
    fn twice(files: &str): "Ada beberapa rekaman untuk NIK ini: {files}." / "Several records for this NIK: {files}.";
    fn folder(): "Folder rekaman cetak tidak dapat dibaca." / "The folder of print records cannot be read.";
    fn crowded(): "Folder rekaman cetak terlalu penuh." / "The folder of print records holds too many files.";
    fn kept(file: &str): "Rekaman {file} tidak dapat dihapus." / "Record {file} could not be removed.";
    fn no_room(what: &str): "{what} tidak muat di kartu." / "{what} has no room on the card.";
    fn no_glyph(what: &str): "Ada tanda pada {what} yang tidak dapat dicetak." / "{what} holds a sign that cannot be printed.";
    fn bad_picture(what: &str): "{what} tidak dapat dipakai." / "{what} cannot be used.";
    fn template(): "Bentuk kartu di program ini rusak." / "The layout of the card in this program is broken.";
    fn missing(what: &str): "{what} kosong" / "{what} is empty";
    fn wrong(what: &str): "{what} tidak sah" / "{what} is not lawful";
    fn too_long(what: &str, len: usize, max: usize): "{what} {len} huruf, paling banyak {max}"
        / "{what} has {len} letters, {max} at most";
    fn unknown_key(key: &str): "kunci {key} tidak dikenal" / "unknown key {key}";
    fn double(what: &str): "{what} tertulis dua kali" / "{what} stands twice";
    fn no_record(): "bukan berkas rekaman" / "not a record";
    fn cut_short(): "isinya terpotong" / "cut short";
    fn changing(): "masih ditulis" / "still being written";
    fn link(): "berupa tautan" / "a link";
    fn too_large(): "terlalu besar" / "too large";
    fn file_name(what: &str): "nama berkas {what} tidak sah" / "the file name of {what} is not lawful";
    fn size(what: &str, width: u32, height: u32): "{what} berukuran {width} x {height} piksel"
        / "{what} has {width} x {height} pixels";
}

/// No record yet: what happened and the next step.
#[must_use]
pub fn waiting(lang: Lang) -> (String, String) {
    (WAITING.get(lang).to_owned(), WAITING_NEXT.get(lang).to_owned())
}

/// Nowhere to look for records.
#[must_use]
pub fn no_source(lang: Lang) -> (String, String) {
    (NO_SOURCE.get(lang).to_owned(), NO_SOURCE_NEXT.get(lang).to_owned())
}

/// Why a record that is there is not used, and the next step.
#[must_use]
pub fn in_the_way(lang: Lang, error: &RecordError) -> (String, String) {
    let (what, next) = match error {
        RecordError::Folder(_) => (folder(lang), TECHNICIAN),
        RecordError::Crowded => (crowded(lang), TECHNICIAN),
        RecordError::NotYet { file, what } => (not_yet(lang, file.as_str(), &still(lang, *what)), WAITING_NEXT),
        RecordError::Refused { file, why } => (refused(lang, file.as_str(), &fault(lang, why)), SEND_AGAIN),
        RecordError::OtherPerson { file } => (other(lang, file.as_str()), COMPARE),
        RecordError::Differs { file, elements } => {
            let names: Vec<&str> = elements.iter().map(|e| element(*e).get(lang)).collect();
            (differs(lang, file.as_str(), &names.join(", ")), COMPARE)
        }
        RecordError::Twice { files } => {
            let names: Vec<&str> = files.iter().map(FileName::as_str).collect();
            (twice(lang, &names.join(", ")), ONE_ONLY)
        }
        RecordError::Kept { file } => (kept(lang, file.as_str()), TECHNICIAN),
    };
    (what, next.get(lang).to_owned())
}

/// Why a lawful record gives no card.
#[must_use]
pub fn unfit(lang: Lang, error: &FaceError) -> (String, String) {
    let name = |e: Element| element(e).get(lang);
    let (what, next) = match error {
        FaceError::NoRoom(e) => (no_room(lang, name(*e)), COMPARE),
        FaceError::NoGlyph { element, .. } => (no_glyph(lang, name(*element)), COMPARE),
        FaceError::Picture { element, .. } => (bad_picture(lang, name(*element)), SEND_AGAIN),
        FaceError::Template(_) => (template(lang), TECHNICIAN),
    };
    (what, next.get(lang).to_owned())
}

fn still(lang: Lang, what: NotYet) -> String {
    match what {
        NotYet::Text => cut_short(lang),
        NotYet::Changing => changing(lang),
        NotYet::Picture(e) => missing(lang, element(e).get(lang)),
    }
}

fn fault(lang: Lang, why: &RecordFault) -> String {
    let name = |e: Element| element(e).get(lang);
    match why {
        RecordFault::CutShort => cut_short(lang),
        RecordFault::NotARecord | RecordFault::NotAFile => no_record(lang),
        RecordFault::Unknown(key) => unknown_key(lang, key),
        RecordFault::Twice(e) => double(lang, name(*e)),
        RecordFault::Missing(e) => missing(lang, name(*e)),
        RecordFault::Wrong(e) => wrong(lang, name(*e)),
        RecordFault::TooLong { element, len, max } => too_long(lang, name(*element), *len, *max),
        RecordFault::FileName(e) => file_name(lang, name(*e)),
        RecordFault::Picture { element, fault } => match fault {
            PictureFault::Size { width, height } => size(lang, name(*element), *width, *height),
            _ => wrong(lang, name(*element)),
        },
        RecordFault::Link => link(lang),
        RecordFault::TooLarge(_) => too_large(lang),
    }
}
