//! Short messages: sent once, void when the file moved on, in doubt after a kill, and never sent again.

use super::{ACTIVATE, ANISA, Counter, DONI, HAND_OVER, MATCH};
use loket::desk::Devices;
use loket::device::modem::sim::{At, Glitch, ModemLevers};
use loket::device::{Kind, Report, SimLevers, Simulators};
use loket::domain::application::{MessageState, Stage};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A counter with a simulated modem on its own wire.
struct Station {
    c: Counter,
    levers: ModemLevers,
    reports: mpsc::Receiver<Report>,
    sims: Simulators,
    folder: tempfile::TempDir,
}

impl Station {
    fn open() -> Station {
        Station::with(Counter::open())
    }

    /// The same counter with a modem, somebody signed in.
    fn with(c: Counter) -> Station {
        let folder = tempfile::tempdir().expect("a folder");
        let levers = SimLevers::new();
        let mut sims = Simulators::new(folder.path(), levers.clone());
        let modem = sims.resolve(Kind::Modem, &"sim:".parse().expect("a line")).expect("a modem");
        let (tell, reports) = mpsc::channel();
        // Once the desk is gone nobody needs to hear.
        let devices = Devices::start(vec![modem], move |report| drop(tell.send(report))).expect("a thread");
        let mut c = c.equipped(devices);
        c.sign_in("SC");
        Station { c, levers: levers.modem, reports, sims, folder }
    }

    /// Hands reports to the desk, a second passing with each, until the fact is there.
    #[track_caller]
    fn until(&mut self, fact: impl Fn(&Station) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        self.c.wait(1000);
        while !fact(self) {
            assert!(Instant::now() < deadline, "{}", self.c.screen());
            if let Ok(report) = self.reports.recv_timeout(Duration::from_millis(20)) {
                self.c.hear(report);
                self.c.wait(1000);
            }
        }
    }

    fn state(&self, no: u32) -> Option<MessageState> {
        self.c.app(no).message.map(|m| m.state)
    }

    #[track_caller]
    fn until_state(&mut self, no: u32, state: MessageState) {
        self.until(|s| s.state(no) == Some(state));
    }

    /// File 1 returned for want of a document.
    fn returned(&mut self) -> &mut Counter {
        self.c.keys("<F2>").keys(&ANISA.form("hil", "13")).keys("<F8><F3><Enter><F7>1");
        self.c.stands(1, Stage::Returned)
    }

    /// File 1 printed and activated, its holder still at the counter.
    fn activated(&mut self) {
        self.c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").keys(&ANISA.status()).keys(MATCH);
        self.c.keys(&ANISA.print()).keys(ACTIVATE).stands(1, Stage::Ready);
    }
}

#[test]
fn a_returned_file_is_told_once_without_name_or_nik() {
    let mut s = Station::open();
    s.returned();
    s.until_state(1, MessageState::Sent);
    assert_eq!(
        s.c.life(1),
        ["application_submitted", "application_returned", "message_queued", "message_started", "message_sent"]
    );
    let [sent] = &s.levers.sent()[..] else { panic!("one message") };
    assert_eq!(sent.to, "+6281266009001");
    assert!(sent.text.contains("0001") && sent.text.contains("belum lengkap"), "{}", sent.text);
    for private in ["ANISA", "RAHMI", "1374", "9012"] {
        assert!(!sent.text.contains(private), "{}", sent.text);
    }
    // Nothing that happens later sends it again.
    for _ in 0..5 {
        s.c.wait(60_000);
    }
    assert_eq!(s.levers.sent().len(), 1);
    s.c.whole();
}

#[test]
fn a_counter_without_a_modem_queues_nothing() {
    let mut c = Counter::open();
    c.keys(&ANISA.form("hil", "13")).keys("<F8><F3><Enter><F7>1").stands(1, Stage::Returned);
    c.wait(60_000);
    assert_eq!(c.life(1), ["application_submitted", "application_returned"]);
}

#[test]
fn a_card_left_on_the_shelf_is_announced_when_its_file_leaves_the_chair() {
    let mut s = Station::open();
    s.activated();
    s.c.wait(60_000);
    assert_eq!(s.state(1), None, "its holder is still here");
    s.c.keys("<Esc><Esc>");
    s.until_state(1, MessageState::Sent);
    assert!(s.levers.sent()[0].text.contains("siap diambil"));
    s.c.whole();
}

