"""The whole journey on one machine: a project of the reference project, its evidence, and what a scan says of it."""
