//! The report as tables: which rows, which columns, in which order, with which totals.
//!
//! Separate so that the screen and every file show the same rows in the same order with the same totals.

use super::table::{Column, Head, Kind, Line, Section, Value};
use super::{ByReason, Failure, Machine, Period, Report, Slice};
use crate::domain::book::{Age, equations};
use crate::domain::figures::{Census, Figures, Through};
use crate::domain::sop::StepSum;
use crate::domain::status::DeferralReason;
use crate::domain::terms::{PauseCause, SentAway};
use std::collections::BTreeMap;

/// Every table of a report, in the order it is read; those without a row are left out, but for the proof.
pub fn sections(report: &Report) -> Vec<Section> {
    let mut all = vec![equations_of(report), flow(report), came(report), sent_away(report)];
    all.extend(reasons(report));
    all.extend([steps(report), pauses(report)]);
    all.extend(lead(report));
    all.extend([missing(report), deferred(report), stuck(report), devices(report), failures(report)]);
    all.extend([trouble(report), blanks(report), cards(report), invalid(report), miscounts(report)]);
    all.retain(|section| !section.lines.is_empty());
    all.push(proof(report));
    all
}

fn n(count: u32) -> i64 {
    i64::from(count)
}

fn equations_of(report: &Report) -> Section {
    let mut section = Section::new(Kind::Equations, &[Column::Equation]);
    let all = equations(&report.whole.figures, &report.whole.stocks);
    section.lines =
        all.into_iter().map(|e| Line { head: Head::Sum(e.sum), values: vec![Value::Equation(e)] }).collect();
    section
}

/// A row a slice; the total is that of the whole period, so that openings and closings are not added up.
fn sliced(report: &Report, kind: Kind, columns: &[Column], row: impl Fn(&Slice) -> Vec<i64>) -> Section {
    let mut section = Section::new(kind, columns);
    for slice in &report.slices {
        let head = match report.period {
            Period::Month { .. } => Head::Day(slice.date),
            Period::Year(_) => Head::Month(slice.date),
        };
        section.counts(head, &row(slice));
    }
    let values = row(&report.whole).into_iter().map(Value::Count).collect();
    section.total = Some(Line { head: Head::Total, values });
    section
}

fn flow(report: &Report) -> Section {
    use Column as C;
    let columns = [C::Opening, C::New, C::Reopened, C::Handed, C::Cancelled, C::Closing, C::Returned, C::Deferred];
    sliced(report, Kind::Flow, &columns, |s| {
        let f = &s.figures;
        let deferred: u32 = f.deferred.values().map(|t| t.came).sum();
        let (opening, closing) = (f.opening.census.total(), s.stocks.census.total());
        [opening, f.new, f.reopened, f.handed, f.cancelled, closing, f.returned.came, deferred].map(n).to_vec()
    })
}

fn came(report: &Report) -> Section {
    use Column as C;
    sliced(report, Kind::Came, &[C::New, C::Back, C::Away, C::Visits, C::Total], |s| {
        let f = &s.figures;
        [f.new, f.returned.went, f.sent_away.values().sum(), f.visits, f.came()].map(n).to_vec()
    })
}

fn sent_away(report: &Report) -> Section {
    let mut section = Section::new(Kind::SentAway, &[Column::Times]);
    for why in SentAway::ALL {
        if let Some(times) = report.whole.figures.sent_away.get(why) {
            section.counts(Head::Away(*why), &[n(*times)]);
        }
    }
    section.summed()
}

fn reasons(report: &Report) -> [Section; 2] {
    use Column as C;
    let columns = [C::Opening, C::New, C::Reopened, C::Changed, C::Handed, C::Cancelled, C::Closing];
    let mut balance = Section::new(Kind::Reasons, &columns);
    let mut acts = Section::new(Kind::ReasonActs, &[C::Returned, C::Deferred, C::Good]);
    for (reason, row) in &report.reasons {
        let ByReason { opening, new, reopened, changed, handed, cancelled, closing, returned, deferred, good } = row;
        let changed = i64::from(*changed);
        let head = Head::Reason(*reason);
        let all = [n(*opening), n(*new), n(*reopened), changed, n(*handed), n(*cancelled), n(*closing)];
        balance.counts(head.clone(), &all);
        acts.counts(head, &[n(*returned), n(*deferred), n(*good)]);
    }
    [balance.summed(), acts.summed()]
}

