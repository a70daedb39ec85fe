"""A receipt document as one HTML page: the receipt that is sent instead of printed.

The page loads nothing and runs nothing; codes and the logo are in it.  Every text is
escaped: names of goods come from elsewhere.
"""

from __future__ import annotations

import base64
import html
import io
from typing import TYPE_CHECKING, Final, assert_never

from drivers.receipt_printer.paper import Barcode, Block, Paper, Symbol
from drivers.receipt_printer.render import render_dots
from terminal.application.receipts.document import (
    Align,
    Code,
    CodeKind,
    Columns,
    Cut,
    Feed,
    Image,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.peripherals.receipt_images import image_rows

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_LOGO_WIDTH_DOTS: Final = 384
_CODE_DOTS: Final = 576
_QUIET_DOTS: Final = 24
_FEED_LINES_MAX: Final = 20

_HEAD: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" \
content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ max-width: 24em; margin: 1em auto; padding: 0 1em; color: #111;
  background: #fff; font: 16px/1.4 system-ui, sans-serif; }}
p {{ margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.4em; }}
.center {{ text-align: center; }} .right {{ text-align: right; }}
.bold {{ font-weight: bold; }} .large {{ font-size: 1.5em; }}
.row {{ display: flex; justify-content: space-between; gap: 1em; }}
.row span:last-child {{ white-space: nowrap; font-variant-numeric: tabular-nums; }}
.row span:first-child {{ overflow-wrap: anywhere; }}
hr {{ border: 0; border-top: 1px dashed #888; }} img {{ max-width: 100%; }}
</style>
</head>
<body>
"""


def render_html(document: ReceiptDocument) -> str:
    """Return *document* as a whole page."""
    title = next(
        (line.text for line in document.lines if isinstance(line, TextLine)), ""
    )
    head = _HEAD.format(
        language=html.escape(document.language), title=html.escape(title.strip())
    )
    body = "\n".join(part for line in document.lines if (part := _element(line)))
    return f"{head}{body}\n</body>\n</html>\n"


def _element(line: TextLine | Columns | Rule | Code | Image | Feed | Cut) -> str:
    match line:
        case TextLine():
            return _text(line)
        case Columns():
            return _columns(line)
        case Rule():
            return "<hr>"
        case Code():
            return _code(line)
        case Image():
            return _image(line)
        case Feed() | Cut():
            count = line.lines if isinstance(line, Feed) else 0
            return "<p></p>" * min(count, _FEED_LINES_MAX)
        case _:
            assert_never(line)


def _text(line: TextLine) -> str:
    names = _names(
        "" if line.align is Align.LEFT else line.align.value,
        is_bold=line.is_bold,
        is_large=line.is_large,
    )
    return f'<p dir="auto"{names}>{html.escape(line.text)}</p>'


def _columns(line: Columns) -> str:
    names = _names("row", is_bold=line.is_bold, is_large=line.is_large)
    indent = f' style="padding-left:{max(0, line.indent)}ch"' if line.indent else ""
    left, right = html.escape(line.left), html.escape(line.right)
    return (
        f'<div{names}{indent}><span dir="auto">{left}</span><span>{right}</span></div>'
    )


def _names(first: str, *, is_bold: bool, is_large: bool) -> str:
    names = [first, "bold" if is_bold else "", "large" if is_large else ""]
    joined = " ".join(name for name in names if name)
    return f' class="{joined}"' if joined else ""


def _code(code: Code) -> str:
    block: Block = (
        Symbol("QR", code.data, 6, "M")
        if code.kind is CodeKind.QR
        else Barcode("CODE128", code.data, 72, 2)
    )
    picture = _picture(_trim(render_dots(Paper((block,)), _CODE_DOTS * 2)), code.data)
    caption = f"<p>{html.escape(code.caption)}</p>" if code.caption else ""
    return f'<div class="center">{picture}{caption}</div>'


def _trim(dots: Picture) -> Picture:
    """Return the code alone with its quiet zone."""
    from PIL import ImageOps

    box = ImageOps.invert(dots).getbbox()
    return ImageOps.expand(dots.crop(box) if box else dots, _QUIET_DOTS, fill=255)


def _image(image: Image) -> str:
    found = image_rows(image.name, _LOGO_WIDTH_DOTS)
    if found is None:
        return ""  # A missing logo stops no receipt.
    import PIL.Image
    from PIL import ImageOps

    width, rows = found
    picture = PIL.Image.frombytes("1", (width, len(rows) * 8 // width), rows).convert(
        "L"
    )
    return f'<div class="center">{_picture(ImageOps.invert(picture), "")}</div>'


def _picture(picture: Picture, text: str) -> str:
    out = io.BytesIO()
    picture.convert("1").save(out, format="PNG")
    data = base64.b64encode(out.getvalue()).decode("ascii")
    alt = html.escape(text)
    return f'<img alt="{alt}" src="data:image/png;base64,{data}">'
