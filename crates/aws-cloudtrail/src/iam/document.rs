//! The percent-encoding of IAM's documents (IAM API Reference, *GetRolePolicy*: RFC 3986).

use std::fmt::Write;

use signalarm_aws_clients::member;
use signalarm_cloud::Failure;

/// A document as it was put. One that begins with a brace was never encoded, since a brace is never left as it is: some
/// emulators send such.
pub(super) fn decode(document: String) -> Result<String, Failure> {
    if document.trim_start().starts_with('{') {
        return Ok(document);
    }
    member("percent-encoded document", decoded(&document))
}

fn decoded(document: &str) -> Option<String> {
    let mut pieces = document.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2)?;
        let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal)?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// A document as the service sends it.
pub(crate) fn encode(document: &str) -> String {
    let mut text = String::new();
    for byte in document.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            _ => {
                // Writing into a text cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_back_as_it_was_put() {
        for document in ["{\"a\": \"1+1 = 100 %\"}", "{\n  \"Sid\": \"Überwachung\"\n}", ""] {
            assert_eq!(decode(encode(document)), Ok(document.to_owned()));
        }
        assert_eq!(encode("{\"a b\":1+1}"), "%7B%22a%20b%22%3A1%2B1%7D");
    }

    #[test]
    fn a_document_that_was_never_encoded_stays_as_it_is() {
        let plain = "{\"a\": \"100%25\"}".to_owned();
        assert_eq!(decode(plain.clone()), Ok(plain));
    }

    #[test]
    fn a_document_that_cannot_be_decoded_is_no_answer() {
        for broken in ["%7", "%7B%", "%zz", "%+1", "%FF%FE", "%é"] {
            assert!(matches!(decode(broken.to_owned()), Err(Failure::Unanswered(_))), "{broken}");
        }
    }
}
