//! What the simulated printer answers to an IPP request.
//!
//! Separate from the machine, which knows no protocol, and from HTTP. Its judges are CUPS and `ipptool`
//! (`tests/device/printer/judges.rs`), not our driver.

use std::collections::BTreeMap;
use std::time::Instant;

use ::ipp::model::{IppVersion, StatusCode};
use ::ipp::parser::IppParseError;
use ::ipp::prelude::{DelimiterTag, IppAttribute, IppRequestResponse, IppValue};
use sha2::{Digest, Sha256};

use super::machine::{Machine, Received, state};
use crate::device::printer::ipp::wire::Message;

const PRINT_JOB: u16 = 0x0002;
const VALIDATE_JOB: u16 = 0x0004;
const CREATE_JOB: u16 = 0x0005;
const SEND_DOCUMENT: u16 = 0x0006;
const CANCEL_JOB: u16 = 0x0008;
const GET_JOB_ATTRIBUTES: u16 = 0x0009;
const GET_JOBS: u16 = 0x000A;
const GET_PRINTER_ATTRIBUTES: u16 = 0x000B;
const OPERATIONS: [u16; 8] = [
    PRINT_JOB,
    VALIDATE_JOB,
    CREATE_JOB,
    SEND_DOCUMENT,
    CANCEL_JOB,
    GET_JOB_ATTRIBUTES,
    GET_JOBS,
    GET_PRINTER_ATTRIBUTES,
];

const OK: u16 = 0x0000;
const BAD_REQUEST: u16 = 0x0400;
const NOT_POSSIBLE: u16 = 0x0404;
const NOT_FOUND: u16 = 0x0406;
const FORMAT: u16 = 0x040A;
const NO_OPERATION: u16 = 0x0501;
const BUSY: u16 = 0x0507;

/// The medium of every card (PWG 5101.1, ID-1).
const CARD: &str = "iso_id-1_53.98x85.6mm";

