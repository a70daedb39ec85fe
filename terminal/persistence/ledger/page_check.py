"""Finds damaged pages: every page of the file carries a tag of its own.

Only the main file is read.  Pages that are still in the WAL are newer than those in
the main file, so the WAL has to be checkpointed first.
"""

import re
from pathlib import Path
from typing import Final

from terminal.persistence.dbapi import DatabaseError
from terminal.persistence.sqlcipher import connect_unchecked

PAGE_BYTES: Final = 4_096

_PAGE_NUMBER: Final = re.compile(r"page (\d+)")


def damaged_pages(path: Path, key: bytes) -> list[int]:
    """Return the numbers of the pages whose tag does not fit, from 1.

    A changed salt, the first 16 bytes of the file, spoils every tag: that is a
    damaged page 1.
    """
    size = path.stat().st_size
    page_count = size // PAGE_BYTES
    connection = connect_unchecked(path, key)
    try:
        rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    except DatabaseError:
        # It gives up when it cannot read page 1 at all.
        return [1]
    finally:
        connection.close()
    pages = sorted({page for (text,) in rows for page in _pages_of(text)})
    if page_count > 1 and len(pages) >= page_count:
        return [1]
    if size % PAGE_BYTES:
        # Cut within a page: what is left of it has no tag.
        pages.append(page_count + 1)
    return sorted(set(pages))


def _pages_of(text: str) -> list[int]:
    found = _PAGE_NUMBER.search(text)
    return [int(found.group(1))] if found else []
