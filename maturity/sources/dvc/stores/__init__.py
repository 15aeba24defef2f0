"""The ways to list and read a remote: one file each. They read, and never write."""
