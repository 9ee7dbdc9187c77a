//! Cards printed here from a record: waited for, compared, printed, forgotten.

use super::{ANISA, Counter, MATCH};
use loket::card::{FolderSource, RecordSource, Wanted};
use loket::desk::demo::workstation::drop_record;
use loket::desk::input::Input;
use loket::desk::{Cards, Devices};
use loket::device::{Kind, Report, SimLevers, Simulators};
use loket::domain::application::Stage;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A counter with a driven printer that prints from a folder, and what device and folder say.
pub struct Room {
    pub c: Counter,
    pub folder: tempfile::TempDir,
    pub heard: Receiver<Input>,
    sims: Simulators,
}

impl Room {
    /// The file's status and test are done; it lies in the operator's chair.
    pub fn before_print() -> Room {
        Room::before_print_from(|folder| Box::new(FolderSource::new(folder)))
    }

    /// The same with a source of one's own.
    pub fn before_print_from(source: impl FnOnce(&Path) -> Box<dyn RecordSource>) -> Room {
        let folder = tempfile::tempdir().expect("a folder");
        let mut sims = Simulators::new(&folder.path().join("sim"), SimLevers::new()).stand_ins();
        let printer = sims.resolve(Kind::CardPrinter, &"sim:".parse().expect("a device")).expect("a printer");
        let (tell, heard) = channel();
        let report = tell.clone();
        // Once the desk is gone nobody needs to hear.
        let hear = move |said: Report| drop(report.send(Input::Device(said)));
        let devices = Devices::start(vec![printer], hear).expect("a thread");
        let cards = Cards::start(source(folder.path()), move |input| drop(tell.send(input))).expect("a thread");
        let mut c = Counter::open().equipped(devices);
        c.print_from(cards).sign_in("SC");
        c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").keys(&ANISA.status()).keys(MATCH);
        Room { c, folder, heard, sims }
    }

    pub fn wanted(&self) -> Wanted {
        Wanted::of(&self.c.person(1)).expect("a NIK")
    }

    pub fn drop_record(&self) {
        drop_record(self.folder.path(), &self.wanted()).expect("a record");
    }

    /// Hands on what devices and folder say, with ticks between, until the screen shows `text`.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Room {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !self.c.screen().contains(text) {
            assert!(Instant::now() < deadline, "never {text:?}:\n{}", self.c.screen());
            self.c.wait(1000);
            if let Ok(input) = self.heard.recv_timeout(Duration::from_millis(100)) {
                self.c.hear_any(input);
            }
        }
        self
    }

    fn files(&self) -> usize {
        let names = std::fs::read_dir(self.folder.path()).expect("a folder").flatten();
        names.filter(|entry| entry.path().is_file()).count()
    }
}

/// Every file below a folder that holds these bytes.
fn holding(folder: &Path, bytes: &[u8]) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, bytes));
        } else if std::fs::read(&path).is_ok_and(|all| all.windows(bytes.len()).any(|part| part == bytes)) {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_card_is_printed_from_its_record_which_is_gone_afterwards() {
    let mut room = Room::before_print();
    room.sees("Menunggu rekaman cetak dari komputer pusat");
    // Nothing to print: the reason stands there, and no intent is made.
    room.c.keys("<F8>").stands(1, Stage::Operator);
    room.drop_record();
    room.sees("Lihat gambar kartu").sees("PADANG PANJANG").sees("JL. CONTOH");
    room.c.keys("2").sees("Esc kembali ke data kartu").sees("▀").keys("<Esc>").sees("Lihat gambar kartu");
    room.c.keys("1<F8>");
    room.sees("0001 DICETAK");
    room.c.stands(1, Stage::Printed);
    let deadline = Instant::now() + Duration::from_secs(20);
    while room.files() > 0 {
        assert!(Instant::now() < deadline, "{} files are left", room.files());
        std::thread::yield_now();
    }
    // What only the record said is nowhere in the home.
    let home = room.c.ledger_home();
    assert!(!holding(&home, ANISA.nik.as_bytes()).is_empty(), "the ledger itself is looked into");
    assert_eq!(holding(&home, b"JL. CONTOH"), Vec::<std::path::PathBuf>::new());
    room.c.whole();
}

#[test]
fn somebody_elses_and_a_second_record_are_not_used() {
    let mut room = Room::before_print();
    room.drop_record();
    room.sees("Lihat gambar kartu");
    let json = std::fs::read_dir(room.folder.path()).expect("a folder").flatten();
    let json = json.map(|e| e.path()).find(|p| p.extension().is_some_and(|e| e == "json")).expect("a record");
    // What is confirmed stays; a correction makes the desk look again, and there are two now.
    std::fs::copy(&json, room.folder.path().join("lagi.json")).expect("a copy");
    room.c.keys("3<Tab><Ctrl+U>ANISA RAHMI PUTRI").keys("<F8>").sees("0001 DIBETULKAN");
    room.c.keys("1").keys(&ANISA.status()).keys(MATCH);
    room.sees("Ada beberapa rekaman untuk NIK ini");
    std::fs::remove_file(room.folder.path().join("lagi.json")).expect("one is left");
    room.sees("berbeda dari berkas: Nama");
    room.c.keys("<F8>").stands(1, Stage::Operator).whole();
    assert!(room.sims.levers().set(|s| s.supplies.ribbon) == Some(412), "nothing was printed");
}
