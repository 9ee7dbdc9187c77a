//! The kit for paper: pages, tables, signatures and codes, as another program reads them.

use super::readers::Paper as Read;
use loket::export::pdf::*;
use loket::text::Lang;

fn about() -> About {
    let at = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).and_then(|d| d.and_hms_opt(15, 4, 5)).expect("a time");
    About { title: "Daftar contoh".into(), at, offset_s: 7 * 3600, id: "loket:contoh".into() }
}

fn doc(paper: Paper) -> Doc {
    Doc::new(paper, about(), Lang::Id).expect("a document")
}

fn lines(text: &[&str]) -> Vec<String> {
    text.iter().map(|t| (*t).to_owned()).collect()
}

fn sums(which: Carried, done: usize) -> Row {
    let word = match which {
        Carried::Forward => "Jumlah dipindahkan",
        Carried::Brought => "Jumlah pindahan",
        Carried::Total => "Jumlah",
    };
    let total: usize = (1..=done).sum();
    Row { cells: vec![Cell::new(word).over(2).bold(), Cell::new(total.to_string()).bold()], height: 0.0 }
}

fn list(rows: usize) -> Table<'static> {
    let mut table =
        Table::new(vec![Column::right("No.", 12.0), Column::left("Nama", 90.0), Column::right("Banyaknya", 25.0)]);
    table.title = "BAGIAN A".into();
    table.numbered = true;
    table.rows = (1..=rows).map(|n| Row::new([n.to_string(), format!("CONTOH KE {n}"), n.to_string()])).collect();
    table.carry = Some(&sums);
    table
}

/// Everything the kit can draw.
fn everything() -> Vec<u8> {
    let mut doc = doc(Paper::A4);
    doc.banner("SIMULASI – BUKAN DOKUMEN RESMI");
    doc.running("Dinas – Daftar contoh");
    doc.foot("Segel 7f3a");
    doc.letterhead(&lines(&["PEMERINTAH KOTA PADANG PANJANG", "DINAS KEPENDUDUKAN", "Jl. Contoh No. 1"]));
    doc.title("DAFTAR CONTOH", &lines(&["Selasa, 24 November 2026"]));
    doc.pairs(&[("Nomor".into(), "470/1".into()), ("Perihal".into(), "contoh ".repeat(40))], 40.0);
    doc.table(&list(120));
    doc.heading("Keterangan");
    doc.text(&"Kalimat yang panjang sekali. ".repeat(30), Style::new(10.0));
    doc.code("LKT26-SEGEL-7F3A", 28.0, &lines(&["Kode segel", "7f3a 11c0"])).expect("a code");
    let head = lines(&["Kepala Bidang", "Contoh Pertama, S.STP", "Pembina", "NIP. 19700101 199001 1 001"]);
    doc.signatures(&[Signature::of("Mengetahui,", &head), Signature::of("Padang Panjang, 24 November 2026", &[])]);
    doc.finish().expect("a file")
}

#[test]
fn the_same_calls_give_the_same_bytes() {
    assert_eq!(everything(), everything());
}

