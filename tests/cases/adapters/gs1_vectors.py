"""GS1 syntax: element strings, associations, Digital Links and scanner data.

A case names an operation; `^` in it stands for FNC1. What a case calls invalid has to
be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code.gs1.associations import (
    check_exclusions,
    check_repeats,
    check_requirements,
    check_signed_serial,
)
from terminal.domain.scan_code.gs1.digital_link import (
    CANONICAL_STEM,
    make_digital_link,
    parse_digital_link,
)
from terminal.domain.scan_code.gs1.element_string import (
    Elements,
    parse_bracketed,
    parse_unbracketed,
    to_unbracketed,
)
from terminal.domain.scan_code.gs1.scan_data import (
    Symbology,
    make_scan_data,
    read_scan_data,
)
from terminal.domain.scan_code.gs1.uri import (
    escape_path,
    escape_query,
    unescape_path,
    unescape_query,
)
from terminal.domain.scan_code.scan_rules import UnknownIdentifier
from tests.cases.adapters.gs1_dictionary import check_identifiers
from tests.cases.harness.case import Case
from tests.cases.harness.fields import Fields

T = TypeVar("T")

TABLES: Final[Mapping[tuple[str, ...], str]] = {
    ("prefix_from", "prefix_to", "issuer_or_use"): (
        "who gives out numbers; a dated list that decides no case"
    ),
}

_DESCRIPTIONS: Final = ("comment", "source", "id", "note_syntax")
# The source's word for a scan without any symbol.
_NO_SYMBOLOGY: Final = "NONE"
_RULES: Final[Mapping[str, Callable[[Elements], None]]] = {
    "validateAIrepeats": check_repeats,
    "validateAImutex": check_exclusions,
    "validateAIrequisites": check_requirements,
    "validateDigSigRequiresSerialisedKey": check_signed_serial,
}


def run(case: Case) -> None:
    """Do what the case names and compare."""
    fields = Fields(case.label, case.fields)
    fields.ignore(*_DESCRIPTIONS)
    if fields.has("ai_or_range"):
        check_identifiers(fields)
        fields.close()
        return
    _OPERATIONS[fields.take("op")](fields)
    fields.close()


def _parse_bracketed(fields: Fields) -> None:
    text = fields.take("input")
    expected = _expected(fields, "expect_unbracketed")
    assert _unless_refused(lambda: to_unbracketed(parse_bracketed(text))) == expected


def _parse_unbracketed(fields: Fields) -> None:
    text = fields.take("input")
    is_taken = _unless_refused(lambda: parse_unbracketed(text)) is not None
    assert is_taken == fields.take("valid")


def _check_association(fields: Fields) -> None:
    # The rule alone is asked about, also of identifiers that nobody has assigned.
    elements = parse_bracketed(fields.take("input"), UnknownIdentifier.TAKEN)
    try:
        _RULES[fields.take("rule")](elements)
    except InvalidScanCodeError:
        assert not fields.take("valid")
    else:
        assert fields.take("valid")


def _parse_link(fields: Fields) -> None:
    text = fields.take("input")
    expected = _expected(fields, "expect_unbracketed")
    assert _unless_refused(lambda: to_unbracketed(parse_digital_link(text))) == expected


def _make_link(fields: Fields) -> None:
    elements = parse_bracketed(fields.take("input"), UnknownIdentifier.TAKEN)
    stem = fields.take("stem") or CANONICAL_STEM
    expected = _expected(fields, "expect")
    assert _unless_refused(lambda: make_digital_link(elements, stem)) == expected


def _escape(fields: Fields) -> None:
    text = fields.take("input")
    assert escape_path(text) == fields.take("expect_path")
    assert escape_query(text) == fields.take("expect_query")


def _unescape(fields: Fields) -> None:
    text = fields.take("input")
    assert unescape_path(text) == fields.take("expect_path")
    assert unescape_query(text) == fields.take("expect_query")


def _read_scan(fields: Fields) -> None:
    scan = fields.take("scan")
    symbology, data = fields.take("expect_symbology"), fields.take("expect_data")
    expected = (symbology, data) if fields.take("valid") else None
    assert (expected is None) == (symbology == _NO_SYMBOLOGY)
    assert _unless_refused(lambda: read_scan_data(scan)) == expected


def _make_scan(fields: Fields) -> None:
    symbology, message = fields.take("symbology"), fields.take("input")
    expected = fields.take("expect")
    fields.ignore("valid")  # `expect` says it: nothing is sent.
    if symbology == _NO_SYMBOLOGY:
        assert expected is None
        return
    sent = _unless_refused(lambda: make_scan_data(Symbology(symbology), message))
    assert sent == expected


def _expected(fields: Fields, name: str) -> str | None:
    expected: str = fields.take(name)
    return expected if fields.take("valid") else None


def _unless_refused(ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except InvalidScanCodeError:
        return None


_OPERATIONS: Final[Mapping[str, Callable[[Fields], None]]] = {
    "generate_digital_link_uri": _make_link,
    "generate_scan_data": _make_scan,
    "parse_bracketed_ai": _parse_bracketed,
    "parse_digital_link_uri": _parse_link,
    "parse_unbracketed_ai": _parse_unbracketed,
    "process_scan_data": _read_scan,
    "uri_escape": _escape,
    "uri_unescape": _unescape,
    "validate_ai_association": _check_association,
}
