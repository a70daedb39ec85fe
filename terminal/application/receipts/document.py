"""A receipt as a value: what is on the paper, not how it gets there.

Printers and the preview render the same document. Widths are the renderer's
business: 42 and 48 columns come from one document. Text is already in the
receipt's language.
"""

from enum import StrEnum

import msgspec


class Align(StrEnum):
    """Where text stands in its line."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class CodeKind(StrEnum):
    """Symbology of a printed code."""

    CODE128 = "code128"
    QR = "qr"


class ReceiptElement(msgspec.Struct, frozen=True, gc=False, kw_only=True, tag=True):
    """Base of everything that a receipt consists of."""


class TextLine(ReceiptElement, frozen=True, gc=False, kw_only=True):
    """A paragraph; a renderer breaks it where the paper ends.

    Attributes:
        is_large: Twice as wide and high.
    """

    text: str
    align: Align = Align.LEFT
    is_bold: bool = False
    is_large: bool = False


class Columns(ReceiptElement, frozen=True, gc=False, kw_only=True):
    """Text on the left, an amount on the right, which is never cut.

    Attributes:
        indent: Columns that stay empty on the left.
    """

    left: str
    right: str
    indent: int = 0
    is_bold: bool = False
    is_large: bool = False


class Rule(ReceiptElement, frozen=True, gc=False, kw_only=True):
    """A line across the paper."""


class Code(ReceiptElement, frozen=True, gc=False, kw_only=True):
    """A bar code or QR code, centered.

    Attributes:
        data: ASCII for code128.
        caption: Text below it; empty for none.
    """

    kind: CodeKind
    data: str
    caption: str = ""


class Image(ReceiptElement, frozen=True, gc=False, kw_only=True):
    """A picture of resources/receipts, centered.

    Attributes:
        name: File name without folder.
    """

    name: str


class Feed(ReceiptElement, frozen=True, gc=False, kw_only=True):
    """Empty lines."""

    lines: int = 1


class Cut(ReceiptElement, frozen=True, gc=False, kw_only=True):
    """The paper is cut here."""


class ReceiptDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one paper shows, top to bottom.

    Attributes:
        language: BCP 47 tag; decides fonts and code pages, the text is ready.
        is_copy: The COPY mark is on it.
    """

    lines: tuple[TextLine | Columns | Rule | Code | Image | Feed | Cut, ...]
    language: str
    is_copy: bool = False
