//! The workbook, as openpyxl reads it: types, formulas with their results, nothing turned into something else.

use super::day::tuesday_book;
use super::readers::judge;
use super::{golden, render};
use loket::domain::person::Name;
use loket::export::Format;

/// Every cell: sheet, place, type, value.
fn cells(told: &str) -> Vec<[&str; 4]> {
    let cell = |line| <[&str; 4]>::try_from(str::splitn(line, 4, '\t').collect::<Vec<_>>()).expect("four fields");
    told.lines().map(cell).collect()
}

#[test]
fn the_made_up_tuesday_is_as_reviewed() {
    let Some(told) = judge("agenda_xlsx.py", &render(&tuesday_book(), Format::Xlsx)) else { return };
    golden("day.xlsx.txt", told.as_bytes());
}

#[test]
fn numbers_of_people_are_texts_and_times_are_times() {
    let Some(told) = judge("agenda_xlsx.py", &render(&tuesday_book(), Format::Xlsx)) else { return };
    let cells = cells(&told);
    let of = |sheet: &str, column: char| -> Vec<(&str, &str)> {
        let here = |c: &&[&str; 4]| c[0] == sheet && c[1].starts_with(column) && c[1] != format!("{column}1");
        cells.iter().filter(here).map(|c| (c[2], c[3])).collect()
    };
    let niks = of("Bagian A", 'E');
    assert!(niks.iter().any(|(_, nik)| nik.len() == 16 && nik.starts_with("1374")), "{niks:?}");
    for (kind, text) in niks.into_iter().chain(of("Bagian A", 'H')) {
        assert_eq!(kind, "s", "{text}");
    }
    let received = of("Bagian A", 'C');
    assert!(received.iter().all(|(kind, _)| *kind == "d") && !received.is_empty());
    assert!(of("Bagian C", 'K').iter().all(|(kind, _)| *kind == "n"), "days are numbers");
    assert!(cells.iter().filter(|c| c[2] == "f").count() > 20, "sums are formulas");
}

#[test]
fn no_text_becomes_a_formula() {
    let mut book = tuesday_book();
    let hostile = ["=1+1", "+62812", "-2", "@SUM(A1)", "=HYPERLINK(\"x\")"];
    for (line, text) in book.received.iter_mut().zip(hostile) {
        let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
        if let Some(person) = &mut line.person {
            person.name = Name::parse(&format!("AMAT {letters}")).expect("a name");
        }
        line.number.text = text.to_owned();
    }
    let Some(told) = judge("agenda_xlsx.py", &render(&book, Format::Xlsx)) else { return };
    for text in hostile {
        let found = cells(&told).into_iter().find(|c| c[0] == "Bagian A" && c[3] == text);
        assert_eq!(found.expect(text)[2], "s", "{text}");
    }
}
