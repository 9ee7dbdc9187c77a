//! The control socket: who may use it, what it understands, and what it survives.

use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

use loket::device::control::{NotSteered, Steered};
use loket::device::network::sim::NetLevers;
use loket::device::{DeviceUri, Kind, SimLevers, Simulators};

pub struct Room {
    sims: Simulators,
    levers: NetLevers,
    dir: tempfile::TempDir,
}

impl Room {
    pub fn new(kinds: &[Kind]) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let levers = SimLevers::new();
        let mut sims = Simulators::only(dir.path(), levers.clone());
        for kind in kinds {
            sims.resolve(*kind, &DeviceUri::sim()).expect("resolved");
        }
        sims.listen().expect("a socket");
        Self { sims, levers: levers.net_sim, dir }
    }

    fn socket(&self) -> PathBuf {
        self.dir.path().join(std::process::id().to_string()).join("control")
    }

    pub fn the_one(&self) -> Steered {
        let found = Steered::below(self.dir.path());
        assert_eq!(found.len(), 1);
        found[0].clone()
    }

    /// What comes back on bytes as they are.
    pub fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = UnixStream::connect(self.socket()).expect("connected");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        // It may have stopped reading what is too long.
        let _ = stream.write_all(bytes);
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text);
        text
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

#[test]
fn running_simulators_are_listed_and_obey() {
    let room = Room::new(&[Kind::Fingerprint, Kind::NetworkProbe]);
    let one = room.the_one();
    assert_eq!(one.pid, std::process::id());
    let kinds = one.list().expect("a list");
    let names: Vec<Kind> = kinds.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(names, [Kind::Fingerprint, Kind::NetworkProbe]);
    let verbs: Vec<_> = room.sims.running().verbs().into_iter().map(|(_, verbs)| verbs.to_vec()).collect();
    assert_eq!(kinds.into_iter().map(|(_, verbs)| verbs).collect::<Vec<_>>(), verbs, "every verb, as it stands");
    one.obey(Kind::NetworkProbe, &words("down")).expect("obeyed");
    assert!(room.levers.unplug(), "it is down");
    one.obey(Kind::Fingerprint, &words("put stranger")).expect("obeyed");
    assert!(matches!(one.obey(Kind::Fingerprint, &words("put")), Err(NotSteered::NotUnderstood)));
    assert!(matches!(one.obey(Kind::Fingerprint, &[]), Err(NotSteered::NotUnderstood)));
    assert!(matches!(one.obey(Kind::Modem, &words("nosim")), Err(NotSteered::NoSuchKind)));
    assert!(matches!(one.obey(Kind::Fingerprint, &["a\nlist".to_owned()]), Err(NotSteered::NotALine)));
    assert!(matches!(one.obey(Kind::Fingerprint, &["x".repeat(600)]), Err(NotSteered::NotALine)));
}

#[test]
fn only_its_owner_may_use_it_and_it_goes_with_the_simulators() {
    let room = Room::new(&[Kind::NetworkProbe]);
    let mode = std::fs::metadata(room.socket()).expect("a socket").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let Room { sims, dir, .. } = room;
    drop(sims);
    assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 0, "nothing is left");
    assert!(Steered::below(dir.path()).is_empty());
}

#[test]
fn without_simulators_there_is_no_socket() {
    let room = Room::new(&[]);
    assert!(!room.socket().exists());
    let mut sims = Simulators::new(room.dir.path(), SimLevers::new()).stand_ins();
    sims.resolve(Kind::NetworkProbe, &DeviceUri::sim()).expect("resolved");
    sims.listen().expect("nothing to do");
    assert!(!room.socket().exists());
}

/// A socket left by a process that was killed answers nobody and is in nobody's way.
#[test]
fn a_dead_socket_is_no_running_simulator() {
    let dir = tempfile::tempdir().expect("a folder");
    let own = dir.path().join(std::process::id().to_string());
    std::fs::create_dir(&own).expect("a folder");
    drop(std::os::unix::net::UnixListener::bind(own.join("control")).expect("a socket"));
    assert!(Steered::below(dir.path()).is_empty());
    let mut sims = Simulators::only(dir.path(), SimLevers::new());
    sims.resolve(Kind::NetworkProbe, &DeviceUri::sim()).expect("resolved");
    sims.listen().expect("a socket");
    assert_eq!(Steered::below(dir.path()).len(), 1);
}

#[test]
fn junk_is_refused_and_the_next_one_is_served() {
    let room = Room::new(&[Kind::NetworkProbe]);
    let long = [vec![b'x'; 100_000], b"\n".to_vec()].concat();
    for junk in [&b"\n"[..], b" \n", b"\xff\xfe\n", b"network\n", b"network dance\n", b"printer jam\n", &long] {
        let said = room.raw(junk);
        // The kernel may cut off whoever says too much before it reads the answer.
        assert!(said.starts_with("no ") || junk.len() > 1000 && said.is_empty(), "{said}");
    }
    // Somebody who connects and says nothing holds nobody up for long, nor does one who leaves at once.
    let silent = UnixStream::connect(room.socket()).expect("connected");
    drop(UnixStream::connect(room.socket()).expect("connected"));
    room.the_one().obey(Kind::NetworkProbe, &words("status 503")).expect("served");
    drop(silent);
}
