"""Reads published promotions for `catalog import --format il-price-transparency`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from terminal.domain.reference_data.transparency_lines import TransparencyLines


def read_published(promotions: bytes, links: bytes) -> TransparencyLines:
    """Return the promotions of two published tables, plain or gzip.

    Raises:
        CatalogFileError: A table is not of this form.
    """
    from terminal.domain.reference_data.file_text import decode_catalog
    from terminal.domain.reference_data.transparency_lines import transparency_lines

    return transparency_lines(decode_catalog(promotions), decode_catalog(links))


def with_refused(report: dict[str, Any], lines: TransparencyLines) -> dict[str, Any]:
    """Return the report of an import with the rows that were refused before it."""
    from terminal.domain.reference_data.import_file import LISTED_MAX

    refused = [*msgspec.to_builtins(lines.refused), *report["refused"]]
    refused.sort(key=lambda row: row["line"])
    reasons = Counter(report["refused_by_reason"])
    reasons.update(row.reason for row in lines.refused)
    return {
        **report,
        "rows": report["rows"] + len(lines.refused),
        "refused_count": report["refused_count"] + len(lines.refused),
        "refused_by_reason": dict(sorted(reasons.items())),
        "refused": refused[:LISTED_MAX],
    }
