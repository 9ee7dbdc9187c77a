//! `loket devices`: what the settings name and what is plugged in. Nothing is opened.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::failure::{Exit, Failure};
use super::{Scene, out};
use crate::config::without_password;
use crate::desk::faults;
use crate::device::list::{Access, Port, access_to, serial_ports, usb_printers};
use crate::device::{Backend, DeviceError, DeviceUri, Kind, UriError, chip};
use crate::domain::clean::clean;
use crate::text::{Lang, Word, cli as say, device as words, service};

/// A word that is no kind of device.
pub(super) fn unknown_kind(lang: Lang) -> Failure {
    let names: Vec<&str> = Kind::ALL.into_iter().map(Kind::name).collect();
    let said = say::value_wrong(lang, service::VALUE_KIND.get(lang), &names.join(", "));
    Failure::new(Exit::Usage, lang, said)
}

/// One setting, judged without opening anything.
struct Setting {
    key: &'static str,
    word: Word,
    uri: String,
    backend: Result<&'static Backend, UriError>,
    /// Of the node the line names, when it names one.
    access: Option<Access>,
}

fn settings(scene: &Scene) -> Vec<Setting> {
    let each = scene.config.devices.each();
    Kind::ALL
        .into_iter()
        .zip(each)
        .map(|(kind, (key, uri))| {
            let word = faults::word(kind);
            let parsed = uri.parse::<DeviceUri>();
            let node = parsed.as_ref().ok().and_then(|uri| uri.path().ok()).filter(|path| path.starts_with("/dev"));
            let access = node.map(|node| access_to(&node));
            let backend = parsed.and_then(|uri| {
                let row = Backend::of(kind, &uri)?;
                row.check(&uri).map(|()| row)
            });
            Setting { key, word, uri: without_password(uri), backend, access }
        })
        .collect()
}

/// Keys of settings no backend can serve, with the part that is wrong.
pub(super) fn wrong_settings(scene: &Scene) -> Vec<(&'static str, String)> {
    let wrong = |setting: Setting| setting.backend.err().map(|error| (setting.key, error.part));
    settings(scene).into_iter().filter_map(wrong).collect()
}

pub(super) fn run(scene: &Scene, as_json: bool) -> Result<(), Failure> {
    let lang = scene.lang;
    let set = settings(scene);
    // What is plugged in, by the bus it hangs on: key of the document, heading, ports.
    let plugged = [
        ("serial_ports", say::DEVICES_PLUGGED, serial_ports()),
        ("usb_printers", service::USB_PRINTERS, usb_printers()),
    ];
    let readers = chip::readers();
    if as_json {
        let set: Vec<Value> = set.iter().map(setting_json).collect();
        let mut document = json!({ "devices": set });
        for (key, _, ports) in &plugged {
            document[*key] = ports.iter().map(port_json).collect();
        }
        document["pcsc_readers"] = readers_json(lang, &readers);
        out::json(lang, &document)?;
    } else {
        out::text(lang, &format!("{}{}", plain(lang, &set, &plugged), readers_plain(lang, &readers)))?;
    }
    match wrong_settings(scene).is_empty() {
        true => Ok(()),
        false => Err(Failure::new(Exit::Input, lang, say::DEVICE_WRONG.get(lang)).next(say::CONFIG_FIX.get(lang))),
    }
}

fn setting_json(setting: &Setting) -> Value {
    let error = setting.backend.as_ref().err();
    let backend = setting.backend.as_ref().ok();
    let found = setting.access.as_ref().map(access_json);
    let group = found.as_ref().and_then(|(_, _, group)| group.clone());
    let access = found.as_ref().map(|(word, pid, _)| (word, *pid));
    json!({
        "kind": setting.key,
        "uri": setting.uri,
        "backend": backend.map(|row| row.scheme),
        "simulated": backend.is_some_and(|row| row.simulated()),
        "access": access.map(|(word, _)| word),
        "used_by": access.and_then(|(_, pid)| pid),
        "group": group,
        "error": error.map(|error| json!({ "part": error.part, "why": format!("{:?}", error.why) })),
    })
}

