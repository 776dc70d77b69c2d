//! The key codec keeps the order of what it encodes and gives it back.

use motcua::kv::keys::{Desc, KeyError, KeyPart, KeyRead, decode, encode, open_text};
use proptest::collection::vec;
use proptest::prelude::*;
use std::cmp::Ordering;
use std::fmt::Debug;

/// Text and bytes of the kind that upset codecs.
fn text() -> impl Strategy<Value = String> {
    vec(
        prop::sample::select(vec!['\0', '\u{1}', '\u{2}', 'a', 'b', 'đ', '\u{10FFFF}']),
        0..5,
    )
    .prop_map(String::from_iter)
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(prop::sample::select(vec![0, 1, 2, b'a', 0xFE, 0xFF]), 0..5)
}

fn small() -> impl Strategy<Value = i64> {
    prop_oneof![-2..3_i64, Just(i64::MIN), Just(i64::MAX), any::<i64>()]
}

fn keeps<K: KeyPart + KeyRead + PartialEq + Debug>(
    left: &K,
    right: &K,
    order: Ordering,
) -> Result<(), TestCaseError> {
    let (one, two) = (encode(left), encode(right));
    prop_assert_eq!(one.cmp(&two), order, "{:?} {:?}", left, right);
    prop_assert_eq!(&decode::<K>(&one).unwrap(), left);
    prop_assert_eq!(&decode::<K>(&two).unwrap(), right);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_then_number(a in (text(), small()), b in (text(), small())) {
        keeps(&a, &b, a.cmp(&b))?;
    }

    #[test]
    fn text_then_newest_first(a in (text(), small(), text()), b in (text(), small(), text())) {
        // The newest-first part begins with FF for small numbers, right behind the text's end.
        let order = a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2));
        keeps(&(a.0, Desc(a.1), a.2), &(b.0, Desc(b.1), b.2), order)?;
    }

    #[test]
    fn descending_text(a in (text(), any::<u8>()), b in (text(), any::<u8>())) {
        let order = b.0.cmp(&a.0).then(a.1.cmp(&b.1));
        keeps(&(Desc(a.0), a.1), &(Desc(b.0), b.1), order)?;
    }

    #[test]
    fn five_parts(
        a in (bytes(), any::<Option<bool>>(), any::<u16>(), bytes(), any::<i32>()),
        b in (bytes(), any::<Option<bool>>(), any::<u16>(), bytes(), any::<i32>()),
    ) {
        keeps(&a, &b, a.cmp(&b))?;
    }

    #[test]
    fn the_first_part_alone_is_a_prefix_of_its_keys_and_of_no_others(a in (text(), small()), other in text()) {
        let key = encode(&a);
        prop_assert_eq!(key.starts_with(&encode(&other)), a.0 == other);
        prop_assert_eq!(key.starts_with(&open_text(&other)), a.0.starts_with(&other));
    }

    #[test]
    fn foreign_bytes_are_refused_not_guessed_at(key in bytes()) {
        if let Ok(read) = decode::<(String, bool, u16)>(&key) {
            prop_assert_eq!(encode(&read), key);
        }
    }
}

#[test]
fn a_key_is_read_to_its_end_and_not_beyond() {
    assert_eq!(decode::<u32>(&[0, 0, 1]), Err(KeyError::Short));
    assert_eq!(decode::<u32>(&[0, 0, 0, 1, 9]), Err(KeyError::Long));
    assert_eq!(decode::<String>(b"an"), Err(KeyError::Short));
    assert_eq!(decode::<String>(b"a\x01\x03\0"), Err(KeyError::Malformed));
    assert_eq!(decode::<String>(b"\xFF\0"), Err(KeyError::Malformed));
    assert_eq!(decode::<bool>(&[2]), Err(KeyError::Malformed));
    assert_eq!(decode::<([u8; 2], u8)>(&[1, 2, 3]), Ok(([1, 2], 3)));
}