/// An attribute of an answer.
type Row = (&'static str, IppValue);

/// Carries out a request and returns the answer as bytes.
pub fn serve(machine: &mut Machine, request: &Message, document: &[u8], uri: &str) -> Vec<u8> {
    machine.tick(Instant::now());
    let (status, group, rows) = match act(machine, request, document, uri) {
        Ok((group, rows)) => (OK, group, rows),
        Err(status) => (status, DelimiterTag::JobAttributes, Ok(Vec::new())),
    };
    machine.tick(Instant::now());
    match rows {
        Ok(rows) => encode(request, status, group, only_asked(request, rows)),
        Err(_) => encode(request, BAD_REQUEST, group, Vec::new()),
    }
}

/// A refusal with this status.
pub fn refuse(request: &Message, status: u16) -> Vec<u8> {
    encode(request, status, DelimiterTag::JobAttributes, Vec::new())
}

type Rows = Result<Vec<Row>, IppParseError>;

fn act(machine: &mut Machine, request: &Message, document: &[u8], uri: &str) -> Result<(DelimiterTag, Rows), u16> {
    let job = DelimiterTag::JobAttributes;
    match request.code {
        GET_PRINTER_ATTRIBUTES => Ok((DelimiterTag::PrinterAttributes, about(machine, uri))),
        VALIDATE_JOB => accepts(machine, request).map(|()| (job, Ok(Vec::new()))),
        CREATE_JOB => {
            let id = machine.create(request.text("job-name").unwrap_or_default()).ok_or(BUSY)?;
            Ok((job, about_job(machine, id, uri)))
        }
        PRINT_JOB => {
            accepts(machine, request)?;
            let id = machine.create(request.text("job-name").unwrap_or_default()).ok_or(BUSY)?;
            machine.document(id, received(request, document));
            machine.tick(Instant::now());
            Ok((job, about_job(machine, id, uri)))
        }
        SEND_DOCUMENT => {
            accepts(machine, request)?;
            let id = job_id(request)?;
            if !machine.document(id, received(request, document)) {
                return Err(NOT_POSSIBLE);
            }
            machine.tick(Instant::now());
            Ok((job, about_job(machine, id, uri)))
        }
        GET_JOB_ATTRIBUTES => {
            let id = job_id(request)?;
            machine.jobs.iter().find(|j| j.id == id).ok_or(NOT_FOUND)?;
            Ok((job, about_job(machine, id, uri)))
        }
        GET_JOBS => Ok((job, jobs(machine, uri))),
        CANCEL_JOB => {
            let id = job_id(request)?;
            let purge = request.truth("purge-job").unwrap_or_default();
            match machine.cancel(id, purge) {
                None => Err(NOT_FOUND),
                Some(false) => Err(NOT_POSSIBLE),
                Some(true) => Ok((job, Ok(Vec::new()))),
            }
        }
        _ => Err(NO_OPERATION),
    }
}

fn accepts(machine: &Machine, request: &Message) -> Result<(), u16> {
    let format = request.text("document-format").unwrap_or("application/octet-stream");
    if machine.formats.contains(&format) { Ok(()) } else { Err(FORMAT) }
}

fn received(request: &Message, document: &[u8]) -> Received {
    Received {
        title: request.text("job-name").unwrap_or_default().to_owned(),
        format: request.text("document-format").unwrap_or_default().to_owned(),
        length: document.len(),
        digest: Sha256::digest(document).into(),
    }
}

/// By number, or by the address that ends in it.
fn job_id(request: &Message) -> Result<i32, u16> {
    let by_uri = || request.text("job-uri")?.rsplit('/').next()?.parse().ok();
    request.number("job-id").or_else(by_uri).ok_or(BAD_REQUEST)
}

fn keywords(words: &[&str]) -> Result<IppValue, IppParseError> {
    let values: Result<Vec<_>, _> = words.iter().map(|w| Ok(IppValue::Keyword((*w).try_into()?))).collect();
    values.map(list)
}

fn mimes(formats: &[&str]) -> Result<IppValue, IppParseError> {
    let values: Result<Vec<_>, _> = formats.iter().map(|f| Ok(IppValue::MimeMediaType((*f).try_into()?))).collect();
    values.map(list)
}

fn list(mut values: Vec<IppValue>) -> IppValue {
    if values.len() == 1 { values.remove(0) } else { IppValue::Array(values) }
}

fn text(text: &str) -> Result<IppValue, IppParseError> {
    Ok(IppValue::TextWithoutLanguage(text.try_into()?))
}

fn name(name: &str) -> Result<IppValue, IppParseError> {
    Ok(IppValue::NameWithoutLanguage(name.try_into()?))
}

fn uri_value(uri: &str) -> Result<IppValue, IppParseError> {
    Ok(IppValue::Uri(uri.try_into()?))
}

fn record(text: String) -> IppValue {
    IppValue::OctetString(text.into_bytes().into())
}

fn about(machine: &Machine, uri: &str) -> Rows {
    let unit = if machine.another_unit { 2 } else { 1 };
    let mut rows = vec![
        ("printer-uri-supported", uri_value(uri)?),
        ("uri-security-supported", keywords(&["none"])?),
        ("uri-authentication-supported", keywords(&["none"])?),
        ("printer-name", name("card")?),
        ("printer-location", text("This computer")?),
        ("printer-more-info", uri_value(uri)?),
        ("media-col-default", IppValue::Collection(BTreeMap::new())),
        ("media-default", keywords(&[CARD])?),
        ("media-ready", keywords(&[CARD])?),
        ("media-supported", keywords(&[CARD])?),
        ("printer-info", text("Simulated card printer")?),
        ("printer-make-and-model", text("Loket Simulated Card Printer")?),
        ("printer-uuid", uri_value(&format!("urn:uuid:00000000-0000-4000-8000-00000000000{unit}"))?),
        ("printer-device-id", text("MFG:Loket;MDL:Simulated Card Printer;CMD:PNG;")?),
        ("printer-state", IppValue::Enum(machine.state())),
        ("printer-state-reasons", keywords(&machine.reasons())?),
        ("printer-is-accepting-jobs", IppValue::Boolean(true)),
        ("printer-up-time", IppValue::Integer(1)),
        ("queued-job-count", IppValue::Integer(i32::from(machine.state() == 4))),
        ("ipp-versions-supported", keywords(&["1.1", "2.0"])?),
        ("operations-supported", list(OPERATIONS.iter().map(|op| IppValue::Enum(i32::from(*op))).collect())),
        ("charset-configured", IppValue::Charset("utf-8".try_into()?)),
        ("charset-supported", IppValue::Charset("utf-8".try_into()?)),
        ("natural-language-configured", IppValue::NaturalLanguage("en".try_into()?)),
        ("generated-natural-language-supported", IppValue::NaturalLanguage("en".try_into()?)),
        ("document-format-default", mimes(&machine.formats[..1])?),
        ("document-format-supported", mimes(&machine.formats)?),
        ("compression-supported", keywords(&["none"])?),
        ("pdl-override-supported", keywords(&["attempted"])?),
        ("copies-supported", IppValue::RangeOfInteger { min: 1, max: 1 }),
        ("copies-default", IppValue::Integer(1)),
        ("job-creation-attributes-supported", keywords(&["copies", "media"])?),
        ("multiple-document-jobs-supported", IppValue::Boolean(false)),
        ("multiple-operation-time-out", IppValue::Integer(60)),
        ("printer-supply", record(supply(machine))),
        ("printer-input-tray", record(format!("type=other;maxcapacity=100;level={};", machine.blanks.min(100)))),
    ];
    if machine.like_cups {
        rows.push(("cups-version", text("2.4.2")?));
        rows.push(("printer-error-policy", name(machine.error_policy)?));
    }
    Ok(rows)
}

fn supply(machine: &Machine) -> String {
    let left = machine.ribbon;
    format!("class=supplyThatIsConsumed;type=ribbon;unit=impressions;maxcapacity=500;level={left};")
}

fn about_job(machine: &Machine, id: i32, uri: &str) -> Rows {
    let Some(job) = machine.jobs.iter().find(|job| job.id == id) else { return Ok(Vec::new()) };
    let reason = match job.state {
        state::PENDING => "job-incoming",
        state::PROCESSING => "job-printing",
        state::WAITING => "printer-stopped",
        state::CANCELLED => "job-canceled-by-user",
        state::ABORTED => "aborted-by-system",
        _ => "job-completed-successfully",
    };
    Ok(vec![
        ("job-id", IppValue::Integer(id)),
        ("job-name", name(&job.title)?),
        ("job-uri", uri_value(&format!("{uri}/{id}"))?),
        ("job-printer-uri", uri_value(uri)?),
        ("job-state", IppValue::Enum(job.state)),
        ("job-state-reasons", keywords(&[reason])?),
        ("job-impressions-completed", IppValue::Integer(i32::from(job.state == state::COMPLETED))),
    ])
}

/// Only the one that is not over, as `which-jobs` has it by default.
fn jobs(machine: &Machine, uri: &str) -> Rows {
    match machine.jobs.iter().find(|job| job.state < state::CANCELLED) {
        Some(job) => about_job(machine, job.id, uri),
        None => Ok(Vec::new()),
    }
}

/// What was asked for; everything when nothing was named, or a group of attributes.
fn only_asked(request: &Message, rows: Vec<Row>) -> Vec<Row> {
    let asked: Vec<&str> = request.texts("requested-attributes").collect();
    let groups = ["all", "job-description", "job-template", "printer-description"];
    if asked.is_empty() || asked.iter().any(|a| groups.contains(a)) {
        return rows;
    }
    rows.into_iter().filter(|(name, _)| asked.contains(name)).collect()
}

fn encode(request: &Message, status: u16, group: DelimiterTag, rows: Vec<Row>) -> Vec<u8> {
    let made =
        IppRequestResponse::new_response(IppVersion(request.version), StatusCode::SuccessfulOk, request.id as i32);
    let Ok(mut answer) = made else { return Vec::new() };
    // The crate's list of statuses has gaps; the number itself always fits.
    answer.header_mut().operation_or_status = status as i16;
    for (name, value) in rows {
        if let Ok(attribute) = IppAttribute::with_name(name, value) {
            answer.attributes_mut().add(group, attribute);
        }
    }
    answer.to_bytes().to_vec()
}
