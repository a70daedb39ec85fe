"""Decisions are complete and in the index; documents link to what is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

_ROOT: Final = Path(__file__).parents[2]
_DECISIONS: Final = _ROOT / "docs" / "decisions"
_FILES: Final = sorted(_DECISIONS.glob("[0-9]*.md"))
# A part is a heading or, in a short decision, the bold beginning of a paragraph.
_PART: Final = re.compile(r"(?m)^(?:## |\*\*)([A-Z][a-z ]+)\.?(?:\*\*|$)")
_LINK: Final = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("path", _FILES, ids=[path.name for path in _FILES])
def test_a_decision_says_why_and_what_else_there_was(path: Path) -> None:
    parts = set(_PART.findall(path.read_text(encoding="utf-8")))

    assert parts >= {"Context", "Decision"}
    assert parts & {"Alternatives", "Left aside"}


def test_no_number_is_given_twice() -> None:
    numbers = [path.name.split("-")[0] for path in _FILES]

    assert len(numbers) == len(set(numbers))


def test_the_index_has_every_decision() -> None:
    index = (_DECISIONS / "README.md").read_text(encoding="utf-8")

    assert [path.name for path in _FILES if f"]({path.name})" not in index] == []


@pytest.mark.parametrize("name", ["README.md", "docs/style.md", "docs/architecture.md"])
def test_links_lead_to_files_that_are_there(name: str) -> None:
    document = _ROOT / name
    links = _LINK.findall(document.read_text(encoding="utf-8"))
    # The picture of the window is taken by `make screenshots`.
    missing = [link for link in links if not (document.parent / link).exists()]

    assert missing in ([], ["docs/images/sale.png"])
