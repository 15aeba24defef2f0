"""Online serving: one process, several models, sticky routes, and guards that roll back."""
