//! A private `cupsd` with one raw queue into a file: own folder, own port, nothing of the machine's.

use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use loket::device::DeviceUri;

use crate::device::rig::PATIENCE;

const CUPSD: &str = "/usr/sbin/cupsd";
const LPADMIN: &str = "/usr/sbin/lpadmin";

/// The printer behind the queue.
const BACKEND: &str = "#!/bin/sh
[ $# -eq 0 ] && exit 0
if [ -e @AT@/empty ]; then echo 'STATE: +media-empty-error' >&2; exec sleep 60; fi
cat \"${6:--}\" >@AT@/printed
";

/// Whether this machine has one. Said loudly when not; a failure in a full run.
pub fn here() -> bool {
    let found = [CUPSD, LPADMIN].iter().all(|path| Path::new(path).exists());
    if !found {
        assert!(std::env::var("LOKET_FULL").is_err(), "no cupsd: install cups-daemon and cups-client");
        eprintln!("SKIPPED slips to a queue: no cupsd (cups-daemon, cups-client)");
    }
    found
}

pub struct Cupsd {
    daemon: Child,
    port: u16,
    dir: tempfile::TempDir,
}

impl Cupsd {
    pub fn start() -> Cupsd {
        let dir = tempfile::tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
        for name in ["etc", "spool", "cache", "tmp", "run", "log"] {
            std::fs::create_dir(dir.path().join(name)).expect("a folder");
        }
        let at = dir.path().display();
        let files = format!(
            "ServerRoot {at}/etc\nRequestRoot {at}/spool\nCacheDir {at}/cache\nTempDir {at}/tmp\nStateDir {at}/run\n\
             AccessLog {at}/log/access\nErrorLog {at}/log/error\nPageLog {at}/log/page\nSystemGroup root\nPrintcap\n\
             ServerBin {at}/bin\nSandboxing relaxed\n"
        );
        let conf = format!(
            "Listen 127.0.0.1:{port}\nDefaultAuthType None\nWebInterface No\nBrowsing No\n\
             <Location />\nOrder allow,deny\nAllow all\n</Location>\n<Location /admin>\nOrder allow,deny\nAllow all\n\
             </Location>\n<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n"
        );
        std::fs::write(dir.path().join("etc/cups-files.conf"), files).expect("written");
        std::fs::write(dir.path().join("etc/cupsd.conf"), conf).expect("written");
        std::fs::create_dir_all(dir.path().join("bin/backend")).expect("a folder");
        symlink("/usr/lib/cups/daemon", dir.path().join("bin/daemon")).expect("the daemon's helpers");
        let backend = dir.path().join("bin/backend/paper");
        std::fs::write(&backend, BACKEND.replace("@AT@", &at.to_string())).expect("written");
        // For its owner only: so a daemon of root runs it as root, who alone reaches this folder.
        std::fs::set_permissions(&backend, std::fs::Permissions::from_mode(0o700)).expect("a mode");
        let daemon = Command::new(CUPSD)
            .arg("-f")
            .arg("-c")
            .arg(dir.path().join("etc/cupsd.conf"))
            .arg("-s")
            .arg(dir.path().join("etc/cups-files.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("cupsd");
        let cupsd = Cupsd { daemon, port, dir };
        cupsd.wait("cupsd answers", || std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
        cupsd.queue(true);
        cupsd
    }

    pub fn wait(&self, what: &str, fact: impl Fn() -> bool) {
        let until = Instant::now() + PATIENCE;
        while !fact() {
            assert!(Instant::now() < until, "{what}: {}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log/error")).unwrap_or_default()
    }

    /// Makes the queue, or takes it away.
    pub fn queue(&self, there: bool) {
        let mut admin = Command::new(LPADMIN);
        admin.arg("-h").arg(format!("127.0.0.1:{}", self.port)).stdin(Stdio::null());
        match there {
            true => admin.args(["-p", "slip", "-E", "-m", "raw", "-v"]).arg("paper:/"),
            false => admin.args(["-x", "slip"]),
        };
        let done = admin.output().expect("lpadmin");
        assert!(done.status.success(), "{}{}", String::from_utf8_lossy(&done.stderr), self.log());
    }

    /// The printer runs out of paper at the next job.
    pub fn empty(&self) {
        std::fs::write(self.dir.path().join("empty"), "").expect("written");
    }

    /// Where the printer behind the queue puts what it is given; each job replaces the one before.
    pub fn out(&self) -> PathBuf {
        self.dir.path().join("printed")
    }

    pub fn uri(&self) -> DeviceUri {
        DeviceUri::new("cups", &format!("//127.0.0.1:{}/printers/slip", self.port))
    }

    /// Stops the daemon where it stands, or lets it go on.
    pub fn freeze(&self, frozen: bool) {
        let signal = if frozen { "-STOP" } else { "-CONT" };
        let done = Command::new("kill").args([signal, &self.daemon.id().to_string()]).status().expect("kill");
        assert!(done.success());
    }

    /// The printer behind the queue takes no more, or takes again.
    pub fn enable(&self, on: bool) {
        let name = if on { "cupsenable" } else { "cupsdisable" };
        let done = Command::new(name).arg("-h").arg(format!("127.0.0.1:{}", self.port)).arg("slip").output();
        assert!(done.expect(name).status.success());
    }

    /// No daemon any more.
    pub fn kill(&mut self) {
        self.freeze(false);
        self.daemon.kill().expect("killed");
        self.daemon.wait().expect("ended");
    }
}

impl Drop for Cupsd {
    fn drop(&mut self) {
        // It may have been killed by the test already.
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
