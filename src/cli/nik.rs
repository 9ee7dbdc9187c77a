//! `loket nik`: what a NIK's digits say, without a ledger.

use super::failure::{Exit, Failure};
use super::{Scene, out};
use crate::desk::clock::Clock;
use crate::domain::nik::{Nik, NikContext, NikWarning};
use crate::domain::person::Sex;
use crate::text::{Lang, cli as say, typed};
use serde_json::json;

pub(super) fn run(scene: &Scene, text: &str, as_json: bool) -> Result<(), Failure> {
    let lang = scene.lang;
    let nik = match Nik::parse(text) {
        Ok(nik) => nik,
        Err(error) => {
            if as_json {
                out::json(lang, &json!({ "valid": false, "error": error.code() }))?;
            }
            let told = typed::nik(lang, error);
            return Err(Failure::new(Exit::Refused, lang, told.what).next(told.next).because(error));
        }
    };
    let today = Clock::new(scene.config.zone.offset_s()).stamp().date();
    let warnings = nik.warnings(&NikContext { birth: None, sex: None, today });
    if as_json {
        let codes: Vec<&str> = warnings.iter().map(NikWarning::code).collect();
        return out::json(
            lang,
            &json!({
                "valid": true, "nik": nik.as_str(), "region": nik.region(), "birth": nik.birth(today).to_string(),
                "sex": nik.sex().code(), "serial": nik.last4(), "warnings": codes,
            }),
        );
    }
    out::text(lang, &plain(lang, nik, today, &warnings))
}

fn plain(lang: Lang, nik: Nik, today: chrono::NaiveDate, warnings: &[NikWarning]) -> String {
    let sex = if nik.sex() == Sex::Female { say::NIK_FEMALE } else { say::NIK_MALE };
    let mut rows = vec![
        (say::NIK_NUMBER, nik.grouped()),
        (say::NIK_REGION, nik.region().to_owned()),
        (say::NIK_BIRTH, nik.birth(today).to_string()),
        (say::NIK_SEX, sex.get(lang).to_owned()),
        (say::NIK_SERIAL, nik.last4().to_owned()),
    ];
    for warning in warnings {
        rows.push((say::NIK_LOOK, typed::remark(lang, *warning).what));
    }
    rows.iter().map(|(label, value)| format!("{:<14} {value}\n", label.get(lang))).collect()
}
