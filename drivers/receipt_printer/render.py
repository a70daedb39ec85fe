"""Draws a paper as a person would see it: warm paper, grey-black heat print.

Dot for dot what the printer would do, except that letters are smoother than a
203 dpi head.  PIL, segno and python-barcode are imported on first use.
"""

from __future__ import annotations

import io
import random
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from drivers.receipt_printer.fonts import Cell, draw_character, is_wide
from drivers.receipt_printer.paper import (
    Advance,
    Barcode,
    Block,
    DrawerPulse,
    Justify,
    Line,
    Paper,
    PaperCut,
    Raster,
    Symbol,
    TextRun,
)

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_PAPER_RGB: Final = (251, 249, 243)
_INK_RGB: Final = (38, 36, 42)
_MARGIN_DOTS: Final = 32
"""80 mm paper is 640 dots wide and 576 of them can be printed."""

_TOP_DOTS: Final = 44
_BOTTOM_DOTS: Final = 56
_TOOTH_DOTS: Final = 8
_GRAIN_DOTS: Final = 128
_GRAIN_LEVELS: Final = 8
_NO_PAPER: Final = 255
"""The one transparent color; ink ends at 254."""

_HEIGHT_DOTS_MAX: Final = 40_000
"""Five metres; a longer paper is shown only so far."""

_BARCODE_CLASSES: Final = {
    "EAN13": "ean13",
    "EAN8": "ean8",
    "UPC-A": "upca",
    "CODE39": "code39",
    "CODE128": "code128",
    "GS1-128": "code128",
    "ITF": "itf",
}
_LABEL: Final = Cell(12, 24)


def render_png(paper: Paper, width_dots: int = 576) -> bytes:
    """Return *paper* as a PNG with transparent corners around its torn edges."""
    ink = _Ink(width_dots)
    for block in paper.blocks:
        ink.print(block)
    sheet = _weaken(ink.finish(is_cut=paper.is_cut))
    _tear_edges(sheet)
    # One byte a dot and a ramp of colors: a fourth of the work of packing RGBA.
    sheet.putpalette(_ramp())
    out = io.BytesIO()
    # The grain hardly packs: level 6 takes twice as long for nothing.
    sheet.save(
        out, format="PNG", optimize=False, compress_level=2, transparency=_NO_PAPER
    )
    return out.getvalue()


def render_dots(paper: Paper, width_dots: int = 576) -> Picture:
    """Return the printed dots of *paper* alone, as a scanner's camera sees them.

    Black on white, without margins and as long as the paper was moved.
    """
    from PIL import ImageOps

    ink = _Ink(width_dots, margin_dots=0, top_dots=0)
    for block in paper.blocks:
        ink.print(block)
    return ImageOps.invert(ink.collect(0))


