"""What one model of printer can do; makers number the same things differently."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

ESC_POS: Final = "esc-pos"
STAR_LINE: Final = "star-line"

EPSON_CODE_PAGES: Final[Mapping[str, int]] = MappingProxyType(
    {"cp858": 19, "cp1252": 16, "cp437": 0, "cp852": 18, "cp866": 17}
)
"""Python codec → number after ESC t, the preferred first (Epson's numbers)."""


STAR_CODE_PAGES: Final[Mapping[str, int]] = MappingProxyType(
    {"cp858": 4, "cp1252": 32, "cp437": 1, "cp852": 5, "cp866": 10}
)
"""Python codec → number after ESC GS t (Star's numbers)."""


class PrinterProfile(msgspec.Struct, frozen=True):
    """What a printer can do.

    Attributes:
        name: Stable, for the settings.
        width_dots: Printable dots of a line.
        columns: Characters of font A in a line.
        code_pages: Codec → number after ESC t, the preferred one first.
        has_cjk: Prints GB18030 double bytes, two columns each.
        has_native_qr: Draws QR codes itself (GS ( k).
        has_native_barcode: Draws one-dimensional codes itself (GS k).
        has_cutter: Cuts; without one the paper is fed to the tear bar.
        answers_status: Answers DLE EOT and GS r.
        has_process_id: Answers GS ( H when a job is on paper, and tells of changes
            by itself (GS a).
        has_raster: Prints pictures row by row (GS v 0); else by columns (ESC *).
        language: ``esc-pos`` or ``star-line``.
    """

    name: str
    width_dots: int = 576
    columns: int = 48
    code_pages: Mapping[str, int] = EPSON_CODE_PAGES
    has_cjk: bool = True
    has_native_qr: bool = True
    has_native_barcode: bool = True
    has_cutter: bool = True
    answers_status: bool = True
    has_process_id: bool = False
    has_raster: bool = True
    language: str = ESC_POS


PROFILES: Final[Mapping[str, PrinterProfile]] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            PrinterProfile("epson-80"),
            PrinterProfile("epson-80-180dpi", width_dots=512, columns=42),
            PrinterProfile("epson-58", width_dots=384, columns=32),
            PrinterProfile("western-80", has_cjk=False),
            # Double bytes are for models of one market; elsewhere hanzi are drawn.
            PrinterProfile(
                "star-line-80",
                code_pages=STAR_CODE_PAGES,
                has_cjk=False,
                language=STAR_LINE,
            ),
            PrinterProfile(
                "star-line-58",
                width_dots=384,
                columns=32,
                code_pages=STAR_CODE_PAGES,
                has_cjk=False,
                language=STAR_LINE,
            ),
            # What the cheapest clones can be trusted with.
            PrinterProfile(
                "basic-58",
                width_dots=384,
                columns=32,
                code_pages=MappingProxyType({"cp437": 0}),
                has_cjk=False,
                has_native_qr=False,
                has_native_barcode=False,
                has_cutter=False,
                answers_status=False,
            ),
        )
    }
)

DEFAULT_PROFILE: Final = PROFILES["epson-80"]
