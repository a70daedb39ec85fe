"""One given case: its fields as read, and where it was found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a case file.

    Attributes:
        family: The folder that names the kind of case, such as `tax-cases`.
        group: The family the case declares (`vendure`), else its file's stem.
        label: Readable name for the test's id and for messages.
        file: The file it was read from, only for messages.
        fields: What the file says.  JSON integers are `int`, other JSON numbers
            are `Decimal`, exactly as written; every CSV value is a `str`.
        problem: Why the row or file could not be read, or `None`.
    """

    family: str
    group: str
    label: str
    file: Path
    fields: Mapping[str, Any]
    problem: str | None = None

    @property
    def test_id(self) -> str:
        """Return the id of the case's test."""
        return f"{self.family}/{self.file.stem}:{self.label}"
