//! The contract of all rows, for those whose other end only a kernel can play.

use std::cell::RefCell;
use std::sync::Once;

use loket::device::transport::{UsbLink, UsbUnit};
use loket::device::{DeviceUri, Driver, Job, Kind, SimLevers, Simulators};

use super::{Printer, device_manager, gadget, plug};
use crate::device::contract::posts::{IN_THE_GUEST, Post};
use crate::device::contract::{PROMISES, Row};
use crate::device::evolis;

const LINE: &str = "usb:0f49:0a00?serial=SIM0002";

/// The kernel's printer gadget with its other half.
struct Gadget(RefCell<Option<Printer>>);

impl Gadget {
    fn told(&self, order: &str) {
        self.0.borrow_mut().as_mut().expect("plugged in").told(order);
    }
}

fn line() -> DeviceUri {
    LINE.parse().expect("a line")
}

fn usb() -> (Box<dyn Post>, Driver) {
    static MADE: Once = Once::new();
    MADE.call_once(|| {
        device_manager();
        gadget();
    });
    let dir = tempfile::tempdir().expect("a folder");
    let made = Simulators::new(dir.path(), SimLevers::new()).resolve(Kind::CardPrinter, &line()).expect("resolved");
    let gadget = Gadget(RefCell::new(Some(Printer::start())));
    gadget.told("status 0x18");
    (Box::new(gadget), made.driver)
}

impl Post for Gadget {
    fn job(&self) -> Job {
        Job::Print(evolis::job())
    }

    fn works(&self) {
        self.told("works");
    }

    fn hangs(&self) -> bool {
        self.told("silent Se");
        true
    }

    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>)) {
        let _other = UsbLink::open(&UsbUnit::of(&line()).expect("a unit")).expect("free");
        check(None);
    }

    fn unplug(&self, gone: bool) {
        let mut printer = self.0.borrow_mut();
        if gone {
            plug(false);
            *printer = None;
        } else {
            plug(true);
            *printer = Some(Printer::start());
            printer.as_mut().expect("plugged in").told("status 0x18");
        }
    }
}

#[test]
#[ignore = "runs inside the guest"]
fn what_the_kernel_plays_keeps_the_contract() {
    assert_eq!(IN_THE_GUEST, [(Kind::CardPrinter, "usb")]);
    let row = Row { kind: Kind::CardPrinter, name: "usb", make: usb };
    // Plugs pulled within a card have a test of their own (`a_card_printer_on_usb`): here each would cost the slow guest
    // another enumeration, and the gadget cannot be made to damage an answer.
    for (promise, keeps) in PROMISES.into_iter().take(6) {
        keeps(&row);
        println!("noticed: usb {promise}");
    }
}
