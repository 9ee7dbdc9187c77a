//! A whole office day on the real program: empty machine, first run, one application, closed book.

use super::User;

const SECRET: &str = "hujan pagi 9";

#[test]
fn a_whole_day_from_an_empty_machine() {
    let user = User::new();
    let mut seat = user.start(&[]);
    seat.sees("1")
        .keys("1")
        .sees("Kata sandi")
        .keys(&format!("Rahmi Contoh, S.Sos.<Tab><Tab>{SECRET}<Tab>{SECRET}<F8>"));
    seat.sees("Kunci pemulihan").keys("<Enter>1").sees("14 ").keys("<F8>");
    seat.sees("Masuk").keys(&format!("RC<Enter>{SECRET}<Enter>")).sees("Permohonan baru");
    // Blanks come with their paper.
    seat.keys("<F4>").sees("Antrean 0").keys("s").sees("Catat blangko").keys("diterima<Enter>50<Enter>BA 1/2026<F8>");
    seat.sees("BLANGKO ! 50").keys("<F2>").sees("Permohonan baru");
    seat.keys("1374015708909012ANISA RAHMI<Tab><Tab>hil<Enter>081266009001<Enter>11123<Ctrl+O>");
    seat.sees("Berkas bersyarat belum diputuskan").keys("1").sees("0001 DITERIMA, LENGKAP");
    seat.keys("<F4>").sees("▶ 0001").keys("<Enter>").sees("NIK 1374 0157 0890 9012").keys("prr<Enter>9012<F8>");
    seat.sees("percobaan 1 dari 4").keys("1<F8>").sees("Cocokkan dengan KK").keys("1<F8>").sees("cek 1");
    seat.keys("19012<F8>")
        .sees("0001 DICETAK")
        .keys("<F8>1<F8>")
        .sees("0001 AKTIF")
        .keys("1")
        .sees("tidak ada (hilang)");
    seat.keys("1<F8>").sees("0001 DISERAHKAN · pemohon sendiri");
    // Found again from anywhere, while typing.
    seat.keys("<Ctrl+F>").sees("Cari").keys("rahmi").sees("ANISA RAHMI");
    seat.keys("<F6>").sees("Buku agenda").keys("<F8>").sees("Tidak ada yang menghalangi").keys("49<Enter>0<F8>");
    seat.sees("Tutup hari ini?").keys("2<F8>").sees("Hari sudah ditutup").sees("Tersimpan");
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
    let exports: Vec<String> = std::fs::read_dir(user.office().join("export"))
        .expect("the folder of exports")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    for end in [".csv", ".txt"] {
        let found = exports.iter().any(|name| name.starts_with("agenda-") && name.ends_with(end));
        assert!(found, "{end} in {exports:?}");
    }
    let (status, said) = user.run(&["ledger", "verify", "--as", "RC", "--passphrase-stdin"], &format!("{SECRET}\n"));
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(said.contains("Buku utuh"), "{said}");
}

#[test]
fn the_first_question_can_be_left() {
    let user = User::new();
    let mut seat = user.start(&[]);
    seat.sees("1").keys("3");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
    assert!(!user.office().join("ledger").exists());
}
