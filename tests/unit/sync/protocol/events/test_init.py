"""Event bodies are found by name and have exactly one form on the wire."""

from __future__ import annotations

import importlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import events
from sync.protocol.events import (
    EventBody,
    UnknownEventError,
    decode_body,
    encode_body,
    event_class,
    type_of,
)
from sync.protocol.events.no_sale_recorded_v1 import NoSaleRecorded
from sync.protocol.events.sale_completed_v1 import SaleCompleted

_FOLDER = Path(events.__file__).parent
_SAMPLES = Path(__file__).parents[4] / "fixtures" / "events"
_MODULES = sorted(
    path.stem
    for path in _FOLDER.glob("*_v[0-9]*.py")
    if not path.stem.startswith("sale_parts_")
)


def test_there_are_events() -> None:
    assert len(_MODULES) >= 20
    assert "sale_completed_v1" in _MODULES


@pytest.mark.parametrize("module", _MODULES)
def test_event_is_found_under_its_own_name(module: str) -> None:
    found = importlib.import_module(f"sync.protocol.events.{module}").EVENT

    assert f"{found.TYPE.replace('.', '_')}_v{found.VERSION}" == module
    assert event_class(found.TYPE, found.VERSION) is found


@pytest.mark.parametrize("module", _MODULES)
def test_stored_sample_is_read_and_written_byte_for_byte(module: str) -> None:
    """A released body is read for ever: the sample never changes with the code."""
    found = importlib.import_module(f"sync.protocol.events.{module}").EVENT
    data = (_SAMPLES / f"{module}.json").read_bytes().rstrip(b"\n")

    body = decode_body(found.TYPE, found.VERSION, data)

    assert type(body) is found
    assert type_of(body) == (found.TYPE, found.VERSION)
    assert encode_body(body) == data


@pytest.mark.parametrize(
    ("event_type", "version"),
    [
        ("sale.completed", 3),
        ("sale.completed", 0),
        ("sale.completed", 10**9),
        ("sale_completed", 1),
        ("sale.parts", 1),
        ("sale_completed.v1", 1),
        ("no.sale_recorded", 1),
        ("os.path", 1),
        ("..", 1),
        ("", 1),
        ("x" * 10_000, 1),
        ("Sale.Completed", 1),
    ],
)
def test_what_is_no_event_of_ours_is_unknown(event_type: str, version: int) -> None:
    with pytest.raises(UnknownEventError) as caught:
        event_class(event_type, version)

    assert caught.value.event_type == event_type
    assert len(str(caught.value)) < 300


@given(st.text(max_size=80), st.integers())
def test_hostile_names_import_nothing(event_type: str, version: int) -> None:
    try:
        found = event_class(event_type, version)
    except UnknownEventError:
        return

    assert issubclass(found, EventBody)


def test_fields_of_a_later_minor_change_are_ignored() -> None:
    data = encode_body(_no_sale())

    body = decode_body("no_sale.recorded", 1, data[:-1] + b',"mood":"good"}')

    assert body == _no_sale()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"\xff", b"null"])
def test_bytes_that_are_no_body_are_refused(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_body("no_sale.recorded", 1, data)


def test_integers_beyond_what_json_readers_hold_are_refused() -> None:
    data = encode_body(_no_sale()).replace(b'"at_ms":1', f'"at_ms":{2**53}'.encode())

    with pytest.raises(msgspec.ValidationError):
        decode_body("no_sale.recorded", 1, data)


def test_bytes_are_in_declared_order_without_white_space() -> None:
    assert encode_body(_no_sale()) == (
        b'{"till_period_id":"p1","operator_id":"m1","session_id":"s1",'
        b'"reason":"change","at_ms":1}'
    )
    assert SaleCompleted.TYPE == "sale.completed"


def _no_sale() -> NoSaleRecorded:
    return NoSaleRecorded(
        till_period_id="p1",
        operator_id="m1",
        session_id="s1",
        reason="change",
        at_ms=1,
    )
