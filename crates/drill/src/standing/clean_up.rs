//! Behind a drill: what it made is removed, whatever came before.

use signalarm_alert::AlertName;

use super::announce;
use super::play::Player;
use super::{HopKind, Left, Stopped, Thing};

impl Player<'_, '_> {
    /// Removes what was made, the last first, and tells the subscribers that it is over.
    pub(super) fn clean_up(&mut self, stopped: Option<&Stopped>) {
        let keeps_mute_rule = self.keeps_mute_rule(stopped);
        self.warn_of_ringing(stopped);
        // What still came is evidence; that it cannot be heard any more is no news behind a failure.
        if let Err(error) = self.outside.overhear()
            && stopped.is_none()
        {
            self.warnings.push(format!("what came last could not be heard: {error}"));
        }
        while let Some(thing) = self.made.pop() {
            match (&thing, &keeps_mute_rule) {
                (Thing::MuteRule { .. }, Some(why)) => self.left.push(Left { thing, why: why.clone() }),
                _ => self.remove(thing),
            }
        }
        let over = announce::after(&self.run());
        for topic_arn in std::mem::take(&mut self.announced) {
            if let Err(error) = self.publish(&topic_arn, &over) {
                self.warnings
                    .push(format!("the subscribers of {topic_arn} were not told that the drill is over: {error}"));
            }
        }
        self.warn_of_own_rings();
    }

    fn remove(&mut self, thing: Thing) {
        match thing.remove(self.outside.session.as_mut()) {
            Ok(()) => {
                let now = self.now();
                self.outside.note(now, HopKind::Removed(thing));
            }
            Err(error) => {
                let why = format!("{error}; the next drill removes it, from {} on", self.run().end());
                self.left.push(Left { thing, why });
            }
        }
    }

    /// Why the mute rule stays: what is muted is made up for when a rule goes, so an alarm must have left ALARM before.
    fn keeps_mute_rule(&mut self, stopped: Option<&Stopped>) -> Option<String> {
        let until = self.muted_until?;
        // Whoever interrupts does not wait.
        let ringing = match stopped {
            Some(Stopped::Interrupted) => {
                self.outside.see().ok();
                self.ringing()
            }
            Some(Stopped::Refused(_) | Stopped::Lost(_)) | None => self.calm(until).unwrap_or_else(|_| self.ringing()),
        };
        if ringing.is_empty() {
            return None;
        }
        let alarms = ringing.iter().map(AlertName::as_str).collect::<Vec<&str>>().join(", ");
        if until <= self.now() {
            self.warnings.push(format!("{alarms} did not leave ALARM inside the window: the action of ALARM runs now"));
            return None;
        }
        self.warnings.push(format!(
            "{alarms} is still in ALARM: if it is so at {until}, when the mute rule ends, its action runs and its subscribers \
             are told"
        ));
        Some(format!(
            "{alarms} is in ALARM, and would tell at once; it ends by itself at {until}, and the next drill removes it"
        ))
    }

    /// What is in ALARM by then, where nothing is muted: somebody may take it for real, and the next drill is refused.
    fn warn_of_ringing(&mut self, stopped: Option<&Stopped>) {
        if self.muted_until.is_some() {
            return;
        }
        match stopped {
            Some(Stopped::Interrupted) => {
                self.outside.see().ok();
            }
            // The reason says it.
            Some(Stopped::Refused(_)) => return,
            Some(Stopped::Lost(_)) | None => {}
        }
        for alarm in self.ringing() {
            self.warnings.push(format!(
                "{alarm} was last seen in ALARM: whoever it told does not know that the drill is over, and the next drill is \
                 refused until it is in OK"
            ));
        }
    }

    /// What the removal itself rings comes behind the drill.
    fn warn_of_own_rings(&mut self) {
        for ring in self.drill.preview().own_rings.clone() {
            self.warnings.push(format!(
                "{} hears the drill's own call of {}, some minutes from now: it is no attack",
                ring.alert, ring.action
            ));
        }
    }
}
