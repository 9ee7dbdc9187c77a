//! The supervisor's view as one list of sections.
//!
//! Separate from the screen because it only reads. Clocks are sums of the office by step, never by person
//! (counter practice 17); the note of a request is not shown.

use crate::domain::id::{AccountId, AppId};
use crate::domain::office::{Account, File};
use crate::domain::sop::Step as SopStep;
use crate::domain::time::local;
use crate::text::screens::{policy, privacy, sheets, stock as s, supervisor as t};
use crate::text::{Lang, Word, backup as b, common, term};
use crate::ui::table::Rows;
use crate::ui::theme::Role;
use crate::view::{CareView, View};

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Head,
    Approval(AppId),
    Account(AccountId),
    Blanks,
    Invalid,
    Sheets,
    Day,
    /// The copies of the book.
    Copies,
    Settings,
    Privacy,
    /// To read only.
    Plain,
}

/// One row.
pub struct Row {
    pub about: About,
    left: String,
    right: String,
    role: Role,
}

/// All rows of the moment.
pub struct Overview(pub Vec<Row>);

impl Overview {
    /// Gathers the rows.
    pub fn of(view: &View<'_>) -> Overview {
        let lang = view.lang();
        let mut rows = vec![head(t::APPROVALS, lang)];
        let waiting = waiting(view);
        if waiting.is_empty() {
            rows.push(plain(t::NO_APPROVALS.get(lang).to_owned(), String::new()));
        }
        rows.extend(waiting.into_iter().map(|file| approval(file, view)));
        rows.push(head(t::MODE, lang));
        rows.push(trouble(view));
        rows.push(head(t::CLOCKS, lang));
        rows.extend([SopStep::Intake, SopStep::Check, SopStep::Operator].map(|step| clock(step, view)));
        rows.push(head(t::BLANKS, lang));
        rows.extend(stock(view));
        rows.push(head(sheets::HEADING, lang));
        rows.extend(paper(view));
        rows.push(head(t::DAY, lang));
        rows.extend(days(view));
        rows.extend(view.care.map(|care| copies(care, view)).into_iter().flatten());
        rows.push(head(policy::HEADING, lang));
        let settings = plain(policy::ENTRY.get(lang).to_owned(), policy::ENTRY_STATE.get(lang).to_owned());
        rows.push(Row { about: About::Settings, ..settings });
        rows.push(head(privacy::HEADING, lang));
        rows.push(data(view));
        rows.push(head(t::ACCOUNTS, lang));
        rows.extend(accounts(view));
        Overview(rows)
    }

    /// The row of that place.
    pub fn about(&self, row: usize) -> Option<About> {
        self.0.get(row).map(|row| row.about)
    }
}

/// Files whose request nobody has decided, oldest request first.
pub fn waiting<'a>(view: &View<'a>) -> Vec<&'a File> {
    let since = |f: &File| f.app.approval.as_ref().filter(|a| a.granted.is_none()).map(|a| a.since_ms);
    let mut files: Vec<&File> = view.office.files.values().filter(|f| since(f).is_some()).collect();
    files.sort_by_key(|f| since(f));
    files
}

/// Topic, by whom and since when.
pub fn asked(file: &File, view: &View<'_>, lang: Lang) -> (String, String) {
    let Some(approval) = &file.app.approval else { return Default::default() };
    let by = view.office.rules.accounts.get(&approval.by).map(|a| a.initials.clone()).unwrap_or_default();
    let age = common::age(lang, view.age_s(approval.since_ms));
    (term::approval(approval.topic).get(lang).to_owned(), t::request(lang, &by, &age))
}

