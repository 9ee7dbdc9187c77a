//! The data centre's yes or no, over HTTP and over TLS with papers that are right, missing or wrong.

use std::fs::Permissions;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use loket::device::finger::sbi::message::Purpose;
use loket::device::finger::sbi::sim::Ruling;
use loket::device::sim::Simulator;
use loket::device::{
    Cancel, ComparedWith, Ctl, DeviceUri, Fault, FingerOutcome, Fingerprint, Hint, Identifier, Reference,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use super::{Rig, attempt, decided};
use crate::device::rig::PATIENCE;

const MATCHED: FingerOutcome = FingerOutcome::Match(ComparedWith::DataCentre);
const NO_MATCH: FingerOutcome = FingerOutcome::NoMatch(ComparedWith::DataCentre);

#[test]
fn the_data_centre_decides_and_is_named_as_what_was_compared_with() {
    for (purpose, ruling) in [(Purpose::Auth, Ruling::ByFinger), (Purpose::Registration, Ruling::ByFingerPlain)] {
        let rig = Rig::new();
        rig.levers.purpose(purpose);
        rig.levers.ruling(ruling);
        let mut reader = rig.reader();
        for (person, wanted) in [(1, MATCHED), (2, NO_MATCH)] {
            rig.levers.put(person);
            let (outcome, shown) = attempt(&mut reader, &decided(), PATIENCE);
            assert_eq!(outcome.expect("decided"), wanted, "{purpose:?}");
            assert_eq!(shown, [Hint::PlaceFinger, Hint::Comparing]);
        }
        let (line, sample) = rig.levers.decided().pop().expect("asked");
        assert!(line.starts_with("POST /v1/verify/1374010101019001?identifierType=uin&transactionId=loket-"), "{line}");
        assert!(sample, "the sample came along");
    }
}

#[test]
fn what_is_neither_yes_nor_no_is_no_verdict() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    rig.levers.put(1);
    let rulings = [
        (Ruling::Status(404), "D-405"),
        (Ruling::Status(401), "D-110"),
        (Ruling::Status(403), "D-110"),
        (Ruling::Status(202), "D-112"),
        (Ruling::Status(500), "D-111"),
        (Ruling::Status(302), "D-111"),
        (Ruling::Undecided, "D-111"),
        (Ruling::Garbage, "D-111"),
    ];
    for (ruling, code) in rulings {
        rig.levers.ruling(ruling);
        let error = attempt(&mut reader, &decided(), PATIENCE).0.expect_err("no verdict");
        assert_eq!(error.code(), code, "{ruling:?}");
    }
}

#[test]
fn a_silent_data_centre_can_be_left_by_cancel_and_by_time() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    rig.levers.put(1);
    rig.levers.ruling(Ruling::Silence);
    let (outcome, _) = attempt(&mut reader, &decided(), Duration::from_millis(700));
    assert!(matches!(outcome.expect_err("silent").fault, Fault::Timeout { .. }));
    let cancel = Cancel::new();
    let ctl = Ctl::with_cancel(PATIENCE, cancel.clone());
    let outcome = reader.test(&decided(), &ctl, &mut |p| {
        if p.hint == Hint::Comparing {
            cancel.cancel();
        }
    });
    assert_eq!(outcome.expect_err("cancelled").fault, Fault::Cancelled);
}

#[test]
fn a_closed_port_is_no_connection_and_nobody_is_asked_without_a_line() {
    let rig = Rig::new();
    rig.levers.put(1);
    let closed = TcpListener::bind(("127.0.0.1", 0)).expect("a port").local_addr().expect("an address").port();
    let plain = rig.line();
    let mut reader =
        rig.open_line(&plain.clone().with("verify", &format!("http://127.0.0.1:{closed}"))).expect("a reader");
    assert_eq!(attempt(&mut reader, &decided(), PATIENCE).0.expect_err("closed").code(), "D-103");
    let mut reader = rig.open_line(&plain).expect("a reader");
    assert_eq!(attempt(&mut reader, &decided(), PATIENCE).0.expect_err("nobody to ask").code(), "D-405");
}

