"""Rules: read and check `checks/`, judge facts, reckon levels. Pure, apart from reading those files."""
