"""`receipt` writes a copy, and a copy is a copy: asked for, marked, counted."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from sync.protocol.envelope import decode_header
from sync.protocol.events import EventBody, decode_body
from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from sync.protocol.events.receipt_reprinted_v1 import ReceiptReprinted
from terminal.application.selling.add_item import AddItem
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.bootstrap.headless import read_ledger_events
from terminal.commands import _runner
from terminal.diagnostics import sample_home
from terminal.diagnostics.sample_items import SampleItem
from terminal.persistence.home import Home
from tests.support.made_till import CHEAP

_ITEM = SampleItem("4006381333931", "Fineliner", price_minor=199)
_FORMATS = ("pdf", "html", "png", "text")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A till that sold once, with somebody still signed on."""
    monkeypatch.setattr(sample_home, "calibrate", lambda: CHEAP)
    home = sample_home.make_sample_home(tmp_path / "till", [_ITEM])
    with sample_home.open_for_sales(home) as use_cases:
        use_cases.add_item(AddItem(scan_code=_ITEM.scan_code))
        use_cases.pay_cash_exact(PayCashExact())
    return home


def _run(home: Home, *words: str, pin: str = sample_home.PIN) -> int:
    pin_file = home.path.parent / "pin"
    pin_file.write_text(pin)
    return _runner.main(
        [
            *("receipt", *words, "--home", str(home.path)),
            *("--operator", sample_home.OPERATOR_ID, "--pin-file", str(pin_file)),
        ]
    )


def _bodies(home: Home) -> list[EventBody]:
    return [
        decode_body(header.type, header.type_v, event.body)
        for event in read_ledger_events(home.path)
        for header in [decode_header(event.header)]
    ]


def _copies(home: Home) -> list[int]:
    return [
        body.copy_number for body in _bodies(home) if isinstance(body, ReceiptReprinted)
    ]


def test_each_way_is_a_copy_with_its_number(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {name: tmp_path / f"copy.{name}" for name in _FORMATS}
    for name, file in files.items():
        assert _run(home, "A-000001", "--as", name, "--out", str(file), "--json") == 0
        assert json.loads(capsys.readouterr().out)["bytes"] == file.stat().st_size

    assert files["pdf"].read_bytes().startswith(b"%PDF-")
    assert "COPY 2" in files["html"].read_text("utf-8")
    Image.open(io.BytesIO(files["png"].read_bytes())).verify()
    assert "COPY 4" in files["text"].read_text("utf-8")
    assert "Fineliner" in files["text"].read_text("utf-8")
    assert _copies(home) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("number", "pin", "said"),
    [
        ("A-000009", sample_home.PIN, "no sale A-000009"),
        ("A-000001 00000000", sample_home.PIN, "A-000001"),
        ("A-000001", "000000", "PIN"),
    ],
    ids=["unknown", "other-hash", "wrong-pin"],
)
def test_what_is_refused_leaves_no_file_and_no_copy(
    home: Home,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    number: str,
    pin: str,
    said: str,
) -> None:
    out = tmp_path / "copy.pdf"

    assert _run(home, number, "--out", str(out), pin=pin) == 1

    assert said in capsys.readouterr().err
    assert not out.exists()
    assert _copies(home) == []


def test_a_file_that_is_there_stays_and_nothing_is_counted(
    home: Home, tmp_path: Path
) -> None:
    out = tmp_path / "letter.pdf"
    out.write_text("dear")

    assert _run(home, "A-000001", "--out", str(out)) == 1

    assert out.read_text() == "dear"
    assert _copies(home) == []


def test_nobody_is_left_signed_on(home: Home, tmp_path: Path) -> None:
    _run(home, "A-000001", "--out", str(tmp_path / "copy.pdf"))

    assert isinstance(_bodies(home)[-1], OperatorSignedOff)
