//! Certificate files as technicians leave them: missing, open, mixed up, not what they are called.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use loket::device::error::Certificate;
use loket::device::{DeviceUri, Fault, Simulator as _};

use super::{Centre, ask, fault, reached};
use crate::device::rig::PATIENCE;

/// A data centre whose client files may be spoiled one by one.
struct Desk {
    centre: Centre,
    wire: DeviceUri,
}

impl Desk {
    fn new() -> Self {
        let centre = Centre::new();
        let wire = centre.sim.wire();
        Self { centre, wire }
    }

    fn file(&self, key: &str) -> PathBuf {
        self.wire.path_of(key).expect("a path").expect("a file")
    }

    fn says(&self) -> Fault {
        fault(ask(&self.wire, PATIENCE))
    }
}

#[test]
fn a_key_others_can_read_is_refused_until_it_is_closed() {
    let desk = Desk::new();
    for mode in [0o640, 0o604, 0o644] {
        fs::set_permissions(desk.file("key"), Permissions::from_mode(mode)).expect("a mode");
        assert_eq!(desk.says(), Fault::Certificate(Certificate::KeyOpen), "{mode:o}");
    }
    fs::set_permissions(desk.file("key"), Permissions::from_mode(0o400)).expect("a mode");
    assert!(reached(&desk.centre.ask()));
}

#[test]
fn a_file_that_is_not_what_it_should_be_is_unreadable_and_never_a_broken_line() {
    for key in ["ca", "cert", "key"] {
        let desk = Desk::new();
        let good = fs::read(desk.file(key)).expect("a file");
        let half = good[..good.len() / 2].to_vec();
        let unarmoured = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec();
        let huge = vec![b'x'; 300 * 1024];
        for spoiled in [Vec::new(), b"\x00\xff not a certificate".to_vec(), half, unarmoured, huge] {
            fs::write(desk.file(key), &spoiled).expect("written");
            assert_eq!(desk.says(), Fault::Certificate(Certificate::Unreadable), "{key}, {} bytes", spoiled.len());
        }
        // Put back it works at once: files are read at every open.
        fs::write(desk.file(key), &good).expect("written");
        assert!(reached(&desk.centre.ask()));
        fs::remove_file(desk.file(key)).expect("removed");
        assert_eq!(desk.says(), Fault::File { op: "read", path: desk.file(key) });
        fs::create_dir(desk.file(key)).expect("a folder");
        assert_eq!(desk.says(), Fault::Certificate(Certificate::Unreadable), "{key} is a folder");
    }
}

#[test]
fn a_key_of_another_certificate_is_named() {
    let (desk, other) = (Desk::new(), Desk::new());
    fs::copy(other.file("key"), desk.file("key")).expect("copied");
    assert_eq!(desk.says(), Fault::Certificate(Certificate::KeyMismatch));
    // A pair of another authority is a pair, and refused by the data centre only.
    fs::copy(other.file("cert"), desk.file("cert")).expect("copied");
    assert_eq!(desk.says(), Fault::Certificate(Certificate::Refused));
}
