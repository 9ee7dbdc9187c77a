//! The spreadsheet file: bytes, guards, and what another program reads back.

use super::day::{tuesday_book, tuesday_input};
use super::{golden, render};
use loket::export::csv::{COLUMNS, guard};
use loket::export::{Format, digest, digests};
use std::io::Write as _;
use std::process::{Command, Stdio};

const NIK: usize = 5;

fn file() -> String {
    String::from_utf8(render(&tuesday_book(), Format::Csv)).expect("UTF-8")
}

/// Reads the file as a second program would: quotes, semicolons, CRLF and nothing else.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.trim_start_matches('\u{FEFF}').chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().expect("a row");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().expect("a cell").push('"');
            }
            '"' => quoted = !quoted,
            ';' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' if !quoted => {}
            _ => row.last_mut().expect("a cell").push(c),
        }
    }
    rows.pop();
    rows
}

#[test]
fn the_made_up_tuesday_is_as_reviewed() {
    golden("day.csv", &render(&tuesday_book(), Format::Csv));
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let once = digests(&tuesday_book()).expect("every format");
    let again = digests(&loket::domain::book::Book::build(&tuesday_input().clone()));
    assert_eq!(once, again.expect("every format"));
    assert_eq!(once["csv"], digest(file().as_bytes()));
    assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "FIPS 180-2, B.1");
}

#[test]
fn every_row_has_every_column_and_the_header_is_numbered() {
    let text = file();
    assert!(text.starts_with('\u{FEFF}'), "a spreadsheet knows UTF-8 by its mark");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let rows = rows(&text);
    assert!(rows.iter().all(|row| row.len() == COLUMNS), "{:?}", rows.iter().find(|row| row.len() != COLUMNS));
    for (place, name) in (1..).zip(&rows[0]) {
        assert!(name.starts_with(&format!("{place} ")), "{name}");
    }
    let parts: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    let mut seen = parts.clone();
    seen.dedup();
    assert_eq!(seen, ["A", "B", "C", "D", "E"]);
}

#[test]
fn no_cell_is_taken_for_a_formula_or_loses_a_digit() {
    // Columns the program fills with numbers and times meant as such.
    let plain = [1, 3, 13, 14, 15, 24, 26, 27, 28, 29];
    for row in &rows(&file())[1..] {
        for (_, cell) in row.iter().enumerate().filter(|(column, _)| !plain.contains(column)) {
            let first = cell.chars().next().unwrap_or('x');
            assert!(!"=+-@\t\r＝＋－＠".contains(first), "{cell}");
            assert!(cell.is_empty() || !cell.bytes().all(|b| b.is_ascii_digit()), "{cell}");
            assert!(!cell.chars().any(|c| c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c)), "{cell:?}");
        }
        assert!(row[NIK].is_empty() || row[NIK].starts_with('\'') && row[NIK].len() == 17 || !row[NIK].contains('1'));
    }
}

#[test]
fn the_guard_is_one_rule_and_can_be_undone() {
    let guarded = [
        "=cmd|'/C calc'!A0",
        "+62812",
        "-AMIN",
        "@SUM(A1)",
        "−1",
        "＝1+1",
        "＋62",
        "－A",
        "＠x",
        "1374010101609001",
        "0812",
        "'AISYAH",
        "1E5",
        "1,5",
        "23-11-2026",
        "08.14",
        "007/008",
        "(12)",
        "٣٤",
        "%1",
        "|x",
        "\"=1",
        "½",
    ];
    for text in guarded {
        assert_eq!(guard(text), format!("'{text}"), "must be guarded");
    }
    let kept =
        ["SITI", "0131/KTP/DUKCAPIL-PP/XI-2026", "II.C.1", "(dihapus)", "10.05 dikembalikan", "Jl. A; No. 1", "", "É"];
    for text in kept {
        assert_eq!(guard(text), text, "needs no guard");
    }
    for (hostile, is) in [
        ("\t=1+1", "'=1+1"),
        ("\r\n=1", "'=1"),
        ("a\tb\u{202E}c\u{7}", "a bc"),
        (" \u{200B}+1", "'+1"),
        ("\u{1b}[31mx", "[31mx"),
    ] {
        assert_eq!(guard(hostile), is);
    }
    for text in guarded.iter().chain(&kept) {
        let cell = guard(text);
        assert_eq!(cell.strip_prefix('\'').unwrap_or(&cell), *text, "a reader drops one apostrophe");
    }
}

/// The Python standard library reads the file; every NIK of the book comes back digit by digit.
#[test]
fn another_program_reads_every_nik_back() {
    const READ: &str = "import csv, io, sys
text = sys.stdin.buffer.read().decode('utf-8-sig')
for row in csv.DictReader(io.StringIO(text, newline=''), delimiter=';'):
    assert None not in row and None not in row.values(), row
    cell = row['6 NIK']
    if row['1 Bagian'] in 'ABC':
        print(row['1 Bagian'], cell[1:] if cell.startswith(chr(39)) else cell, flush=True)
";
    let python = Command::new("python3").args(["-c", READ]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut python = python.expect("python3 is there to read the file");
    python.stdin.take().expect("a pipe").write_all(file().as_bytes()).expect("the file is read");
    let out = python.wait_with_output().expect("python3 ends");
    assert!(out.status.success());
    let read = String::from_utf8(out.stdout).expect("UTF-8");
    let book = tuesday_book();
    let told = |part: char, person: &Option<loket::domain::personal::Person>| match person {
        None => format!("{part} (dihapus)\n"),
        Some(p) => format!("{part} {}\n", p.nik.map_or_else(|| "menyusul".to_owned(), |nik| nik.as_str().to_owned())),
    };
    let mut expected = String::new();
    expected.extend(book.received.iter().map(|l| told('A', &l.person)));
    expected.extend(book.older.iter().map(|l| told('B', &l.person)));
    expected.extend(book.open.iter().map(|l| told('C', &l.person)));
    assert_eq!(read, expected);
}