/// Blanks, film and invalid cards; a line that warns says so by its colour too.
fn stock(view: &View<'_>) -> [Row; 3] {
    let (lang, desk) = (view.lang(), &view.office.desk);
    let pieces = |n: u32| t::pieces(lang, &common::count(lang, i64::from(n)));
    let (_, days) = super::pages::blanks(view);
    let days = if days.is_empty() { days } else { format!(" · {days}") };
    let warn = |warns: bool| if warns { Role::Warning } else { Role::Plain };
    let low = desk.blanks <= view.office.policy().low_blanks;
    let (film, film_low) = super::pages::film(view);
    let row = |about, word: Word, right: String, warns| Row {
        about,
        role: warn(warns),
        ..plain(word.get(lang).to_owned(), right)
    };
    [
        row(About::Blanks, t::BLANKS_STOCK, format!("{}{days}", pieces(desk.blanks)), low),
        row(About::Blanks, s::FILM, film, film_low),
        row(About::Invalid, s::REGISTER, pieces(desk.invalid), false),
    ]
}

/// How long personal data are kept.
fn data(view: &View<'_>) -> Row {
    let lang = view.lang();
    let state = match (view.office.desk.erasing, view.office.policy().retention_months) {
        (Some(_), _) => privacy::ERASING.get(lang).to_owned(),
        (None, 0) => privacy::NO_TERM.get(lang).to_owned(),
        (None, months) => privacy::term(lang, months),
    };
    Row { about: About::Privacy, ..plain(privacy::ENTRY.get(lang).to_owned(), state) }
}

/// Emergency and handover sheets.
fn paper(view: &View<'_>) -> [Row; 2] {
    let lang = view.lang();
    let row = |word: Word, right| Row { about: About::Sheets, ..plain(word.get(lang).to_owned(), right) };
    [
        row(sheets::EMERGENCY, super::sheets::emergency(view, lang)),
        row(sheets::HANDOVER, super::sheets::handover(view, lang)),
    ]
}

fn head(word: Word, lang: Lang) -> Row {
    Row { about: About::Head, left: word.get(lang).to_owned(), right: String::new(), role: Role::Strong }
}

fn plain(left: String, right: String) -> Row {
    Row { about: About::Plain, left: format!("  {left}"), right, role: Role::Plain }
}

fn approval(file: &File, view: &View<'_>) -> Row {
    let (topic, asked) = asked(file, view, view.lang());
    let row = plain(format!("{} {topic}", file.app.number.short()), asked);
    Row { about: About::Approval(file.app.id), role: Role::Warning, ..row }
}

fn trouble(view: &View<'_>) -> Row {
    let lang = view.lang();
    let Some(trouble) = &view.office.desk.trouble else {
        return plain(t::NO_MODE.get(lang).to_owned(), String::new());
    };
    let causes: Vec<&str> = trouble.causes.iter().map(|c| term::trouble(*c).get(lang)).collect();
    let since = common::time(lang, local(trouble.since_ms, view.stamp.offset_s).time());
    let waiting = view.office.census().recorded as usize;
    Row { role: Role::Warning, ..plain(t::trouble(lang, &causes.join(", "), &since, waiting), String::new()) }
}

fn clock(step: SopStep, view: &View<'_>) -> Row {
    let lang = view.lang();
    let name = term::step(step).get(lang).to_owned();
    let sum = view.office.desk.today.as_ref().and_then(|f| f.steps.get(&step));
    let Some(sum) = sum else { return plain(name, t::NOT_TIMED.get(lang).to_owned()) };
    let standard = common::duration(lang, i64::from(view.office.policy().standard(step)));
    let mut right = vec![t::clock(lang, sum.files, sum.over, &standard)];
    right.extend(sum.paused_ms.iter().map(|(cause, ms)| t::paused(lang, term::pause(*cause).get(lang), ms / 60_000)));
    plain(name, right.join(" · "))
}

fn days(view: &View<'_>) -> Vec<Row> {
    let lang = view.lang();
    let desk = &view.office.desk;
    let day = |date: chrono::NaiveDate| common::date_with_weekday(lang, date);
    let open = desk.day.map_or_else(|| t::DAY_NONE.get(lang).to_owned(), day);
    let mut rows = vec![Row { about: About::Day, ..plain(t::DAY_OPEN.get(lang).to_owned(), open) }];
    rows.extend(desk.unclosed.keys().map(|date| {
        let row = plain(t::UNCLOSED.get(lang).to_owned(), day(*date));
        Row { role: Role::Warning, ..row }
    }));
    rows.extend(desk.last_closed.map(|date| plain(t::LAST_CLOSED.get(lang).to_owned(), day(date))));
    rows
}

