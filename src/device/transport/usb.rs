//! A USB printer-class interface as a byte link: bulk both ways, device id and port status.
//!
//! Owns what is particular to USB: finding the unit by vendor, product and serial number, taking the interface
//! from the kernel's own printer driver, and sorting what goes wrong (USB Device Class Definition for Printing
//! Devices 1.1). Must not know a command language.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nusb::descriptors::TransferType;
use nusb::transfer::{Buffer, Bulk, Completion, ControlIn, ControlType, In, Out, Recipient, TransferError};
use nusb::{Device, DeviceInfo, Endpoint, Interface, MaybeFuture};

use super::{ByteLink, LinkError};
use crate::device::error::{DeviceError, Fault, Holder};
use crate::device::list;
use crate::device::uri::{DeviceUri, UriError, UriFault};

const PRINTER_CLASS: u8 = 7;
const GET_DEVICE_ID: u8 = 0;
const GET_PORT_STATUS: u8 = 1;
/// Bound of one control request.
const CONTROL: Duration = Duration::from_secs(2);
/// Bytes of one bulk transfer.
const PIECE: usize = 16 * 1024;
/// Longest device id that is read.
const ID_MAX: u16 = 1024;

/// Which unit: `usb:0f49:0a00?serial=...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsbUnit {
    pub vendor: u16,
    pub product: u16,
    /// Needed where two of the same make hang on one machine.
    pub serial: Option<String>,
}

impl UsbUnit {
    /// Reads a `usb:` line.
    ///
    /// # Errors
    /// `BadAddress` unless the body is two numbers of four hexadecimal digits.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        uri.only(&["serial"])?;
        let bad = || UriError::new(uri.body(), UriFault::BadAddress);
        let id = |text: &str| match text.len() {
            4 => u16::from_str_radix(text, 16).map_err(|_| bad()),
            _ => Err(bad()),
        };
        let (vendor, product) = uri.body().split_once(':').ok_or_else(bad)?;
        Ok(Self { vendor: id(vendor)?, product: id(product)?, serial: uri.get("serial").map(str::to_owned) })
    }

    fn name(&self) -> String {
        format!("usb {:04x}:{:04x}", self.vendor, self.product)
    }

    fn is(&self, info: &DeviceInfo) -> bool {
        info.vendor_id() == self.vendor
            && info.product_id() == self.product
            && self.serial.as_deref().is_none_or(|serial| info.serial_number() == Some(serial))
    }

    /// Finds the one unit that is meant.
    fn find(&self) -> Result<DeviceInfo, DeviceError> {
        let gone = || DeviceError::harmless(Fault::NotConnected { what: self.name() });
        let mut units = nusb::list_devices().wait().map_err(|_| gone())?.filter(|info| self.is(info));
        let unit = units.next().ok_or_else(gone)?;
        match units.next() {
            None => Ok(unit),
            Some(_) => Err(DeviceError::harmless(Fault::WrongDevice {
                expected: "one unit, named by its serial number".into(),
                found: "two".into(),
            })),
        }
    }
}

/// What the port status says (three bits of the class definition).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortStatus {
    pub fault: bool,
    pub selected: bool,
    pub empty: bool,
}

impl PortStatus {
    pub fn from_byte(status: u8) -> Self {
        Self { fault: status & 0x08 == 0, selected: status & 0x10 != 0, empty: status & 0x20 != 0 }
    }
}

/// A printer-class interface, taken for this process alone.
pub struct UsbLink {
    interface: Interface,
    output: Endpoint<Bulk, Out>,
    input: Endpoint<Bulk, In>,
    name: String,
    /// The unit's own node, which goes with the plug.
    node: PathBuf,
    /// Read and not yet asked for.
    waiting: Vec<u8>,
}

impl UsbLink {
    /// Finds the unit and takes its printer interface.
    ///
    /// # Errors
    /// `NotConnected`, `PermissionDenied`, `Busy`, or `WrongDevice` for a unit that is no printer.
    pub fn open(unit: &UsbUnit) -> Result<Self, DeviceError> {
        let info = unit.find()?;
        let node = PathBuf::from(format!("/dev/bus/usb/{:03}/{:03}", info.busnum(), info.device_address()));
        let sorted = |e: nusb::Error| sort_open(unit, &node, &e);
        let device = info.open().wait().map_err(sorted)?;
        let place = Place::of(&device).ok_or_else(|| {
            DeviceError::harmless(Fault::WrongDevice { expected: "USB printer".into(), found: unit.name() })
        })?;
        // The kernel's printer driver holds the interface until it is asked to let go.
        let interface = device.detach_and_claim_interface(place.interface).wait().map_err(sorted)?;
        let output = interface.endpoint::<Bulk, Out>(place.output).map_err(sorted)?;
        let input = interface.endpoint::<Bulk, In>(place.input).map_err(sorted)?;
        Ok(Self { interface, output, input, name: unit.name(), node, waiting: Vec::new() })
    }

    /// The IEEE 1284 text of the unit: `MFG:...;MDL:...;`.
    ///
    /// # Errors
    /// `NotConnected`, or `Protocol` for an answer that is none.
    pub fn device_id(&mut self) -> Result<String, DeviceError> {
        let bytes = self.control(GET_DEVICE_ID, ID_MAX)?;
        let text = bytes.get(2..).ok_or_else(|| protocol("device id", bytes.len()))?;
        let len = usize::from(u16::from_be_bytes([bytes[0], bytes[1]])).saturating_sub(2).min(text.len());
        Ok(crate::device::clean(&String::from_utf8_lossy(&text[..len])))
    }

