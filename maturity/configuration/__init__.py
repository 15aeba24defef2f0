"""Configuration: the keys there are, the files that set them, and what is in force. Pure but for `files`."""
