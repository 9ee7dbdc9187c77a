//! The day's sums as both formats print them, and the few lines read out or sent ("Salin rekap").
//!
//! Separate because the equations, counts and spans are the same facts in a spreadsheet and on paper; only their
//! layout differs.

use super::cells::{safe, staff};
use crate::domain::application::Stage;
use crate::domain::book::{Age, Book, Equation, ShelfAge, Sum};
use crate::domain::counts::Counted;
use crate::domain::office::Office;
use crate::domain::seal::Seal;
use crate::domain::stock::days_left;
use crate::domain::terms::{PauseCause, SentAway};
use crate::domain::time;
use crate::text::export as words;
use crate::text::screens::common as shared;
use crate::text::{Lang, Word, book as book_words, common, paper, term};
use chrono::NaiveDate;

/// One row of the recapitulation.
pub(super) enum Row {
    Text(String),
    Number(String, i64),
    /// A label with several named counts.
    Counts(String, Vec<(String, i64)>),
    Equation(Equation),
}

pub(super) struct Section {
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// The two balance lines (counter practice 3), with the words of the header.
pub(super) fn balance(book: &Book, lang: Lang) -> [String; 2] {
    let census = &book.stocks.census;
    [shared::balance(lang, &book.figures, census), shared::whereabouts(lang, census)]
}

/// What is read out or sent: office, day, the two balance lines and the stock announcement; plain text, a line
/// each.
pub fn recap(book: &Book, lang: Lang) -> String {
    let mut lines = vec![safe(&book.policy.office), head(book, lang)];
    lines.extend(balance(book, lang));
    let blanks = common::count(lang, i64::from(book.stocks.blanks));
    lines.push(format!("{}: {}", words::ANNOUNCE.get(lang), words::pieces(lang, &blanks)));
    lines.join("\n") + "\n"
}

/// The daily announcement of blanks: what is there, how long it lasts, what waits to be collected, and that it is
/// free. Announced every day it leaves no room for those who sell a place (circular of the Director General, 2022).
pub fn announcement(office: &Office, day: NaiveDate, lang: Lang) -> String {
    let desk = &office.desk;
    let count = |n: u32| common::count(lang, i64::from(n));
    let mut lines =
        vec![words::ANNOUNCEMENT.get(lang).to_owned(), safe(&office.policy().office), words::day(lang, day)];
    lines.push(format!("{}: {}", words::ANNOUNCE.get(lang), words::pieces(lang, &count(desk.blanks))));
    let days = days_left(desk.blanks, &desk.stock.rate);
    lines.extend(days.map(|n| words::lasts(lang, &count(n))));
    lines.push(words::to_collect(lang, &count(office.census().ready)));
    lines.push(words::FREE.get(lang).to_owned());
    lines.join("\n") + "\n"
}

/// Day, and what a reader must know of the book.
pub(super) fn head(book: &Book, lang: Lang) -> String {
    let (day, warning) = (words::day(lang, book.date), warning(book, lang));
    if warning.is_empty() { day } else { format!("{day} – {warning}") }
}

/// What a reader must know before anything else: that the book is of a demo, or provisional. Empty for a closed day.
pub(super) fn warning(book: &Book, lang: Lang) -> String {
    let simulated = book.simulated.then(|| paper::SIMULATED.get(lang));
    let provisional = book.closed.is_none().then(|| words::PROVISIONAL.get(lang));
    simulated.into_iter().chain(provisional).collect::<Vec<_>>().join(" – ")
}

/// Named counts on one line.
pub(super) fn counted(counts: &[(String, i64)]) -> String {
    counts.iter().map(|(name, n)| format!("{name} = {n}")).collect::<Vec<_>>().join(", ")
}

/// One equation as a line, with its verdict.
pub(super) fn equation(e: &Equation, lang: Lang) -> String {
    let [about, sum, verdict] = equation_parts(e, lang);
    format!("{about}: {sum} ({verdict})")
}

/// What an equation is about, its two sides, its verdict.
pub(super) fn equation_parts(e: &Equation, lang: Lang) -> [String; 3] {
    let [sum, verdict] = book_words::equation_parts(lang, e);
    [about(e.sum, lang), sum, verdict]
}

/// What an equation is about, with the reason of a deferral.
pub(super) fn about(sum: Sum, lang: Lang) -> String {
    book_words::sum(sum).get(lang).to_owned()
}

fn number(word: Word, n: u32, lang: Lang) -> Row {
    Row::Number(word.get(lang).to_owned(), i64::from(n))
}

fn section(title: Word, rows: Vec<Row>, lang: Lang) -> Section {
    Section { title: title.get(lang).to_owned(), rows }
}

/// The whole recapitulation.
pub(super) fn sections(book: &Book, lang: Lang) -> Vec<Section> {
    let mut equations: Vec<Row> = balance(book, lang).into_iter().map(Row::Text).collect();
    equations.extend(book.equations().into_iter().map(Row::Equation));
    let f = &book.figures;
    equations.push(Row::Text(words::returns(lang, f.returned.came, f.returned_files.len())));
    let mut all = vec![
        section(words::EQUATIONS, equations, lang),
        section(words::CAME, came(book, lang), lang),
        section(words::STUCK, stuck(book, lang), lang),
        section(words::SHELF, shelf(book, lang), lang),
        section(words::CLOCKS, clocks(book, lang), lang),
        section(words::PAUSES, pauses(book, lang), lang),
        section(words::TROUBLES, troubles(book, lang), lang),
        section(words::COUNTS, counts(book, lang), lang),
    ];
    all.extend(book.seal.as_ref().map(|seal| section(words::SEAL, sealed(seal, lang), lang)));
    if !book.unsigned.is_empty() {
        let rows = book.unsigned.iter().map(|n| Row::Text(safe(&n.text))).collect();
        all.push(section(words::UNSIGNED, rows, lang));
    }
    if !book.stocks.sheets.is_empty() {
        let rows = vec![
            Row::Text(common::runs(book.stocks.sheets.runs())),
            Row::Number(words::TOTAL.get(lang).to_owned(), book.stocks.sheets.count() as i64),
        ];
        all.push(section(words::SHEETS_OUT, rows, lang));
    }
    all
}

fn came(book: &Book, lang: Lang) -> Vec<Row> {
    let f = &book.figures;
    let sent = |why: &SentAway| f.sent_away.get(why).copied().unwrap_or(0);
    let mut rows = vec![
        number(words::NEW_NUMBERS, f.new, lang),
        number(words::BROUGHT_BACK, f.returned.went, lang),
        number(words::SENT_AWAY, SentAway::ALL.iter().map(sent).sum(), lang),
        number(words::VISITS, f.visits, lang),
        number(words::TOTAL, f.came(), lang),
    ];
    let reasons = SentAway::ALL.iter().map(|why| (term::sent_away(*why).get(lang).to_owned(), i64::from(sent(why))));
    rows.insert(3, Row::Counts(words::SENT_AWAY.get(lang).to_owned(), reasons.collect()));
    rows
}

fn stuck(book: &Book, lang: Lang) -> Vec<Row> {
    let row = |label: String, count: &dyn Fn(Age) -> u32| {
        let mut counts: Vec<(String, i64)> =
            Age::ALL.iter().map(|age| (words::age(*age).get(lang).to_owned(), i64::from(count(*age)))).collect();
        counts.push((words::TOTAL.get(lang).to_owned(), counts.iter().map(|(_, n)| n).sum()));
        Row::Counts(label, counts)
    };
    let of = |stage: &Stage, age: Age| book.stuck.get(stage).and_then(|ages| ages.get(&age)).copied().unwrap_or(0);
    let mut rows: Vec<Row> =
        book.stuck.keys().map(|stage| row(term::stage_full(lang, *stage), &|age| of(stage, age))).collect();
    rows.push(row(words::TOTAL.get(lang).to_owned(), &|age| book.of_age(age)));
    rows
}

fn shelf(book: &Book, lang: Lang) -> Vec<Row> {
    let of = |age: &ShelfAge| book.shelf.get(age).copied().unwrap_or(0);
    let mut rows: Vec<Row> =
        ShelfAge::ALL.iter().map(|age| number(book_words::shelf_age(*age), of(age), lang)).collect();
    rows.push(number(words::TOTAL, ShelfAge::ALL.iter().map(of).sum(), lang));
    rows
}

/// Minutes begun; a minute begun counts, so that nothing short is lost.
fn minutes(ms: u64) -> i64 {
    i64::try_from(ms.div_ceil(60_000)).unwrap_or(i64::MAX)
}

fn clocks(book: &Book, lang: Lang) -> Vec<Row> {
    let steps = book.figures.steps.iter();
    steps
        .map(|(step, sum)| {
            let counts = [
                (words::FILES, i64::from(sum.files)),
                (words::TIMED, i64::from(sum.timed)),
                (words::OVER, i64::from(sum.over)),
                (words::WORK_MINUTES, minutes(sum.work_ms)),
                (words::STANDARD, i64::from(book.policy.standard(*step))),
            ];
            let counts = counts.into_iter().map(|(word, n)| (word.get(lang).to_owned(), n)).collect();
            Row::Counts(term::step(*step).get(lang).to_owned(), counts)
        })
        .collect()
}

fn pauses(book: &Book, lang: Lang) -> Vec<Row> {
    let total = |cause: &PauseCause| book.figures.steps.values().filter_map(|s| s.paused_ms.get(cause)).sum();
    let row = |cause: &PauseCause| Row::Number(term::pause(*cause).get(lang).to_owned(), minutes(total(cause)));
    PauseCause::ALL.iter().map(row).collect()
}

fn troubles(book: &Book, lang: Lang) -> Vec<Row> {
    let time = |ms: i64| {
        let at = time::local(ms, book.offset_s);
        super::cells::moment(at, book.date, lang)
    };
    let spans = book.figures.trouble.iter();
    spans
        .map(|span| {
            let causes: Vec<&str> = span.causes.iter().map(|c| term::trouble(*c).get(lang)).collect();
            let end = span.to_ms.map_or_else(|| words::OPEN_END.get(lang).to_owned(), time);
            Row::Text(format!("{} – {end}: {}", time(span.from_ms), causes.join(", ")))
        })
        .collect()
}

/// The seal in words; its signed note is the picture on paper.
fn sealed(seal: &Seal, lang: Lang) -> Vec<Row> {
    let said = |word: Word, text: String| Row::Text(format!("{}: {text}", word.get(lang)));
    vec![
        number(words::SEAL_NUMBER, seal.number(), lang),
        said(words::SEAL_CODE, seal.code().to_string()),
        Row::Number(words::SEAL_SIZE.get(lang).to_owned(), i64::try_from(seal.size()).unwrap_or(i64::MAX)),
        said(words::SEAL_ROOT, seal.root()),
    ]
}

fn counts(book: &Book, lang: Lang) -> Vec<Row> {
    let Some(closed) = &book.closed else {
        return vec![Row::Text(words::PROVISIONAL.get(lang).to_owned())];
    };
    let mut rows = vec![Row::Text(format!("{}: {}", words::CLOSED_BY.get(lang), staff(&closed.by, lang)))];
    for of in Counted::ALL {
        let Some(counted) = closed.counts.of(of) else { continue };
        rows.push(number(words::in_book(of), of.in_book(&book.stocks), lang));
        rows.push(number(words::counted(of), counted, lang));
        let why =
            closed.counts.why(of).map(|why| format!("{}: {}", words::explained(of).get(lang), safe(why.as_str())));
        rows.extend(why.map(Row::Text));
    }
    rows
}
