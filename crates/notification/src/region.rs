//! The names of Regions in the messages of alarms.

/// Codes and names of Regions. AWS documents none of these; they are those of published messages, 2020 to 2026. Not
/// seen in a message, but in the same style, are eu-west-3, ap-south-1 and ap-northeast-3.
const NAMES: [(&str, &str); 18] = [
    ("us-east-1", "US East (N. Virginia)"),
    ("us-east-2", "US East (Ohio)"),
    ("us-west-1", "US West (N. California)"),
    ("us-west-2", "US West (Oregon)"),
    ("ca-central-1", "Canada (Central)"),
    ("sa-east-1", "South America (Sao Paulo)"),
    ("eu-west-1", "EU (Ireland)"),
    ("eu-west-2", "EU (London)"),
    ("eu-west-3", "EU (Paris)"),
    ("eu-central-1", "EU (Frankfurt)"),
    ("eu-north-1", "EU (Stockholm)"),
    ("eu-south-1", "EU (Milan)"),
    ("ap-south-1", "Asia Pacific (Mumbai)"),
    ("ap-northeast-1", "Asia Pacific (Tokyo)"),
    ("ap-northeast-2", "Asia Pacific (Seoul)"),
    ("ap-northeast-3", "Asia Pacific (Osaka)"),
    ("ap-southeast-1", "Asia Pacific (Singapore)"),
    ("ap-southeast-2", "Asia Pacific (Sydney)"),
];

/// The name of a Region as the messages of alarms write it, in the old style: `EU (Ireland)`, where the console says
/// `Europe (Ireland)`. A code without a known name stands for itself.
#[must_use]
pub fn region_display_name(code: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

/// The code of a Region from its name in a message; a name without a known code stands for itself.
#[must_use]
pub fn region_code(display_name: &str) -> &str {
    NAMES.iter().find(|(_, name)| *name == display_name).map_or(display_name, |(code, _)| code)
}

/// The domain of a partition's endpoints (AWS General Reference, *Service endpoints*).
#[must_use]
pub fn service_domain(partition: &str) -> &'static str {
    if partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_their_old_names() {
        assert_eq!(region_display_name("eu-west-1"), "EU (Ireland)");
        assert_eq!(region_display_name("us-east-1"), "US East (N. Virginia)");
        assert_eq!(region_display_name("mx-central-1"), "mx-central-1");
    }

    #[test]
    fn a_name_leads_back_to_its_code() {
        for (code, name) in NAMES {
            assert_eq!((region_code(name), region_display_name(code)), (code, name));
        }
        assert_eq!(region_code("Europe (Ireland)"), "Europe (Ireland)");
    }
}
