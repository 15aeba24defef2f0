"""The program graph: what runs what, and which activity each program reaches."""
