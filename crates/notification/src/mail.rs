//! The body of the mail about an alarm, line by line as CloudWatch writes it (recorded and published mails), the link to
//! the console, and the footer of SNS.

use signalarm_metric::written_form;

use crate::{Arn, Asked, Bound, Comparison, CompositeRule, Message, MetricSource, Query, Watched};

/// Where the values of `Alarm Details` and `Monitored Metrics` begin.
const DETAILS_WIDTH: usize = 30;

/// Where the values of `Monitored Metric` begin.
const METRIC_WIDTH: usize = 39;

/// How many triggering children a mail lists.
const CHILDREN_MAX: usize = 10;

/// How wide the state of a triggering child is.
const CHILD_STATE_WIDTH: usize = 20;

impl Message {
    /// The body of the mail, without the footer that SNS appends. Every line ends in a newline.
    ///
    /// Of an anomaly alarm no mail was seen; that it differs only in having no number behind the comparison operator is
    /// an assumption.
    #[must_use]
    pub fn mail_body(&self) -> String {
        let mut lines = vec![self.first_line(), String::new()];
        lines.push("View this alarm in the AWS Management Console:".to_owned());
        lines.push(console_link(&self.region, &self.alarm.name));
        lines.push(String::new());
        lines.extend(self.details());
        lines.push(String::new());
        match &self.alarm.watched {
            Watched::Metric(source, comparison) => {
                lines.extend(threshold(comparison));
                lines.extend(monitored_metric(source, comparison));
                // The mail of a metric alarm has one empty line more here.
                lines.push(String::new());
            }
            Watched::Queries(queries, comparison) => {
                lines.extend(threshold(comparison));
                lines.extend(monitored_metrics(queries));
            }
            Watched::Alarms(_) => lines.extend(self.triggering_children()),
        }
        lines.push(String::new());
        lines.extend(self.action_lines());
        lines.into_iter().map(|line| line + "\n").collect()
    }

    fn first_line(&self) -> String {
        let (name, region, state) = (&self.alarm.name, self.region_display_name(), self.new_state);
        let (reason, date) = (&self.reason, self.at.mail_form());
        let beginning = "You are receiving this email because your Amazon CloudWatch Alarm";
        match self.alarm.watched {
            Watched::Metric(..) | Watched::Queries(..) => format!(
                "{beginning} \"{name}\" in the {region} region has entered the {state} state, because \"{reason}\" at \
                 \"{date}\"."
            ),
            Watched::Alarms(_) => format!(
                "{beginning} \"{name}\" in the {region} region has transitioned to {state} state on {date}, because \
                 \"{reason}\"."
            ),
        }
    }

    fn details(&self) -> Vec<String> {
        let detail = |label: &str, value: &str| labelled(label, value, DETAILS_WIDTH);
        let change = format!("{} -> {}", self.old_state, self.new_state);
        let rule = match &self.alarm.watched {
            Watched::Alarms(CompositeRule { rule, .. }) => Some(detail("Alarm Rule", rule)),
            Watched::Metric(..) | Watched::Queries(..) => None,
        };
        let mut lines = vec![
            "Alarm Details:".to_owned(),
            detail("Name", &self.alarm.name),
            detail("Description", self.alarm.description.as_deref().unwrap_or_default()),
            detail("State Change", &change),
        ];
        lines.extend(rule);
        lines.push(detail("Reason for State Change", &self.reason));
        lines.push(detail("Timestamp", &self.at.mail_form().to_string()));
        lines.push(detail("AWS Account", &self.account));
        lines.push(detail("Alarm Arn", self.arn.as_ref().map_or("", Arn::as_str)));
        lines
    }

    fn triggering_children(&self) -> impl Iterator<Item = String> {
        let listed = self.triggering_children.iter().take(CHILDREN_MAX).map(|child| {
            // A state has no width of its own: it is padded as the text that it is.
            let state = child.state.to_string();
            format!("- {}   {state:<CHILD_STATE_WIDTH$}{}", child.arn, child.at.mail_form())
        });
        std::iter::once(format!("Triggering children (max. {CHILDREN_MAX}):")).chain(listed)
    }

    fn action_lines(&self) -> [String; 4] {
        let listed = |actions: &[String]| {
            let bracketed: Vec<String> = actions.iter().map(|action| format!("[{action}]")).collect();
            bracketed.join(" ")
        };
        [
            "State Change Actions:".to_owned(),
            format!("- OK: {}", listed(&self.alarm.ok_actions)),
            format!("- ALARM: {}", listed(&self.alarm.alarm_actions)),
            format!("- INSUFFICIENT_DATA: {}", listed(&self.alarm.insufficient_data_actions)),
        ]
    }
}

