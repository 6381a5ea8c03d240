//! The CloudWatch Logs filter pattern language: parse, diagnose, match, explain.