    /// Whether the unit says that it is ready.
    ///
    /// # Errors
    /// As [`UsbLink::device_id`].
    pub fn port_status(&mut self) -> Result<PortStatus, DeviceError> {
        match self.control(GET_PORT_STATUS, 1)?.first() {
            Some(status) => Ok(PortStatus::from_byte(*status)),
            None => Err(protocol("port status", 0)),
        }
    }

    fn control(&self, request: u8, length: u16) -> Result<Vec<u8>, DeviceError> {
        let index = u16::from(self.interface.interface_number());
        // The device id wants the interface in the high byte, the status in the low one.
        let index = if request == GET_DEVICE_ID { index << 8 } else { index };
        let ask = ControlIn {
            control_type: ControlType::Class,
            recipient: Recipient::Interface,
            request,
            value: 0,
            index,
            length,
        };
        self.interface.control_in(ask, CONTROL).wait().map_err(|e| match sort_transfer(e) {
            LinkError::Gone(_) => DeviceError::harmless(Fault::NotConnected { what: self.name.clone() }),
            LinkError::Timeout => DeviceError::harmless(Fault::Timeout { op: "control request", after: CONTROL }),
            LinkError::Io(e) => protocol("control request", 0).caused_by(e),
        })
    }
}

/// Where the printer interface of a unit is.
struct Place {
    interface: u8,
    output: u8,
    input: u8,
}

impl Place {
    fn of(device: &Device) -> Option<Place> {
        let configuration = device.active_configuration().ok()?;
        configuration.interface_alt_settings().filter(|i| i.class() == PRINTER_CLASS).find_map(|interface| {
            let bulk = |wanted: nusb::transfer::Direction| {
                let mut all = interface.endpoints().filter(|e| e.transfer_type() == TransferType::Bulk);
                all.find(|e| e.direction() == wanted).map(|e| e.address())
            };
            Some(Place {
                interface: interface.interface_number(),
                output: bulk(nusb::transfer::Direction::Out)?,
                input: bulk(nusb::transfer::Direction::In)?,
            })
        })
    }
}

fn sort_open(unit: &UsbUnit, node: &std::path::Path, error: &nusb::Error) -> DeviceError {
    let fault = match error.kind() {
        nusb::ErrorKind::Busy => Fault::Busy { by: Holder::default() },
        nusb::ErrorKind::PermissionDenied => {
            Fault::PermissionDenied { path: node.to_path_buf(), group: list::group_of(node) }
        }
        _ => Fault::NotConnected { what: unit.name() },
    };
    DeviceError::harmless(fault).caused_by(io::Error::other(error.to_string()))
}

fn sort_transfer(error: TransferError) -> LinkError {
    match error {
        TransferError::Cancelled => LinkError::Timeout,
        // A plug pulled in mid-transfer is first seen as a broken transfer; a broken one needs a new start anyway.
        e @ (TransferError::Disconnected | TransferError::Fault | TransferError::Unknown(_)) => {
            LinkError::Gone(Some(io::Error::other(e.to_string())))
        }
        other => LinkError::Io(io::Error::other(other.to_string())),
    }
}

fn protocol(what: &'static str, bytes: usize) -> DeviceError {
    DeviceError::harmless(Fault::Protocol { what, bytes })
}

fn left(until: Instant) -> Duration {
    until.saturating_duration_since(Instant::now())
}

impl ByteLink for UsbLink {
    fn read(&mut self, buf: &mut [u8], until: Instant) -> Result<usize, LinkError> {
        while self.waiting.is_empty() {
            let packet = self.input.max_packet_size();
            let Completion { buffer, actual_len, status } =
                self.input.transfer_blocking(Buffer::new(packet), left(until));
            status.map_err(sort_transfer)?;
            self.waiting.extend_from_slice(&buffer[..actual_len.min(buffer.len())]);
        }
        let n = buf.len().min(self.waiting.len());
        buf[..n].copy_from_slice(&self.waiting[..n]);
        self.waiting.drain(..n);
        Ok(n)
    }

    fn write(&mut self, bytes: &[u8], until: Instant) -> Result<usize, LinkError> {
        // A piece, so that a printer that stops taking them is noticed at the deadline and not after a page.
        let piece = &bytes[..bytes.len().min(PIECE)];
        let Completion { actual_len, status, .. } =
            self.output.transfer_blocking(Buffer::from(piece.to_vec()), left(until));
        status.map_err(sort_transfer)?;
        Ok(actual_len.min(piece.len()))
    }

    fn purge(&mut self) -> Result<(), LinkError> {
        self.waiting.clear();
        // A unit that never stops talking is not waited out.
        for _ in 0..64 {
            let packet = self.input.max_packet_size();
            let done = self.input.transfer_blocking(Buffer::new(packet), Duration::from_millis(20));
            match done.status.map_err(sort_transfer) {
                Ok(()) if done.actual_len > 0 => {}
                Ok(()) | Err(LinkError::Timeout) => return Ok(()),
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    /// The node of a unit has a new number after every plug.
    fn alive(&mut self) -> Result<(), LinkError> {
        if self.node.exists() { Ok(()) } else { Err(LinkError::Gone(None)) }
    }

    fn describe(&self) -> &str {
        &self.name
    }
}
