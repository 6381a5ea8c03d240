//! Inflating gzip, whole or not at all.

use std::borrow::Cow;
use std::io::{ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;
use signalarm_diagnostic::Fault;

/// What a file may inflate to, in bytes: 1 GiB. CloudTrail's own files stay far below.
pub const INFLATED_BYTES_MAX: usize = 1 << 30;

/// The first two bytes of every gzip file.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The bytes themselves, or what they inflate to if they are gzip of one or several members.
pub(super) fn inflated(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Fault> {
    if bytes.starts_with(&MAGIC) {
        inflate(bytes, INFLATED_BYTES_MAX).map(Cow::Owned)
    } else {
        Ok(Cow::Borrowed(bytes))
    }
}

fn inflate(bytes: &[u8], bytes_max: usize) -> Result<Vec<u8>, Fault> {
    let mut decoder = MultiGzDecoder::new(bytes);
    let mut inflated = Vec::new();
    let result = decoder.by_ref().take(bytes_max as u64 + 1).read_to_end(&mut inflated);
    let (read, count) = (bytes.len() - decoder.get_ref().len(), inflated.len());
    let fault = |message: String, cure| Err(Fault::new(0..0, message).cure(cure));
    match result {
        Ok(_) if bytes_max < count => {
            let message = format!("the gzip file inflates to more than {bytes_max} bytes");
            fault(message, "no log file of CloudTrail is that large: look where it comes from")
        }
        Ok(_) => Ok(inflated),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            let message = format!("the gzip file is cut off: it ends at byte {read}, inflated to {count} bytes so far");
            fault(message, "fetch it again and compare its size with what S3 says")
        }
        Err(error) => {
            let message =
                format!("the gzip file is corrupt before byte {read}, inflated to {count} bytes so far: {error}");
            fault(message, "fetch it again")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::read::GzEncoder;

    #[test]
    fn a_file_that_inflates_without_end_is_refused() {
        let mut bomb = Vec::new();
        GzEncoder::new(&[b' '; 100_000][..], Compression::best()).read_to_end(&mut bomb).unwrap();
        assert!(bomb.len() < 1_000);
        assert_eq!(inflate(&bomb, 100_000).unwrap().len(), 100_000);
        let fault = inflate(&bomb, 99_999).unwrap_err();
        assert_eq!(fault.message, "the gzip file inflates to more than 99999 bytes");
    }
}