class _Ink:
    """Collects pictures from top to bottom; they are put together at the end."""

    def __init__(
        self,
        width_dots: int,
        *,
        margin_dots: int = _MARGIN_DOTS,
        top_dots: int = _TOP_DOTS,
    ) -> None:
        self._width_dots = width_dots
        self._margin_dots = margin_dots
        self._y_dots = top_dots
        self._pieces: list[tuple[int, int, Picture]] = []

    def print(self, block: Block) -> None:
        """Put one block below what is there."""
        if self._y_dots > _HEIGHT_DOTS_MAX:
            return
        match block:
            case Line():
                self._line(block)
            case Barcode():
                self._barcode(block)
            case Symbol():
                self._symbol(block)
            case Raster():
                self._raster(block)
            case Advance(dots=dots):
                self._y_dots += dots
            case PaperCut() | DrawerPulse():
                return

    def finish(self, *, is_cut: bool) -> Picture:
        """Return the ink of the whole sheet: 255 is black."""
        return self.collect(_BOTTOM_DOTS if is_cut else 24)

    def collect(self, bottom_dots: int) -> Picture:
        """Return the ink with so much white below it."""
        from PIL import Image, ImageChops

        height = max(1, min(self._y_dots, _HEIGHT_DOTS_MAX) + bottom_dots)
        sheet = Image.new("L", (self._width_dots + 2 * self._margin_dots, height))
        for x, y, piece in self._pieces:
            box = (x, y, x + piece.width, y + piece.height)
            sheet.paste(ImageChops.lighter(sheet.crop(box), piece), box)
        return sheet

    def _put(self, x_dots: int, picture: Picture) -> None:
        self._pieces.append((self._margin_dots + x_dots, self._y_dots, picture))

    def _left(self, justify: Justify, width: int, area: int = 0, left: int = 0) -> int:
        free = (area or self._width_dots - left) - width
        if justify is Justify.CENTER:
            return left + max(0, free // 2)
        if justify is Justify.RIGHT:
            return left + max(0, free)
        return left

    def _line(self, line: Line) -> None:
        left = self._left(line.justify, line.width_dots, line.area_dots, line.left_dots)
        tallest = max((run.height_dots for run in line.runs), default=0)
        top = self._y_dots
        for run in line.runs:
            # Characters of different height stand on one base line.
            self._y_dots = top + tallest - run.height_dots
            self._put(left + run.x_dots, _draw_run(run))
        self._y_dots = top + line.height_dots

    def _barcode(self, code: Barcode) -> None:
        from PIL import Image

        modules = _barcode_modules(code)
        if not modules:
            self._label(f"[{code.symbology} {code.data}]", code.justify)
            return
        if code.hri & 1:
            self._label(code.data, code.justify, len(modules) * code.module_dots)
        row = bytes(255 if module == "1" else 0 for module in modules)
        picture = Image.frombytes("L", (len(modules), 1), row).resize(
            (len(modules) * code.module_dots, code.height_dots),
            Image.Resampling.NEAREST,
        )
        self._put(self._left(code.justify, picture.width), picture)
        self._y_dots += code.height_dots + 4
        if code.hri & 2:
            self._label(code.data, code.justify)

    def _symbol(self, symbol: Symbol) -> None:
        from PIL import Image

        if symbol.symbology != "QR":
            self._label(f"[{symbol.symbology} {symbol.data}]", symbol.justify)
            return
        matrix = _qr_matrix(symbol.data, symbol.level)
        side = len(matrix)
        dots = b"".join(bytes(255 if dot else 0 for dot in row) for row in matrix)
        picture = Image.frombytes("L", (side, side), dots).resize(
            (side * symbol.module_dots, side * symbol.module_dots),
            Image.Resampling.NEAREST,
        )
        self._put(self._left(symbol.justify, picture.width), picture)
        self._y_dots += picture.height

    def _raster(self, raster: Raster) -> None:
        from PIL import Image

        stride = raster.width_dots // 8
        rows = raster.rows.ljust(stride * raster.height_dots, b"\x00")
        if not rows:
            return
        picture = Image.frombytes(
            "1", (raster.width_dots, raster.height_dots), rows
        ).convert("L")
        size = (
            raster.width_dots * raster.x_scale,
            raster.height_dots * raster.y_scale,
        )
        picture = picture.resize(size, Image.Resampling.NEAREST)
        self._put(self._left(raster.justify, picture.width), picture)
        self._y_dots += raster.advance_dots or picture.height

    def _label(self, text: str, justify: Justify, _width: int = 0) -> None:
        run = TextRun(text[: self._width_dots // _LABEL.width])
        self._put(self._left(justify, run.width_dots), _draw_run(run))
        self._y_dots += 30


def _draw_run(run: TextRun) -> Picture:
    from PIL import Image, ImageDraw, ImageOps

    style = run.style
    cell = Cell(run.cell_width_dots, run.height_dots)
    picture = Image.new("L", (max(1, run.width_dots), run.height_dots))
    for index, character in enumerate(run.text):
        if character == " ":
            continue
        glyph = draw_character(
            character,
            cell,
            is_bold=style.is_bold,
            is_cjk=run.is_cjk or is_wide(character),
        )
        picture.paste(glyph, (index * cell.width, 0))
    if style.is_underlined:
        y = picture.height - 2
        ImageDraw.Draw(picture).line((0, y, picture.width, y), fill=255, width=2)
    return ImageOps.invert(picture) if style.is_inverse else picture


@lru_cache(maxsize=64)
def _qr_matrix(data: str, level: str) -> tuple[bytearray, ...]:
    import segno

    return segno.make(data, error=level.lower(), micro=False, boost_error=False).matrix


def _barcode_modules(code: Barcode) -> str:
    """Return the bars as a string of 1 and 0; empty when they cannot be drawn."""
    name = _BARCODE_CLASSES.get(code.symbology)
    if name is None:
        return ""
    import barcode  # type: ignore[import-untyped]  # has no types
    from barcode.errors import (  # type: ignore[import-untyped]  # has no types
        BarcodeError,
    )

    data = code.data.replace("\x1d", "")
    try:
        # Printers add no check character to Code 39; the library would.
        extra = {"add_checksum": False} if name == "code39" else {}
        lines = barcode.get_barcode_class(name)(data, **extra).build()
    except (BarcodeError, ValueError, KeyError, IndexError):
        return ""
    return str(lines[0])


def _weaken(ink: Picture) -> Picture:
    """Heat print is not quite even, and paper has a grain too faint to read over.

    No dot comes out as _NO_PAPER.
    """
    from PIL import ImageChops

    uneven = ImageChops.subtract(ink, _tile(ink.size, seed=11, first=1, levels=26))
    return ImageChops.lighter(uneven, _tile(ink.size, seed=5, levels=_GRAIN_LEVELS))


@lru_cache(maxsize=1)
def _ramp() -> bytes:
    """Return the colors from paper to ink as a palette."""
    levels = bytes(
        round(paper + (ink - paper) * level / _NO_PAPER)
        for level in range(_NO_PAPER)
        for paper, ink in zip(_PAPER_RGB, _INK_RGB, strict=True)
    )
    # Who does not know transparency shows paper instead.
    return levels + bytes(_PAPER_RGB)


@lru_cache(maxsize=4)
def _grain(seed: int, first: int, levels: int) -> Picture:
    from PIL import Image

    # Seeded, so that one paper always gives the same picture.
    dice = random.Random(seed)
    dots = bytes(
        first + dice.randrange(levels) for _ in range(_GRAIN_DOTS * _GRAIN_DOTS)
    )
    return Image.frombytes("L", (_GRAIN_DOTS, _GRAIN_DOTS), dots)


def _tile(size: tuple[int, int], *, seed: int, levels: int, first: int = 0) -> Picture:
    from PIL import Image

    tile = _grain(seed, first, levels)
    out = Image.new("L", size)
    for y in range(0, size[1], _GRAIN_DOTS):
        for x in range(0, size[0], _GRAIN_DOTS):
            out.paste(tile, (x, y))
    return out


def _tear_edges(sheet: Picture) -> None:
    """Take away what is no paper: torn off above, cut below, both toothed."""
    from PIL import ImageDraw

    width, height = sheet.size
    count = max(1, width // (2 * _TOOTH_DOTS))
    step = width / count
    teeth: list[tuple[float, float]] = []
    for index in range(count):
        teeth += [(index * step, _TOOTH_DOTS), ((index + 0.5) * step, 0)]
    teeth.append((width, _TOOTH_DOTS))
    above = [(0.0, -1.0), *teeth, (width, -1.0)]
    below = [(x, height - 1 - y) for x, y in above]
    drawing = ImageDraw.Draw(sheet)
    drawing.polygon(above, fill=_NO_PAPER)
    drawing.polygon(below, fill=_NO_PAPER)
