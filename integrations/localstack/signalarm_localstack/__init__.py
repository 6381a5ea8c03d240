"""Real metric filters, and a CloudTrail control plane, for LocalStack's open edition."""
