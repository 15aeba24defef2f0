"""Raw to located facts: what the repository shows, one topic a file. Pure: no I/O on what is scanned."""
