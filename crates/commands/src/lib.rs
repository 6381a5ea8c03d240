//! Arguments, verbs and exit codes of everything that needs no AWS SDK.
