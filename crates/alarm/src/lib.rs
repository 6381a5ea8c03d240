//! CloudWatch metric alarms: evaluation range, missing data, M of N, states, reasons.
