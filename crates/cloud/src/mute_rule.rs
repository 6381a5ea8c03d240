//! What *PutAlarmMuteRule* takes (CloudWatch API Reference, *PutAlarmMuteRule*, *Schedule*, *MuteTargets*). Its words are not
//! known.

use signalarm_time::{Duration, Timestamp};

use crate::constraints::Constraints;
use crate::names::constrain_name;
use crate::{PutAlarmMuteRule, Refusal};

const NAME_CHARS_MAX: usize = 255;
const ALARMS_MAX: usize = 100;
const DURATION_MIN: Duration = Duration::MINUTE;
const DURATION_MAX: Duration = Duration::from_secs(15 * 86_400);

impl PutAlarmMuteRule {
    /// Checks what does not depend on the alarms that there are.
    ///
    /// # Errors
    ///
    /// `ValidationError`.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut constraints = Constraints::default();
        constraints.length("name", &self.name, 1..=NAME_CHARS_MAX);
        constraints.at_most("muteTargets.alarmNames", &self.alarm_names, ALARMS_MAX);
        self.alarm_names.iter().for_each(|name| constrain_name(&mut constraints, name));
        constraints.satisfied()?;
        let is_in_whole_minutes = |at: Timestamp| at.floor(Duration::MINUTE) == at;
        let why = match () {
            () if self.alarm_names.is_empty() => "MuteTargets must name at least one alarm",
            () if !(DURATION_MIN..=DURATION_MAX).contains(&self.duration) => "Duration must be from PT1M to P15D",
            () if !is_in_whole_minutes(self.at) || !is_in_whole_minutes(self.at + self.duration) => {
                "Expression and Duration are told in whole minutes"
            }
            () if self.expire_date <= self.at => "ExpireDate must lie behind the time of the Expression",
            () => return Ok(()),
        };
        Err(Refusal::Validation(why.to_owned()))
    }
}
