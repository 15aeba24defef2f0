"""Collectors of facts, one topic a file; `registry` lists them."""