/// How a node may be used: the word for it, who uses it, the group that may.
fn access_json(access: &Access) -> (&'static str, Option<u32>, Option<String>) {
    match access {
        Access::Free => ("free", None, None),
        Access::InUse { pid } => ("in_use", Some(*pid), None),
        Access::Denied { group } => ("denied", None, group.clone()),
        Access::NoNode => ("no_node", None, None),
    }
}

fn port_json(port: &Port) -> Value {
    let (access, pid, group) = access_json(&port.access);
    let usb = port.usb.as_ref().map(|usb| {
        let id = format!("{:04x}:{:04x}", usb.vendor, usb.product);
        json!({ "id": id, "maker": usb.maker, "name": usb.name, "serial": usb.serial })
    });
    json!({
        "path": port.path.to_string_lossy(), "node": port.node.to_string_lossy(), "usb": usb,
        "access": access, "used_by": pid, "group": group,
    })
}

fn plain(lang: Lang, set: &[Setting], plugged: &[(&str, Word, Vec<Port>)]) -> String {
    let mut out = format!("{}\n", say::DEVICES_SET.get(lang));
    for setting in set {
        // Writing into a String cannot fail.
        let _ = write!(out, "  {:<22} {}", setting.word.get(lang), setting.uri);
        let _ = match (&setting.backend, &setting.access) {
            (Err(error), _) => writeln!(out, "  [!] {}", say::fault_device(lang, &error.part)),
            (Ok(row), _) if row.simulated() => writeln!(out, "  [{}]", say::DEVICE_SIMULATED.get(lang)),
            (Ok(_), Some(Access::NoNode)) => writeln!(out, "  [!] {}", service::NOT_PLUGGED.get(lang)),
            (Ok(_), Some(access)) => writeln!(out, "  {}", access_words(lang, access)),
            (Ok(_), None) => writeln!(out),
        };
    }
    for (_, heading, ports) in plugged {
        let _ = writeln!(out, "{}", heading.get(lang));
        if ports.is_empty() {
            let _ = writeln!(out, "  {}", say::DEVICES_NONE.get(lang));
        }
        for port in ports {
            let name = port.usb.as_ref().map(|usb| format!("{} {}", usb.maker, usb.name)).unwrap_or_default();
            let _ = writeln!(out, "  {}  {}  {}", port.path.display(), name.trim(), access_words(lang, &port.access));
        }
    }
    out
}

type Readers = Result<Vec<chip::ReaderInfo>, DeviceError>;

/// The readers of the card service; in their place what keeps it from telling.
fn readers_json(lang: Lang, readers: &Readers) -> Value {
    match readers {
        Ok(readers) => readers.iter().map(|r| json!({ "name": clean(&r.name), "card": r.present })).collect(),
        Err(error) => {
            let told = words::error(lang, error);
            json!({ "code": error.code(), "what": told.what, "next": told.next })
        }
    }
}

fn readers_plain(lang: Lang, readers: &Readers) -> String {
    let mut out = format!("{}\n", service::READERS.get(lang));
    // Writing into a String cannot fail.
    let _ = match readers {
        Ok(readers) if readers.is_empty() => writeln!(out, "  {}", say::DEVICES_NONE.get(lang)),
        Ok(readers) => readers.iter().try_for_each(|reader| {
            let card = if reader.present { service::CARD_IN } else { service::CARD_OUT };
            writeln!(out, "  {}  {}", clean(&reader.name), card.get(lang))
        }),
        Err(error) => {
            let told = words::error(lang, error);
            writeln!(out, "  {} {}\n    {}", error.code(), told.what, told.next)
        }
    };
    out
}

fn access_words(lang: Lang, access: &Access) -> String {
    match access {
        Access::Free => say::DEVICE_FREE.get(lang).to_owned(),
        Access::InUse { pid } => say::device_in_use(lang, *pid),
        Access::NoNode => say::DEVICE_NO_NODE.get(lang).to_owned(),
        Access::Denied { group: None } => say::DEVICE_DENIED.get(lang).to_owned(),
        Access::Denied { group: Some(group) } => {
            format!("{}; {}", say::DEVICE_DENIED.get(lang), say::device_join(lang, group))
        }
    }
}
