//! The names of Regions in the messages of alarms.

/// The name of a Region as the messages of alarms write it, in the old style: `EU (Ireland)`, where the console says
/// `Europe (Ireland)`. A code without a known name stands for itself.
///
/// AWS documents none of these; they are those of published messages, 2020 to 2026. Not seen in a message, but in the
/// same style, are us-west-1, eu-west-3, ap-south-1 and ap-northeast-3.
#[must_use]
pub fn region_display_name(region: &str) -> &str {
    match region {
        "us-east-1" => "US East (N. Virginia)",
        "us-east-2" => "US East (Ohio)",
        "us-west-1" => "US West (N. California)",
        "us-west-2" => "US West (Oregon)",
        "ca-central-1" => "Canada (Central)",
        "sa-east-1" => "South America (Sao Paulo)",
        "eu-west-1" => "EU (Ireland)",
        "eu-west-2" => "EU (London)",
        "eu-west-3" => "EU (Paris)",
        "eu-central-1" => "EU (Frankfurt)",
        "eu-north-1" => "EU (Stockholm)",
        "eu-south-1" => "EU (Milan)",
        "ap-south-1" => "Asia Pacific (Mumbai)",
        "ap-northeast-1" => "Asia Pacific (Tokyo)",
        "ap-northeast-2" => "Asia Pacific (Seoul)",
        "ap-northeast-3" => "Asia Pacific (Osaka)",
        "ap-southeast-1" => "Asia Pacific (Singapore)",
        "ap-southeast-2" => "Asia Pacific (Sydney)",
        unknown => unknown,
    }
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
}
