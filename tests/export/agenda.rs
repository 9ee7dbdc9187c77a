//! The book as PDF, as poppler, qpdf, zbar and pikepdf read it, and that all formats say the same.

use super::day::{tuesday_book, tuesday_input};
use super::readers::{Paper, judge, text};
use super::{golden, render};
use loket::domain::book::{Book, Line};
use loket::domain::seal::Seal;
use loket::export::{EXPORT_FORMAT, Format, Sheet, digests, render_on};

/// The same book with its files many times over, to fill pages.
fn long(times: u64) -> Book {
    let mut input = tuesday_input();
    let files = input.files.clone();
    for round in 1..times {
        for mut file in files.clone() {
            file.app.id.0 += round * 100_000;
            input.files.push(file);
        }
    }
    Book::build(&input)
}

#[test]
fn the_made_up_tuesday_is_as_reviewed() {
    let read = Paper::of(&render(&tuesday_book(), Format::Pdf));
    read.check();
    if let Some(text) = read.text() {
        golden("day.pdf.txt", text.as_bytes());
    }
}

/// Other bytes for the same book are another format: a closed day could no longer be told from a changed one.
#[test]
fn other_bytes_need_another_format() {
    let mut told = format!("format {EXPORT_FORMAT}\n");
    for (code, digest) in digests(&tuesday_book()).expect("every format") {
        told.push_str(&format!("{code} {digest}\n"));
    }
    golden("digests", told.as_bytes());
}

#[test]
fn an_archive_takes_it() {
    judge("agenda_pdfa.py", &render(&tuesday_book(), Format::Pdf));
    judge("agenda_pdfa.py", &render(&long(20), Format::Pdf));
}

#[test]
fn the_seal_is_on_every_page_and_its_picture_reads() {
    let book = tuesday_book();
    let seal = book.seal.clone().expect("sealed");
    let read = Paper::of(&render(&book, Format::Pdf));
    let Some(pages) = read.pages() else { return };
    assert!(pages.iter().all(|page| page.contains(&format!("kode segel: {}", seal.code()))));
    let codes = read.codes(pages.len()).expect("poppler is there, so zbar must be");
    assert_eq!(Seal::parse(&codes.join("\n")), Some(seal.clone()));
    for format in Format::ALL {
        if let Some(text) = text(&render(&book, format), format) {
            assert!(text.contains(&seal.code().to_string()), "{format:?}");
        }
    }
}

#[test]
fn every_paper_and_every_warning_is_shown() {
    let mut book = tuesday_book();
    let a4 = Paper::of(&render_on(&book, Format::Pdf, Sheet::A4).expect("a file"));
    let Some(size) = a4.info("Page size") else { return };
    assert!(size.starts_with("841.89 x 595.2"), "{size}");
    let f4 = Paper::of(&render(&book, Format::Pdf)).info("Page size").expect("a size");
    assert!(f4.starts_with("935.4") && f4.contains("609.4"), "{f4}");
    (book.simulated, book.closed, book.seal) = (true, None, None);
    let pages = Paper::of(&render(&book, Format::Pdf)).pages().expect("pages");
    assert!(pages.iter().all(|p| p.contains("SIMULASI – BUKAN DOKUMEN RESMI – SEMENTARA")), "on every page");
    for format in Format::ALL {
        if let Some(text) = text(&render(&book, format), format) {
            assert!(text.contains("SIMULASI") && text.contains("SEMENTARA"), "{format:?}");
        }
    }
}

/// What the lines of parts A and B add up to.
#[derive(Debug, PartialEq)]
struct Sums {
    numbers: Vec<String>,
    printed: usize,
    handed: usize,
    void: usize,
}

fn expected(book: &Book) -> Sums {
    let all: Vec<&Line> = book.received.iter().chain(&book.older).collect();
    Sums {
        numbers: all.iter().map(|l| l.number.text.clone()).collect(),
        printed: all.iter().filter(|l| l.printed_now).count(),
        handed: all.iter().filter(|l| l.handed_now()).count(),
        void: all.iter().filter(|l| l.is_void()).count(),
    }
}

/// Register numbers in the order they stand, each told by its head: `0007/`.
fn numbers(text: &str, of: &[String]) -> Vec<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for number in of {
        let head = number.split_inclusive('/').next().unwrap_or(number);
        found.extend(text.find(head).map(|at| (at, number.clone())));
    }
    found.sort();
    found.into_iter().map(|(_, number)| number).collect()
}

