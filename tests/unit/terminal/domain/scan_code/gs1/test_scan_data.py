"""What scanners send, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code.gs1.checks import CHARSET_82
from terminal.domain.scan_code.gs1.scan_data import (
    Symbology,
    make_scan_data,
    read_scan_data,
)

GTIN = "09506000134352"


@pytest.mark.parametrize(
    ("symbology", "message", "sent"),
    [
        (Symbology.QR, "^10A^21B", "]Q310A\x1d21B"),
        (Symbology.DATA_MATRIX, f"^01{GTIN}10A", f"]d201{GTIN}10A"),
        (Symbology.DOT_CODE, "text", "]J0text"),
        (Symbology.QR, r"\^text", "]Q1^text"),
        (Symbology.DATA_MATRIX, f"https://x.example/01/{GTIN}", None),
        (Symbology.GS1_128_CCA, "^10A^21B", "]C110A\x1d21B"),
        (Symbology.DATABAR_EXPANDED, f"^01{GTIN}", f"]e001{GTIN}"),
        (Symbology.EAN_13, "9506000134352", "]E09506000134352"),
        (Symbology.EAN_8, "96385074", "]E496385074"),
        (Symbology.EAN_13, "9506000134352|^10A", "]E09506000134352|]e010A"),
    ],
)
def test_message_and_scan_belong_together(
    symbology: Symbology, message: str, sent: str | None
) -> None:
    sent = sent or f"]d1{message}"

    assert make_scan_data(symbology, message) == sent
    assert read_scan_data(sent) == (symbology, message)


@pytest.mark.parametrize(
    ("symbology", "message", "sent"),
    [
        (Symbology.UPC_A, "036000291452", "]E00036000291452"),
        (Symbology.UPC_E, "^0100012000003455", "]E00012000003455"),
        (Symbology.DATABAR_OMNI, GTIN, f"]e001{GTIN}"),
        (Symbology.DATABAR_STACKED, f"^01{GTIN}|^10A", f"]e001{GTIN}10A"),
        (Symbology.GS1_128_CCC, "^10A|^21B", "]e010A\x1d21B"),
        (Symbology.GS1_128_CCC, "^11261231|^21B", "]e01126123121B"),
        (Symbology.EAN_13, "950600013435", "]E09506000134352"),
    ],
)
def test_symbols_that_scanners_do_not_tell_apart(
    symbology: Symbology, message: str, sent: str
) -> None:
    assert make_scan_data(symbology, message) == sent


@pytest.mark.parametrize(
    ("symbology", "message"),
    [
        (Symbology.EAN_13, "9506000134353"),
        (Symbology.EAN_13, "95060001343"),
        (Symbology.EAN_13, "^0119506000134359"),
        (Symbology.EAN_8, f"^01{GTIN}"),
        (Symbology.UPC_A, "text"),
        (Symbology.DATABAR_LIMITED, "29506000134356"),
        (Symbology.GS1_128_CCA, "text"),
        (Symbology.QR, "^77"),
        (Symbology.QR, "https://x.example/promo"),
        (Symbology.EAN_13, "9506000134352|text"),
    ],
)
def test_symbol_cannot_hold_it(symbology: Symbology, message: str) -> None:
    with pytest.raises(InvalidScanCodeError):
        make_scan_data(symbology, message)


@pytest.mark.parametrize(
    "scan",
    [
        *("", "]", "]E", "]Z9x", "9506000134352"),
        *("]E0", "]E0123", "]E09506000134353", "]E4²²²²²²²²"),
        *("]C1", "]C110A^21B", "]Q3", "]Q3text", "]Q1https://x.example/promo"),
        *("]E09506000134352|]e0", "]E09506000134352|10A"),
    ],
)
def test_scan_that_no_symbol_gives_is_refused(scan: str) -> None:
    with pytest.raises(InvalidScanCodeError):
        read_scan_data(scan)


@given(
    st.sampled_from([Symbology.QR, Symbology.DATA_MATRIX, Symbology.DOT_CODE]),
    st.text(CHARSET_82 + "^\\", max_size=40),
)
def test_text_of_2d_symbols_comes_back(symbology: Symbology, text: str) -> None:
    if text.startswith(("http", "HTTP")):
        return
    message = read_scan_data(make_scan_data(symbology, f"\\^{text}"))[1]

    assert message == f"\\^{text}"


@given(st.text(max_size=40))
def test_any_scan_is_read_or_refused(text: str) -> None:
    for scan in (text, f"]Q1{text}", f"]C1{text}", f"]E0{text}"):
        try:
            symbology, message = read_scan_data(scan)
        except InvalidScanCodeError:
            continue
        assert make_scan_data(symbology, message)