#[test]
fn another_reader_finds_every_page_whole() {
    let read = Read::of(&everything());
    read.check();
    let Some(pages) = read.pages() else { return };
    assert_eq!(read.info("Title").as_deref(), Some("Daftar contoh"));
    assert_eq!(read.info("CreationDate").as_deref(), Some("D:20261124150405+07'00"));
    let size = read.info("Page size").expect("a size");
    assert!(size.starts_with("595.27") && size.contains("841.89"), "{size}");
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains("SIMULASI – BUKAN DOKUMEN RESMI"), "page {number}");
        assert!(page.contains(&format!("Halaman {number} dari {}", pages.len())), "page {number}");
        assert!(page.contains("Segel 7f3a"), "page {number}");
        assert_eq!(page.contains("Dinas – Daftar contoh"), number > 1);
    }
    let table: Vec<&String> = pages.iter().filter(|p| p.contains("CONTOH KE")).collect();
    assert!(table.len() >= 3);
    let mut seen = 0;
    for (at, page) in table.iter().enumerate() {
        let (first, last) = (at == 0, at + 1 == table.len());
        assert_eq!(page.contains("BAGIAN A (lanjutan)"), !first);
        let numbers = |l: &str| l.split_whitespace().collect::<Vec<_>>() == ["1", "2", "3"];
        assert!(page.contains("Banyaknya") && page.lines().any(numbers), "{page}");
        let brought: usize = (1..=seen).sum();
        assert_eq!(page.contains(&format!("Jumlah pindahan {}", " ")), !first);
        assert!(first || page.lines().any(|l| l.contains("Jumlah pindahan") && l.ends_with(&brought.to_string())));
        seen += page.matches("CONTOH KE").count();
        let carried: usize = (1..=seen).sum();
        let word = if last { "Jumlah " } else { "Jumlah dipindahkan" };
        assert!(
            page.lines().any(|l| l.contains(word) && l.ends_with(&carried.to_string())),
            "{word} {carried}\n{page}"
        );
    }
    assert_eq!(seen, 120, "no row is lost or drawn twice");
    let whole = pages.concat();
    assert!(whole.contains("Contoh Pertama, S.STP") && whole.contains("NIP. 19700101 199001 1 001"));
    assert_eq!(read.codes(pages.len()), Some(vec!["LKT26-SEGEL-7F3A".to_owned()]));
}

#[test]
fn every_paper_has_its_size() {
    for (paper, width, height) in [
        (Paper::F4, "609.449", "935.433"),
        (Paper::F4_ACROSS, "935.433", "609.449"),
        (Paper::A4_ACROSS, "841.89", "595.276"),
        (Paper::A5, "419.528", "595.276"),
    ] {
        let mut doc = doc(paper);
        doc.table(&list(3));
        let Some(size) = Read::of(&doc.finish().expect("a file")).info("Page size") else { return };
        assert!(size.starts_with(&format!("{width} x {height} pts")), "{paper:?}: {size}");
    }
}

#[test]
fn a_row_higher_than_a_page_goes_on_overleaf_and_loses_no_word() {
    let mut doc = doc(Paper::A5_ACROSS);
    let mut table = list(2);
    let long: Vec<String> = (1..=900).map(|n| format!("kata{n}")).collect();
    table.rows.insert(1, Row::new(["x", &long.join(" "), "0"]));
    doc.table(&table);
    let read = Read::of(&doc.finish().expect("a file"));
    let Some(pages) = read.pages() else { return };
    assert!(pages.len() >= 3);
    let found: Vec<&str> = pages.iter().flat_map(|p| p.split_whitespace()).filter(|w| w.starts_with("kata")).collect();
    assert_eq!(found, long, "every word, once and in order");
}

#[test]
fn hostile_letters_are_harmless() {
    let mut doc = doc(Paper::A5);
    doc.text("AMAT\u{202E}TILABRET\u{7}\u{1b}[31m \u{200B}=1+1\t漢字 e\u{301}", Style::new(10.0));
    let read = Read::of(&doc.finish().expect("letters without a glyph are boxes, not an invalid file"));
    read.check();
    let Some(text) = read.text() else { return };
    assert!(text.contains("AMATTILABRET[31m =1+1 漢字 é"), "{text:?}");
}

#[test]
fn a_heading_never_stands_alone_at_the_foot() {
    for rows in 20..60 {
        let mut doc = doc(Paper::A5);
        let mut first = list(rows);
        first.title = String::new();
        doc.table(&first);
        doc.heading("PERHATIAN");
        doc.text("tindak lanjut", Style::new(10.0));
        let Some(pages) = Read::of(&doc.finish().expect("a file")).pages() else { return };
        let page = pages.iter().find(|p| p.contains("PERHATIAN")).expect("the heading");
        assert!(page.contains("tindak lanjut"), "{rows} rows");
    }
}

#[test]
fn a_code_too_long_is_told() {
    assert!(matches!(doc(Paper::A5).code(&"x".repeat(3000), 30.0, &[]), Err(PdfError::Code)));
}
