"""A receipt document without a printer: as paper, picture and PDF.

The same renderer makes them as prints receipts, so what they show is what the
printer would print; only the HTML receipt (receipt_html.py) lays out anew.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from drivers.receipt_printer.language import read_papers
from drivers.receipt_printer.paper import Paper
from drivers.receipt_printer.profile import DEFAULT_PROFILE, PrinterProfile
from drivers.receipt_printer.render import render_dots, render_png
from terminal.peripherals.receipt_images import image_rows
from terminal.peripherals.receipt_renderer import render_receipt

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from terminal.application.receipts.document import ReceiptDocument

DOTS_PER_INCH: Final = 203
_MARGIN_DOTS: Final = 32
_INK_MIN: Final = 128


FILE_ENDINGS: Final = {"pdf": ".pdf", "html": ".html", "png": ".png", "text": ".txt"}
"""What a receipt can be written as, with the ending of such a file."""


def receipt_file(document: ReceiptDocument, form: str) -> bytes:
    """Return *document* as the content of a file; *form* is one of FILE_ENDINGS."""
    match form:
        case "pdf":
            return receipt_pdf(document)
        case "html":
            from terminal.peripherals.receipt_html import render_html

            return render_html(document).encode()
        case "png":
            return receipt_png(document)
        case _:
            return f"{receipt_paper(document).text}\n".encode()


def receipt_paper(
    document: ReceiptDocument, profile: PrinterProfile = DEFAULT_PROFILE
) -> Paper:
    """Return the paper that a printer of *profile* makes of *document*."""
    papers = read_papers(
        render_receipt(document, profile, image_rows=image_rows), profile
    )
    return Paper(tuple(block for paper in papers for block in paper.blocks))


def receipt_png(
    document: ReceiptDocument, profile: PrinterProfile = DEFAULT_PROFILE
) -> bytes:
    """Return a picture of the paper, for a preview."""
    return render_png(receipt_paper(document, profile), profile.width_dots)


def receipt_pdf(
    document: ReceiptDocument, profile: PrinterProfile = DEFAULT_PROFILE
) -> bytes:
    """Return one page as wide and long as the paper.

    Its dots are a picture: every script looks as it was printed and every code can
    be scanned, but no text can be selected.
    """
    from PIL import ImageOps

    dots: Picture = render_dots(receipt_paper(document, profile), profile.width_dots)
    page = ImageOps.expand(dots, _MARGIN_DOTS, fill=255)
    page = page.point(lambda value: 255 if value >= _INK_MIN else 0, mode="1")
    out = io.BytesIO()
    page.save(out, format="PDF", resolution=DOTS_PER_INCH, producer="Evertill")
    return out.getvalue()
