//! The frame codec: vectors from the manual, round trips, and any bytes at all.

use loket::device::finger::frame::{Decoder, Frame, FrameKind, MAX_CONTENT};
use proptest::prelude::*;

const ANY: u32 = 0xFFFF_FFFF;

/// Frames as the ZFM user manual prints them.
#[test]
fn golden_vectors() {
    let vectors: &[(FrameKind, &[u8], &str)] = &[
        (FrameKind::Command, &[0x13, 0, 0, 0, 0], "EF01 FFFFFFFF 01 0007 13 00000000 001B"),
        (FrameKind::Command, &[0x0F], "EF01 FFFFFFFF 01 0003 0F 0013"),
        (FrameKind::Command, &[0x01], "EF01 FFFFFFFF 01 0003 01 0005"),
        (FrameKind::Command, &[0x02, 1], "EF01 FFFFFFFF 01 0004 02 01 0008"),
        (FrameKind::Command, &[0x03], "EF01 FFFFFFFF 01 0003 03 0007"),
        (FrameKind::Command, &[0x09, 2], "EF01 FFFFFFFF 01 0004 09 02 0010"),
        (FrameKind::Acknowledge, &[0x00], "EF01 FFFFFFFF 07 0003 00 000A"),
        (FrameKind::Acknowledge, &[0x02], "EF01 FFFFFFFF 07 0003 02 000C"),
    ];
    for (kind, content, wire) in vectors {
        let frame = Frame::new(ANY, *kind, content);
        assert_eq!(frame.encode().as_slice(), crate::unhex(wire), "{wire}");
        let mut decoder = Decoder::new();
        decoder.push(&crate::unhex(wire));
        assert_eq!(decoder.next_frame(), Some(frame));
        assert_eq!((decoder.pending(), decoder.skipped(), decoder.damaged()), (0, 0, 0));
    }
}

#[test]
fn a_damaged_frame_costs_only_itself() {
    let good = Frame::new(ANY, FrameKind::Acknowledge, &[0]);
    let mut bytes = good.encode().to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    bytes.extend_from_slice(&good.encode());
    let mut decoder = Decoder::new();
    decoder.push(&bytes);
    assert_eq!(decoder.next_frame(), Some(good));
    assert_eq!(decoder.damaged(), 1);
}

/// A broken length may claim the frames behind it.
#[test]
fn a_frame_inside_a_broken_one_is_found() {
    let good = Frame::new(ANY, FrameKind::Acknowledge, &[0]);
    let mut bytes = good.encode().to_vec();
    bytes[8] = 12 + 3;
    bytes.extend_from_slice(&good.encode());
    let mut decoder = Decoder::new();
    decoder.push(&bytes);
    assert_eq!(decoder.next_frame(), Some(good));
}

/// A frame that claims more than ever comes must not swallow the next one for ever.
#[test]
fn a_half_frame_is_given_up_for_the_one_behind_it() {
    let long = Frame::new(ANY, FrameKind::Data, &[7; 200]).encode();
    let good = Frame::new(ANY, FrameKind::Acknowledge, &[0]);
    let mut decoder = Decoder::new();
    decoder.push(&long[..40]);
    decoder.push(&good.encode());
    assert_eq!(decoder.next_frame(), None);
    assert_eq!(decoder.abandon(), Some(good));
}

#[test]
fn debug_shows_no_content() {
    let shown = format!("{:?}", Frame::new(ANY, FrameKind::Data, &[0xAB, 0xCD]));
    assert_eq!(shown, "Frame(Data, 2 bytes)");
}

fn kind() -> impl Strategy<Value = FrameKind> {
    prop::sample::select(vec![FrameKind::Command, FrameKind::Data, FrameKind::Acknowledge, FrameKind::LastData])
}

fn frame() -> impl Strategy<Value = Frame> {
    (any::<u32>(), kind(), prop::collection::vec(any::<u8>(), 0..=MAX_CONTENT))
        .prop_map(|(address, kind, content)| Frame::new(address, kind, &content))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// However the stream is cut, the same frames come out.
    #[test]
    fn round_trip_in_any_pieces(frames in prop::collection::vec(frame(), 1..4), cut in 1usize..40) {
        let wire: Vec<u8> = frames.iter().flat_map(|f| f.encode().to_vec()).collect();
        let mut decoder = Decoder::new();
        let mut seen = Vec::new();
        for piece in wire.chunks(cut) {
            decoder.push(piece);
            while let Some(f) = decoder.next_frame() {
                seen.push(f);
            }
        }
        prop_assert_eq!(seen, frames);
        prop_assert_eq!(decoder.skipped(), 0);
    }

    /// Noise before a frame hides it at most until the line falls silent.
    #[test]
    fn found_behind_any_noise(noise in prop::collection::vec(any::<u8>(), 0..300), frame in frame()) {
        let mut decoder = Decoder::new();
        decoder.push(&noise);
        decoder.push(&frame.encode());
        let mut seen = Vec::new();
        while let Some(f) = decoder.next_frame().or_else(|| decoder.abandon()) {
            seen.push(f);
        }
        prop_assert!(seen.contains(&frame));
    }

    /// Any bytes at all: no panic, and never more held back than one frame.
    #[test]
    fn bounded_on_any_bytes(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..64), 0..64)) {
        let mut decoder = Decoder::new();
        for piece in &pieces {
            decoder.push(piece);
            while decoder.next_frame().is_some() {}
            prop_assert!(decoder.pending() < 9 + MAX_CONTENT + 2);
        }
        while decoder.abandon().is_some() {}
        prop_assert_eq!(decoder.pending(), 0);
    }
}
