"""The only input and output on what is scanned."""
