//! Listing the serial ports of a made-up system.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use loket::device::list::{Access, serial_ports_under, usb_printers_under};

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn system() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let at = |p: &str| root.path().join(p);
    // A USB reader: device -> interface below the USB device that has the names.
    write(&at("sys/devices/usb1/1-1/idVendor"), "10c4\n");
    write(&at("sys/devices/usb1/1-1/idProduct"), "ea60\n");
    write(&at("sys/devices/usb1/1-1/manufacturer"), "Silicon\u{1b}[31m Labs\n");
    write(&at("sys/devices/usb1/1-1/product"), "CP2102\n");
    write(&at("sys/devices/usb1/1-1/serial"), "0001\n");
    fs::create_dir_all(at("sys/devices/usb1/1-1/1-1:1.0/ttyUSB0")).unwrap();
    fs::create_dir_all(at("sys/class/tty/ttyUSB0")).unwrap();
    symlink(at("sys/devices/usb1/1-1/1-1:1.0/ttyUSB0"), at("sys/class/tty/ttyUSB0/device")).unwrap();
    write(&at("dev/ttyUSB0"), "");
    fs::create_dir_all(at("dev/serial/by-id")).unwrap();
    symlink("../../ttyUSB0", at("dev/serial/by-id/usb-CP2102_0001-if00")).unwrap();
    // A real UART, an empty UART socket, a console without hardware, a port without a node.
    for (name, kind) in [("ttyS0", "4"), ("ttyS1", "0"), ("ttyS2", "4")] {
        write(&at(&format!("sys/class/tty/{name}/type")), kind);
        fs::create_dir_all(at(&format!("sys/class/tty/{name}/device"))).unwrap();
    }
    write(&at("dev/ttyS0"), "");
    write(&at("dev/ttyS1"), "");
    fs::create_dir_all(at("sys/class/tty/tty1")).unwrap();
    write(&at("dev/tty1"), "");
    write(&at("etc/group"), "root:x:0:\ndialout:x:20:\n");
    root
}

#[test]
fn ports_with_hardware_by_their_stable_names() {
    let root = system();
    let ports = serial_ports_under(root.path());
    let names: Vec<_> = ports.iter().map(|p| p.path.strip_prefix(root.path()).unwrap().to_owned()).collect();
    let wanted = ["dev/serial/by-id/usb-CP2102_0001-if00", "dev/ttyS0", "dev/ttyS2"];
    assert_eq!(names, wanted.map(std::path::PathBuf::from));
    let usb = ports[0].usb.as_ref().expect("usb");
    assert_eq!((usb.vendor, usb.product), (0x10C4, 0xEA60));
    assert_eq!(usb.maker, "Silicon[31m Labs", "no control characters from a device");
    assert_eq!(ports[0].access, Access::Free);
    assert_eq!(ports[2].access, Access::NoNode);
}

/// A port one may not use is listed, with the remedy.
#[test]
fn a_denied_port_is_data() {
    let root = system();
    fs::set_permissions(root.path().join("dev/ttyUSB0"), fs::Permissions::from_mode(0o000)).unwrap();
    let access = serial_ports_under(root.path())[0].access.clone();
    // The superuser may do anything, and then the port is simply free.
    let superuser = rustix::process::geteuid().is_root();
    match access {
        Access::Denied { .. } => assert!(!superuser),
        other => assert!(superuser && other == Access::Free, "{other:?}"),
    }
}

#[test]
fn usb_printers_hang_on_their_class() {
    let root = system();
    let at = |p: &str| root.path().join(p);
    write(&at("sys/devices/usb1/1-2/idVendor"), "0f49\n");
    write(&at("sys/devices/usb1/1-2/idProduct"), "1234\n");
    write(&at("sys/devices/usb1/1-2/product"), "Slip 80\n");
    fs::create_dir_all(at("sys/devices/usb1/1-2/1-2:1.0/usbmisc/lp0")).unwrap();
    for name in ["lp0", "lp7", "hiddev0"] {
        fs::create_dir_all(at(&format!("sys/class/usbmisc/{name}"))).unwrap();
    }
    symlink(at("sys/devices/usb1/1-2/1-2:1.0"), at("sys/class/usbmisc/lp0/device")).unwrap();
    write(&at("dev/usb/lp0"), "");
    let printers = usb_printers_under(root.path());
    let nodes: Vec<_> = printers.iter().map(|p| p.node.strip_prefix(root.path()).unwrap().to_owned()).collect();
    assert_eq!(nodes, ["dev/usb/lp0", "dev/usb/lp7"].map(std::path::PathBuf::from));
    assert_eq!(printers[0].usb.as_ref().map(|u| (u.vendor, u.name.as_str())), Some((0x0F49, "Slip 80")));
    assert_eq!((&printers[0].access, &printers[1].access), (&Access::Free, &Access::NoNode));
}

#[test]
fn a_machine_without_any_is_an_empty_list() {
    let root = tempfile::tempdir().unwrap();
    assert!(serial_ports_under(root.path()).is_empty());
}
