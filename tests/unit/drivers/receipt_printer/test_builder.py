"""Every language can say what a receipt needs."""

from __future__ import annotations

import pytest

from drivers.receipt_printer.builder import Alignment, JobBuilder
from drivers.receipt_printer.language import language_of
from drivers.receipt_printer.profile import PROFILES


@pytest.mark.parametrize("model", sorted(PROFILES))
def test_a_builder_of_each_model_says_all(model: str) -> None:
    profile = PROFILES[model]
    builder: JobBuilder = language_of(profile).make_builder(profile)
    builder.initialize()
    length = len(builder.build())
    for say in (
        lambda: builder.align(Alignment.CENTER),
        lambda: builder.bold(is_on=True),
        lambda: builder.size(2, 2),
        lambda: builder.line("A"),
        lambda: builder.qr("A"),
        lambda: builder.code128("A"),
        lambda: builder.raster(8, b"\xff"),
        lambda: builder.feed(2),
        lambda: builder.feed_dots(8),
        builder.cut,
    ):
        say()
        assert len(builder.build()) > length
        length = len(builder.build())
