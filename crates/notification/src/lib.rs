//! SNS topics, subscriptions and their life, and what a subscriber is sent.