fn time(ms: Option<u32>) -> Value {
    ms.map_or(Value::None, |ms| Value::Time(u64::from(ms)))
}

fn steps(report: &Report) -> Section {
    use Column as C;
    let columns = [C::Standard, C::Files, C::Timed, C::Unmeasured, C::Over, C::Median, C::P90, C::Longest];
    let mut section = Section::new(Kind::Steps, &columns);
    for (step, of) in report.steps.iter().filter(|(_, of)| of.sum.files > 0) {
        let StepSum { files, timed, over, .. } = of.sum;
        let mut values = vec![Value::Time(u64::from(of.standard_s) * 1000)];
        values.extend([files, timed, of.unmeasured(), over].map(|count| Value::Count(n(count))));
        values.extend([of.work.median(), of.work.p90(), of.work.longest()].map(time));
        section.lines.push(Line { head: Head::Step(*step), values });
    }
    section
}

fn pauses(report: &Report) -> Section {
    let mut columns = vec![Column::Work];
    columns.extend(PauseCause::ALL.iter().map(|cause| Column::Pause(*cause)));
    let mut section = Section::new(Kind::Pauses, &columns);
    for (step, of) in report.steps.iter().filter(|(_, of)| of.sum.files > 0) {
        let mut values = vec![Value::Time(of.sum.work_ms)];
        let paused = |cause| of.sum.paused_ms.get(cause).copied().unwrap_or(0);
        values.extend(PauseCause::ALL.iter().map(|cause| Value::Time(paused(cause))));
        section.lines.push(Line { head: Head::Step(*step), values });
    }
    section.summed()
}

fn lead(report: &Report) -> [Section; 2] {
    use Column as C;
    let columns = [C::Files, C::Median, C::P90, C::Longest, C::Work, C::Wait, C::Partly];
    let mut whole = Section::new(Kind::Lead, &columns);
    let mut ages = Section::new(Kind::LeadAges, &[C::Files]);
    let lead = &report.lead;
    if lead.files() > 0 {
        let minutes = |m: Option<u32>| m.map_or(Value::None, |m| Value::Minutes(u64::from(m)));
        let times = [lead.minutes.median(), lead.minutes.p90(), lead.minutes.longest()].map(minutes);
        let mut values = vec![Value::Count(n(lead.files()))];
        values.extend(times);
        values.extend([lead.work_ms, lead.wait_ms].map(|ms| Value::Minutes(ms / 60_000)));
        values.push(Value::Count(n(lead.partly)));
        whole.lines.push(Line { head: Head::Handed, values });
        for (age, files) in Age::ALL.into_iter().zip(lead.by_age) {
            ages.counts(Head::Age(age), &[n(files)]);
        }
    }
    [whole, ages.summed()]
}

fn missing(report: &Report) -> Section {
    let mut section = Section::new(Kind::Missing, &[Column::Times]);
    for (item, times) in &report.missing {
        section.counts(Head::Item(item.clone()), &[n(*times)]);
    }
    if report.unnamed > 0 {
        section.counts(Head::Unnamed, &[n(report.unnamed)]);
    }
    section.summed()
}

fn deferred(report: &Report) -> Section {
    use Column as C;
    let mut section = Section::new(Kind::Deferred, &[C::Opening, C::Came, C::Went, C::Cancelled, C::Closing]);
    let Figures { opening, deferred, .. } = &report.whole.figures;
    for reason in DeferralReason::ALL {
        let stock = |census: &Census| census.deferred.get(&reason).copied().unwrap_or(0);
        let (was, is) = (stock(&opening.census), stock(&report.whole.stocks.census));
        let Through { came, went, cancelled } = deferred.get(&reason).cloned().unwrap_or_default();
        if [was, came, went, cancelled, is].iter().any(|count| *count > 0) {
            section.counts(Head::Deferral(reason), &[was, came, went, cancelled, is].map(n));
        }
    }
    section.summed()
}

fn stuck(report: &Report) -> Section {
    let mut columns = Age::ALL.map(Column::Age).to_vec();
    columns.push(Column::Total);
    let mut section = Section::new(Kind::Stuck, &columns);
    for (stage, ages) in &report.stuck {
        let mut counts = Age::ALL.map(|age| n(ages.get(&age).copied().unwrap_or(0))).to_vec();
        counts.push(counts.iter().sum());
        section.counts(Head::Stage(*stage), &counts);
    }
    section.summed()
}

