"""Brings the pictures of resources/receipts into a printer's dots."""

from pathlib import Path
from typing import Final

RECEIPT_IMAGES: Final = Path(__file__).parents[2] / "resources" / "receipts"

_HEIGHT_DOTS_MAX: Final = 400
_DOTS_IN_BYTE: Final = 8


def image_rows(name: str, width_dots: int) -> tuple[int, bytes] | None:
    """Return width and rows of the picture *name*, no wider than *width_dots*.

    None when there is no such file or it is no picture: a missing logo stops no
    receipt.  A name with a folder in it is no name.
    """
    path = RECEIPT_IMAGES / name
    if Path(name).name != name or not path.is_file():
        return None
    from PIL import Image, ImageChops

    try:
        with Image.open(path) as picture:
            picture.thumbnail((width_dots, _HEIGHT_DOTS_MAX))
            paper = Image.new("RGBA", picture.size, "white")
            paper.alpha_composite(picture.convert("RGBA"))
    except OSError:
        return None
    width = -(-paper.width // _DOTS_IN_BYTE) * _DOTS_IN_BYTE
    grey = Image.new("L", (width, paper.height), 255)
    grey.paste(paper.convert("L"))
    # Mode 1 dithers, which is how a printer of black dots shows grey.
    return width, ImageChops.invert(grey).convert("1").tobytes()