/// The last backup, and the slow check of the book.
fn copies(care: &CareView, view: &View<'_>) -> [Row; 2] {
    let lang = view.lang();
    let when = |ms: i64| {
        let at = local(ms, view.stamp.offset_s);
        format!("{} {}", common::date(at.date()), common::time(lang, at.time()))
    };
    let good = care.good.as_ref().map(|good| (when(good.made_ms), common::age(lang, view.age_s(good.made_ms))));
    let mut parts = match (&good, care.set) {
        (Some((when, age)), _) => vec![b::row_good(lang, when, age)],
        (None, true) => vec![b::ROW_NONE.get(lang).to_owned()],
        (None, false) => vec![b::ROW_UNSET.get(lang).to_owned()],
    };
    // What is going on now comes first: the rest may be cut off by a narrow screen.
    parts.splice(0..0, care.failed.as_ref().map(|code| b::row_failed(lang, code)));
    parts.splice(0..0, care.running.map(|part| b::row_running(lang, part)));
    let warns = care.old(view.stamp.utc_ms) || care.failed.is_some();
    let checked = match (care.damaged, care.round_ms) {
        (Some(seq), _) => b::damaged(lang, seq, seq.saturating_sub(1)),
        (None, Some(ms)) => b::row_checked(lang, &when(ms)),
        (None, None) => b::ROW_CHECK_NEVER.get(lang).to_owned(),
    };
    let at = care.checked.map(|seq| format!(" · {}", b::row_at(lang, seq))).unwrap_or_default();
    let role = |warns: bool| if warns { Role::Warning } else { Role::Plain };
    let row = |word: Word, right: String, warns| Row {
        about: About::Copies,
        role: role(warns),
        ..plain(word.get(lang).to_owned(), right)
    };
    [row(b::ROW, parts.join(" · "), warns), row(b::ROW_CHECK, format!("{checked}{at}"), care.damaged.is_some())]
}

fn accounts(view: &View<'_>) -> Vec<Row> {
    let lang = view.lang();
    let mut accounts: Vec<_> = view.office.rules.accounts.values().collect();
    accounts.sort_by(|a, b| (!a.active, &a.initials).cmp(&(!b.active, &b.initials)));
    let row = |a: &Account| {
        let name = a.name.as_ref().map_or("", |n| n.as_str());
        let closes = view.office.policy().acting_closers.contains(&a.id).then(|| t::CLOSER.get(lang));
        let roles: Vec<&str> = a.roles.iter().map(|r| term::role(*r).get(lang)).chain(closes).collect();
        let state = if a.active { t::ACTIVE } else { t::DISABLED }.get(lang);
        let row = plain(format!("{:<5}{name}", a.initials), format!("{state} · {}", roles.join(", ")));
        Row { about: About::Account(a.id), role: if a.active { Role::Plain } else { Role::Dim }, ..row }
    };
    accounts.into_iter().map(row).collect()
}

impl Overview {
    /// The identity of an account's row.
    pub fn account(id: AccountId) -> u64 {
        let bytes = id.0.first_chunk::<8>().copied().unwrap_or_default();
        u64::from_be_bytes(bytes) << 2 | 2
    }
}

impl Rows for Overview {
    fn len(&self) -> usize {
        self.0.len()
    }

    /// Requests and accounts keep their identity, the rest its place among its like from the end.
    fn id(&self, row: usize) -> u64 {
        match self.0.get(row).map(|r| r.about) {
            Some(About::Approval(app)) => app.0 << 2 | 1,
            Some(About::Account(id)) => Overview::account(id),
            Some(_) => {
                let fixed = |r: &&Row| !matches!(r.about, About::Approval(_) | About::Account(_));
                self.0.iter().skip(row).filter(fixed).count() as u64 * 4
            }
            None => u64::MAX,
        }
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        if let Some(row) = self.0.get(row) {
            out.push_str(if column == 0 { &row.left } else { &row.right });
        }
    }

    fn role(&self, row: usize) -> Role {
        self.0.get(row).map_or(Role::Plain, |row| row.role)
    }
}
