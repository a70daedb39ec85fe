"""Who may write beside whom.

On SQLite every writer is alone, whichever process it is of. On PostgreSQL writers of different lanes may work at
the same time, in one process or several; writers of one lane follow each other, and
a writer that is alone waits for all others and they for it. So a lane is only for
work whose rows nobody outside the lane writes or relies on; when in doubt: alone.
"""

from __future__ import annotations

from typing import Final

ALONE: Final = ""
"""Of a transaction that nobody else writes beside."""

REFERENCE_DATA: Final = "feed"
"""Of changes of reference data: whole imports go on while tills push."""


def lane_of(workstation_id: str) -> str:
    """Return the lane of what only this workstation's requests write."""
    return f"till {workstation_id}"
