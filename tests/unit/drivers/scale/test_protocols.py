"""The table of protocols."""

from __future__ import annotations

import pytest

from drivers.scale.protocols import PROTOCOLS, codec_for
from drivers.scale.simulator import SIMULATED_PROTOCOLS


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_each_protocol_has_a_codec_and_a_simulator(protocol: str) -> None:
    assert codec_for(protocol).traits.name == protocol
    assert protocol in SIMULATED_PROTOCOLS


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="choose one of"):
        codec_for("abacus")
    with pytest.raises(ValueError, match="kg or lb"):
        codec_for("nci", unit="st")
    with pytest.raises(ValueError, match="kilograms only"):
        codec_for("dibal", unit="lb")
