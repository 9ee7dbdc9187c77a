//! The national workstation of the demo: drops the record of whoever sits in the operator's chair.
//!
//! Everything in it is invented, the portrait drawn by code. What it dropped is read back by the same folder
//! source an office has. Separate so that nothing else of the demo knows files of records.

use super::people;
use crate::card::{self, FolderSource, PrintRecord, RecordError, RecordSource, Wanted};
use crate::domain::nik::Nik;
use crate::domain::person::Sex;
use anyhow::{Context as _, Result, anyhow};
use chrono::NaiveDate;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder, and somebody at the other computer who fills it on demand.
pub struct Workstation {
    folder: PathBuf,
    source: FolderSource,
    asked: Option<Nik>,
}

impl Workstation {
    pub fn new(folder: PathBuf) -> Workstation {
        Workstation { source: FolderSource::new(&folder), folder, asked: None }
    }
}

impl RecordSource for Workstation {
    fn poll(&mut self, wanted: &Wanted) -> Result<Option<PrintRecord>, RecordError> {
        let found = self.source.poll(wanted);
        // The first look finds nothing, so that the wait is seen too; then the other computer delivers once.
        if matches!(found, Ok(None)) && self.asked.replace(wanted.nik) == Some(wanted.nik) {
            drop_record(&self.folder, wanted).map_err(|_| RecordError::Folder(std::io::ErrorKind::Other))?;
            return self.source.poll(wanted);
        }
        found
    }

    fn wipe(&mut self, nik: &Nik) -> Result<(), RecordError> {
        self.asked = None;
        self.source.wipe(nik)
    }

    fn open_to_others(&self) -> bool {
        self.source.open_to_others()
    }
}

/// Drops an invented record of this person: two pictures, then the JSON that names them.
///
/// # Errors
/// When the folder can't be written.
pub fn drop_record(folder: &Path, wanted: &Wanted) -> Result<()> {
    let (photo, signature) = (format!("{}-foto.png", wanted.nik.last4()), format!("{}-ttd.png", wanted.nik.last4()));
    let sketched = |svg: String| card::sketch(&svg).map_err(|error| anyhow!(error));
    fs::write(folder.join(&photo), sketched(portrait(wanted))?).context("the photo")?;
    fs::write(folder.join(&signature), sketched(squiggle(wanted))?).context("the signature")?;
    let record = record(wanted, &photo, &signature);
    fs::write(folder.join(format!("{}.json", wanted.nik.last4())), format!("{record:#}")).context("the record")
}

/// Its JSON.
pub fn record(wanted: &Wanted, photo: &str, signature: &str) -> serde_json::Value {
    let seed = seed(wanted);
    let issued = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
    let birth = wanted.birth.unwrap_or_else(|| wanted.nik.birth(issued));
    let sex = match wanted.sex.unwrap_or_else(|| wanted.nik.sex()) {
        Sex::Male => "LAKI-LAKI",
        Sex::Female => "PEREMPUAN",
    };
    let pick = |list: &[&'static str]| list[seed % list.len()];
    let (village, district) = people::place(wanted.village, seed);
    json!({
        "PROP_NAME": "SUMATERA BARAT",
        "KAB_NAME": "KOTA PADANG PANJANG",
        "NIK": wanted.nik.as_str(),
        "NAMA_LGKP": wanted.name.as_str(),
        "TMPT_LHR": pick(&["PADANG PANJANG", "BUKITTINGGI", "PADANG"]),
        "TGL_LHR": birth.format("%d-%m-%Y").to_string(),
        "JENIS_KLMIN": sex,
        "GOL_DARAH": pick(&["O", "A", "-", "B", "AB"]),
        "ALAMAT": format!("JL. CONTOH NO. {}", 1 + seed % 90),
        "NO_RT": wanted.rt.map_or_else(|| format!("{:03}", 1 + seed % 12), |rt| rt.display()),
        "NO_RW": wanted.rw.map_or_else(|| "002".to_owned(), |rw| rw.display()),
        "KEL_NAME": village.to_uppercase(),
        "KEC_NAME": district.to_uppercase(),
        "AGAMA": "ISLAM",
        "STATUS_KAWIN": pick(&["BELUM KAWIN", "KAWIN"]),
        "JENIS_PKRJN": pick(&["WIRASWASTA", "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "PETANI/PEKEBUN"]),
        "KEWARGANEGARAAN": "WNI",
        "BERLAKU_HINGGA": "SEUMUR HIDUP",
        "TMPT_TERBIT": "PADANG PANJANG",
        "TGL_TERBIT": issued.format("%d-%m-%Y").to_string(),
        "FOTO": photo,
        "TANDA_TANGAN": signature,
    })
}

fn seed(wanted: &Wanted) -> usize {
    wanted.nik.as_str().bytes().fold(7, |sum, digit| (sum * 31 + usize::from(digit)) % 9973)
}

/// Head and shoulders; red behind an odd birth year, blue behind an even one.
pub fn portrait(wanted: &Wanted) -> String {
    let seed = seed(wanted);
    let odd = wanted.nik.as_str().as_bytes()[11] % 2 == 1;
    let behind = if odd { "#b3261e" } else { "#1e4fb3" };
    let skin = ["#c68f65", "#b57f57", "#d3a079"][seed % 3];
    let cloth = ["#f1f1ec", "#3b4a3f", "#5a3b52", "#20304a"][seed % 4];
    let eyes = 168 + seed % 9;
    let hair = match wanted.sex.unwrap_or_else(|| wanted.nik.sex()) {
        Sex::Male => "M112 150q4-66 68-66t68 66q-20-38-68-38t-68 38z",
        Sex::Female => "M96 260q-22-180 84-180t84 180q-10-140-84-140t-84 140z",
    };
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="360" height="480"><rect width="360" height="480" fill="{behind}"/>
<path d="M30 480q0-130 150-130t150 130z" fill="{cloth}"/><rect x="150" y="270" width="60" height="100" rx="26" fill="{skin}"/>
<ellipse cx="180" cy="190" rx="70" ry="92" fill="{skin}"/><path d="{hair}" fill="#1c1613"/>
<ellipse cx="154" cy="{eyes}" rx="8" ry="5" fill="#1c1613"/><ellipse cx="206" cy="{eyes}" rx="8" ry="5" fill="#1c1613"/>
<path d="M156 240q24 14 48 0" stroke="#7a3f35" stroke-width="6" fill="none"/></svg>"##
    )
}

/// A line of loops, another for each person.
pub fn squiggle(wanted: &Wanted) -> String {
    let seed = seed(wanted);
    let loops: String = (0..5).map(|n| format!("q{} -{} 34 {}", 10 + seed % 9, 30 + (seed >> n) % 50, n % 3)).collect();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="106"><rect width="300" height="106" fill="#ffffff"/>
<path d="M24 74{loops}q20 30 60 -12" stroke="#101418" stroke-width="5" fill="none"/></svg>"##
    )
}
