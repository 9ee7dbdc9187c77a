//! Who signed an answer: every way of signing it wrongly, and signatures that `openssl` made.

use std::path::Path;
use std::process::{Command, Stdio};

use base64ct::{Base64UrlUnpadded, Encoding};
use loket::device::Who;
use loket::device::error::Certificate;
use loket::device::finger::sbi::message::Purpose;
use loket::device::finger::sbi::sim::{Forgery, Quirk};
use loket::device::finger::sbi::token::Trust;
use loket::device::{Fault, FingerOutcome};

use super::{Rig, attempt, decided};
use crate::device::rig::{PATIENCE, without_reference};

const FORGERIES: [(Forgery, Certificate); 11] = [
    (Forgery::NoAlgorithm, Certificate::ReaderUnsigned),
    (Forgery::SharedSecret, Certificate::ReaderUnsigned),
    (Forgery::Empty, Certificate::ReaderUnsigned),
    (Forgery::Bit, Certificate::ReaderUnsigned),
    (Forgery::Claims, Certificate::ReaderUnsigned),
    (Forgery::OtherKey, Certificate::ReaderUnsigned),
    (Forgery::NoCertificate, Certificate::ReaderUnsigned),
    (Forgery::GapInChain, Certificate::ReaderUnknown),
    (Forgery::Stranger, Certificate::ReaderUnknown),
    (Forgery::Expired, Certificate::ReaderExpired),
    (Forgery::Early, Certificate::ReaderExpired),
];

#[test]
fn a_sample_that_no_reader_of_ours_signed_goes_nowhere() {
    for purpose in [Purpose::Auth, Purpose::Registration] {
        let rig = Rig::new();
        rig.levers.purpose(purpose);
        let mut reader = rig.reader();
        rig.levers.put(1);
        for (forgery, why) in FORGERIES {
            for quirk in [Quirk::Signed(forgery), Quirk::IdentitySigned(forgery)] {
                rig.levers.quirk(Some(quirk));
                let error = attempt(&mut reader, &decided(), PATIENCE).0.expect_err("refused");
                assert_eq!(error.fault, Fault::Certificate(why), "{quirk:?}");
                assert_eq!((error.code(), error.fault.who()), ("D-110", Who::Technician));
                assert!(error.loses_device(), "the lamp does not stay green");
            }
        }
        assert!(rig.levers.decided().is_empty(), "the data centre saw none of them");
        rig.levers.quirk(None);
        assert!(attempt(&mut reader, &decided(), PATIENCE).0.is_ok(), "well again");
    }
}

#[test]
fn a_reader_that_cannot_sign_is_not_opened() {
    let rig = Rig::new();
    for (forgery, why) in FORGERIES {
        rig.levers.quirk(Some(Quirk::Signed(forgery)));
        let error = rig.open_line(&rig.line()).err().expect("refused");
        assert_eq!(error.fault, Fault::Certificate(why), "{forgery:?}");
    }
    rig.levers.quirk(None);
    let mut reader = rig.open_line(&rig.line()).expect("a reader");
    rig.levers.put(1);
    assert_eq!(attempt(&mut reader, &without_reference(), PATIENCE).0.expect("taken"), FingerOutcome::SampleTaken);
}

#[test]
fn one_authority_does_not_vouch_for_the_readers_of_another() {
    let (rig, other) = (Rig::new(), Rig::new());
    let error = rig.open_line(&rig.plain(other.sim.port())).err().expect("refused");
    assert_eq!(error.fault, Fault::Certificate(Certificate::ReaderUnknown));
    std::fs::write(rig.dir.path().join("reader-ca.pem"), "nothing").expect("written");
    assert_eq!(rig.open_line(&rig.line()).err().expect("no file").fault, Fault::Certificate(Certificate::Unreadable));
}

fn openssl(at: &Path, args: &[&str]) {
    let ran = Command::new("openssl").args(args).current_dir(at).stdin(Stdio::null()).output().expect("openssl");
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// What the field signs with (RSA), by a tool that shares nothing with the program.
#[test]
fn a_token_signed_by_openssl_holds_and_no_byte_of_it_may_change() {
    if Command::new("openssl").arg("version").output().is_err() {
        assert!(std::env::var("LOKET_FULL").is_err(), "skipped in a full run: no openssl");
        eprintln!("SKIPPED a token signed by openssl: no openssl");
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    std::fs::write(at.join("reader.ext"), "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n").expect("written");
    openssl(
        at,
        &["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=ca"],
    );
    openssl(at, &["req", "-newkey", "rsa:2048", "-nodes", "-keyout", "r.key", "-out", "r.csr", "-subj", "/CN=reader"]);
    let sign = ["x509", "-req", "-in", "r.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"];
    openssl(at, &[&sign[..], &["-extfile", "reader.ext", "-outform", "DER", "-out", "r.der"]].concat());
    let own = base64ct::Base64::encode_string(&std::fs::read(at.join("r.der")).expect("a certificate"));
    let part = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
    let head = part(&format!("{{\"x5c\":[\"{own}\"],\"alg\":\"RS256\",\"typ\":\"JWT\"}}"));
    let signed = format!("{head}.{}", part("{\"serialNo\":\"A1\"}"));
    std::fs::write(at.join("signed"), &signed).expect("written");
    openssl(at, &["dgst", "-sha256", "-sign", "r.key", "-out", "signature", "signed"]);
    let signature = std::fs::read(at.join("signature")).expect("a signature");
    let token = format!("{signed}.{}", Base64UrlUnpadded::encode_string(&signature));

    let trust = Trust::read(&at.join("ca.pem")).expect("an authority");
    assert_eq!(trust.claims(&token).expect("signed").as_slice(), b"{\"serialNo\":\"A1\"}");
    for place in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).expect("text");
        let error = trust.claims(&changed).expect_err("changed");
        assert_eq!(error.code(), "D-110", "byte {place}");
    }
    for not_one in ["", ".", "..", "a.b", "a.b.c", "a.b.c.d", &signed, &format!("{token}.x")] {
        assert!(trust.claims(not_one).is_err(), "{not_one}");
    }
}
