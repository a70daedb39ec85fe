"""The buffer that all codecs collect in."""

from __future__ import annotations

from drivers.scale.codec import FRAME_BYTES_MAX, Buffer


def test_a_buffer_is_bounded_and_counts_what_it_throws_away() -> None:
    buffer = Buffer()

    for _ in range(FRAME_BYTES_MAX + 1):
        buffer.add(0x30)

    assert buffer.refused_count == 1
    assert buffer.take() == b""
    buffer.add(0x31)
    assert buffer.take() == b"1"
    buffer.add(0x32)
    buffer.clear()
    assert buffer.take() == b""
    assert buffer.refused_count == 1
