"""What comes out of a printer, as values.

Rule: a paper says what a person would see and a machine could read: text with
its style, codes with their content, pictures with their dots, cuts and pulses.
"""

import enum

import msgspec

FONT_A_WIDTH_DOTS = 12
FONT_A_HEIGHT_DOTS = 24
FONT_B_WIDTH_DOTS = 9
FONT_B_HEIGHT_DOTS = 17
CJK_WIDTH_DOTS = 24


class Justify(enum.IntEnum):
    """Where a line stands."""

    LEFT = 0
    CENTER = 1
    RIGHT = 2


class TextStyle(msgspec.Struct, frozen=True):
    """How characters look.

    Attributes:
        width: 1 to 8 times.
        height: 1 to 8 times.
        is_small: Font B.
        is_inverse: White on black.
    """

    is_bold: bool = False
    is_underlined: bool = False
    is_inverse: bool = False
    is_small: bool = False
    width: int = 1
    height: int = 1


PLAIN = TextStyle()


class TextRun(msgspec.Struct, frozen=True):
    """Characters of one style.

    Attributes:
        x_dots: Where it begins, from the left edge of its line.
        is_cjk: Printed as double bytes, two columns a character.
    """

    text: str
    style: TextStyle = PLAIN
    x_dots: int = 0
    is_cjk: bool = False

    @property
    def cell_width_dots(self) -> int:
        """Dots from one character to the next."""
        if self.is_cjk:
            return CJK_WIDTH_DOTS * self.style.width
        small = self.style.is_small
        return (FONT_B_WIDTH_DOTS if small else FONT_A_WIDTH_DOTS) * self.style.width

    @property
    def width_dots(self) -> int:
        """Dots from its first to behind its last character."""
        return self.cell_width_dots * len(self.text)

    @property
    def height_dots(self) -> int:
        """Dots from its top to its bottom."""
        small = self.style.is_small and not self.is_cjk
        return (FONT_B_HEIGHT_DOTS if small else FONT_A_HEIGHT_DOTS) * self.style.height


class Line(msgspec.Struct, frozen=True):
    """One printed line of text.

    Attributes:
        spacing_dots: Distance to the next line, if the text is not higher.
        left_dots: The left margin.
        area_dots: Width of the printing area; 0 for all of the paper.
    """

    runs: tuple[TextRun, ...]
    justify: Justify = Justify.LEFT
    spacing_dots: int = 30
    left_dots: int = 0
    area_dots: int = 0

    @property
    def text(self) -> str:
        """The line as plain text; gaps between runs are spaces."""
        parts: list[str] = []
        end_dots = 0
        for run in self.runs:
            gap_dots = run.x_dots - end_dots
            if gap_dots > 0 and parts:
                parts.append(" " * max(1, round(gap_dots / FONT_A_WIDTH_DOTS)))
            elif gap_dots > 0:
                parts.append(" " * round(gap_dots / FONT_A_WIDTH_DOTS))
            parts.append(run.text)
            end_dots = run.x_dots + run.width_dots
        return "".join(parts)

    @property
    def width_dots(self) -> int:
        """Dots from the left edge to behind the last character."""
        return max((run.x_dots + run.width_dots for run in self.runs), default=0)

    @property
    def height_dots(self) -> int:
        """How far the paper moves on."""
        return max([self.spacing_dots, *(run.height_dots for run in self.runs)])


class Barcode(msgspec.Struct, frozen=True):
    """A one-dimensional code.

    Attributes:
        symbology: ``EAN13``, ``CODE128``…
        data: What a scanner would read, without code-set marks.
        hri: 0 no text, 1 above, 2 below, 3 both.
    """

    symbology: str
    data: str
    height_dots: int = 162
    module_dots: int = 3
    hri: int = 0
    justify: Justify = Justify.LEFT


class Symbol(msgspec.Struct, frozen=True):
    """A two-dimensional code.

    Attributes:
        symbology: ``QR``, ``PDF417``…
        level: Error correction, a letter for QR.
    """

    symbology: str
    data: str
    module_dots: int = 3
    level: str = "L"
    justify: Justify = Justify.LEFT


class Raster(msgspec.Struct, frozen=True):
    """A picture.

    Attributes:
        rows: Row by row, eight dots a byte, left one high, 1 is black.
        x_scale: How many dots of paper one dot of the picture is wide.
        y_scale: The same for its height.
        advance_dots: How far the paper moves on; 0 for its own height.
    """

    width_dots: int
    height_dots: int
    rows: bytes
    x_scale: int = 1
    y_scale: int = 1
    justify: Justify = Justify.LEFT
    advance_dots: int = 0


class Advance(msgspec.Struct, frozen=True):
    """Empty paper."""

    dots: int


class PaperCut(msgspec.Struct, frozen=True):
    """The end of a paper; a partial cut leaves it hanging by a point."""

    is_partial: bool


class DrawerPulse(msgspec.Struct, frozen=True):
    """The drawer was told to open; not visible on the paper."""

    pin: int
    on_ms: int
    off_ms: int


Block = Line | Barcode | Symbol | Raster | Advance | PaperCut | DrawerPulse


class Paper(msgspec.Struct, frozen=True):
    """One paper, top to bottom; it ends with a cut unless it is still growing."""

    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """Its lines as plain text, without trailing spaces."""
        lines = [
            block.text.rstrip() for block in self.blocks if isinstance(block, Line)
        ]
        return "\n".join(lines)

    @property
    def codes(self) -> tuple[Barcode | Symbol, ...]:
        """All codes on it."""
        return tuple(b for b in self.blocks if isinstance(b, Barcode | Symbol))

    @property
    def pulses(self) -> tuple[DrawerPulse, ...]:
        """The drawer pulses that came with it."""
        return tuple(b for b in self.blocks if isinstance(b, DrawerPulse))

    @property
    def is_cut(self) -> bool:
        """Whether it is off the printer."""
        return any(isinstance(block, PaperCut) for block in self.blocks)

    @property
    def is_blank(self) -> bool:
        """Whether a person would see nothing on it."""
        seen = (
            b for b in self.blocks if isinstance(b, Line | Barcode | Symbol | Raster)
        )
        return not any(not isinstance(b, Line) or b.text.strip() for b in seen)
