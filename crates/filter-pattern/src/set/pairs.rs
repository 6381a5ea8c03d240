//! Which pairs of bytes stand side by side in a text, roughly: enough to see at once that most texts do not hold another.

/// A set of pairs of bytes, some of which are not told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pairs([u64; 4]);

impl Pairs {
    /// Adds the pairs of a text.
    pub(super) fn add(&mut self, text: &str) {
        for pair in text.as_bytes().windows(2) {
            // The upper half of a product depends on all bits of both factors.
            let bit = u16::from_le_bytes([pair[0], pair[1]]).wrapping_mul(0x9E37) >> 8;
            self.0[usize::from(bit >> 6)] |= 1 << (bit & 63);
        }
    }

    pub(super) fn of(text: &str) -> Self {
        let mut pairs = Self::default();
        pairs.add(text);
        pairs
    }

    /// Whether all pairs of another set may be in this one. A text that holds another has all its pairs.
    #[inline]
    pub(super) fn may_hold(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(own, other)| other & !own == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_never_denied_and_most_others_are() {
        let text = "aws-sdk-go-v2/1.24.1 os/linux lang/go#1.21.6 é";
        for (start, _) in text.char_indices() {
            for (end, _) in text[start..].char_indices() {
                assert!(Pairs::of(text).may_hold(&Pairs::of(&text[start..start + end])));
            }
        }
        let others = ["Boto3", "python", "os-linux", "1.25", "Terraform", "è"];
        assert!(others.iter().all(|other| !Pairs::of(text).may_hold(&Pairs::of(other))));
    }
}
