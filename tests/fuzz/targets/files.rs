//! Files an office, another program or a thief may have written.

use std::path::Path;
use std::sync::LazyLock;

use loket::card::{Blank, Geometry, PrintRecord, Wanted, face as face_of, sketch};
use loket::config::{Config, Home};
use loket::desk::demo::workstation::{portrait, record as recorded, squiggle};
use loket::desk::keeping::{self, Damage, Failed, Good, Keeping};
use loket::desk::keys::{Cost, KeyRing, ParcelError, Secret, pack, unpack};
use loket::device::chip::script::{MAX_STEPS, Script};
use loket::device::papers::Papers;
use loket::device::printer::panels::{LINE, LINES, Panels};
use loket::device::{BACKENDS, Backend, DeviceUri, Face, Make};
use loket::domain::checklist::RuleSet;
use loket::domain::element::Element;
use loket::domain::event::LedgerKind;
use loket::domain::id::{AccountId, LedgerId};
use loket::domain::nik::Nik;
use loket::domain::person::Name;
use loket::domain::seal::Hex;
use loket::domain::seal::proof::Shown;
use loket::export::slip::Templates;
use loket::export::workbook;
use loket::ledger::Seen;
use loket::ledger::backup::{Manifest, Part};
use zeroize::Zeroizing;

use super::{harmless, in_folder, text, texts};

pub fn settings(bytes: &[u8]) -> bool {
    let home = Home::at("/kantor");
    let read = |text: &str| Config::parse(&home, Path::new("loket.toml"), text);
    match read(&text(bytes)) {
        Ok(config) => {
            harmless(&config.show());
            match read(&config.show()) {
                // Secrets are shown as stars, and nothing else changes.
                Ok(again) => assert_eq!(again.show(), config.show(), "what is shown is what is in force"),
                Err(error) => panic!("{error}\n{}", config.show()),
            }
            true
        }
        Err(error) => {
            harmless(&error.to_string());
            false
        }
    }
}

pub fn settings_seeds() -> Vec<Vec<u8>> {
    let shipped = include_str!("../../../assets/loket.toml");
    let all: String = shipped.lines().map(|line| format!("{}\n", line.strip_prefix('#').unwrap_or(line))).collect();
    // Every setting that is shown commented out, in force; what is left are sentences.
    let in_force: String =
        all.lines().filter(|line| line.contains('=') || line.starts_with('[')).fold(String::new(), |mut out, line| {
            if toml::from_str::<toml::Table>(line).is_ok() {
                out.push_str(line);
                out.push('\n');
            }
            out
        });
    let mut seeds = texts(&[
        "station = \"loket-2\"\nlang = \"en\"\nzone = \"WIT\"\nsymbols = \"ascii\"\nrules = \"/abs/syarat.toml\"\n",
        "[devices]\nprinter = \"ipp://localhost/printers/kartu?password=rahasia\"\nslip = \"cups://localhost:631/printers/A?paper=a5\"\n",
        "[backup]\nfolder = \"x\"\ndays = 0x1F\nmonths = 0\nwarn_days = 3\nwitness = '../y'\n",
        "[card]\nrecords = \"\\u202e\"\n",
        "devices.chip = \"attested\"\nlang = 7\n",
    ]);
    seeds.extend([shipped.to_owned().into_bytes(), in_force.into_bytes()]);
    seeds
}

pub fn device(bytes: &[u8]) -> bool {
    let text = text(bytes);
    match text.parse::<DeviceUri>() {
        Ok(uri) => {
            let shown = uri.to_string();
            for secret in ["password", "pin"].into_iter().filter_map(|key| uri.get(key)).filter(|s| s.len() > 16) {
                let elsewhere = [uri.scheme(), uri.body()].iter().any(|part| part.contains(secret));
                assert!(elsewhere || !shown.contains(secret), "a secret is shown: {shown}");
            }
            let made = |backend: &Backend| matches!(backend.make, Make::Real(make) if make(&uri).is_ok());
            let used = BACKENDS.iter().filter(|backend| backend.scheme == uri.scheme()).filter(|b| made(b)).count() > 0;
            assert!(!used || uri.expose().parse() == Ok(uri), "a line that is used is kept");
            used
        }
        Err(error) => {
            harmless(&error.part);
            false
        }
    }
}

pub fn device_seeds() -> Vec<Vec<u8>> {
    let mut all = texts(&[
        "none",
        "none:?x=1",
        "serial?pin=12345678901234567890:x",
        "serial:/dev/a?\u{fff9}x",
        "SIM:",
        "keyboard",
        "https://[::1]:8443/cek?ca=/a.pem",
        "sbi:4501?env=X",
    ]);
    let lines = include_str!("../../../docs/devices.md").lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let devices = lines.filter(|line| line.len() < 160 && BACKENDS.iter().any(|b| line.starts_with(b.scheme)));
    all.extend(devices.map(|line| line.as_bytes().to_vec()));
    all
}

