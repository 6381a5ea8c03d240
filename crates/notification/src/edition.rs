//! The editions of an alarm's JSON message: CloudWatch has added fields over the years.

/// An edition of the message. Published messages of 2018 to 2026 show when a field came; the days are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// Until about the middle of 2020: without the alarm's ARN.
    Of2019,
    /// Until the end of 2021: without the actions, the time of the configuration and *DatapointsToAlarm*; the treatment
    /// of missing data stands behind a heading, as in the mail.
    Of2021,
    /// From the beginning of 2022.
    Of2022,
    /// From the turn of 2025: with *ActionExecutedAfterMuteWindow*.
    #[default]
    Of2026,
}

/// What stands before the treatment of missing data until 2021; the treatment begins in column 40, as in the mail, or
/// after two blanks in a message whose blanks somebody folded.
const TREATMENT_HEADING: &str = "- TreatMissingData:";

impl Edition {
    /// The edition of a year.
    #[must_use]
    pub const fn of_year(year: u32) -> Self {
        match year {
            0..=2019 => Self::Of2019,
            2020..=2021 => Self::Of2021,
            2022..=2025 => Self::Of2022,
            2026.. => Self::Of2026,
        }
    }

    pub(crate) fn has_arn(self) -> bool {
        Self::Of2021 <= self
    }

    /// Actions, time of the configuration, DatapointsToAlarm, and the bare treatment of missing data came together.
    pub(crate) fn has_configuration(self) -> bool {
        Self::Of2022 <= self
    }

    pub(crate) fn has_mute_window(self) -> bool {
        Self::Of2026 <= self
    }

    /// A treatment of missing data as this edition writes it; one that is not configured was an empty text once, and is
    /// the default of AWS today.
    pub(crate) fn treatment(self, word: Option<&str>) -> String {
        match (self.has_configuration(), word) {
            (true, word) => word.unwrap_or("missing").to_owned(),
            (false, Some(word)) => format!("{TREATMENT_HEADING:<39}{word}"),
            (false, None) => String::new(),
        }
    }
}

/// The word in a treatment of missing data, whatever edition wrote it, and whether it stands behind a heading.
pub(crate) fn treatment_word(text: &str) -> (&str, bool) {
    match text.strip_prefix(TREATMENT_HEADING) {
        Some(word) => (word.trim(), true),
        None => (text.trim(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_treatment_of_missing_data_is_read_and_written_in_every_edition() {
        let old = Edition::Of2021.treatment(Some("missing"));
        assert_eq!(old, "- TreatMissingData:                    missing");
        assert_eq!(treatment_word(&old), ("missing", true));
        assert_eq!(treatment_word("- TreatMissingData:  notBreaching"), ("notBreaching", true));
        assert_eq!(treatment_word("ignore"), ("ignore", false));
        assert_eq!(Edition::Of2019.treatment(None), "");
        assert_eq!(Edition::Of2026.treatment(None), "missing");
    }

    #[test]
    fn years_have_their_editions() {
        let years = [2017, 2020, 2021, 2022, 2025, 2026, 2030];
        let editions = years.map(Edition::of_year);
        let expected = [Edition::Of2019, Edition::Of2021, Edition::Of2021, Edition::Of2022, Edition::Of2022];
        assert_eq!(editions[..5], expected);
        assert_eq!(editions[5..], [Edition::Of2026; 2]);
    }
}
