"""List what the printer still has to do."""

import msgspec


class ListPrintJobs(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the jobs that are not done, oldest first."""
