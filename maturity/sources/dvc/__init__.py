"""The DVC source: what DVC files record at each revision, held against what is committed and what a remote holds."""
