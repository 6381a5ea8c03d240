//! A simulated AWS account in virtual time, from one seed.