pub fn keys(bytes: &[u8]) -> bool {
    in_folder("keys.toml", bytes, |folder| {
        let Ok(ring) = KeyRing::load(&Home::at(folder)) else { return false };
        let at_rest = ring.at_rest().expect("it was read just now");
        let account = AccountId([1; 16]);
        assert_eq!(ring.at_rest().ok(), Some(at_rest), "looking changes nothing");
        let _ = ring.labelled("EW");
        ring.has(account).is_ok_and(|has| has)
    })
}

pub fn keys_seeds() -> Vec<Vec<u8>> {
    let cost = "cost = { memory_kib = 64, passes = 1, lanes = 1 }";
    let wrap = format!("{{ salt = \"{}\", key = \"{}\", {cost} }}", "0a".repeat(16), "0b".repeat(48));
    let account = "[account.01010101010101010101010101010101]\ninitials = \"EW\"\n";
    let newer =
        format!("format = 2\n[home]\n{cost}\n{account}failures = 2\nnext_ms = 5\nfirst = true\nwrap = {wrap}\n");
    let clear = format!("format = 2\n[home]\nclear = \"{}\"\n{cost}\n{account}", "0c".repeat(32));
    let waiting = format!("{newer}[next]\nmark = \"00\"\n[next.home]\n{cost}\n[next.account]\n");
    let mut all = texts(&[include_str!("../../cli/keys_1.toml"), "format = 9\n"]);
    all.extend([newer, clear, waiting].map(String::into_bytes));
    all
}

/// Behind a byte that says whether its cost is as it stands or a cheap one: guesses at costs are not the point.
pub fn parcel(bytes: &[u8]) -> bool {
    const MARK: usize = 15;
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let mut parcel = rest.to_vec();
    if let (0..=0xFE, Some(costs)) = (*first, parcel.get_mut(MARK..MARK + 12)) {
        costs.copy_from_slice(&[0, 0, 0, 64, 0, 0, 0, 1, 0, 0, 0, 1]);
    }
    let secret = Secret::new("hujan pagi 9 kali".to_owned());
    match unpack(&parcel, &secret) {
        Ok(data) => {
            assert_eq!(*data, b"agenda"[..], "only what was packed is opened");
            true
        }
        Err(error) => {
            let marked = parcel.starts_with(b"LOKET-PARCEL-");
            assert_eq!(matches!(error, ParcelError::NotOne), !marked, "{error}");
            false
        }
    }
}

pub fn parcel_seeds() -> Vec<Vec<u8>> {
    static PACKED: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let secret = Secret::new("hujan pagi 9 kali".to_owned());
        pack(b"agenda", &secret, Cost { memory_kib: 64, passes: 1, lanes: 1 }).expect("a parcel")
    });
    let dear = b"\xFFLOKET-PARCEL-1\n\0\x10\0\0\0\0\0\x10\0\0\0\x10".to_vec();
    vec![[&[0][..], &PACKED].concat(), [&dear[..], &[0; 40]].concat(), b"\0LOKET-PARCEL-2\n".to_vec()]
}

pub fn papers(bytes: &[u8]) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    in_folder("papers.pem", bytes, |folder| {
        let path = folder.join("papers.pem");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("closed");
        let _ = Papers { ca: path.clone(), own: None }.tls();
        Papers { ca: path.clone(), own: Some((path.clone(), path)) }.tls().is_ok()
    })
}

pub fn papers_seeds() -> Vec<Vec<u8>> {
    let made = rcgen::generate_simple_self_signed(vec!["loket".to_owned()]).expect("a certificate");
    let other = rcgen::generate_simple_self_signed(vec!["lain".to_owned()]).expect("a certificate");
    let (cert, key) = (made.cert.pem(), made.signing_key.serialize_pem());
    vec![
        format!("{cert}{key}").into_bytes(),
        format!("{}{cert}{key}", other.cert.pem()).into_bytes(),
        cert.into_bytes(),
    ]
}

pub fn checklist(bytes: &[u8]) -> bool {
    match RuleSet::parse(&text(bytes)) {
        Ok(rules) => {
            for list in rules.checklists() {
                let kept = serde_json::to_vec(list).expect("a checklist can be stored");
                let again = serde_json::from_slice(&kept).expect("and read from the journal");
                assert_eq!(*list, again);
                assert!((1..=9).contains(&list.items().len()), "digits tick");
                harmless(&format!("{:?}", list.title()));
            }
            true
        }
        Err(error) => {
            harmless(&error.to_string());
            false
        }
    }
}

