//! From log event to datapoint: metric filters, samples, per-minute series, statistics.
