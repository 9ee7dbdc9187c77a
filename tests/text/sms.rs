//! Short messages: one part each, and nothing personal in them.

use loket::device::modem::pdu;
use loket::domain::policy::Policy;
use loket::domain::terms::ContactTopic;
use loket::text::sms::message;

#[test]
fn every_message_is_one_part_of_the_short_alphabet() {
    let offices = [Policy::default().office, "D".repeat(200)];
    for topic in [ContactTopic::Returned, ContactTopic::Deferred, ContactTopic::Ready] {
        for office in &offices {
            let text = message(office, "123456", topic).expect("words");
            assert!(pdu::is_one_short_part(&text), "{} characters: {text}", text.chars().count());
            assert!(text.contains("123456") && text.starts_with(&office[..20]));
        }
    }
}

#[test]
fn what_needs_a_conversation_is_no_message() {
    for topic in [ContactTopic::TroubleOver, ContactTopic::Other] {
        assert!(message("Kantor", "0001", topic).is_none());
    }
}