pub fn checklist_seeds() -> Vec<Vec<u8>> {
    let shipped = include_str!("../../../assets/rules/ktp-el.toml");
    let bare: String = shipped.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    // A short file is changed more deeply: one reason, which is refused only at the end.
    let first = bare.split("[[reason]]").take(2).collect::<Vec<_>>().join("[[reason]]");
    vec![bare.into_bytes(), first.into_bytes(), b"format = 1\nversion = \"x\"\nforbidden = []\n".to_vec()]
}

pub fn chip(bytes: &[u8]) -> bool {
    match Script::parse(&text(bytes)) {
        Ok(script) => {
            assert!((1..=MAX_STEPS).contains(&script.steps.len()));
            assert!(script.no_return.is_none_or(|at| at < script.steps.len()));
            script.activates() && script.needs_sam()
        }
        Err(error) => {
            harmless(&error.to_string());
            false
        }
    }
}

pub fn chip_seeds() -> Vec<Vec<u8>> {
    texts(&[include_str!("../../../assets/chip/simulated.toml"), include_str!("../../../assets/chip/probe.toml")])
}

/// The first byte says which slip it is.
pub fn template(bytes: &[u8]) -> bool {
    let all = Templates::all();
    let Some((first, rest)) = bytes.split_first() else { return false };
    let (_, kind, lang) = &all[usize::from(*first) % all.len()];
    let taken = Templates::builtin().take(*kind, *lang, &text(rest));
    if let Err(fault) = &taken {
        harmless(&fault.to_string());
    }
    taken.is_ok()
}

pub fn template_seeds() -> Vec<Vec<u8>> {
    let each = Templates::all().into_iter().zip(0u8..);
    let mut seeds: Vec<Vec<u8>> =
        each.map(|((_, kind, lang), at)| [&[at][..], Templates::text(kind, lang).as_bytes()].concat()).collect();
    for text in ["{% for f in files %}{{ f.number * 9 }}{% endfor %}", "{{ office[0:3] ~ next|length }}", "{% if a %}"]
    {
        seeds.push([&[0][..], text.as_bytes()].concat());
    }
    seeds
}

pub fn backup(bytes: &[u8]) -> bool {
    let manifest = in_folder("manifest.json", bytes, |folder| Manifest::read(folder).ok());
    if let Some(manifest) = &manifest {
        let _ = manifest.made();
        let again = serde_json::to_vec(manifest).expect("a manifest can be written");
        if again.len() < 16 * 1024 {
            assert_eq!(
                in_folder("manifest.json", &again, |folder| Manifest::read(folder).ok()).as_ref(),
                Some(manifest)
            );
        }
    }
    let keeping = in_folder("keeping.json", bytes, Keeping::load);
    let again = serde_json::to_vec(&keeping).expect("memory can be written");
    if again.len() < 16 * 1024 {
        assert_eq!(in_folder("keeping.json", &again, Keeping::load), keeping);
    }
    let _ = in_folder("saksi.json", bytes, |folder| keeping::witness(&folder.join("saksi.json")));
    manifest.is_some()
}

pub fn backup_seeds() -> Vec<Vec<u8>> {
    let (ledger, head) = (LedgerId([7; 16]), Hex([1; 32]));
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23);
    let seen = Seen { ledger, seq: 9, head };
    let manifest = Manifest {
        format: 1,
        program: "0.1.0".into(),
        ledger,
        kind: LedgerKind::Office,
        schema: 3,
        entries: 9,
        head,
        day,
        made_ms: 1_795_395_600_000,
        offset_s: 25_200,
        encrypted: true,
        files: vec![Part { name: "ledger.db".into(), bytes: 4096, sha256: Hex([2; 32]) }],
    };
    let path = "/cadangan/a".into();
    let good = Good { path, made_ms: 1, entries: 9, head, day, encrypted: true, same_disk: false };
    let keeping = Keeping {
        good: Some(good),
        failed: Some(Failed { at_ms: 2, code: "backup.full".into() }),
        checked: Some(seen.clone()),
        round_ms: Some(3),
        damage: Some(Damage { seq: 4, code: "hash".into() }),
        seen: Some(seen.clone()),
    };
    let far = Manifest { made_ms: i64::MAX, offset_s: i32::MIN, ..manifest.clone() };
    let json = [
        serde_json::to_vec(&manifest),
        serde_json::to_vec(&far),
        serde_json::to_vec(&keeping),
        serde_json::to_vec(&seen),
    ];
    json.map(|json| json.expect("JSON")).into()
}

