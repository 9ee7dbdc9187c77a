//! Words of the page of numbered paper: emergency sheets and handover sheets.
//!
//! Separate because only who gives sheets out reads them. It must not know which numbers are free.

use crate::text::lang::{says, words};

words! {
    TITLE: "Lembar bernomor"
         / "Numbered sheets";
    HEADING: "LEMBAR BERNOMOR"
           / "NUMBERED SHEETS";
    EMERGENCY: "Lembar Darurat"
             / "Emergency sheets";
    HANDOVER: "Lembar Serah Terima"
            / "Handover sheets";
    DO_ISSUE: "Terbitkan Lembar Darurat"
            / "Give out emergency sheets";
    DO_DECLARE: "Nyatakan Lembar Darurat rusak, tidak dipakai atau hilang"
              / "Declare emergency sheets spoiled, unused or lost";
    DO_REPRINT: "Cetak ulang Lembar Darurat yang beredar"
              / "Print the emergency sheets that are out again";
    DO_BLANK: "Terbitkan Lembar Serah Terima kosong"
            / "Give out blank handover sheets";
    DO_SHELF: "Lembar Serah Terima untuk kartu di rak hari ini"
            / "Handover sheets for the cards on the shelf today";
    DO_REPRINT_BLANK: "Cetak ulang Lembar Serah Terima kosong"
                    / "Print the blank handover sheets again";
    F_AMOUNT: "Berapa lembar"
            / "How many sheets";
    F_NUMBERS: "Nomor lembar"
             / "Numbers of the sheets";
    F_FATE: "Dinyatakan"
          / "Declared";
    F_WHY: "Keterangan"
         / "Explanation";
    HOW_MANY: "Ketik jumlah lembar."
            / "Type how many sheets.";
    NO_NUMBERS: "Ketik nomornya, misalnya 3, 7-9."
              / "Type the numbers, for example 3, 7-9.";
    WHICH_FATE: "Pilih apa yang terjadi dengan lembar itu."
              / "Choose what became of the sheets.";
    NONE_OUT: "Tidak ada Lembar Darurat yang beredar."
            / "No emergency sheet is out.";
    NONE_BLANK: "Tidak ada Lembar Serah Terima kosong."
              / "There is no blank handover sheet.";
    SHELF_EMPTY: "Tidak ada kartu siap diambil di rak."
               / "No card on the shelf is ready.";
    NO_LINE: "Tidak ada baris kosong: terbitkan lembar baru di Ctrl+G."
           / "No line is free: give out a new sheet in Ctrl+G.";
}

says! {
    fn out(n: u64, numbers: &str, next: u32): "beredar {n}: {numbers}; berikutnya {next}"
                                            / "{n} out: {numbers}; next {next}";
    fn none_out(next: u32): "tidak ada yang beredar; berikutnya {next}"
                          / "none is out; next {next}";
    fn next_line(line: &str, spare: u64): "baris kosong {line}; lembar cadangan {spare}"
                                        / "free line {line}; spare sheets {spare}";
    fn given_out(numbers: &str): "Lembar {numbers} TERBIT"
                               / "Sheets {numbers} GIVEN OUT";
    fn declared(numbers: &str, fate: &str): "Lembar Darurat {numbers} DINYATAKAN {fate}"
                                          / "Emergency sheets {numbers} DECLARED {fate}";
}
