"""Headings of tables, and whether a text says what it should."""

from __future__ import annotations

import pytest

from terminal.settings.toml_lines import header_path, says


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("[store]\n", ("store",)),
        ('  [devices."my printer"]  # big\n', ("devices", "my printer")),
        ('name = "[store]"\n', None),
        ('  ["a", "b"],\n', None),
        ("# [store]\n", None),
    ],
    ids=["plain", "quoted", "value", "list", "comment"],
)
def test_headings_are_told_from_other_lines(
    line: str, path: tuple[str, ...] | None
) -> None:
    assert header_path(line) == path


def test_a_text_says_a_table_or_not() -> None:
    assert says("# why\n[a]\nb = 1\n", {"a": {"b": 1}, "devices": {}})
    assert not says("[a]\nb = 2\n", {"a": {"b": 1}})
    assert not says("[a\n", {"a": {}})
