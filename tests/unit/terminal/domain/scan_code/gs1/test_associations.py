"""Which elements go together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code.gs1.associations import (
    check_exclusions,
    check_repeats,
    check_requirements,
    check_signed_serial,
)
from terminal.domain.scan_code.gs1.element_string import Elements

GTIN = ("01", "09506000134352")
CONTENT = ("02", "09506000134352")


@pytest.mark.parametrize(
    ("check", "elements"),
    [
        (check_repeats, (GTIN, GTIN, ("10", "A"))),
        (check_exclusions, (GTIN, ("3103", "000195"), ("3922", "299"))),
        (check_exclusions, (GTIN, GTIN)),
        (check_requirements, (GTIN, ("10", "A"))),
        (check_requirements, (CONTENT, ("37", "12"), ("00", "0" * 18))),
        (check_requirements, (GTIN, ("3922", "299"), ("3103", "000195"))),
        (check_requirements, (("400", "X"),)),
        (check_requirements, (("89", "X"),)),
        (check_signed_serial, (("8003", "09506000134352A"), ("8030", "S"))),
        (check_signed_serial, (("8003", "09506000134352"),)),
    ],
)
def test_what_goes_together_is_taken(
    check: Callable[[Elements], None], elements: Elements
) -> None:
    check(elements)


@pytest.mark.parametrize(
    ("check", "elements"),
    [
        (check_repeats, (GTIN, ("10", "A"), ("10", "B"))),
        (check_exclusions, (GTIN, CONTENT)),
        (check_exclusions, (("3102", "000195"), ("3103", "000195"))),
        (check_requirements, (("10", "A"),)),
        (check_requirements, (CONTENT, ("37", "12"))),
        (check_requirements, (GTIN, ("3922", "299"))),
        (check_requirements, (GTIN, ("250", "A"))),
        (check_signed_serial, (("8003", "09506000134352"), ("8030", "S"))),
    ],
)
def test_what_does_not_is_refused(
    check: Callable[[Elements], None], elements: Elements
) -> None:
    with pytest.raises(InvalidScanCodeError) as caught:
        check(elements)

    assert caught.value.details["reason"] == "gs1_combination"
