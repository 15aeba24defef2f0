"""Our exceptions.

MaturityError
+-- UsageError     exit 2: a wrong option, path, rule file or configuration; the message says place, fault and remedy
+-- SourceError    exit 3: a source that the user named cannot be read
+-- Unreadable     never leaves a source or an extractor: it becomes a gap with its message as the reason
"""


class MaturityError(Exception):
    """Anything we say in words."""


class UsageError(MaturityError):
    """The user can mend this."""


class SourceError(MaturityError):
    """A source that the user named cannot be read."""


class Unreadable(MaturityError):
    """One file or object cannot be read; it becomes a gap."""
