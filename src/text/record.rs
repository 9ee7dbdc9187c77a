//! Words of the record of a destruction of invalid cards.
//!
//! Separate because the paper goes to others and is not changed with the screens. It must not know layout.

use super::lang::{says, words};

words! {
    TITLE: "BERITA ACARA PEMUSNAHAN KTP-EL TIDAK BERLAKU"
         / "RECORD OF THE DESTRUCTION OF INVALID KTP-EL";
    LAW: "Pemusnahan ini dilaksanakan berdasarkan Surat Edaran Menteri Dalam Negeri Nomor 470.13/11176/SJ tanggal 13 Desember 2018. Kartu yang dimusnahkan adalah:"
       / "Done under the circular of the Minister of Home Affairs 470.13/11176/SJ of 13 December 2018. The cards destroyed are:";
    CLOSING: "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."
           / "This record was made truthfully, to be used as is proper.";
    FIRST: "Yang memusnahkan,"
         / "Destroyed by,";
    SECOND: "Yang membenarkan,"
          / "Confirmed by,";
    C_PLACE: "No."
           / "#";
    C_NO: "No. reg. kartu"
        / "Card reg. no.";
    C_KIND: "Jenis"
          / "Kind";
    C_CAUSE: "Sebab"
           / "Cause";
    C_NUMBER: "No. register permohonan"
            / "Application's number";
    C_DAY: "Diterima"
         / "Taken in";
    C_KEPT: "Tempat simpan"
          / "Kept at";
}

says! {
    fn number(no: u32, year: i32): "Nomor: {no:03}/BA-PEMUSNAHAN/{year}"
                                 / "Number: {no:03}/BA-PEMUSNAHAN/{year}";
    fn date_words(weekday: &str, day: &str, month: &str, year: &str, date: &str):
        "{weekday} tanggal {day} bulan {month} tahun {year} ({date})" / "{weekday}, the {day} of {month} {year} ({date})";
    fn opening(when: &str, place: &str, n: &str, words: &str, manner: &str):
        "Pada hari ini, {when}, bertempat di {place}, telah dimusnahkan KTP-el tidak berlaku sebanyak {n} ({words}) keping dengan cara {manner}, disaksikan oleh para saksi di bawah ini, dengan rincian:"
        / "Today, {when}, at {place}, {n} ({words}) invalid cards were {manner} before the witnesses below:";
    fn pieces(n: &str, words: &str): "{n} ({words}) keping"
                                   / "{n} ({words}) cards";
    fn witness(n: u32): "Saksi {n}"
                      / "Witness {n}";
}
