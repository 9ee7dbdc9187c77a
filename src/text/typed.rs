//! What is told about a field that was typed: mistakes refuse it, remarks ask to look again.
//!
//! Owns the words of the domain's parse errors and of the NIK's warnings. Separate from the refusals
//! because these stand beside a field, before anything was asked of the office. It must not repeat what
//! was typed: a half-typed NIK is personal data too.

use super::Lang;
use super::told::{Told, told_of};
use crate::domain::clean::TooLong;
use crate::domain::nik::{NikError, NikWarning};
use crate::domain::person::{KkError, NameError, PHONE_MAX as MOST, PHONE_MIN as LEAST, PhoneError, RtRwError};

/// A NIK that cannot be one.
#[must_use]
pub fn nik(lang: Lang, error: NikError) -> Told {
    sixteen(lang, ("NIK", error))
}

/// A KK number that cannot be one.
#[must_use]
pub fn kk(lang: Lang, error: KkError) -> Told {
    sixteen(lang, ("No. KK", error.0))
}

told_of! {
    /// The sixteen digits of a NIK or a KK number, named as on the screen.
    sixteen(lang, error: (&str, NikError)) {
        (f, NikError::Spreadsheet)
            => "{f} ini sudah dipendekkan oleh lembar kerja (seperti 1,37E+15)."
             / "A spreadsheet has shortened this {f} (as in 1.37E+15).",
               "Ketik 16 angka dari dokumen aslinya."
             / "Type the 16 digits from the document itself.";
        (f, NikError::NotADigit)
            => "{f} hanya berisi angka."
             / "The {f} has digits only.",
               "Ketik 16 angka; spasi, titik dan tanda hubung boleh dipakai."
             / "Type 16 digits; spaces, dots and dashes may be used.";
        (f, NikError::Length { found })
            => "{f} berisi {found} angka, seharusnya 16."
             / "The {f} has {found} digits, it needs 16.",
               "Cocokkan dengan dokumen, lalu betulkan."
             / "Compare with the document, then correct it.";
        (f, NikError::Region)
            => "Kode wilayah {f} (6 angka pertama) berisi 00."
             / "The region of the {f} (first 6 digits) contains 00.",
               "Cocokkan 6 angka pertama dengan dokumen."
             / "Compare the first 6 digits with the document.";
        ("NIK", NikError::Day)
            => "Tanggal lahir dalam NIK (angka ke-7 dan ke-8) tidak ada."
             / "The day of birth in the NIK (digits 7 and 8) does not exist.",
               "Tanggal 01–31, untuk perempuan 41–71; cocokkan dengan dokumen."
             / "Days are 01–31, for women 41–71; compare with the document.";
        (f, NikError::Day)
            => "Tanggal dalam {f} (angka ke-7 dan ke-8) tidak ada."
             / "The day in the {f} (digits 7 and 8) does not exist.",
               "Tanggal 01–31; cocokkan dengan lembar KK."
             / "Days are 01–31; compare with the family card.";
        (f, NikError::Month)
            => "Bulan dalam {f} (angka ke-9 dan ke-10) tidak ada."
             / "The month in the {f} (digits 9 and 10) does not exist.",
               "Bulan 01–12; cocokkan dengan dokumen."
             / "Months are 01–12; compare with the document.";
        (f, NikError::Date)
            => "Tanggal dalam {f} (angka ke-7 sampai ke-12) tidak ada di kalender."
             / "The date in the {f} (digits 7 to 12) is not in the calendar.",
               "Cocokkan angka ke-7 sampai ke-12 dengan dokumen."
             / "Compare digits 7 to 12 with the document.";
        (f, NikError::Serial)
            => "Nomor urut {f} (4 angka terakhir) 0000."
             / "The serial of the {f} (last 4 digits) is 0000.",
               "Nomor urut mulai dari 0001; cocokkan dengan dokumen."
             / "Serials start at 0001; compare with the document.";
    }

    /// Something odd about a NIK: look again, then go on.
    remark(lang, warning: NikWarning) {
        NikWarning::UnknownRegion
            => "Kode wilayah NIK tidak ada dalam daftar."
             / "The region of this NIK is not on the list.",
               "Cocokkan dengan KK; bila sama, lanjutkan."
             / "Compare with the KK; if it is the same, go on.";
        NikWarning::RetiredRegion
            => "Kode wilayah NIK sudah tidak dipakai lagi."
             / "The region code of this NIK is no longer given out.",
               "NIK berlaku seumur hidup; lanjutkan."
             / "A NIK stays for life; go on.";
        NikWarning::OtherRegion
            => "NIK ini dari daerah lain."
             / "This NIK is from another region.",
               "Wajar bagi yang pernah pindah; lanjutkan."
             / "Usual for people who moved; go on.";
        NikWarning::BirthDiffers
            => "Tanggal lahir berbeda dari NIK."
             / "The birth date differs from the NIK.",
               "Sah bila pernah dibetulkan (Permendagri 108/2019 ps. 15); cek KK."
             / "Lawful after a correction (Permendagri 108/2019 art. 15); see the KK.";
        NikWarning::SexDiffers
            => "Jenis kelamin berbeda dari NIK."
             / "The sex differs from the NIK.",
               "Sah bila pernah dibetulkan (Permendagri 108/2019 ps. 15); cek KK."
             / "Lawful after a correction (Permendagri 108/2019 art. 15); see the KK.";
        NikWarning::CenturyAmbiguous
            => "Tahun lahir dalam NIK bisa berarti dua abad."
             / "The birth year in the NIK can mean two centuries.",
               "Pastikan tanggal lahir menurut KK."
             / "Make sure of the birth date by the KK.";
        NikWarning::Under17
            => "Pemohon belum berumur 17 tahun."
             / "The applicant is not 17 yet.",
               "KTP-el dicetak mulai 17 tahun, atau bila kawin atau pernah kawin."
             / "Cards are printed from 17, or when married or married before.";
    }

    /// A name that cannot be one.
    name(lang, error: NameError) {
        NameError::Empty
            => "Nama belum diisi."
             / "There is no name yet.",
               "Ketik nama seperti pada KK."
             / "Type the name as on the KK.";
        NameError::Digit
            => "Nama tidak berisi angka."
             / "A name has no digits.",
               "Ketik nama seperti pada KK."
             / "Type the name as on the KK.";
        NameError::Symbol
            => "Ada tanda yang tidak dipakai dalam nama."
             / "There is a sign that names do not have.",
               "Yang boleh: huruf, spasi dan . , ' - /"
             / "Allowed: letters, spaces and . , ' - /";
        NameError::TooLong(TooLong { len, max })
            => "Nama ini {len} huruf, paling banyak {max}."
             / "This name has {len} characters, at most {max}.",
               "Tulis seperti pada KK; gelar boleh disingkat."
             / "Write it as on the KK; titles may be shortened.";
    }

    /// A text over its limit.
    too_long(lang, error: TooLong) {
        TooLong { len, max }
            => "Teks ini {len} huruf, paling banyak {max}."
             / "This text has {len} characters, at most {max}.",
               "Persingkat; tidak ada yang dipotong dengan sendirinya."
             / "Make it shorter; nothing is cut by itself.";
    }

    /// A phone number that cannot be one.
    phone(lang, error: PhoneError) {
        PhoneError::Empty
            => "No. kontak belum diisi."
             / "There is no contact number yet.",
               "Ketik nomor, atau isi atas nama siapa pemohon dihubungi."
             / "Type a number, or through whom the applicant is reached.";
        PhoneError::Symbol
            => "No. kontak hanya berisi angka, boleh + di depan."
             / "A contact number has digits only, a + may lead.",
               "Ketik nomor saja; keterangan lain masuk ke Catatan."
             / "Type the number only; anything else goes into the note.";
        PhoneError::Prefix
            => "Awal No. kontak tidak dikenal."
             / "The contact number begins in no known way.",
               "Mulai dengan 08, 62, kode kota (0752), atau + dan kode negara."
             / "Begin with 08, 62, an area code (0752), or + and the country.";
        PhoneError::TooShort { found }
            => "No. kontak {found} angka, paling sedikit {LEAST}."
             / "The contact number has {found} digits, at least {LEAST}.",
               "Tanyakan lagi nomornya; telepon rumah dengan kode kota."
             / "Ask for it again; landlines with their area code.";
        PhoneError::TooLong { found }
            => "No. kontak {found} angka, paling banyak {MOST}."
             / "The contact number has {found} digits, at most {MOST}.",
               "Ketik satu nomor saja; nomor lain masuk ke Catatan."
             / "Type one number only; another goes into the note.";
    }

    /// An RT or RW that cannot be one.
    rt_rw(lang, error: RtRwError) {
        RtRwError
            => "RT dan RW berupa angka 1 sampai 999."
             / "RT and RW are numbers from 1 to 999.",
               "Ketik angkanya saja, atau kosongkan."
             / "Type the number only, or leave it empty.";
    }

}
