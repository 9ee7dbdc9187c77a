//! Printers and spoolers that others wrote, each private to one test: own folder, own ports, own processes.
//!
//! Debian's `ippeveprinter` starts only where Avahi answers on the system bus, so it gets a bus and an Avahi of
//! its own, in a namespace whose `/run` is nobody else's. Nothing of the machine's own services is touched.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use loket::device::DeviceUri;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// Longest any daemon may take to come up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for a fact.
pub fn until(what: &str, mut fact: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !fact() {
        assert!(Instant::now() < end, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether the programs are here and namespaces are allowed; absence is said, and a failure in a full run.
pub fn here(programs: &[&str]) -> bool {
    let runs = |command: &str| Command::new("sh").args(["-c", command]).output().is_ok_and(|out| out.status.success());
    let found = |program: &str| runs(&format!("PATH=$PATH:/usr/sbin command -v {program}"));
    let mut missing: Vec<&str> = programs.iter().copied().filter(|program| !found(program)).collect();
    if programs.contains(&"unshare") && !runs("unshare -rm true") {
        missing.push("user namespaces");
    }
    if missing.is_empty() {
        return true;
    }
    let demanded = std::env::var("LOKET_FULL").is_ok_and(|v| v == "1");
    assert!(!demanded, "printer judges: missing {}", missing.join(", "));
    eprintln!("SKIPPED printer judges: missing {}", missing.join(", "));
    false
}

/// A process and all it started; ended when dropped.
struct Group(Child);

impl Group {
    fn start(command: &mut Command, log: &Path) -> Self {
        let log = fs::File::create(log).expect("a log");
        let errors = log.try_clone().expect("a log");
        let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default());
        command.env("PATH", path).stdin(Stdio::null()).stdout(log).stderr(errors).process_group(0);
        Self(command.spawn().expect("started"))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = Pid::from_raw(self.0.id() as i32) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr()).expect("a port").port()
}

fn answers(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    // CUPS runs its backends as another user.
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).expect("a folder for all");
    dir
}

/// `ippeveprinter` with a mechanism that obeys files in its folder.
pub struct Eve {
    port: u16,
    dir: tempfile::TempDir,
    _group: Group,
}

const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=@DIR@/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_type="method_call"/>
<allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/></policy></busconfig>
"#;

const AVAHI: &str = "[server]\nuse-ipv4=yes\nuse-ipv6=no\nallow-interfaces=lo\nenable-dbus=yes\n[publish]\n[rlimits]\n";

/// Bus, Avahi, printer. Avahi gives its folder to a user of its own, and the namespace has only one. The printer's number is left in a file so that it alone can be switched off.
const START: &str = r#"set -e
mount -t tmpfs none /run
cd '@DIR@'
for list in passwd group; do
    sed 's/^avahi:x:[0-9]*:[0-9]*:/avahi:x:0:0:/; s/^avahi:x:[0-9]*:$/avahi:x:0:/' /etc/$list > $list
    mount --bind $list /etc/$list
done
export DBUS_SYSTEM_BUS_ADDRESS=unix:path=@DIR@/bus
dbus-daemon --config-file=bus.conf --nofork --nopidfile &
until [ -S bus ]; do sleep 0.05; done
avahi-daemon -f avahi.conf --no-drop-root --no-chroot --no-rlimits &
until dbus-send --system --print-reply --dest=org.freedesktop.Avahi / org.freedesktop.Avahi.Server.GetVersionString
do sleep 0.1; done >/dev/null 2>&1
mkdir spool
ippeveprinter -p @PORT@ -n localhost -f image/png,image/jpeg -c '@DIR@/card' -d spool -M Loket -m Judge 'card @PORT@' &
echo $! > printer.pid
wait $!
"#;

/// The mechanism: a card takes a moment; files say what is wrong with it.
const CARD: &str = r#"#!/bin/sh
cd '@DIR@'
hold() { if [ -f "$1" ]; then echo "STATE: +$2" >&2; while [ -f "$1" ]; do sleep 0.05; done; echo "STATE: -$2" >&2; fi; }
wc -c < "$1" >> cards
[ -f jam ] || echo "STATE: -media-jam-error" >&2
sleep 0.2
hold empty media-empty-error
hold cover cover-open-error
while [ -f slow ]; do sleep 0.05; done
if [ -f jam ]; then echo "STATE: +media-jam-error" >&2; sleep 0.3; exit 1; fi
[ ! -f broken ]
"#;

impl Eve {
    pub fn start() -> Self {
        let dir = folder();
        let port = free_port();
        let fill =
            |text: &str| text.replace("@DIR@", &dir.path().display().to_string()).replace("@PORT@", &port.to_string());
        for (name, text) in [("bus.conf", BUS), ("avahi.conf", AVAHI), ("start", START), ("card", CARD)] {
            fs::write(dir.path().join(name), fill(text)).expect("written");
        }
        fs::set_permissions(dir.path().join("card"), fs::Permissions::from_mode(0o755)).expect("executable");
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh"]).arg(dir.path().join("start"));
        let group = Group::start(&mut command, &dir.path().join("log"));
        let eve = Self { port, dir, _group: group };
        until("a printer", || answers(port));
        eve
    }

    pub fn line(&self) -> DeviceUri {
        DeviceUri::new("ipp", &format!("//localhost:{}/ipp/print", self.port))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Makes something so: `empty`, `cover`, `slow`, `jam`, `broken`.
    pub fn make(&self, what: &str) {
        fs::write(self.file(what), "").expect("written");
    }

    /// Puts it right again; that it was right is fine.
    pub fn mend(&self, what: &str) {
        let _ = fs::remove_file(self.file(what));
    }

    /// Sizes of the documents that reached the mechanism.
    pub fn cards(&self) -> Vec<usize> {
        let text = fs::read_to_string(self.file("cards")).unwrap_or_default();
        text.lines().map(|line| line.trim().parse().expect("a size")).collect()
    }

    /// Takes the printer off the network; its bus stays.
    pub fn switch_off(&self) {
        let pid = fs::read_to_string(self.file("printer.pid")).expect("a number");
        let pid = pid.trim().parse().ok().and_then(Pid::from_raw).expect("a process");
        kill_process(pid, Signal::KILL).expect("ended");
        until("switched off", || !answers(self.port));
    }
}

/// A CUPS of its own with queues to printers.
pub struct Cups {
    port: u16,
    dir: tempfile::TempDir,
    group: Option<Group>,
}

/// Documents of finished jobs are kept, as Debian has it: the driver has to ask for their removal.
const CUPSD: &str = "Listen 127.0.0.1:@PORT@\nLogLevel info\nDefaultAuthType None\nWebInterface No\nBrowsing No\n\
<Location />\nOrder allow,deny\nAllow all\n</Location>\n\
<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n";
const CUPS_FILES: &str = "ServerRoot @DIR@/etc\nRequestRoot @DIR@/spool\nCacheDir @DIR@/cache\nTempDir @DIR@/tmp\n\
StateDir @DIR@/run\nAccessLog @DIR@/access\nErrorLog @DIR@/error\nPageLog @DIR@/page\nPrintcap\nSandboxing relaxed\n";

impl Cups {
    pub fn start() -> Self {
        let dir = folder();
        let port = free_port();
        let fill =
            |text: &str| text.replace("@DIR@", &dir.path().display().to_string()).replace("@PORT@", &port.to_string());
        for name in ["etc", "spool", "cache", "tmp", "run"] {
            fs::create_dir(dir.path().join(name)).expect("a folder");
        }
        fs::write(dir.path().join("etc/cupsd.conf"), fill(CUPSD)).expect("written");
        fs::write(dir.path().join("etc/cups-files.conf"), fill(CUPS_FILES)).expect("written");
        let etc = dir.path().join("etc");
        let mut command = Command::new("cupsd");
        command.arg("-f").arg("-c").arg(etc.join("cupsd.conf")).arg("-s").arg(etc.join("cups-files.conf"));
        let group = Group::start(&mut command, &dir.path().join("log"));
        until("a spooler", || answers(port));
        Self { port, dir, group: Some(group) }
    }

    /// Makes a raw queue, as docs/devices.md tells a technician.
    pub fn queue(&self, name: &str, to: &DeviceUri, policy: &str) -> DeviceUri {
        let server = format!("127.0.0.1:{}", self.port);
        let path = format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default());
        let made = Command::new("lpadmin")
            .env("PATH", path)
            .args(["-h", &server, "-p", name, "-E", "-v", &to.to_string(), "-m", "raw"])
            .args(["-o", &format!("printer-error-policy={policy}")])
            .output()
            .expect("lpadmin");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        DeviceUri::new("ipp", &format!("//127.0.0.1:{}/printers/{name}", self.port)).with("format", "raw")
    }

    /// Documents in the spool.
    pub fn documents(&self) -> usize {
        let names = fs::read_dir(self.dir.path().join("spool")).expect("a spool").flatten();
        names.filter(|entry| entry.file_name().to_string_lossy().starts_with('d')).count()
    }

    pub fn stop(&mut self) {
        self.group = None;
        until("stopped", || !answers(self.port));
    }
}

/// Runs `ipptool` with one of its own files.
pub fn ipptool(line: &DeviceUri, arguments: &[&str]) -> Result<(), String> {
    let out = Command::new("ipptool").arg("-t").args(arguments_for(line, arguments)).output().expect("ipptool");
    if out.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&out.stdout).into_owned()) }
}

fn arguments_for(line: &DeviceUri, arguments: &[&str]) -> Vec<String> {
    let (file, options) = arguments.split_last().expect("a file");
    let mut all: Vec<String> = options.iter().map(|s| (*s).to_owned()).collect();
    all.extend([line.to_string(), (*file).to_owned()]);
    all
}
