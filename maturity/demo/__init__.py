"""A small, complete ML repository to try `maturity` on."""
