"""The terminal UI: it reads an assessment, shows it, and holds no logic of its own."""
