"""Every language can say what a receipt needs."""

from __future__ import annotations

import pytest

from drivers.receipt_printer.builder import Alignment, JobBuilder, bands_of
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


@pytest.mark.parametrize("model", sorted(PROFILES))
def test_what_is_set_already_costs_no_command(model: str) -> None:
    profile = PROFILES[model]
    builder = language_of(profile).make_builder(profile)
    builder.initialize()
    for alignment, is_on, scale in ((Alignment.RIGHT, True, 3), (Alignment.LEFT, 0, 1)):
        length = len(builder.build())
        builder.align(alignment)
        builder.bold(is_on=bool(is_on))
        builder.size(scale, scale)
        once = builder.build()
        builder.align(alignment)
        builder.bold(is_on=bool(is_on))
        builder.size(scale, scale)
        assert builder.build() == once
        assert len(once) > length


@pytest.mark.parametrize("model", sorted(PROFILES))
def test_a_new_job_knows_nothing_of_the_styles_of_the_last(model: str) -> None:
    profile = PROFILES[model]
    builder = language_of(profile).make_builder(profile)
    builder.initialize()
    fresh = builder.build()
    builder.align(Alignment.RIGHT)
    builder.bold(is_on=True)
    builder.size(2, 2)
    before = len(builder.build())
    builder.initialize()
    builder.align(Alignment.LEFT)
    builder.bold(is_on=False)
    builder.size(1, 1)
    assert builder.build()[before:] == fresh


def test_the_last_band_of_a_picture_ends_in_white() -> None:
    assert list(bands_of(b"\xff" * 50, 2)) == [b"\xff" * 48, b"\xff\xff" + bytes(46)]
