"""JSON lines are rows of the feed, and a misspelled field is refused."""

from __future__ import annotations

import pytest

from terminal.domain.promotion.promotion import Promotion
from terminal.domain.reference_data import json_lines
from terminal.domain.reference_data.errors import RefusedRow
from terminal.domain.reference_data.json_lines import read_json_lines

_GOOD = (
    '{"promotion_id": "p", "version": 1, "name": "n",'
    ' "reward": {"kind": "percent_off", "percent_ppm": 1}%s}'
)


def _read(text: str) -> list[tuple[int, Promotion | RefusedRow]]:
    return list(read_json_lines(text, Promotion))


def _refusal(text: str) -> RefusedRow:
    ((_, row),) = _read(text)
    assert isinstance(row, RefusedRow), row
    return row


def test_lines_are_counted_over_empty_ones_and_comments() -> None:
    rows = _read("# of the summer\n\n" + _GOOD % "" + "\r\n")

    assert [(line, type(row)) for line, row in rows] == [(3, Promotion)]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        (', "prority": 1', "prority"),
        (', "conditions": {"stors": []}', "conditions.stors"),
        (
            ', "conditions": {"requires": [{"selects": {}}, {"min": 1}]}',
            "conditions.requires[1].min",
        ),
        (', "coupon": {"code": "X"}', "coupon.code"),
        (', "selects": {"items": [], "kind": "x"}', "selects.kind"),
    ],
)
def test_an_unknown_field_is_named_at_any_depth(more: str, path: str) -> None:
    refused = _refusal(_GOOD % more)

    assert refused.reason == "unknown_field"
    assert repr(path) in refused.detail


def test_a_field_of_another_reward_is_unknown() -> None:
    text = (_GOOD % "").replace('"percent_ppm": 1', '"percent_ppm": 1, "take": 3')

    assert "'reward.take'" in _refusal(text).detail


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        "{}",
        '{"promotion_id": 5}',
        (_GOOD % "").replace("percent_off", "half_off"),
        "[" * 100_000,
    ],
)
def test_what_is_no_row_says_why(text: str) -> None:
    assert _refusal(text).reason == "json"


def test_a_line_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LINE_CHARACTERS_MAX", 20)

    assert _refusal(_GOOD % "").reason == "too_long"
