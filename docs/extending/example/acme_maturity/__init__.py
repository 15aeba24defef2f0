"""What Acme knows of its models, for maturity."""
