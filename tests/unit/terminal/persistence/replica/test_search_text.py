"""Names are found by their words, Chinese ones by characters and initials too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.persistence.dbapi import connect
from terminal.persistence.replica.search_text import (
    index_words,
    match_expression,
    normalize,
    pinyin_initials,
    rank,
)

_ROOT = Path(__file__).parents[5]


def test_chinese_characters_become_words_beside_their_initials() -> None:
    assert index_words("可口可乐 330ml").split() == [
        *"可口可乐",
        "330ml",
        "kkkl",
    ]


def test_other_names_cost_no_pinyin() -> None:
    assert pinyin_initials("Chocolat noir 70 %") == ""
    program = (
        "import sys\n"
        "from terminal.persistence.replica.search_text import index_words\n"
        "index_words('Chocolat noir')\n"
        "print('pypinyin' in sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "False"


def test_width_and_case_make_no_difference() -> None:
    assert normalize("ＣＯＬＡ Ⅷ") == "cola viii"  # noqa: RUF001 - full width on purpose


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("choc noi", '"choc" * "noi" *'),
        ("可乐", '"可 乐"'),
        ("可乐 33", '"可 乐" "33" *'),
        ('a" OR "b', '"or" *'),
        ("lait d", '"lait" *'),
        ("d", '"d" *'),
        ("", None),
        ("%&/", None),
        ("_", None),
    ],
)
def test_what_is_typed_becomes_words_that_must_all_occur(
    text: str, expression: str | None
) -> None:
    assert match_expression(text) == expression


@given(st.text(max_size=80))
def test_nothing_that_is_typed_can_break_the_search(text: str) -> None:
    connection = connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (words)")
    expression = match_expression(text)

    if expression is not None:
        connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (expression,))
    connection.close()


def test_better_answers_come_first() -> None:
    names = ["Dark Cola", "Colander", "Cola Light", "Cola", "Chocolate"]

    assert sorted(names, key=lambda name: rank(name, "cola")) == [
        "Cola",
        "Colander",
        "Cola Light",
        "Dark Cola",
        "Chocolate",
    ]
