"""How commands are followed: one file for each family of programs, one line for each program in the registry."""
