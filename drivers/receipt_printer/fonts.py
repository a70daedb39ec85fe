"""Finds fonts for pictures of text and draws single characters.

Used by the preview and by the raster fallback.  PIL is imported on first use:
a till that prints plain text never needs it.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from drivers.receipt_printer.encoding import is_composed

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFont import FreeTypeFont
    from PIL.ImageFont import ImageFont as BitmapFont

_FONTCONFIG_TIMEOUT_S: Final = 5.0

_LATIN: Final = "DejaVu Sans Mono"
_CJK: Final = "Noto Sans Mono CJK SC"

_KNOWN_PATHS: Final[dict[tuple[str, bool], tuple[str, ...]]] = {
    (_LATIN, False): (
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        "C:/Windows/Fonts/consola.ttf",
    ),
    (_LATIN, True): (
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf",
        "C:/Windows/Fonts/consolab.ttf",
    ),
    (_CJK, False): (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "C:/Windows/Fonts/msyh.ttc",
    ),
    (_CJK, True): (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
        "C:/Windows/Fonts/msyhbd.ttc",
    ),
}

# Drawn larger and brought down, strokes come out even; drawn at 24 dots they
# depend on where the outline happens to fall.
_OVERSAMPLING: Final = 4
_CJK_FIRST: Final = 0x2E80
_USUAL_COMPOSED: Final = (("\u0300", "\u036f"), ("\u0600", "\u06ff"))
"""Marks on Latin letters and Arabic are in the usual font; Hebrew is not."""

_HALF_INK: Final = 110
_LEADING_DOTS: Final = 6


class Cell(NamedTuple):
    """The place of one character.

    Attributes:
        width: Dots.
        height: Dots.
    """

    width: int
    height: int


def is_wide(character: str) -> bool:
    """Return whether *character* needs the font for Chinese and two columns."""
    return ord(character) >= _CJK_FIRST


@lru_cache(maxsize=4096)
def draw_character(
    character: str,
    cell: Cell,
    *,
    is_bold: bool,
    is_cjk: bool,
) -> Picture:
    """Return the ink of one character in its cell: 255 is black, 0 is paper."""
    from PIL import Image, ImageDraw

    base = Cell(24 if is_cjk else 12, 24)
    canvas = Image.new("L", (base.width * _OVERSAMPLING, base.height * _OVERSAMPLING))
    # Bold and wide faces differ by maker; 22 of 24 dots leaves room between lines.
    size = (22 if is_cjk else 20) * _OVERSAMPLING
    font = _load(_CJK if is_cjk else _LATIN, size, is_bold=is_bold)
    ImageDraw.Draw(canvas).text(
        (canvas.width / 2, canvas.height * 0.79),
        character,
        fill=255,
        font=font,
        anchor="ms" if hasattr(font, "font") else None,
    )
    return canvas.resize((cell.width, cell.height), Image.Resampling.LANCZOS)


def raster_line(
    text: str, width_dots: int, *, scale: int = 1, is_bold: bool = False
) -> bytes:
    """Return one line of text as rows of dots, for a printer without its letters.

    The picture is *width_dots* wide and 24 × *scale* dots high and the room between
    two lines, eight dots a byte; what does not fit is cut off on the right.
    """
    from PIL import Image

    canvas = Image.new("L", (width_dots, 24 * scale + _LEADING_DOTS))
    _draw_line(canvas, text, scale, is_bold=is_bold)
    return _to_dots(canvas)


def raster_columns(
    left: str, right: str, width_dots: int, *, scale: int = 1, is_bold: bool = False
) -> bytes:
    """Return text on the left and an amount flush right, as raster_line() does.

    Letters of other scripts have widths of their own: spaces would not take the
    amount to the edge.  The amount is drawn last and is never covered.
    """
    from PIL import Image

    canvas = Image.new("L", (width_dots, 24 * scale + _LEADING_DOTS))
    amount = Image.new("L", canvas.size)
    end = _draw_line(amount, right, scale, is_bold=is_bold)
    room = max(1, width_dots - end - 12 * scale) if right else width_dots
    text = Image.new("L", (room, canvas.height))
    _draw_line(text, left, scale, is_bold=is_bold)
    canvas.paste(text)
    canvas.paste(amount.crop((0, 0, end, canvas.height)), (width_dots - end, 0))
    return _to_dots(canvas)


def _draw_line(canvas: Picture, text: str, scale: int, *, is_bold: bool) -> int:
    """Draw *text* from the left and return where it ends, at most at the edge."""
    height = 24 * scale
    text = "".join(_drawable(character) for character in text)
    if any(is_composed(character) for character in text):
        return _draw_whole(canvas, text, scale, is_bold=is_bold)
    x = 0
    for character in text:
        cell = Cell((24 if is_wide(character) else 12) * scale, height)
        glyph = draw_character(
            character, cell, is_bold=is_bold, is_cjk=is_wide(character)
        )
        canvas.paste(glyph, (x, _LEADING_DOTS // 2))
        x += cell.width
        if x >= canvas.width:
            break
    return min(x, canvas.width)


def _drawable(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category in {"Cs", "Cn", "Co"} else character


def _draw_whole(canvas: Picture, text: str, scale: int, *, is_bold: bool) -> int:
    """Draw a line whose letters join, carry marks or run from the right.

    Cell by cell they would stand apart and in the wrong order.  Where the text
    layout library is missing, PIL draws them so all the same.
    """
    from PIL import Image, ImageDraw

    font = _find_font(text, 20 * scale, is_bold=is_bold)
    width = max(1, int(ImageDraw.Draw(canvas).textlength(text, font=font)) + 1)
    line = Image.new("L", (width, canvas.height))
    ImageDraw.Draw(line).text((0, _LEADING_DOTS // 2), text, fill=255, font=font)
    if width > canvas.width:  # Narrower letters rather than an amount cut off.
        line = line.resize((canvas.width, canvas.height))
    canvas.paste(line)
    return line.width


def _find_font(text: str, size: int, *, is_bold: bool) -> FreeTypeFont | BitmapFont:
    """Return a font that has the letters of *text*, or the usual one."""
    from PIL import ImageFont

    letter = next((c for c in text if is_composed(c)), "A")
    if not any(first <= letter <= last for first, last in _USUAL_COMPOSED):
        for path, index in _ask_fontconfig_for(letter):
            with contextlib.suppress(OSError):
                return ImageFont.truetype(
                    path, size, index=index, layout_engine=ImageFont.Layout.RAQM
                )
    return _load(_LATIN, size, is_bold=is_bold, is_joined=True)


def _to_dots(canvas: Picture) -> bytes:
    return canvas.point(lambda ink: 255 if ink > _HALF_INK else 0, mode="1").tobytes()


@lru_cache(maxsize=64)
def _load(
    family: str, size: int, *, is_bold: bool, is_joined: bool = False
) -> FreeTypeFont | BitmapFont:
    from PIL import ImageFont

    # The layout library joins letters, and fails on characters that have none;
    # single cells need nothing of it.
    engine = ImageFont.Layout.RAQM if is_joined else ImageFont.Layout.BASIC
    for path, index in _candidates(family, is_bold=is_bold):
        try:
            return ImageFont.truetype(path, size, index=index, layout_engine=engine)
        except OSError:
            continue
    return ImageFont.load_default(size)


@lru_cache(maxsize=16)
def _candidates(family: str, *, is_bold: bool) -> tuple[tuple[str, int], ...]:
    found = [
        (path, 0) for path in _KNOWN_PATHS[family, is_bold] if Path(path).is_file()
    ]
    # A known path saves the 30 ms that asking fontconfig costs.
    return tuple(found) or _ask_fontconfig(family, is_bold=is_bold)


def _ask_fontconfig(family: str, *, is_bold: bool) -> tuple[tuple[str, int], ...]:
    weight = "bold" if is_bold else "regular"
    return _match(f"{family}:weight={weight}")


@lru_cache(maxsize=64)
def _ask_fontconfig_for(letter: str) -> tuple[tuple[str, int], ...]:
    return _match(f":charset={ord(letter):x}")


def _match(pattern: str) -> tuple[tuple[str, int], ...]:
    program = shutil.which("fc-match")
    if program is None:
        return ()
    try:
        answer = subprocess.run(
            [program, "--format", "%{file}\n%{index}", pattern],
            capture_output=True,
            text=True,
            timeout=_FONTCONFIG_TIMEOUT_S,
            check=True,
        ).stdout.splitlines()
        return ((answer[0], int(answer[1])),)
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return ()
