//! Print records at the counter: how often they are looked for, what of them is seen, what stays behind.
//!
//! Separate from the way of one card through the counter, which is in `cards`.

use super::cards::Room;
use loket::card::{FolderSource, PrintRecord, RecordError, RecordSource, Wanted, sketch};
use loket::desk::demo::workstation::{portrait, record, squiggle};
use loket::domain::element::Element;
use loket::domain::nik::Nik;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Finds nothing and counts how often it is asked.
struct Counting(Arc<AtomicU32>);

impl RecordSource for Counting {
    fn poll(&mut self, _: &Wanted) -> Result<Option<PrintRecord>, RecordError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(None)
    }

    fn wipe(&mut self, _: &Nik) -> Result<(), RecordError> {
        Ok(())
    }

    fn open_to_others(&self) -> bool {
        false
    }
}

#[test]
fn a_record_that_is_not_there_is_looked_for_once_a_second() {
    let polls = Arc::new(AtomicU32::new(0));
    let counted = polls.clone();
    let mut room = Room::before_print_from(|_| Box::new(Counting(counted)));
    // Every answer brings the desk back to the question; while its clock stands, nothing is asked again.
    let mut answers = 0;
    while let Ok(input) = room.heard.recv_timeout(Duration::from_millis(200)) {
        room.c.hear_any(input);
        answers += 1;
        assert!(answers < 20, "the desk asks as fast as it is answered");
    }
    let before = polls.load(Ordering::SeqCst);
    room.c.wait(1000);
    let input = room.heard.recv_timeout(Duration::from_secs(20)).expect("a look each second");
    room.c.hear_any(input);
    assert_eq!(polls.load(Ordering::SeqCst), before + 1);
}

#[test]
fn every_element_is_seen_however_long_the_card_lets_it_be() {
    let long = [
        (Element::Province, "DAERAH ISTIMEWA YOGYAKARTA DAN LAIN-LAIN"),
        (Element::City, "KABUPATEN LIMA PULUH KOTA DAN SEKITARNYA"),
        (Element::BirthPlace, "KAB. LIMA PULUH"),
        (Element::Address, "JL. PROF. DR. HAMKA NO. 117 PERUMAHAN BUNGA TANJUNG"),
        (Element::District, "PADANG PANJANG BARAT DAYA"),
        (Element::Religion, "KEPERCAYAAN TERHADAP TUHAN"),
        (Element::Marital, "CERAI HIDUP BELUM TERCATAT"),
        (Element::Work, "ANGGOTA DPRD KABUPATEN/KOTA"),
        (Element::Nationality, "REPUBLIK INDONESIA"),
        (Element::ValidUntil, "SEUMUR HIDUP"),
        (Element::IssuePlace, "PDG PANJANG"),
        (Element::IssueDate, "24-10-2026"),
    ];
    let mut room = Room::before_print();
    let wanted = room.wanted();
    let mut json = record(&wanted, "foto.png", "ttd.png");
    for (element, text) in long {
        json[element.key()] = text.into();
    }
    fs::write(room.folder.path().join("foto.png"), sketch(&portrait(&wanted)).expect("drawn")).expect("written");
    fs::write(room.folder.path().join("ttd.png"), sketch(&squiggle(&wanted)).expect("drawn")).expect("written");
    fs::write(room.folder.path().join("a.json"), json.to_string()).expect("written");
    room.sees("Lihat gambar kartu");
    // Only the data: header and notice name some of it too. Lines break between words.
    let screen = room.c.screen();
    let lower =
        screen.lines().skip_while(|line| !line.contains("Langkah 3")).take_while(|line| !line.contains("1 Data cocok"));
    let screen: String = lower.flat_map(str::split_whitespace).collect();
    for element in Element::ALL.into_iter().filter(|element| !element.is_picture()) {
        let text: String = json[element.key()].as_str().expect("a text").split_whitespace().collect();
        assert!(screen.contains(&text), "{} is not on the screen:\n{}", element.key(), room.c.screen());
    }
}

#[test]
fn a_record_that_cannot_be_removed_is_told() {
    let mut room = Room::before_print();
    room.drop_record();
    // A picture that has become a folder: nothing removes that by mistake.
    room.sees("Lihat gambar kartu");
    let photo = room.folder.path().join(format!("{}-foto.png", room.wanted().nik.last4()));
    fs::remove_file(&photo).expect("removed");
    fs::create_dir(&photo).expect("a folder");
    room.c.keys("1<F8>");
    room.sees("0001 DICETAK").sees("tidak dapat dihapus");
}

#[test]
fn a_folder_others_can_read_is_told_when_the_desk_starts() {
    let mut room = Room::before_print();
    fs::set_permissions(room.folder.path(), fs::Permissions::from_mode(0o755)).expect("set");
    let source = Box::new(FolderSource::new(room.folder.path()));
    let cards = loket::desk::Cards::start(source, |_| {}).expect("a thread");
    room.c.print_from(cards).sees("dapat dibaca pengguna lain");
}