pub fn agenda(bytes: &[u8]) -> bool {
    let _ = Shown::within(&text(bytes));
    workbook::words(bytes).as_deref().and_then(Shown::within).is_some()
}

pub fn agenda_seeds() -> Vec<Vec<u8>> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0u32..).zip(String::from_utf8_lossy(&super::texts::seal_seeds()[0]).lines()) {
        sheet.write_string(row, 0, line).expect("a cell");
    }
    let mut seeds = super::texts::seal_seeds();
    seeds.push(book.save_to_buffer().expect("a workbook"));
    seeds
}

/// Nobody.
pub fn holder() -> Wanted {
    Wanted {
        nik: Nik::parse("1374015708909012").expect("a NIK"),
        name: Name::parse("ANISA RAHMI").expect("a name"),
        birth: None,
        sex: None,
        rt: None,
        rw: None,
        village: None,
    }
}

pub static PHOTO: LazyLock<Vec<u8>> = LazyLock::new(|| sketch(&portrait(&holder())).expect("a portrait"));
pub static SIGNATURE: LazyLock<Vec<u8>> = LazyLock::new(|| sketch(&squiggle(&holder())).expect("a signature"));

fn sound(element: Element) -> &'static [u8] {
    if element == Element::Photo { &PHOTO } else { &SIGNATURE }
}

static RECORD: LazyLock<Vec<u8>> =
    LazyLock::new(|| recorded(&holder(), "foto.png", "ttd.png").to_string().into_bytes());

pub fn record(bytes: &[u8]) -> bool {
    let picture = |element| Ok(Zeroizing::new(sound(element).to_vec()));
    match PrintRecord::read(bytes, picture) {
        Ok(record) => {
            let same = record.differs(&holder()).is_empty();
            for element in Element::ALL.into_iter().filter(|element| !element.is_picture()) {
                let shown = record.text(element);
                assert!(!shown.is_empty() && shown.chars().count() <= element.limit(), "{element:?}: {shown}");
                harmless(shown);
            }
            same
        }
        Err(fault) => {
            harmless(&fault.to_string());
            false
        }
    }
}

pub fn record_seeds() -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(&RECORD);
    let numbers = text.replace("\"NO_RT\":\"", "\"NO_RT\":7,\"NO_RT_\":\"");
    vec![RECORD.clone(), numbers.into_bytes(), b"{\"NIK\":1374015708909012}".to_vec()]
}

/// The first byte says which picture it is.
pub fn picture(bytes: &[u8]) -> bool {
    let (first, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let named = if first & 1 == 0 { Element::Photo } else { Element::Signature };
    let picture = |element: Element| Ok(Zeroizing::new(if element == named { bytes } else { sound(element) }.to_vec()));
    // Whether it can be drawn is asked when the card is: a picture that cannot be is refused, never a panic.
    let small = Geometry { width: 253, height: 160, dpi: 75 };
    PrintRecord::read(&RECORD, picture).is_ok_and(|record| face_of(&record, small, Blank::Labelled).is_ok())
}

pub fn picture_seeds() -> Vec<Vec<u8>> {
    let jpeg = include_bytes!("../../card/photo.jpg");
    vec![
        [&[0][..], &PHOTO].concat(),
        [&[1][..], &SIGNATURE].concat(),
        [&[0][..], jpeg].concat(),
        [&[1][..], jpeg].concat(),
    ]
}

pub fn face(bytes: &[u8]) -> bool {
    let panels = Panels::of(&Face::new(bytes.to_vec(), 1016, 648, 300));
    if let Ok(panels) = &panels {
        assert!(panels.yellow.len() == LINE * LINES && panels.black.len() == LINE / 8 * LINES);
    }
    panels.is_ok()
}

pub fn face_seeds() -> Vec<Vec<u8>> {
    let encoded = |colour, depth, pixels: &[u8]| {
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, 3, 2);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        if colour == png::ColorType::Indexed {
            encoder.set_palette(vec![0, 0, 0, 255, 255, 255]);
        }
        let mut writer = encoder.write_header().expect("a header");
        writer.write_image_data(pixels).expect("pixels");
        writer.finish().expect("an end");
        png
    };
    use png::{BitDepth, ColorType};
    vec![
        encoded(ColorType::Rgb, BitDepth::Eight, &[7; 18]),
        encoded(ColorType::Rgba, BitDepth::Eight, &[7; 24]),
        encoded(ColorType::Indexed, BitDepth::Eight, &[0, 1, 0, 1, 0, 1]),
        encoded(ColorType::Rgb, BitDepth::Sixteen, &[7; 36]),
    ]
}
