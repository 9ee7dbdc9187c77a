//! What is plugged in, as far as the system tells: serial ports with their stable names, USB printers.
//!
//! Owns enumeration for `loket devices`. Separate from opening because listing must never disturb a
//! device; a port one may not use is listed with that as data and with the remedy.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access as Mode, access};

use super::transport::lock;

/// One node of the machine that a device hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// The name to configure: stays the same when the plug moves or the machine restarts.
    pub path: PathBuf,
    /// The kernel's node behind it.
    pub node: PathBuf,
    pub usb: Option<Usb>,
    pub access: Access,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usb {
    pub vendor: u16,
    pub product: u16,
    pub maker: String,
    pub name: String,
    pub serial: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    Free,
    InUse {
        pid: u32,
    },
    /// Not for this user. Membership of the group is the remedy, where the node has one.
    Denied {
        group: Option<String>,
    },
    /// The kernel announces it but there is no node.
    NoNode,
}

/// Every serial port with hardware behind it, by stable name.
pub fn serial_ports() -> Vec<Port> {
    serial_ports_under(Path::new("/"))
}

/// The same below another root, so that a made-up system can be listed in a test.
pub fn serial_ports_under(root: &Path) -> Vec<Port> {
    let by_id = stable_names(root);
    let Ok(entries) = fs::read_dir(root.join("sys/class/tty")) else {
        return Vec::new();
    };
    let mut ports: Vec<Port> = entries
        .flatten()
        .filter(|e| has_hardware(&e.path()))
        .map(|entry| {
            let node = root.join("dev").join(entry.file_name());
            let stable = by_id.iter().find(|(_, target)| *target == node);
            Port {
                path: stable.map_or_else(|| node.clone(), |(name, _)| name.clone()),
                usb: usb_of(&entry.path()),
                access: access_of(root, &node),
                node,
            }
        })
        .collect();
    ports.sort_by(|a, b| a.path.cmp(&b.path));
    ports
}

/// Every printer on the printer class of USB, by the kernel's node.
pub fn usb_printers() -> Vec<Port> {
    usb_printers_under(Path::new("/"))
}

/// The same below another root.
pub fn usb_printers_under(root: &Path) -> Vec<Port> {
    let Ok(entries) = fs::read_dir(root.join("sys/class/usbmisc")) else {
        return Vec::new();
    };
    let printers = entries.flatten().filter(|e| e.file_name().to_str().is_some_and(|name| name.starts_with("lp")));
    let mut ports: Vec<Port> = printers
        .map(|entry| {
            let node = root.join("dev/usb").join(entry.file_name());
            Port { path: node.clone(), usb: usb_of(&entry.path()), access: access_of(root, &node), node }
        })
        .collect();
    ports.sort_by(|a, b| a.path.cmp(&b.path));
    ports
}

/// Whether this user may use the node of a configured device; nothing is opened.
pub fn access_to(node: &Path) -> Access {
    access_of(Path::new("/"), node)
}

/// A tty class entry without `device` is a virtual console; a UART of type 0 is an empty socket.
fn has_hardware(class: &Path) -> bool {
    let uart = fs::read_to_string(class.join("type")).unwrap_or_default();
    class.join("device").exists() && uart.trim() != "0"
}

fn stable_names(root: &Path) -> Vec<(PathBuf, PathBuf)> {
    let dir = root.join("dev/serial/by-id");
    let Ok(entries) = fs::read_dir(&dir) else {
        return Vec::new();
    };
    let mut names: Vec<_> = entries
        .flatten()
        .filter_map(|e| {
            let target = fs::read_link(e.path()).ok()?;
            let node = root.join("dev").join(target.file_name()?);
            Some((e.path(), node))
        })
        .collect();
    names.sort();
    names
}

/// Climbs from the tty to the USB device it hangs on; the port itself is an interface below it.
fn usb_of(class: &Path) -> Option<Usb> {
    let mut dir = fs::canonicalize(class.join("device")).ok()?;
    for _ in 0..6 {
        if dir.join("idVendor").exists() {
            let text = |name: &str| super::clean(fs::read_to_string(dir.join(name)).unwrap_or_default().trim());
            return Some(Usb {
                vendor: u16::from_str_radix(&text("idVendor"), 16).ok()?,
                product: u16::from_str_radix(&text("idProduct"), 16).ok()?,
                maker: text("manufacturer"),
                name: text("product"),
                serial: text("serial"),
            });
        }
        dir = dir.parent()?.to_path_buf();
    }
    None
}

fn access_of(root: &Path, node: &Path) -> Access {
    let Ok(meta) = fs::metadata(node) else {
        return Access::NoNode;
    };
    if access(node, Mode::READ_OK | Mode::WRITE_OK).is_err() {
        return Access::Denied { group: group_name(root, meta.gid()) };
    }
    match lock::holder(node) {
        Some(pid) => Access::InUse { pid },
        None => Access::Free,
    }
}

/// The name of the group that owns a node, by the local group file.
pub(crate) fn group_of(node: &Path) -> Option<String> {
    group_name(Path::new("/"), fs::metadata(node).ok()?.gid())
}

fn group_name(root: &Path, gid: u32) -> Option<String> {
    let groups = fs::read_to_string(root.join("etc/group")).ok()?;
    groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let id = fields.nth(1)?.parse::<u32>().ok()?;
        (id == gid).then(|| super::clean(name))
    })
}