fn devices(report: &Report) -> Section {
    use Column as C;
    let mut section = Section::new(Kind::Devices, &[C::Acts, C::Good, C::Failed, C::Doubt]);
    for ((machine, backend), row) in &report.devices.0 {
        let failed: u32 = row.failed.values().sum();
        let head = Head::Device(*machine, backend.clone());
        section.counts(head, &[row.acts, row.good, failed, row.doubt].map(n));
    }
    section
}

fn failures(report: &Report) -> Section {
    let mut all = BTreeMap::<(Machine, Failure), u32>::new();
    for ((machine, _), row) in &report.devices.0 {
        for (failure, times) in &row.failed {
            *all.entry((*machine, *failure)).or_default() += times;
        }
    }
    let mut section = Section::new(Kind::Failures, &[Column::Times]);
    for ((machine, failure), times) in all {
        section.counts(Head::Failure(machine, failure), &[n(times)]);
    }
    section.summed()
}

fn trouble(report: &Report) -> Section {
    let mut section = Section::new(Kind::Trouble, &[Column::Times, Column::Time]);
    let line = |head, (ms, times): (u64, u32)| Line { head, values: vec![Value::Count(n(times)), Value::Time(ms)] };
    section.lines = report.trouble.by_cause.iter().map(|(c, sum)| line(Head::Trouble(*c), *sum)).collect();
    // Not the sum of the rows: a stretch may have two causes.
    section.total = (!section.lines.is_empty()).then(|| line(Head::Total, report.trouble.total));
    section
}

fn blanks(report: &Report) -> Section {
    use Column as C;
    let columns = [
        C::Opening,
        C::DoubtBefore,
        C::Received,
        C::Borrowed,
        C::Lent,
        C::Difference,
        C::Good,
        C::Spoiled,
        C::Doubt,
        C::Closing,
    ];
    sliced(report, Kind::Blanks, &columns, |s| {
        let (f, census) = (&s.figures, &s.stocks.census);
        let (was, doubt) = (f.opening.blanks, f.opening.census.printing);
        let came = [was, doubt, f.blanks_received, f.blanks_borrowed, f.blanks_lent].map(n);
        let went = [f.good, f.spoiled, census.printing, s.stocks.blanks].map(n);
        [&came[..], &[i64::from(f.blanks_difference)], &went[..]].concat()
    })
}

fn cards(report: &Report) -> Section {
    use Column as C;
    let columns = [C::Opening, C::Good, C::TakenBack, C::Handed, C::Rejected, C::Closing];
    sliced(report, Kind::Cards, &columns, |s| {
        let (f, shelf) = (&s.figures, s.stocks.census.shelf());
        [f.opening.census.shelf(), f.good, f.cards_back, f.cards_handed, f.rejected, shelf].map(n).to_vec()
    })
}

fn invalid(report: &Report) -> Section {
    use Column as C;
    let columns = [C::Opening, C::Withdrawn, C::Spoiled, C::Rejected, C::Destroyed, C::PassedOn, C::Closing];
    sliced(report, Kind::Invalid, &columns, |s| {
        let (f, kept) = (&s.figures, s.stocks.invalid);
        [f.opening.invalid, f.withdrawn, f.spoiled, f.rejected, f.destroyed, f.passed_on, kept].map(n).to_vec()
    })
}

fn miscounts(report: &Report) -> Section {
    let mut section = Section::new(Kind::Miscounts, &[Column::Book, Column::Counted, Column::Difference]);
    for m in &report.miscounts {
        let (book, counted) = (n(m.differs.book), n(m.differs.counted));
        section.counts(Head::Miscount(m.date, m.differs.of), &[book, counted, counted - book]);
    }
    section
}

fn proof(report: &Report) -> Section {
    let mut section = Section::new(Kind::Proof, &[]);
    let mut heads: Vec<Head> = report.unclosed.iter().map(|date| Head::Unclosed(*date)).collect();
    heads.extend(report.discords.iter().cloned().map(Head::Discord));
    if heads.is_empty() {
        heads.push(Head::AllTrue);
    }
    section.lines = heads.into_iter().map(|head| Line { head, values: Vec::new() }).collect();
    section
}
