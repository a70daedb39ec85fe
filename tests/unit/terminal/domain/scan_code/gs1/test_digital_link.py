"""Digital Links, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code.gs1.checks import CHARSET_82
from terminal.domain.scan_code.gs1.digital_link import (
    is_link,
    make_digital_link,
    parse_digital_link,
)
from terminal.domain.scan_code.gs1.element_string import ELEMENT_STRING_LENGTH_MAX
from terminal.domain.scan_code.scan_rules import (
    ScanRules,
    UnknownIdentifier,
    ZeroSuppressedGtin,
)

GTIN = "09506000134352"


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        (f"https://x.example/01/{GTIN}", (("01", GTIN),)),
        (f"HTTP://x.example:8080/shop/01/{GTIN}#top", (("01", GTIN),)),
        (f"https://[2001:db8::1]/01/{GTIN}?", (("01", GTIN),)),
        (
            f"https://x.example/01/{GTIN}/10/A%2F1/21/S9?17=261231&utm=mail&lang",
            (("01", GTIN), ("10", "A/1"), ("21", "S9"), ("17", "261231")),
        ),
        ("https://x.example/gtin/9506000134352/ser/S9", (("01", GTIN), ("21", "S9"))),
        (
            f"https://x.example/01/{GTIN}/235/T?10=A",
            (("01", GTIN), ("235", "T"), ("10", "A")),
        ),
    ],
)
def test_links_hold_elements(text: str, elements: object) -> None:
    assert is_link(text)
    assert parse_digital_link(text) == elements


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"ftp://x.example/01/{GTIN}",
        f"HttpS://x.example/01/{GTIN}",
        "https://x.example",
        "https://x.example/",
        "https://x.example/promo/today",
        f"https:///01/{GTIN}",
        f"https://x.example:0/01/{GTIN}",
        f"https://x.example:65536/01/{GTIN}",
        f"https://x y/01/{GTIN}",
        f"https://x.example/01/{GTIN}/",
        f"https://x.example/01//{GTIN}",
        f"https://x.example/01/{GTIN}/21/S/10/A",
        f"https://x.example/01/{GTIN}/10/A/235/T",
        f"https://x.example/01/{GTIN}/10/",
        f"https://x.example/01/{GTIN}?10=A",
        f"https://x.example/01/{GTIN}/21/S?10=A",
        f"https://x.example/01/{GTIN}?21=S",
        f"https://x.example/01/{GTIN}?17=",
        f"https://x.example/01/{GTIN}?17=261231&17=261231",
        f"https://x.example/01/{GTIN}?89=A",
        f"https://x.example/01/{GTIN}?8200=A",
        f"https://x.example/01/{GTIN}/10/%00",
        "https://x.example/01/09506000134353",
        "https://x.example/01/" + "9" * ELEMENT_STRING_LENGTH_MAX,
    ],
)
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(InvalidScanCodeError):
        parse_digital_link(text)


def test_store_may_want_the_zeros_of_a_gtin() -> None:
    strict = ScanRules(zero_suppressed_gtin=ZeroSuppressedGtin.REFUSED)

    with pytest.raises(InvalidScanCodeError):
        parse_digital_link("https://x.example/01/9506000134352", strict)
    assert parse_digital_link(f"https://x.example/01/{GTIN}", strict)


def test_store_may_take_unknown_identifiers() -> None:
    open_minded = ScanRules(unknown_identifiers=UnknownIdentifier.TAKEN)
    text = f"https://x.example/01/{GTIN}?89=A"

    elements = parse_digital_link(text, open_minded)

    assert elements == (("01", GTIN), ("89", "A"))
    assert text == make_digital_link(
        elements, "https://x.example", UnknownIdentifier.TAKEN
    )


def test_link_is_written_with_fixed_lengths_first_in_its_query() -> None:
    link = make_digital_link(
        (("99", "a b"), ("21", "S/9"), ("17", "261231"), ("01", GTIN), ("10", "A"))
    )

    assert link == (f"https://id.gs1.org/01/{GTIN}/10/A/21/S%2F9?17=261231&99=a+b")


@pytest.mark.parametrize(
    "elements",
    [
        (("10", "A"),),
        (("01", GTIN), ("235", "T"), ("10", "A")),
        (("01", GTIN), ("8200", "x")),
        (("01", GTIN), ("89", "x")),
    ],
)
def test_what_no_link_can_say_is_not_written(
    elements: tuple[tuple[str, str], ...],
) -> None:
    with pytest.raises(InvalidScanCodeError):
        make_digital_link(elements)


@given(
    st.text(CHARSET_82, min_size=1, max_size=20),
    st.text(CHARSET_82, min_size=1, max_size=30),
)
def test_written_link_is_read_back(lot: str, internal: str) -> None:
    elements = (("01", GTIN), ("10", lot), ("17", "261231"), ("91", internal))

    assert parse_digital_link(make_digital_link(elements)) == elements


@given(st.text(max_size=60))
def test_any_address_is_read_or_refused(text: str) -> None:
    for link in (
        text,
        f"https://{text}",
        f"https://x.example/{text}",
        f"https://x.example/01/{GTIN}?{text}",
    ):
        try:
            elements = parse_digital_link(link)
        except InvalidScanCodeError:
            continue
        assert elements
        assert all(number and data for number, data in elements)
