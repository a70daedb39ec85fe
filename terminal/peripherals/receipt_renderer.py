"""Puts a receipt document on paper of a given width, in the printer's language.

Rule: an amount is never cut and never parted from its line; text that does not
fit goes on below.  What the printer has no letters for is printed as a picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, assert_never

from drivers.receipt_printer.builder import Alignment
from drivers.receipt_printer.encoding import count_columns, missing_characters
from drivers.receipt_printer.language import language_of
from drivers.receipt_printer.profile import DEFAULT_PROFILE, PrinterProfile
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
from terminal.application.receipts.wording import wording

_ALIGNMENTS: Final = {
    Align.LEFT: Alignment.LEFT,
    Align.CENTER: Alignment.CENTER,
    Align.RIGHT: Alignment.RIGHT,
}
_RULE_CHARACTER: Final = "─"
_LARGE: Final = 2
_FEED_LINES_MAX: Final = 100
_CODE_CLEARANCE_DOTS: Final = 16
"""White above a code: the quiet zone that scanners look for."""

_CODE128_MODULE_DOTS: Final = 2
_CODE128_HEIGHT_DOTS: Final = 72
_CODE128_OVERHEAD_MODULES: Final = 57
"""Start, check, stop and the two quiet zones of ten."""

_CODE128_CHARACTER_MODULES: Final = 11
_QR_MODULE_DOTS: Final = 6
_DOTS_IN_BYTE: Final = 8

ImageRows = Callable[[str, int], tuple[int, bytes] | None]
"""Takes an image's name and the printable width; returns its width in dots and its
rows, or None when there is no such image: a missing logo stops no receipt."""


def render_receipt(
    document: ReceiptDocument,
    profile: PrinterProfile = DEFAULT_PROFILE,
    *,
    image_rows: ImageRows | None = None,
) -> bytes:
    """Return the bytes that print *document*; pure unless it holds pictures."""
    renderer = _Renderer(profile, image_rows)
    for line in document.lines:
        renderer.print(line)
    return renderer.builder.build()


def mark_as_copy(document: ReceiptDocument) -> ReceiptDocument:
    """Return *document* with its COPY mark above and below.

    For a paper whose first try may or may not lie in the shopper's hand.
    """
    if document.is_copy:
        return document
    mark = TextLine(
        text=wording(document.language).copy,
        align=Align.CENTER,
        is_bold=True,
        is_large=True,
    )
    lines = list(document.lines)
    end = len(lines)
    while end and isinstance(lines[end - 1], Feed | Cut):
        end -= 1
    return ReceiptDocument(
        lines=(mark, *lines[:end], mark, *lines[end:]),
        language=document.language,
        is_copy=True,
    )


class _Renderer:
    """Lays out line by line; the builder begins with a printer set back."""

    def __init__(self, profile: PrinterProfile, image_rows: ImageRows | None) -> None:
        self._profile = profile
        self._image_rows = image_rows
        self.builder = language_of(profile).make_builder(profile)
        self.builder.initialize()

    def print(
        self, line: TextLine | Columns | Rule | Code | Image | Feed | Cut
    ) -> None:
        """Print one element."""
        match line:
            case TextLine():
                self._text(line)
            case Columns():
                self._columns(line)
            case Rule():
                self._style(Alignment.LEFT)
                self.builder.line(_RULE_CHARACTER * self._profile.columns)
            case Code():
                self._code(line)
            case Image():
                self._image(line)
            case Feed(lines=count):
                self._style(Alignment.LEFT)
                self.builder.feed(max(1, min(count, _FEED_LINES_MAX)))
            case Cut():
                self._style(Alignment.LEFT)
                self.builder.cut()
            case _:
                assert_never(line)

    # -- text ----------------------------------------------------------------

    def _text(self, line: TextLine) -> None:
        width = self._width(is_large=line.is_large)
        for part in self._wrap(line.text, width):
            self._put(
                part,
                _ALIGNMENTS[line.align],
                is_bold=line.is_bold,
                is_large=line.is_large,
            )

    def _columns(self, line: Columns) -> None:
        width = self._width(is_large=line.is_large)
        indent = " " * min(line.indent, width // 2)
        right_width = self._count(line.right)
        # One space at least between the two, or the eye joins them.
        room = width - len(indent) - right_width - 1
        if room < 1:
            lefts = self._wrap(line.left, max(1, width - len(indent)))
        else:
            lefts = self._wrap(line.left, room)
        for left in lefts[:-1]:
            self._put(
                indent + left,
                Alignment.LEFT,
                is_bold=line.is_bold,
                is_large=line.is_large,
            )
        last = indent + lefts[-1]
        if room < 1 and last.strip():
            self._put(
                last, Alignment.LEFT, is_bold=line.is_bold, is_large=line.is_large
            )
            last = ""
        if missing_characters(last + line.right, self._profile):
            self._put_columns_picture(
                last, line.right, is_bold=line.is_bold, is_large=line.is_large
            )
            return
        gap = max(0, width - self._count(last) - right_width)
        for part in self._wrap_hard(last + " " * gap + line.right, width):
            self._put(
                part, Alignment.LEFT, is_bold=line.is_bold, is_large=line.is_large
            )

    def _put(
        self, text: str, alignment: Alignment, *, is_bold: bool, is_large: bool
    ) -> None:
        if missing_characters(text, self._profile):
            self._put_picture(text, alignment, is_bold=is_bold, is_large=is_large)
            return
        self._style(alignment, is_bold=is_bold, is_large=is_large)
        self.builder.line(text)

    def _put_picture(
        self, text: str, alignment: Alignment, *, is_bold: bool, is_large: bool
    ) -> None:
        from drivers.receipt_printer.fonts import is_wide, raster_line

        scale = _LARGE if is_large else 1
        columns = sum(2 if is_wide(character) else 1 for character in text)
        dots = min(columns * 12 * scale, self._profile.width_dots)
        width = -(-dots // _DOTS_IN_BYTE) * _DOTS_IN_BYTE
        self._style(alignment)
        self.builder.raster(
            width, raster_line(text, width, scale=scale, is_bold=is_bold)
        )

    def _put_columns_picture(
        self, left: str, right: str, *, is_bold: bool, is_large: bool
    ) -> None:
        from drivers.receipt_printer.fonts import raster_columns

        scale = _LARGE if is_large else 1
        width = self._profile.columns * 12 if scale == 1 else self._profile.width_dots
        width = min(width, self._profile.width_dots) // _DOTS_IN_BYTE * _DOTS_IN_BYTE
        self._style(Alignment.LEFT)
        self.builder.raster(
            width, raster_columns(left, right, width, scale=scale, is_bold=is_bold)
        )

    def _style(
        self, alignment: Alignment, *, is_bold: bool = False, is_large: bool = False
    ) -> None:
        scale = _LARGE if is_large else 1
        self.builder.align(alignment)
        self.builder.bold(is_on=is_bold)
        self.builder.size(scale, scale)

    def _width(self, *, is_large: bool) -> int:
        return self._profile.columns // (_LARGE if is_large else 1)

    def _count(self, text: str) -> int:
        columns = count_columns(text, self._profile)
        missing = missing_characters(text, self._profile)
        if missing:
            # Counted as one column each; as a picture hanzi take two.
            from drivers.receipt_printer.fonts import is_wide

            columns += sum(1 for character in missing if is_wide(character))
        return columns

    def _wrap(self, text: str, width: int) -> list[str]:
        """Break *text* between words; there is always one line, perhaps empty.

        Spaces at its beginning are kept: they are an indent.
        """
        lines: list[str] = []
        for paragraph in text.split("\n"):
            current, *words = paragraph.split(" ")
            *full, current = self._wrap_hard(current, width)
            lines += full
            for word in words:
                candidate = f"{current} {word}"
                if self._count(candidate) <= width:
                    current = candidate
                    continue
                lines.append(current)
                *full, current = self._wrap_hard(word, width)
                lines += full
            lines.append(current)
        return lines

    def _wrap_hard(self, text: str, width: int) -> list[str]:
        """Break *text* wherever a line is full: words without spaces, hanzi."""
        lines: list[str] = []
        current = ""
        used = 0
        for character in text:
            columns = self._count(character)
            if current and used + columns > width:
                lines.append(current)
                current, used = "", 0
            current += character
            used += columns
        return [*lines, current]

    # -- codes and pictures ----------------------------------------------------

    def _code(self, code: Code) -> None:
        self._style(Alignment.CENTER)
        self.builder.feed_dots(_CODE_CLEARANCE_DOTS)
        if code.kind is CodeKind.QR:
            self._qr(code.data)
        else:
            self._code128(code.data)
        if code.caption:
            for part in self._wrap(code.caption, self._profile.columns):
                self._put(part, Alignment.CENTER, is_bold=False, is_large=False)

    def _qr(self, data: str) -> None:
        if self._profile.has_native_qr:
            self.builder.qr(data, module_dots=_QR_MODULE_DOTS)
            self.builder.line()
            return
        import segno

        matrix = segno.make(data, error="m", micro=False).matrix
        rows, width = _enlarge(
            ["".join("1" if dot else "0" for dot in row) for row in matrix],
            _QR_MODULE_DOTS,
            _QR_MODULE_DOTS,
        )
        self.builder.raster(width, rows)

    def _code128(self, data: str) -> None:
        modules = _CODE128_OVERHEAD_MODULES + _CODE128_CHARACTER_MODULES * len(data)
        if modules * _CODE128_MODULE_DOTS > self._profile.width_dots:
            # A printer asked for a code wider than its paper prints nothing at
            # all; a QR code of the same data always fits.
            self._qr(data)
            return
        if self._profile.has_native_barcode:
            self.builder.code128(
                data,
                height_dots=_CODE128_HEIGHT_DOTS,
                module_dots=_CODE128_MODULE_DOTS,
            )
            return
        import barcode  # type: ignore[import-untyped]  # has no types

        bars = str(barcode.get_barcode_class("code128")(data).build()[0])
        rows, width = _enlarge([bars], _CODE128_MODULE_DOTS, _CODE128_HEIGHT_DOTS)
        self.builder.raster(width, rows)

    def _image(self, image: Image) -> None:
        if self._image_rows is None:
            return
        picture = self._image_rows(image.name, self._profile.width_dots)
        if picture is not None:
            self._style(Alignment.CENTER)
            self.builder.raster(*picture)


def _enlarge(lines: list[str], x_scale: int, y_scale: int) -> tuple[bytes, int]:
    """Return rows of dots for *lines* of 1 and 0, and their width in dots."""
    width = len(lines[0]) * x_scale
    padded = -(-width // _DOTS_IN_BYTE) * _DOTS_IN_BYTE
    rows = b"".join(
        int("".join(dot * x_scale for dot in line).ljust(padded, "0"), 2).to_bytes(
            padded // _DOTS_IN_BYTE, "big"
        )
        * y_scale
        for line in lines
    )
    return rows, padded