fn in_csv(text: &str) -> Sums {
    let rows = super::csv::rows(text);
    let lines: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == "A" || row[0] == "B").collect();
    let sum = |column: usize| lines.iter().filter(|row| row[column] == "1").count();
    Sums { numbers: lines.iter().map(|row| row[2].clone()).collect(), printed: sum(27), handed: sum(28), void: sum(29) }
}

fn in_xlsx(text: &str) -> Sums {
    let cells: Vec<Vec<&str>> = text.lines().map(|l| l.splitn(4, '\t').collect()).collect();
    let row = |label: &str| cells.iter().find(|c| c[0] == "Rekapitulasi" && c[3] == label).expect("a row")[1];
    let sum = |label: &str| {
        let at = row(label).replace('A', "B");
        let cell = cells.iter().find(|c| c[0] == "Rekapitulasi" && c[1] == at).expect("a sum");
        cell[3].rsplit(' ').next().and_then(|n| n.parse().ok()).expect("a number")
    };
    let number = |c: &&Vec<&str>| matches!(c[0], "Bagian A" | "Bagian B") && c[1].starts_with('B') && c[2] == "s";
    let numbers = cells.iter().filter(number).map(|c| c[3].to_owned()).filter(|text| text.contains('/')).collect();
    Sums {
        numbers,
        printed: sum("dicetak hari ini (A + B)"),
        handed: sum("diserahkan hari ini (A + B)"),
        void: sum("batal – salah input (A + B)"),
    }
}

/// The number behind a word.
fn after(line: &str, word: &str) -> usize {
    let rest = line.split_once(word).unwrap_or_else(|| panic!("{word} in {line}")).1;
    rest.trim_start().chars().take_while(char::is_ascii_digit).collect::<String>().parse().expect("a number")
}

#[test]
fn every_format_has_the_same_lines_in_the_same_order_and_the_same_sums() {
    let book = tuesday_book();
    let expected = expected(&book);
    let read = |format| text(&render(&book, format), format);
    assert_eq!(in_csv(&read(Format::Csv).expect("text")), expected);
    if let Some(xlsx) = read(Format::Xlsx) {
        assert_eq!(in_xlsx(&xlsx), expected);
    }
    let txt = read(Format::Txt).expect("text");
    let carried = txt.lines().rfind(|l| l.starts_with("Jumlah s.d.")).expect("the last sums");
    assert_eq!(after(carried, "ini:"), expected.numbers.len());
    let sums = Sums {
        numbers: numbers(&txt, &expected.numbers),
        printed: after(carried, "dicetak"),
        handed: after(carried, "diserahkan"),
        void: after(carried, "batal"),
    };
    assert_eq!(sums, expected);
    let Some(pdf) = read(Format::Pdf) else { return };
    let totals: Vec<Vec<usize>> = pdf.lines().filter(|l| l.contains("Jumlah: ")).map(total).collect();
    assert_eq!(totals.len(), 2, "parts A and B");
    let sum = |at: usize| totals.iter().map(|t| t[at]).sum::<usize>();
    let found = numbers(&pdf, &expected.numbers);
    assert_eq!(Sums { numbers: found, printed: sum(1), handed: sum(2), void: sum(3) }, expected);
    assert_eq!(sum(0), expected.numbers.len());
}

/// Lines, printed, handed over, void: the numbers of a row of sums.
fn total(line: &str) -> Vec<usize> {
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn sums_are_carried_over_every_page() {
    let book = long(20);
    let Some(pages) = Paper::of(&render(&book, Format::Pdf)).pages() else { return };
    let forward: Vec<Vec<usize>> =
        pages.iter().filter_map(|p| p.lines().find(|l| l.contains("Jumlah dipindahkan")).map(total)).collect();
    let brought: Vec<Vec<usize>> =
        pages.iter().filter_map(|p| p.lines().find(|l| l.contains("Jumlah pindahan")).map(total)).collect();
    assert!(forward.len() > 3);
    assert_eq!(forward, brought, "what leaves a page arrives on the next");
    assert!(forward.windows(2).all(|w| w[0][0] < w[1][0]) || book.older.len() > 40, "and grows");
}
