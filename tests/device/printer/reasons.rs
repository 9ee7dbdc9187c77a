//! Words of the protocol and what they mean for a card, as tables.

use ipp::model::{IppVersion, StatusCode};
use ipp::prelude::{DelimiterTag, IppAttribute, IppRequestResponse, IppValue};
use loket::device::error::Media;
use loket::device::printer::ipp::reasons::{Condition, Look, Severity, Watch, split};
use loket::device::printer::ipp::supplies;
use loket::device::printer::ipp::wire::Message;
use loket::device::{Fault, Level};

/// A printer's answer as its own encoder writes it.
pub fn answer(rows: Vec<(&str, IppValue)>) -> Message {
    let mut made = IppRequestResponse::new_response(IppVersion::v1_1(), StatusCode::SuccessfulOk, 1).unwrap();
    for (name, value) in rows {
        let attribute = IppAttribute::with_name(name, value).unwrap();
        made.attributes_mut().add(DelimiterTag::PrinterAttributes, attribute);
    }
    Message::read(&made.to_bytes()).expect("an answer")
}

fn shows(state: i32, reasons: &[&str]) -> Look {
    let words: Vec<_> = reasons.iter().map(|r| IppValue::Keyword((*r).try_into().unwrap())).collect();
    let mut rows = vec![("printer-state", IppValue::Enum(state))];
    if !words.is_empty() {
        rows.push(("printer-state-reasons", IppValue::Array(words)));
    }
    Look::of(&answer(rows))
}

fn obstacle(state: i32, reasons: &[&str]) -> Option<Fault> {
    shows(state, reasons).obstacle("printer")
}

#[test]
fn a_reason_is_a_stem_and_a_severity() {
    assert_eq!(split("media-jam-error"), ("media-jam", Severity::Error));
    assert_eq!(split("media-jam-warning"), ("media-jam", Severity::Warning));
    assert_eq!(split("media-jam-report"), ("media-jam", Severity::Report));
    assert_eq!(split("media-jam"), ("media-jam", Severity::Error));
    for stem in ["none", "other", "cups-waiting-for-job-completed", "cups-missing-filter", "", "wifi-not-configured"] {
        assert_eq!(Condition::of(stem), None, "{stem}");
    }
}

/// What keeps a card from being begun: state, reasons, fault.
#[test]
fn the_gate() {
    let media = |m| Some(Fault::Media(m));
    let gone = || Some(Fault::NotConnected { what: "printer".into() });
    let cases: &[(i32, &[&str], Option<Fault>)] = &[
        (3, &["none"], None),
        (3, &[], None),
        (3, &["marker-supply-low-warning", "media-low"], None),
        (3, &["media-empty-error"], media(Media::MediaEmpty)),
        (3, &["media-needed"], media(Media::MediaEmpty)),
        (5, &["input-tray-missing-warning"], media(Media::MediaEmpty)),
        (5, &["cover-open-error"], media(Media::CoverOpen)),
        (5, &["door-open-report"], media(Media::CoverOpen)),
        (5, &["marker-supply-empty-error", "media-jam-error"], media(Media::Jam)),
        (5, &["marker-supply-empty-error"], media(Media::RibbonOut)),
        (5, &["output-area-full-error"], media(Media::OutputFull)),
        (5, &["paused"], Some(Fault::QueueStopped)),
        (5, &["none"], Some(Fault::QueueStopped)),
        (3, &["spool-area-full-error"], Some(Fault::QueueStopped)),
        (3, &["offline-error"], gone()),
        // What CUPS goes on showing from the job before keeps nobody from printing.
        (3, &["media-empty-report", "media-jam-warning", "offline-report"], None),
        (3, &["cups-waiting-for-job-completed"], None),
    ];
    for (state, reasons, fault) in cases {
        assert_eq!(obstacle(*state, reasons), *fault, "{state} {reasons:?}");
    }
    assert!(matches!(obstacle(4, &["none"]), Some(Fault::Busy { .. })));
    assert!(obstacle(99, &["none"]).is_none(), "an unknown state is none of the three");
}

#[test]
fn a_queue_that_takes_no_jobs_is_stopped() {
    let closed =
        answer(vec![("printer-state", IppValue::Enum(3)), ("printer-is-accepting-jobs", IppValue::Boolean(false))]);
    assert_eq!(Look::of(&closed).obstacle("printer"), Some(Fault::QueueStopped));
    assert_eq!(Look::of(&answer(vec![])).obstacle("printer"), Some(Fault::QueueStopped), "it did not say");
}

#[test]
fn old_news_are_told_from_this_jobs() {
    let before = shows(3, &["media-jam-report", "marker-supply-low-report"]);
    let mut watch = Watch::since(&before);
    assert_eq!(watch.live(&shows(4, &["media-jam-warning"])), None, "left over, under another severity");
    assert_eq!(watch.live(&shows(4, &["media-jam-warning", "media-empty-warning"])), Some(Condition::NoBlank));
    assert_eq!(watch.live(&shows(4, &["none"])), None);
    assert_eq!(watch.live(&shows(4, &["media-jam-warning"])), Some(Condition::Jam), "gone and come again");
    let mut watch = Watch::since(&before);
    assert_eq!(watch.live(&shows(5, &["media-jam-error"])), Some(Condition::Jam), "it stopped for it");
    assert_eq!(watch.live(&shows(4, &["marker-supply-low-warning"])), None, "a warning stops nothing");
}

#[test]
fn supplies_say_only_what_is_known() {
    let text = |t: &str| IppValue::OctetString(t.as_bytes().to_vec().into());
    let idle = || ("printer-state", IppValue::Enum(3));
    let of = |rows: Vec<(&str, IppValue)>| {
        let mut all = vec![idle()];
        all.extend(rows);
        let s = supplies::of(&answer(all));
        (s.ribbon, s.feeder)
    };
    let keyword = |w: &str| IppValue::Keyword(w.try_into().unwrap());
    assert_eq!(of(vec![]), (None, Level::Unknown));
    let counted = "class=supplyThatIsConsumed;type=ribbon;unit=impressions;maxcapacity=500;level=37;";
    assert_eq!(of(vec![("printer-supply", text(counted))]), (Some(37), Level::Unknown));
    let percent = "type=ribbon;unit=percent;maxcapacity=100;level=37;";
    assert_eq!(of(vec![("printer-supply", text(percent))]), (None, Level::Unknown), "no number of prints");
    assert_eq!(of(vec![("marker-levels", IppValue::Integer(4))]), (None, Level::Unknown));
    assert_eq!(of(vec![("marker-levels", IppValue::Integer(0))]), (Some(0), Level::Unknown));
    let empty = ("printer-state-reasons", keyword("media-empty-error"));
    assert_eq!(of(vec![empty]), (None, Level::Empty));
    let stale = ("printer-state-reasons", keyword("media-empty-report"));
    assert_eq!(of(vec![stale]), (None, Level::Unknown), "old news");
    let tray = |level: i32| ("printer-input-tray", text(&format!("type=other;level={level};")));
    assert_eq!(of(vec![tray(0)]).1, Level::Empty);
    assert_eq!(of(vec![tray(12)]).1, Level::Loaded);
    assert_eq!(of(vec![tray(-3)]).1, Level::Loaded);
    assert_eq!(of(vec![tray(-2)]).1, Level::Unknown);
    assert_eq!(of(vec![tray(3), ("printer-state-reasons", keyword("media-low-warning"))]).1, Level::Low);
}
