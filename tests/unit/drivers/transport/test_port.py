"""What a transport says of itself."""

from __future__ import annotations

from drivers.transport.address import transport_for
from drivers.transport.port import has_way_back


def test_a_queue_has_no_way_back_and_a_network_has_one() -> None:
    assert not has_way_back(transport_for("cups:RAW"))
    assert has_way_back(transport_for("tcp://127.0.0.1:9100"))
