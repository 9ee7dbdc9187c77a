//! Devices on a real USB stack: a guest machine whose kernel plays the hardware.
//!
//! The guest boots Debian's kernel on this machine's own file system, read-only, and runs one test of this very
//! program in it (`inside`). It is slow (no hardware help is assumed), so it runs where `LOKET_GUEST` names the
//! folder `tests/guest/prepare` made, as `tests/run --full` does.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

mod inside;
mod slot;

/// One guest at a time: two on two cores only take turns.
static ALONE: Mutex<()> = Mutex::new(());

/// Longest run of a guest.
const LIMIT: Duration = Duration::from_secs(600);

struct Guest {
    qemu: Child,
    lines: Receiver<String>,
    said: Vec<String>,
    dir: tempfile::TempDir,
    until: Instant,
    _alone: MutexGuard<'static, ()>,
}

/// The folder with kernel and first file system; None where this level is not meant to run.
fn prepared() -> Option<PathBuf> {
    let folder = std::env::var_os("LOKET_GUEST").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: the guest runs under tests/run --full only");
    }
    folder
}

impl Guest {
    /// Boots a guest that runs the test `name` of `inside`.
    fn boot(prepared: &Path, name: &str) -> Guest {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let job = dir.path().join("job");
        let exe = std::env::current_exe().expect("this program");
        let text = format!(
            "export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/run TMPDIR=/run/tmp LOKET_MODULES={modules}\n\
             ip link set lo up\n\
             {exe} --exact device::guest::inside::{name} --ignored --nocapture --test-threads=1\n\
             echo \"GUEST-END $?\"\necho o > /proc/sysrq-trigger\nsleep 5\n",
            modules = prepared.join("modules").display(),
            exe = exe.display(),
        );
        std::fs::write(&job, text).expect("the job");
        let mut qemu = Command::new("qemu-system-x86_64");
        qemu.args(["-M", "q35", "-accel", "tcg", "-m", "768", "-smp", "1", "-nographic", "-nodefaults", "-no-reboot"]);
        qemu.args(["-monitor", "none", "-serial", "stdio"]);
        qemu.arg("-qmp").arg(format!("unix:{},server=on,wait=off", dir.path().join("qmp").display()));
        qemu.args(["-device", "qemu-xhci,id=xhci"]);
        qemu.arg("-kernel").arg(prepared.join("vmlinuz")).arg("-initrd").arg(prepared.join("initrd.gz"));
        let line = "console=ttyS0 quiet panic=-1 loglevel=3 random.trust_cpu=1";
        qemu.arg("-append").arg(format!("{line} loket.job={}", job.display()));
        qemu.args(["-fsdev", "local,id=r,path=/,security_model=none,readonly=on,multidevs=remap"]);
        qemu.args(["-device", "virtio-9p-pci,fsdev=r,mount_tag=root"]);
        qemu.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut qemu = qemu.spawn().expect("qemu-system-x86_64");
        let out = qemu.stdout.take().expect("its serial line");
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).split(b'\n').map_while(Result::ok) {
                if tell.send(String::from_utf8_lossy(&line).trim().to_owned()).is_err() {
                    return;
                }
            }
        });
        Guest { qemu, lines, said: Vec::new(), dir, until: Instant::now() + LIMIT, _alone: alone }
    }

    /// Waits until the guest says `words`.
    fn says(&mut self, words: &str) {
        loop {
            let left = self.until.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).unwrap_or_else(|e| {
                panic!("the guest never said {words:?} ({e}):\n{}", self.said.join("\n"));
            });
            let found = line.contains(words);
            self.said.push(line);
            if found {
                return;
            }
        }
    }

    /// Asks the machine itself: plugs and unplugs.
    fn machine(&self, asks: &[&str]) {
        let mut stream = UnixStream::connect(self.dir.path().join("qmp")).expect("the machine's own line");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
        let mut answer = String::new();
        reader.read_line(&mut answer).expect("a greeting");
        for ask in ["{\"execute\":\"qmp_capabilities\"}"].iter().chain(asks) {
            writeln!(stream, "{ask}").expect("asked");
            loop {
                answer.clear();
                reader.read_line(&mut answer).expect("answered");
                assert!(!answer.contains("\"error\""), "{ask}: {answer}");
                if answer.contains("\"return\"") {
                    break;
                }
            }
        }
    }

    /// Waits for the end of the test inside, which must have passed.
    fn passes(mut self) {
        self.says("GUEST-END ");
        let end = self.said.last().cloned().unwrap_or_default();
        assert!(end.ends_with("GUEST-END 0"), "{}", self.said.join("\n"));
        self.said.iter().filter(|l| l.contains("noticed")).for_each(|l| println!("in the guest: {l}"));
        assert!(self.said.iter().any(|l| l.contains("1 passed")), "nothing ran:\n{}", self.said.join("\n"));
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        // It ends by itself after the job; a stuck one is ended here.
        let _ = self.qemu.kill();
        let _ = self.qemu.wait();
    }
}

#[test]
fn a_card_printer_on_usb() {
    let Some(prepared) = prepared() else { return };
    Guest::boot(&prepared, "a_card_printer_on_usb").passes();
}

