//! The driver against `openssl s_server`, with certificates made by the same tool.
//!
//! A server judged by our own driver only would share its mistakes. Its absence is said on stderr, and is a
//! failure when `LOKET_FULL=1`.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use loket::device::error::Certificate;
use loket::device::{DeviceUri, Down, Fault, Reachability};

use super::{ask, fault, reached};
use crate::device::rig::PATIENCE;

/// Signs with any dates; what the tool's one-line commands cannot.
const AUTHORITY: &str = "\
[ca]\ndefault_ca=d\n[d]\ndatabase=db\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\npolicy=p\nunique_subject=no\n\
[p]\ncommonName=supplied\n[local]\nsubjectAltName=IP:127.0.0.1\n[elsewhere]\nsubjectAltName=DNS:elsewhere.invalid\n";
const CURVE: [&str; 5] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
const GOOD: (&str, &str) = ("20200101000000Z", "20491231000000Z");
const GONE: (&str, &str) = ("20200101000000Z", "20210101000000Z");

/// A folder of certificates: two authorities and what each has signed.
struct Desk(tempfile::TempDir);

impl Desk {
    /// None when the tool is not there.
    fn new(test: &str) -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            assert!(std::env::var("LOKET_FULL").is_err(), "{test} was skipped in a full run: no openssl");
            eprintln!("SKIPPED {test}: no openssl");
            return None;
        }
        let desk = Self(tempfile::tempdir().expect("a folder"));
        std::fs::write(desk.at("ca.cnf"), AUTHORITY).expect("written");
        for ca in ["ca", "stranger"] {
            let (key, pem) = (format!("{ca}.key"), format!("{ca}.pem"));
            let name = format!("/CN={ca}");
            let rest = ["-keyout", &key, "-out", &pem, "-subj", &name, "-days", "30"];
            desk.openssl(&[&["req", "-x509"], &CURVE[..], &rest].concat());
        }
        Some(desk)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn openssl(&self, args: &[&str]) {
        let ran = Command::new("openssl").args(args).current_dir(self.0.path()).stdin(Stdio::null()).output();
        let ran = ran.expect("openssl");
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    }

    /// `name.pem` and `name.key`, signed by an authority.
    fn sign(&self, name: &str, ca: &str, extension: &str, (from, to): (&str, &str)) {
        let (key, csr, pem) = (format!("{name}.key"), format!("{name}.csr"), format!("{name}.pem"));
        let subject = format!("/CN={name}");
        self.openssl(&[&["req"], &CURVE[..], &["-keyout", &key, "-out", &csr, "-subj", &subject]].concat());
        std::fs::write(self.at("db"), "").expect("written");
        std::fs::write(self.at("serial"), "01\n").expect("written");
        let (ca_pem, ca_key) = (format!("{ca}.pem"), format!("{ca}.key"));
        let by = ["ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", &ca_pem, "-keyfile", &ca_key];
        let rest = ["-in", &csr, "-out", &pem, "-extensions", extension, "-startdate", from, "-enddate", to];
        self.openssl(&[&by[..], &rest].concat());
    }

    /// A server with this certificate that demands one signed by `ca`.
    fn serve(&self, name: &str, extra: &[&str]) -> Server {
        let (pem, key) = (format!("{name}.pem"), format!("{name}.key"));
        let mut child = Command::new("openssl")
            .args(["s_server", "-accept", "127.0.0.1:0", "-cert", &pem, "-key", &key, "-CAfile", "ca.pem"])
            .args(["-Verify", "2", "-verify_return_error", "-www"])
            .args(extra)
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut ports = lines.map_while(Result::ok).filter_map(|l| l.strip_prefix("ACCEPT ").map(str::to_owned));
        let address = ports.next().expect("a port");
        // Its output must go on being taken, or it stops.
        std::thread::spawn(move || ports.for_each(drop));
        Server { child, address }
    }

    fn line(&self, address: &str, ca: &str, own: Option<&str>) -> DeviceUri {
        let text = |path: &Path| path.display().to_string();
        let line = DeviceUri::new("https", &format!("//{address}/health")).with("ca", &text(&self.at(ca)));
        match own {
            None => line,
            Some(name) => line
                .with("cert", &text(&self.at(&format!("{name}.pem"))))
                .with("key", &text(&self.at(&format!("{name}.key")))),
        }
    }
}

struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_server_others_wrote_is_told_apart_case_by_case() {
    use Certificate::{Expired, Missing, OwnExpired, Refused, UnknownIssuer, WrongName};
    let Some(desk) = Desk::new("the probe against openssl") else { return };
    desk.sign("server", "ca", "local", GOOD);
    desk.sign("client", "ca", "local", GOOD);
    desk.sign("old", "ca", "local", GONE);
    desk.sign("foreign", "stranger", "local", GOOD);
    desk.sign("renamed", "ca", "elsewhere", GOOD);
    for version in ["-tls1_3", "-tls1_2"] {
        let server = desk.serve("server", &[version]);
        let line = |ca, own| desk.line(&server.address, ca, own);
        let good = ask(&line("ca.pem", Some("client")), PATIENCE);
        assert!(reached(&good), "{version}: {good:?}");
        for (own, wanted) in [(None, Missing), (Some("old"), OwnExpired), (Some("foreign"), Refused)] {
            let said = fault(ask(&line("ca.pem", own), PATIENCE));
            assert_eq!(said, Fault::Certificate(wanted), "{version} {own:?}");
        }
        let said = fault(ask(&line("stranger.pem", Some("client")), PATIENCE));
        assert_eq!(said, Fault::Certificate(UnknownIssuer), "{version}");
        // It still serves the right one after all of them.
        assert!(reached(&ask(&line("ca.pem", Some("client")), PATIENCE)), "{version}");
    }
    for (name, wanted) in [("old", Expired), ("renamed", WrongName)] {
        let server = desk.serve(name, &[]);
        let said = fault(ask(&desk.line(&server.address, "ca.pem", Some("client")), PATIENCE));
        assert_eq!(said, Fault::Certificate(wanted), "{name}");
    }
}

/// Neither a closed port nor a server that says nothing is a matter of certificates.
#[test]
fn a_closed_port_and_a_silent_server_are_the_line() {
    let Some(desk) = Desk::new("closed port and silent server") else { return };
    desk.sign("client", "ca", "local", GOOD);
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let line = desk.line(&silent.local_addr().expect("an address").to_string(), "ca.pem", Some("client"));
    assert_eq!(ask(&line, PATIENCE).expect("an answer"), Reachability::Down(Down::NoAnswer));
    let cut = ask(&line, Duration::from_millis(150));
    assert!(matches!(fault(cut), Fault::Timeout { .. }));
    // Nobody listens on port 1 of a machine of its own address.
    let line = desk.line("127.63.0.1:1", "ca.pem", Some("client"));
    assert_eq!(ask(&line, PATIENCE).expect("an answer"), Reachability::Down(Down::Refused));
}