#[test]
fn a_card_handed_over_in_the_session_is_not_announced() {
    let mut s = Station::open();
    s.activated();
    s.c.keys("1").keys(HAND_OVER).stands(1, Stage::HandedOver).wait(60_000);
    assert!(!s.c.life(1).contains(&"message_queued"));
    assert!(s.levers.sent().is_empty());
}

#[test]
fn what_its_file_outran_is_never_sent() {
    let mut s = Station::open();
    s.levers.registered(false);
    s.returned();
    s.until(|s| s.c.screen().contains("SMS menunggu. Modem pesan: tidak ada sinyal"));
    assert_eq!(s.state(1), Some(MessageState::Waiting));
    // Brought back before the modem found its network.
    s.c.keys("<F2>").keys(ANISA.nik).keys("2").sees("0001 DITERIMA KEMBALI").stands(1, Stage::Check);
    assert_eq!(s.state(1), None);
    s.levers.registered(true);
    for _ in 0..5 {
        s.c.wait(60_000);
    }
    assert!(s.levers.sent().is_empty() && !s.c.life(1).contains(&"message_started"));
    s.c.whole();
}

#[test]
fn a_refused_message_is_said_by_telephone_and_not_sent_again() {
    let mut s = Station::open();
    s.levers.fault(At::Sending, Glitch::Answer("+CMS ERROR: 38".into()));
    s.returned();
    s.until_state(1, MessageState::Failed);
    s.c.sees("SMS untuk 0001 tidak terkirim").sees("telepon");
    s.c.wait(60_000).wait(60_000);
    assert_eq!(s.state(1), Some(MessageState::Failed));
    s.c.keys("<F3><Tab><Enter>").sees("SMS tidak terkirim: telepon pemohon");
    // A call settles it.
    s.c.keys("k1").sees("0001");
    assert_eq!(s.state(1), Some(MessageState::Told), "{}", s.c.screen());
    assert!(s.levers.sent().is_empty());
    s.c.whole();
}

#[test]
fn a_modem_that_dies_in_mid_message_leaves_doubt_and_the_next_one_goes_out() {
    let mut s = Station::open();
    s.levers.fault(At::Sending, Glitch::Unplug);
    s.returned();
    s.until_state(1, MessageState::Unknown);
    s.c.sees("belum pasti terkirim; tidak dikirim lagi");
    s.levers.replug();
    s.c.keys("<F2>").keys(&DONI.form("hil", "13")).keys("<F8><F3><Enter><F7>1");
    s.c.stands(2, Stage::Returned);
    s.until_state(2, MessageState::Sent);
    let sent = s.levers.sent();
    assert_eq!(sent.iter().filter(|m| m.to.ends_with("9001")).count(), 1, "what may have left is not sent again");
    assert_eq!(s.state(1), Some(MessageState::Unknown));
    s.c.whole();
}

#[test]
fn a_message_cut_by_a_kill_is_in_doubt_and_never_sent_again() {
    let mut s = Station::open();
    s.levers.fault(At::Sending, Glitch::Silence);
    s.returned();
    s.until_state(1, MessageState::Sending);
    // The modem has had it, the program is gone before it could hear so.
    let deadline = Instant::now() + Duration::from_secs(20);
    while s.levers.sent().is_empty() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(2));
    }
    let Station { c, levers, reports, sims, folder } = s;
    drop((reports, sims, folder));
    assert_eq!(levers.sent().len(), 1);
    let mut s = Station::with(c.kill_and_restart());
    s.until_state(1, MessageState::Unknown);
    s.c.sees("SMS untuk 0001 belum pasti terkirim");
    assert_eq!(s.c.life(1).last(), Some(&"message_outcome_unknown"));
    for _ in 0..3 {
        s.c.wait(60_000);
    }
    assert!(s.levers.sent().is_empty(), "the new modem was given nothing");
    s.c.whole();
}

#[test]
fn a_card_whose_desk_was_killed_before_it_could_tell_is_told_by_the_next_run() {
    let mut s = Station::open();
    s.activated();
    assert_eq!(s.state(1), None, "its holder is still here");
    let Station { c, levers: _, reports, sims, folder } = s;
    drop((reports, sims, folder));
    let mut s = Station::with(c.kill_and_restart());
    s.until_state(1, MessageState::Sent);
    assert!(s.levers.sent()[0].text.contains("siap diambil"));
    // Said once: the run after this one finds nothing to say.
    let Station { c, levers: _, reports, sims, folder } = s;
    drop((reports, sims, folder));
    let mut s = Station::with(c.kill_and_restart());
    s.c.wait(60_000).wait(60_000);
    assert!(s.levers.sent().is_empty());
    s.c.whole();
}