#[test]
fn what_the_kernel_plays_keeps_the_contract() {
    let Some(prepared) = prepared() else { return };
    Guest::boot(&prepared, "promises::what_the_kernel_plays_keeps_the_contract").passes();
}

#[test]
fn a_serial_reader_is_plugged_out_and_in() {
    let Some(prepared) = prepared() else { return };
    let rig = super::rig::Rig::new();
    rig.levers.put(loket::device::finger::sim::Placed::Person(7));
    let mut guest = Guest::boot(&prepared, "a_serial_reader_is_plugged_out_and_in");
    guest.says("READY TO PLUG");
    let wire = format!(
        "{{\"execute\":\"chardev-add\",\"arguments\":{{\"id\":\"reader\",\"backend\":{{\"type\":\"serial\",\"data\":\
         {{\"device\":\"{}\"}}}}}}}}",
        rig.uri.path.display()
    );
    let plug = "{\"execute\":\"device_add\",\"arguments\":{\"driver\":\"usb-serial\",\"id\":\"u0\",\
                \"chardev\":\"reader\",\"bus\":\"xhci.0\",\"serial\":\"SIM0001\"}}";
    let unplug = "{\"execute\":\"device_del\",\"arguments\":{\"id\":\"u0\"}}";
    guest.machine(&[&wire, plug]);
    guest.says("READY TO UNPLUG");
    guest.machine(&[unplug]);
    guest.says("READY TO PLUG");
    guest.machine(&[plug]);
    guest.passes();
}

fn plugged(driver: &str, id: &str, bus: &str, more: (&str, &str)) -> String {
    format!(
        "{{\"execute\":\"device_add\",\"arguments\":{{\"driver\":\"{driver}\",\"id\":\"{id}\",\"bus\":\"{bus}\",\
         \"{}\":\"{}\"}}}}",
        more.0, more.1
    )
}

fn pulled(id: &str) -> String {
    format!("{{\"execute\":\"device_del\",\"arguments\":{{\"id\":\"{id}\"}}}}")
}

/// A reader of the machine with its slot.
struct Reader<'a> {
    id: &'a str,
    slot: slot::Slot,
}

impl Reader<'_> {
    /// Lays the wire of the slot; the reader itself comes later.
    fn wired(&self, guest: &Guest) {
        let path = self.slot.path().display();
        guest.machine(&[&format!(
            "{{\"execute\":\"chardev-add\",\"arguments\":{{\"id\":\"{}\",\"backend\":{{\"type\":\"socket\",\"data\":{{\
             \"server\":false,\"addr\":{{\"type\":\"unix\",\"data\":{{\"path\":\"{path}\"}}}}}}}}}}}}",
            self.id
        )]);
    }

    /// Plugs it in with its card in it.
    fn plug(&self, guest: &Guest, serial: &str) {
        let slot = format!("{}-slot", self.id);
        let reader = plugged("usb-ccid", &slot, "xhci.0", ("serial", serial));
        let card =
            plugged("ccid-card-passthru", &format!("{}-card", self.id), &format!("{slot}.0"), ("chardev", self.id));
        guest.machine(&[&reader, &card]);
        self.slot.insert();
    }

    fn unplug(&self, guest: &Guest) {
        guest.machine(&[&pulled(&format!("{}-slot", self.id))]);
    }
}

#[test]
fn a_chip_reader_is_plugged_out_and_in() {
    use loket::device::chip::sim::icc::{VirtualCard, VirtualModule};
    const CHALLENGE: u8 = 0x84;
    const ACTIVATE: u8 = 0xE2;
    let Some(prepared) = prepared() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let (mut card, mut module) = (VirtualCard::new(true), VirtualModule::default());
    let card = slot::Slot::new(&dir.path().join("card"), Box::new(move |apdu| card.command(apdu)));
    let module = slot::Slot::new(&dir.path().join("sam"), Box::new(move |apdu| module.command(apdu)));
    let (reader, sam) = (Reader { id: "card", slot: card }, Reader { id: "sam", slot: module });
    let mut guest = Guest::boot(&prepared, "ccid::a_chip_reader_is_plugged_out_and_in");
    guest.says("PLUG THE READER");
    reader.wired(&guest);
    sam.wired(&guest);
    sam.plug(&guest, "SAM0001");
    reader.plug(&guest, "CARD0001");
    guest.says("UNPLUG IT");
    reader.unplug(&guest);
    guest.says("PLUG IT AGAIN");
    reader.plug(&guest, "CARD0001");
    guest.says("UNPLUG IT ONCE MORE");
    reader.unplug(&guest);
    for instruction in [CHALLENGE, ACTIVATE] {
        guest.says("PLUG IT AND PULL IT WITHIN");
        reader.slot.hold(instruction);
        reader.plug(&guest, "CARD0001");
        reader.slot.holds();
        reader.unplug(&guest);
    }
    guest.says("PLUG ANOTHER");
    reader.plug(&guest, "CARD0002");
    guest.says("UNPLUG THAT");
    reader.unplug(&guest);
    guest.says("PLUG THE FIRST");
    reader.plug(&guest, "CARD0001");
    guest.passes();
}
