"""Practices: what calls, files and the program graph say together, one practice a file; `registry` lists them."""
