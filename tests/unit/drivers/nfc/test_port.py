"""What card readers tell."""

from __future__ import annotations

from drivers.nfc.port import (
    CardContent,
    CardPresented,
    CardRemoved,
    CardTechnology,
)

_UID = bytes.fromhex("04A1B2C3D4E5F6")


def test_no_event_shows_the_number_of_a_card() -> None:
    content = CardContent(CardTechnology.TYPE_2, _UID, "NTAG213", b"secret", 142, True)
    events = (
        CardPresented("reader", _UID, CardTechnology.TYPE_2, content),
        CardRemoved("reader", _UID),
        content,
    )

    for event in events:
        assert "E5F6" in repr(event)
        assert "C3D4" not in repr(event)
        assert "secret" not in repr(event)
