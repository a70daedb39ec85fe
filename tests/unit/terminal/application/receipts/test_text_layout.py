"""A document is laid out for any width, and no amount is ever cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.application.receipts.document import (
    Align,
    Code,
    CodeKind,
    Columns,
    Cut,
    Feed,
    Image,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.application.receipts.text_layout import (
    Special,
    columns_of,
    lay_out,
    to_text,
)

Element = TextLine | Columns | Rule | Code | Image | Feed | Cut


def document(*elements: Element) -> ReceiptDocument:
    return ReceiptDocument(lines=elements, language="en")


def lines_of(columns: int, *elements: Element) -> list[str]:
    return [line.text for line in lay_out(document(*elements), columns)]


@pytest.mark.parametrize("columns", [42, 48])
def test_amount_stands_at_the_right_edge(columns: int) -> None:
    (line,) = lines_of(columns, Columns(left="Pen", right="1.49"))

    assert line == "Pen" + " " * (columns - 7) + "1.49"


def test_long_description_is_broken_above_the_amount() -> None:
    lines = lines_of(
        20, Columns(left="A very long name of a thing", right="1.49", indent=2)
    )

    assert lines == ["  A very long name", "  of a thing    1.49"]


def test_description_that_leaves_no_room_stands_alone() -> None:
    lines = lines_of(20, Columns(left="A name of 18 chars", right="12.49"))

    assert lines == ["A name of 18 chars", "               12.49"]


def test_chinese_takes_two_columns_a_character() -> None:
    (line,) = lines_of(20, Columns(left="苹果汁", right="1.49"))

    assert columns_of("苹果汁") == 6
    assert line == "苹果汁" + " " * 10 + "1.49"
    assert lines_of(16, TextLine(text="苹果汁苹果汁苹果汁")) == [
        "苹果汁苹果汁苹果",
        "汁",
    ]


def test_combining_marks_take_no_column() -> None:
    assert columns_of("e\u0301te\u0301") == 3


def test_control_characters_do_not_reach_the_printer() -> None:
    assert lines_of(20, Columns(left="Pen\x1bp\x00", right="1")) == [
        "Pen p              1"
    ]


def test_text_is_aligned() -> None:
    assert lines_of(
        20,
        TextLine(text="ab"),
        TextLine(text="ab", align=Align.CENTER),
        TextLine(text="ab", align=Align.RIGHT),
    ) == ["ab", " " * 9 + "ab", " " * 18 + "ab"]


def test_large_text_has_half_the_columns() -> None:
    (line,) = lay_out(document(Columns(left="A", right="B", is_large=True)), 42)

    assert line.is_large
    assert line.text == "A" + " " * 19 + "B"


def test_everything_else_has_its_line() -> None:
    code = Code(kind=CodeKind.CODE128, data="A-1", caption="A-1")
    lines = lay_out(
        document(Rule(), Feed(lines=2), code, Image(name="logo.png"), Cut()), 20
    )

    assert [line.special for line in lines] == [
        Special.TEXT,
        Special.TEXT,
        Special.TEXT,
        Special.CODE,
        Special.TEXT,
        Special.IMAGE,
        Special.CUT,
    ]
    assert lines[3].code == code
    assert to_text(document(Rule(), code), 20) == (
        "-" * 20 + "\n[A-1]\n" + " " * 8 + "A-1"
    )
    assert lay_out(document(Code(kind=CodeKind.QR, data="x")), 20)[0].text == "x"


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    max_size=80,
)


@given(texts, st.integers(-(10**14), 10**14), st.integers(16, 60), st.booleans())
def test_nothing_is_wider_than_the_paper_and_no_amount_is_lost(
    left: str, amount: int, columns: int, is_large: bool
) -> None:
    right = str(amount)
    room = columns // 2 if is_large else columns

    lines = lines_of(columns, Columns(left=left, right=right, is_large=is_large))

    assert all(columns_of(line) <= room for line in lines)
    joined = "".join(lines).replace(" ", "")
    assert joined.endswith(right)
    assert joined == (left.replace(" ", "") + right).replace(" ", "") or any(
        character.isspace() for character in left
    )


@given(texts, st.integers(16, 60))
def test_text_is_broken_without_losing_a_character(text: str, columns: int) -> None:
    lines = lines_of(columns, TextLine(text=text))

    assert all(columns_of(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_too_narrow_a_paper_is_a_programming_error() -> None:
    with pytest.raises(AssertionError):
        lay_out(document(), 8)
