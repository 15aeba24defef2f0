"""What CI systems run, and when: one file for each system, one line each in the registry."""
