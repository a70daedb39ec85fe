"""Scales as the settings describe them."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.errors import DeviceConfigurationError
from drivers.registry import DeviceContext, find_kind
from drivers.scale.kind import build


def context(address: str, model: str = "", **options: str) -> DeviceContext:
    return DeviceContext("scale", address, model, options, lambda _scan: None)


@pytest.mark.parametrize(
    ("made", "protocol"),
    [
        (context("serial:/dev/x?protocol=toledo-8217"), "toledo-8217"),
        (context("serial:/dev/x?protocol=nci&baud=2400&parity=E&bits=7"), "nci"),
        (context("tcp://127.0.0.1:4001?protocol=sma", unit="lb"), "sma"),
        (context("tcp://127.0.0.1:4001", protocol="cas", tare="scale"), "cas"),
        (context("tcp://127.0.0.1:4001", model="mt-sics"), "mt-sics"),
    ],
    ids=["serial", "own-line", "tcp", "option", "model"],
)
def test_a_scale_is_built(made: DeviceContext, protocol: str) -> None:
    assert find_kind("scale", "scale").title == "Scale"
    assert build(made).traits.name == protocol


@pytest.mark.parametrize(
    "made",
    [
        context("serial:/dev/x"),
        context("serial:/dev/x?protocol=abacus"),
        context("serial:/dev/x?protocol=nci&colour=red"),
        context("nowhere?protocol=nci"),
        context("serial:/dev/x?protocol=nci", unit="st"),
        context("serial:/dev/x?protocol=nci", tare="mine"),
        context("serial:/dev/x?protocol=nci", colour="red"),
        context("serial:/dev/x?protocol=dialog", polynomial_file="/nonexistent"),
    ],
    ids=["none", "other", "query", "address", "unit", "tare", "option", "file"],
)
def test_what_cannot_be_is_refused(made: DeviceContext) -> None:
    with pytest.raises(DeviceConfigurationError):
        build(made)


def test_the_secret_of_dialog_06_is_read_and_never_told(tmp_path: Path) -> None:
    file = tmp_path / "polynomial"
    file.write_text("1021\n", encoding="ascii")
    made = context("serial:/dev/x?protocol=dialog", polynomial_file=str(file))
    assert build(made).traits.name == "dialog"

    file.write_text("xyzzy", encoding="ascii")
    with pytest.raises(DeviceConfigurationError) as refused:
        build(made)
    assert "xyzzy" not in str(refused.value)
