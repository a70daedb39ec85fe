"""Rows of the GS1 syntax dictionary: our table of identifiers says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from terminal.domain.scan_code.gs1.identifiers import (
    Component,
    Identifier,
    find_identifier,
)
from tests.cases.harness.fields import Fields


def check_identifiers(fields: Fields) -> None:
    """Compare each identifier of a row, `3100-3105` is six."""
    numbers = list(_numbers(fields.take("ai_or_range")))
    flags = fields.take("flags")
    # What follows the number sign is a remark.
    words = fields.take("component_spec_and_attributes").partition("#")[0].split()
    fields.ignore("title")
    for number in numbers:
        assert find_identifier(number) == Identifier(
            number=number,
            has_fixed_length="*" in flags,
            is_attribute="?" in flags,
            components=tuple(_component(word) for word in words if _is_form(word)),
            required=tuple(
                tuple(choice.split("+")) for choice in _values(words, "req")
            ),
            excluded=tuple(_values(words, "ex")),
            qualifiers=_qualifiers(words),
        )


def _numbers(text: str) -> Iterator[str]:
    first, _, last = text.partition("-")
    for number in range(int(first), int(last or first) + 1):
        yield f"{number:0{len(first)}d}"


def _is_form(word: str) -> bool:
    return "=" not in word and word != "dlpkey"


def _component(word: str) -> Component:
    found = re.fullmatch(r"(\[)?([NXYZ])(\.\.)?(\d+)\]?((?:,\w+)*)", word)
    assert found is not None, word
    length = int(found[4])
    return Component(
        charset=found[2],
        length_min=1 if found[3] else length,
        length_max=length,
        is_optional=found[1] is not None,
        checks=tuple(found[5].split(",")[1:]),
    )


def _values(words: list[str], name: str) -> list[str]:
    return [
        value
        for word in words
        if word.startswith(f"{name}=")
        for value in word.removeprefix(f"{name}=").split(",")
    ]


def _qualifiers(words: list[str]) -> tuple[tuple[str, ...], ...] | None:
    for word in words:
        if word == "dlpkey":
            return ()
        if word.startswith("dlpkey="):
            choices = word.removeprefix("dlpkey=").split("|")
            return tuple(tuple(choice.split(",")) for choice in choices)
    return None
