//! The printed book: widths, pages, carried sums and equations.

use super::day::{tuesday_book, tuesday_input};
use super::{golden, render};
use loket::domain::book::{Book, BookInput};
use loket::export::txt::{Form, Page, write};
use loket::export::{BOOK_LANG, Format, recap};
use loket::text::Lang;
use unicode_width::UnicodeWidthStr;

/// The same book with its files many times over, to fill pages.
fn long(times: u64) -> Book {
    let mut input: BookInput = tuesday_input();
    let files = input.files.clone();
    for round in 1..times {
        for mut file in files.clone() {
            file.app.id.0 += round * 100_000;
            input.files.push(file);
        }
    }
    Book::build(&input)
}

fn pages(text: &str) -> Vec<Vec<&str>> {
    let pages: Vec<&str> = text.split_terminator('\u{0C}').collect();
    pages.into_iter().map(|page| page.split_terminator("\r\n").collect()).collect()
}

fn text(book: &Book, page: Page, lang: Lang) -> String {
    String::from_utf8(write(book, &page, lang)).expect("UTF-8")
}

#[test]
fn the_made_up_tuesday_is_as_reviewed() {
    golden("day.txt", &render(&tuesday_book(), Format::Txt));
    let narrow = Page { form: Form::Narrow, ..Page::default() };
    golden("day-narrow.txt", &write(&tuesday_book(), &narrow, BOOK_LANG));
    golden("recap.txt", (recap(&tuesday_book(), Lang::Id) + &recap(&tuesday_book(), Lang::En)).as_bytes());
}

#[test]
fn pages_keep_their_size_and_count_themselves() {
    for book in [tuesday_book(), long(9)] {
        for (lines, form) in [(60, Form::Wide), (44, Form::Wide), (66, Form::Narrow), (1, Form::Narrow)] {
            for lang in Lang::ALL {
                let text = text(&book, Page { lines, form }, lang);
                let pages = pages(&text);
                let height = lines.max(Page::FEWEST);
                for (number, page) in (1..).zip(&pages) {
                    assert!(page.len() <= height, "{} lines on page {number} of {form:?}", page.len());
                    for line in page {
                        assert!(line.width() <= form.width(), "{} columns: {line}", line.width());
                        assert!(!line.chars().any(char::is_control), "{line:?}");
                        assert!(!line.ends_with(' '), "{line:?}");
                    }
                    let said = match lang {
                        Lang::Id => format!("Halaman {number} dari {}", pages.len()),
                        Lang::En => format!("Page {number} of {}", pages.len()),
                    };
                    assert!(page.last().is_some_and(|l| l.ends_with(&said)), "{:?}", page.last());
                }
            }
        }
    }
}

#[test]
fn sums_are_carried_to_the_next_page() {
    let book = long(9);
    let text = text(&book, Page::default(), BOOK_LANG);
    let pages = pages(&text);
    let carried =
        |page: &[&str]| page.iter().find_map(|l| l.strip_prefix("Jumlah s.d. halaman ini: ")).map(str::to_owned);
    let brought = |page: &[&str]| page.iter().find_map(|l| l.strip_prefix("Pindahan: ")).map(str::to_owned);
    let mut handed_on = 0;
    for pair in pages.windows(2) {
        if let Some(sums) = brought(&pair[1]) {
            assert_eq!(carried(&pair[0]), Some(sums));
            handed_on += 1;
        }
    }
    assert!(handed_on >= 3, "{handed_on}");
    let last = pages.iter().rev().find_map(|page| carried(page)).expect("carried sums");
    let lines = book.received.len() + book.older.len();
    assert!(last.starts_with(&format!("{lines} baris")), "{last}");
}

#[test]
fn every_file_stands_in_the_book_once_per_part() {
    let book = tuesday_book();
    let narrow = text(&book, Page { lines: 60, form: Form::Narrow }, BOOK_LANG);
    for line in &book.received {
        let held = narrow.matches(&line.number.text).count();
        assert!(held >= 1, "{}", line.number.text);
    }
    let wide = text(&book, Page::default(), BOOK_LANG);
    assert!(wide.contains("~~SALAH KETIK~~"), "a void is struck through");
    assert!(wide.contains("(dihapus)"));
    for title in ["BAGIAN A", "BAGIAN B", "BAGIAN C", "BAGIAN D", "REKAPITULASI", "Mengetahui,"] {
        assert!(wide.contains(title), "{title}");
    }
}

#[test]
fn every_equation_is_printed_with_its_numbers() {
    let book = tuesday_book();
    let wide = text(&book, Page::default(), BOOK_LANG);
    let f = &book.figures;
    let (before, now) = (f.opening.census.total(), book.stocks.census.total());
    let (m, s, b) = (f.new, f.handed, f.cancelled);
    assert!(
        wide.contains(&format!(
            "Sisa {before} + baru {m} + dibuka lagi 0 = diserahkan {s} + batal {b} + sisa kini {now}"
        ))
    );
    let flat = wide.split_whitespace().collect::<Vec<_>>().join(" ");
    for e in book.equations() {
        assert!(flat.contains(&format!("(cocok, {})", e.left_total())), "{e:?}");
    }
    assert!(!wide.contains("TIDAK COCOK"));
    let mut input = tuesday_input();
    input.figures.good += 1;
    let wrong = text(&Book::build(&input), Page::default(), BOOK_LANG);
    let e = Book::build(&input).equations().into_iter().find(|e| !e.holds()).expect("a wrong equation");
    assert!(wrong.contains(&format!("TIDAK COCOK: {} ≠ {}", e.left_total(), e.right_total())));
}

#[test]
fn a_day_without_anything_is_still_a_book() {
    let bench = crate::harness::Bench::open_office(0);
    let book = super::book(&bench);
    assert_eq!(book.discords(), []);
    let text = text(&book, Page::default(), BOOK_LANG);
    assert!(text.contains("SEMENTARA – HARI BELUM DITUTUP"));
    assert!(text.contains("(tidak ada)"));
    assert!(text.contains("Sisa 0 + baru 0 + dibuka lagi 0 = diserahkan 0 + batal 0 + sisa kini 0"));
}
