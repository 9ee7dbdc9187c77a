//! The words of a short message to an applicant.
//!
//! Separate from the slips: a message may be read by whoever holds the telephone, so it names the office, the
//! register number and what to do, never a person, a NIK or a reason. One part in the 7-bit alphabet. In
//! Indonesian whatever the desk speaks: the applicant has not chosen a language.

use crate::domain::clean::clean;
use crate::domain::terms::ContactTopic;

/// Longest name of an office put into a message, in characters; the rest is cut off.
const OFFICE: usize = 40;

/// The message about a register number; None for what no message is sent about.
#[must_use]
pub fn message(office: &str, number: &str, topic: ContactTopic) -> Option<String> {
    let office: String = clean(office).chars().take(OFFICE).collect();
    Some(match topic {
        ContactTopic::Returned => {
            format!(
                "{office}: berkas KTP-el no. {number} belum lengkap. Bawa kekurangannya dan lembar pengembalian ke loket pada jam kerja."
            )
        }
        ContactTopic::Deferred => {
            format!(
                "{office}: permohonan KTP-el no. {number} ditunda. Bawa lembar pemberitahuan bila bertanya ke loket pada jam kerja."
            )
        }
        ContactTopic::Ready => {
            format!(
                "{office}: KTP-el no. {number} siap diambil di loket pada jam kerja. Bawa tanda terima dan KTP-el lama bila ada."
            )
        }
        ContactTopic::TroubleOver | ContactTopic::Other => return None,
    })
}
