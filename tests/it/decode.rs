//! Bytes of every encoding and of none.

use encoding_rs::{IBM866, KOI8_R, WINDOWS_1251};
use letopis::nlp::diagnostic::Code;
use letopis::nlp::document::{DecodeError, MAX_BYTES, decode};

use crate::check::{read, sample};

fn article() -> String {
    read(sample("floods"))
}

#[test]
fn cyrillic_encodings_are_guessed() {
    // Signs that the old encodings lack would not come back.
    let text: String = article().chars().filter(|c| c.is_ascii() || matches!(c, 'А'..='я' | 'ё' | 'Ё')).collect();
    for encoding in [WINDOWS_1251, KOI8_R] {
        let (bytes, _, unmappable) = encoding.encode(&text);
        assert!(!unmappable);
        assert_eq!(decode(&bytes).unwrap().text, text, "{}", encoding.name());
    }
    // encoding_rs reads cp866 but does not write it.
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| match c {
            'А'..='п' => (c as u32 - 'А' as u32 + 0x80) as u8,
            'р'..='я' => (c as u32 - 'р' as u32 + 0xe0) as u8,
            'Ё' => 0xf0,
            'ё' => 0xf1,
            c => c as u8,
        })
        .collect();
    let decoded = decode(&bytes).unwrap();
    assert_eq!((decoded.encoding, decoded.text), (IBM866.name(), text));
}

#[test]
fn unicode_with_and_without_marks() {
    let text = article();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for bytes in [
        text.clone().into_bytes(),
        with(b"\xef\xbb\xbf", text.as_bytes()),
        with(b"\xff\xfe", &utf16),
        with(b"\xfe\xff", &utf16_be),
        utf16,
        utf16_be,
    ] {
        assert_eq!(decode(&bytes).unwrap().text, text);
    }
}

#[test]
fn a_broken_place_does_not_change_the_encoding() {
    let mut bytes = article().into_bytes();
    bytes[40] = 0xff;
    bytes.truncate(bytes.len() - 1);
    let decoded = decode(&bytes).unwrap();
    assert_eq!(decoded.encoding, "UTF-8");
    assert!(decoded.text.contains("Источник"));
    assert!(decoded.diagnostics.iter().any(|d| d.code == Code::ReplacedBytes));
}

#[test]
fn what_is_no_text_says_so() {
    assert_eq!(decode(b""), Err(DecodeError::Empty));
    assert_eq!(decode(b" \r\n\t "), Err(DecodeError::Empty));
    assert_eq!(decode("\u{feff}".as_bytes()), Err(DecodeError::Empty));
    assert_eq!(decode(b"%PDF-1.7 ..."), Err(DecodeError::Format("PDF")));
    assert_eq!(decode(b"PK\x03\x04rest"), Err(DecodeError::Format("ZIP/DOCX")));
    let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(decode(&noise), Err(DecodeError::Binary));
    let large = vec![b'x'; MAX_BYTES + 1];
    assert_eq!(decode(&large), Err(DecodeError::TooLarge { bytes: MAX_BYTES + 1, limit: MAX_BYTES }));
}
