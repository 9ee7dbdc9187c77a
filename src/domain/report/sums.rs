//! Days added up: flows are summed, what was on hand is the first day's opening and the last day's closing.
//!
//! Separate so that a new figure of the day cannot be forgotten here: adding names every one of them.

use super::{Day, Discord, Stock};
use crate::domain::application::Stage;
use crate::domain::book::equations;
use crate::domain::figures::{Census, Figures, Stocks, Through};
use crate::domain::sop::StepSum;
use crate::domain::status::DeferralReason;
use std::collections::BTreeMap;

/// Adds a later day's flows. The opening stays the first one's, and spans of trouble are joined elsewhere.
pub(super) fn add(sum: &mut Figures, day: &Figures) {
    #[rustfmt::skip]
    let Figures {
        date: _, opening: _, trouble: _, new, reopened, handed, cancelled, returned, returned_files, recorded,
        deferred, good, cards_handed, rejected, cards_back, intents, spoiled, none, blanks_received,
        blanks_borrowed, blanks_lent, blanks_difference, withdrawn, destroyed, passed_on, sent_away, visits, steps,
    } = day;
    for (total, n) in [
        (&mut sum.new, new),
        (&mut sum.reopened, reopened),
        (&mut sum.handed, handed),
        (&mut sum.cancelled, cancelled),
        (&mut sum.good, good),
        (&mut sum.cards_handed, cards_handed),
        (&mut sum.rejected, rejected),
        (&mut sum.cards_back, cards_back),
        (&mut sum.intents, intents),
        (&mut sum.spoiled, spoiled),
        (&mut sum.none, none),
        (&mut sum.blanks_received, blanks_received),
        (&mut sum.blanks_borrowed, blanks_borrowed),
        (&mut sum.blanks_lent, blanks_lent),
        (&mut sum.withdrawn, withdrawn),
        (&mut sum.destroyed, destroyed),
        (&mut sum.passed_on, passed_on),
        (&mut sum.visits, visits),
    ] {
        *total += n;
    }
    sum.blanks_difference += blanks_difference;
    sum.returned_files.extend(returned_files);
    through(&mut sum.returned, returned);
    through(&mut sum.recorded, recorded);
    for (reason, flow) in deferred {
        through(sum.deferred.entry(*reason).or_default(), flow);
    }
    for (why, n) in sent_away {
        *sum.sent_away.entry(*why).or_default() += n;
    }
    for (step, done) in steps {
        step_sum(sum.steps.entry(*step).or_default(), done);
    }
}

fn step_sum(sum: &mut StepSum, day: &StepSum) {
    let StepSum { files, timed, over, work_ms, paused_ms } = day;
    sum.files += files;
    sum.timed += timed;
    sum.over += over;
    sum.work_ms += work_ms;
    for (cause, ms) in paused_ms {
        *sum.paused_ms.entry(*cause).or_default() += ms;
    }
}

fn through(sum: &mut Through, day: &Through) {
    sum.came += day.came;
    sum.went += day.went;
    sum.cancelled += day.cancelled;
}

/// Equations of a day that do not hold.
pub(super) fn of_day(day: &Day) -> Vec<Discord> {
    let wrong = equations(&day.figures, &day.stocks).into_iter().filter(|e| !e.holds());
    let named =
        wrong.map(|e| Discord::Day { date: day.date, sum: e.sum, left: e.left_total(), right: e.right_total() });
    named.collect()
}

/// What one day left and the next did not find.
pub(super) fn between(before: &Day, after: &Day) -> Vec<Discord> {
    let (left, found) = (&before.stocks, &after.figures.opening);
    let stocks = stages(&left.census, &found.census)
        .into_iter()
        .map(|(stage, left, found)| (Stock::Files(stage), left, found))
        .chain([(Stock::Blanks, left.blanks, found.blanks), (Stock::Invalid, left.invalid, found.invalid)]);
    let broken = stocks.filter(|(_, left, found)| left != found);
    let named = broken.map(|(stock, closing, opening)| Discord::Chain { date: after.date, stock, closing, opening });
    named.collect()
}

/// Each open stage in both counts.
fn stages(a: &Census, b: &Census) -> Vec<(Stage, u32, u32)> {
    let of = |census: &Census| census.by_stage().into_iter().collect::<BTreeMap<Stage, u32>>();
    let (a, b) = (of(a), of(b));
    let fixed = Stage::each().into_iter().filter(|s| !s.is_final() && !matches!(s, Stage::Deferred(_)));
    let all = fixed.chain(DeferralReason::ALL.into_iter().map(Stage::Deferred));
    all.map(|s| (s, a.get(&s).copied().unwrap_or(0), b.get(&s).copied().unwrap_or(0))).collect()
}

/// Equations of the whole span that do not hold.
pub(super) fn of_span(figures: &Figures, stocks: &Stocks) -> Vec<Discord> {
    let wrong = equations(figures, stocks).into_iter().filter(|e| !e.holds());
    wrong.map(|e| Discord::Span { sum: e.sum, left: e.left_total(), right: e.right_total() }).collect()
}

/// Names the figures of a day that come out otherwise when its entries are counted again.
pub(super) fn recounted(day: &Day, again: &Figures) -> Vec<Discord> {
    let (booked, counted) = (plain(&day.figures), plain(again));
    let differing = booked.iter().filter(|(field, value)| counted.get(*field) != Some(*value));
    differing.map(|(field, _)| Discord::Recount { date: day.date, figure: (*field).clone() }).collect()
}

/// Figures by name. Left out: what is not counted from the day's entries alone (opening, trouble that began
/// earlier), and what depends on the standard time of then.
fn plain(figures: &Figures) -> BTreeMap<String, serde_json::Value> {
    let value = serde_json::to_value(figures).unwrap_or_default();
    let fields = value.as_object().cloned().unwrap_or_default();
    let mut fields: BTreeMap<String, serde_json::Value> = fields.into_iter().collect();
    for name in ["date", "opening", "trouble"] {
        fields.remove(name);
    }
    for step in fields.get_mut("steps").and_then(|s| s.as_object_mut()).into_iter().flat_map(|s| s.values_mut()) {
        if let Some(step) = step.as_object_mut() {
            step.remove("over");
        }
    }
    fields
}
