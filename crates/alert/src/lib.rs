//! The noun of the project: alert names, the four alerts, people's own alerts, the config file.