/// The page of an alarm in the console. The name is percent-encoded UTF-8, a blank becomes `%20`; that the unreserved
/// characters of RFC 3986 alone stay as they are is an assumption.
#[must_use]
pub fn console_link(region: &str, alarm_name: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let name: String = alarm_name.bytes().map(encoded).collect();
    format!("https://{region}.console.aws.amazon.com/cloudwatch/deeplink.js?region={region}#alarmsV2:alarm/{name}")
}

/// What SNS appends to the body of a mail (published mails of 2021 and 2024).
#[must_use]
pub fn mail_footer(subscription_arn: &Arn, address: &str) -> String {
    let region = subscription_arn.region();
    format!(
        "\n\n--\nIf you wish to stop receiving notifications from this topic, please click or visit the link below to \
         unsubscribe:\nhttps://sns.{region}.amazonaws.com/unsubscribe.html?SubscriptionArn={subscription_arn}\
         &Endpoint={address}\n\nPlease do not reply directly to this email. If you have any questions or comments \
         regarding this email, please contact us at https://aws.amazon.com/support\n"
    )
}

fn labelled(label: &str, value: &str, width: usize) -> String {
    format!("{:<width$}{value}", format!("- {label}:"))
}

/// The line ends with a blank.
fn threshold(comparison: &Comparison) -> [String; 3] {
    let Comparison { period_seconds, evaluation_periods, comparator, .. } = comparison;
    let datapoints_to_alarm = comparison.datapoints_to_alarm.unwrap_or(*evaluation_periods);
    let bound = match &comparison.bound {
        Bound::Threshold(threshold) => format!(" {}", written_form(*threshold)),
        Bound::Band(_) => String::new(),
    };
    let line = format!(
        "- The alarm is in the ALARM state when the metric is {comparator}{bound} for at least {datapoints_to_alarm} of \
         the last {evaluation_periods} period(s) of {period_seconds} seconds. "
    );
    ["Threshold:".to_owned(), line, String::new()]
}

fn monitored_metric(source: &MetricSource, comparison: &Comparison) -> [String; 8] {
    let line = |label: &str, value: &str| labelled(label, value, METRIC_WIDTH);
    let dimensions = source.metric.dimensions.iter().map(|(name, value)| format!("[{name} = {value}]"));
    let dimensions: Vec<String> = dimensions.collect();
    let treatment = comparison.missing_data.unwrap_or_default();
    [
        "Monitored Metric:".to_owned(),
        line("MetricNamespace", &source.metric.namespace),
        line("MetricName", &source.metric.name),
        line("Dimensions", &dimensions.join(" ")),
        line("Period", &format!("{} seconds", comparison.period_seconds)),
        line("Statistic", &source.statistic.to_string()),
        line("Unit", source.unit.as_deref().unwrap_or("not specified")),
        line("TreatMissingData", &treatment.to_string()),
    ]
}

/// Of the queries the one that the alarm watches was seen.
fn monitored_metrics(queries: &[Query]) -> Vec<String> {
    let mut lines = vec!["Monitored Metrics:".to_owned()];
    for query in queries.iter().filter(|query| query.return_data) {
        if let Asked::Expression { expression, .. } = &query.asked {
            lines.push(labelled("MetricExpression", expression, DETAILS_WIDTH));
        }
        lines.extend(query.label.as_ref().map(|label| labelled("MetricLabel", label, DETAILS_WIDTH)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_percent_encoded() {
        let beginning =
            "https://eu-west-1.console.aws.amazon.com/cloudwatch/deeplink.js?region=eu-west-1#alarmsV2:alarm/";
        for (name, encoded) in [("signin-console_a.b~c", "signin-console_a.b~c"), ("a b/é", "a%20b%2F%C3%A9")] {
            assert_eq!(console_link("eu-west-1", name), format!("{beginning}{encoded}"));
        }
    }

    #[test]
    fn the_footer_leads_out() {
        let arn = "arn:aws:sns:eu-west-1:111122223333:t:2e968e19".parse().unwrap();
        let footer = mail_footer(&arn, "you@example.org");
        assert!(footer.starts_with("\n\n--\nIf you wish"), "{footer}");
        let link = "\nhttps://sns.eu-west-1.amazonaws.com/unsubscribe.html?SubscriptionArn=\
                    arn:aws:sns:eu-west-1:111122223333:t:2e968e19&Endpoint=you@example.org\n\nPlease";
        assert!(footer.contains(link), "{footer}");
    }
}