#[test]
fn a_number_is_shown_to_nobody_and_breaks_no_path() {
    let who = Identifier::new("1374010101019001").expect("a number");
    assert_eq!(format!("{:?}", Reference::DataCentre(who)), "DataCentre(Identifier(***))");
    for bad in ["", "1/2", "a b", "a?b", "..", &"1".repeat(65)] {
        assert!(Identifier::new(bad).is_none(), "{bad}");
    }
}

/// A TLS server that wants a certificate of our authority and says yes to everything.
struct Guarded {
    dir: tempfile::TempDir,
    port: u16,
}

/// `readers` stands behind the reader and so lies in every file of authorities.
fn guarded(readers: &str) -> Guarded {
    let dir = tempfile::tempdir().expect("folder");
    let mut params = CertificateParams::new(Vec::new()).expect("names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(params.clone(), KeyPair::generate().expect("a key")).expect("an authority");
    let stranger = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let write = |name: &str, pem: String| {
        std::fs::write(dir.path().join(name), pem).expect("written");
        std::fs::set_permissions(dir.path().join(name), Permissions::from_mode(0o600)).expect("closed");
    };
    let issue = |name: &str, by: &CertifiedIssuer<'_, KeyPair>| {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec!["127.0.0.1".into()]).expect("names");
        let cert = params.signed_by(&key, by).expect("signed");
        write(&format!("{name}.pem"), cert.pem());
        write(&format!("{name}.key"), key.serialize_pem());
        (cert, key)
    };
    write("ca.pem", ca.pem() + readers);
    write("stranger-ca.pem", stranger.pem() + readers);
    issue("desk", &ca);
    issue("stranger", &stranger);
    let (cert, key) = issue("server", &ca);
    let mut roots = RootCertStore::empty();
    roots.add(ca.der().clone()).expect("an authority");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let clients =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build().expect("clients");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_client_cert_verifier(clients)
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a server");
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let config = Arc::new(config);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(config.clone()).expect("a connection");
            let mut tls = StreamOwned::new(connection, stream);
            let mut bytes = Vec::new();
            let mut buf = [0; 4096];
            // The whole of a question ends with its last brace.
            while !bytes.ends_with(b"\"}]}") {
                match tls.read(&mut buf) {
                    Ok(n) if n > 0 => bytes.extend_from_slice(&buf[..n]),
                    _ => break,
                }
            }
            let body = "{\"verificationCode\":0,\"verificationMessage\":\"\"}";
            let _ = write!(tls, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            tls.conn.send_close_notify();
            let _ = tls.flush();
        }
    });
    Guarded { dir, port }
}

#[test]
fn papers_decide_who_may_ask_and_a_wrong_one_is_a_technicians_matter() {
    let rig = Rig::new();
    rig.levers.put(1);
    let guarded = guarded(&std::fs::read_to_string(rig.dir.path().join("reader-ca.pem")).expect("an authority"));
    let file = |name: &str| -> String { Path::new(guarded.dir.path()).join(name).display().to_string() };
    let plain = DeviceUri::new("sbi", &rig.sim.port().to_string()).with("env", "Developer");
    let plain = plain.with("verify", &format!("https://127.0.0.1:{}", guarded.port));
    let with = |ca: &str, own: Option<&str>| {
        let line = plain.clone().with("ca", &file(ca));
        match own {
            Some(name) => line.with("cert", &file(&format!("{name}.pem"))).with("key", &file(&format!("{name}.key"))),
            None => line,
        }
    };
    let mut reader = rig.open_line(&with("ca.pem", Some("desk"))).expect("a reader");
    assert_eq!(attempt(&mut reader, &decided(), PATIENCE).0.expect("admitted"), MATCHED);
    for line in [with("ca.pem", None), with("ca.pem", Some("stranger")), with("stranger-ca.pem", Some("desk"))] {
        let mut reader = rig.open_line(&line).expect("a reader");
        let error = attempt(&mut reader, &decided(), PATIENCE).0.expect_err("not admitted");
        assert_eq!(error.code(), "D-110", "{line}: {error}");
    }
    let missing = with("ca.pem", Some("nobody"));
    assert_eq!(rig.open_line(&missing).err().expect("no files").code(), "D-113");
    assert_eq!(rig.open_line(&with("desk.key", None)).err().expect("no certificate").code(), "D-110");
    drop(rig.sim.wire());
}
