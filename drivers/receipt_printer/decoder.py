"""Carries out ESC/POS commands on a paper made of values.

The counterpart of esc_pos.py, written from the command reference and not from
the builder: it also reads what other programs send.  Pure; no clock, no I/O.
"""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from drivers.receipt_printer.commands import (
    Command,
    CommandReader,
    Control,
    Text,
    Token,
)
from drivers.receipt_printer.paper import (
    CJK_WIDTH_DOTS,
    FONT_A_WIDTH_DOTS,
    FONT_B_WIDTH_DOTS,
    PLAIN,
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
    TextStyle,
)

LINE_SPACING_DOTS: Final = 30
COLUMN_SCALE: Final = 3
"""ESC * with eight dots prints at a third of the head's 203 dpi."""

HEAD_DPI: Final = 203
PAPER_BLOCKS_MAX: Final = 20_000
"""Longer than any roll; what comes after is cut off, as the paper would be."""

_CODE_PAGES: Final[Mapping[int, str]] = {
    0: "cp437",
    1: "katakana",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    13: "cp857",
    14: "cp737",
    15: "iso8859_7",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    33: "cp775",
    34: "cp855",
    35: "cp861",
    36: "cp862",
    37: "cp864",
    39: "iso8859_2",
    40: "iso8859_15",
    45: "cp1250",
    46: "cp1251",
    47: "cp1253",
    48: "cp1254",
    49: "cp1255",
    50: "cp1256",
    51: "cp1257",
    52: "cp1258",
}
_RULED: Final = "┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯"
_RULED_MIN: Final = 0x8F
"""Lines of the Japanese page, which lie before its half-width letters."""

_UNKNOWN_CHARACTER: Final = "\ufffd"

_CJK_CODECS: Final[Mapping[int, str]] = {8: "cp932", 13: "cp949", 15: "gb18030"}
"""Double bytes by the country of ESC R."""

_KATAKANA_MIN: Final = 0xA1
_KATAKANA_MAX: Final = 0xDF
"""Single bytes among the double ones of Shift JIS."""

_LINE_FEED: Final = 0x0A
_TAB: Final = 0x09
_FORM_FEED: Final = 0x0C
_CARRIAGE_RETURN: Final = 0x0D
_LEAD_BYTE_MIN: Final = 0x81
_TAB_COLUMNS: Final = 8
_PULSE_UNIT_MS: Final = 2
_REAL_TIME_PULSE_UNIT_MS: Final = 100

_BARCODES: Final[Mapping[int, str]] = {
    0: "UPC-A",
    1: "UPC-E",
    2: "EAN13",
    3: "EAN8",
    4: "CODE39",
    5: "ITF",
    6: "CODABAR",
    7: "CODE93",
    8: "CODE128",
    9: "GS1-128",
    10: "DATABAR-OMNI",
    11: "DATABAR-TRUNCATED",
    12: "DATABAR-LIMITED",
    13: "DATABAR-EXPANDED",
}
_BARCODE_COUNTED_FROM: Final = 65
_CODE128: Final = 8

_SYMBOLS: Final[Mapping[int, str]] = {
    48: "PDF417",
    49: "QR",
    50: "MAXICODE",
    51: "DATABAR-2D",
    52: "COMPOSITE",
    53: "AZTEC",
    54: "DATAMATRIX",
}
_QR_LEVELS: Final[Mapping[int, str]] = {48: "L", 49: "M", 50: "Q", 51: "H"}


def decode(
    data: bytes,
    *,
    width_dots: int = 576,
    cutter_dots: int = 0,
    column_scale: int = COLUMN_SCALE,
) -> list[Paper]:
    """Return the papers that *data* makes, the last one perhaps uncut."""
    decoder = PaperDecoder(
        width_dots=width_dots, cutter_dots=cutter_dots, column_scale=column_scale
    )
    for token in CommandReader().feed(data):
        decoder.apply(token)
    return [*decoder.take_papers(), *decoder.take_open_paper()]


class PaperDecoder:
    """A printing mechanism without a printer.

    Attributes:
        unknown_count: Commands whose meaning it does not know.
    """

    def __init__(
        self,
        *,
        width_dots: int = 576,
        has_cjk_at_start: bool = False,
        cutter_dots: int = 0,
        column_scale: int = COLUMN_SCALE,
    ) -> None:
        """Switch on.

        Args:
            width_dots: Printable dots of a line.
            has_cjk_at_start: Models for China begin with double bytes on.
            cutter_dots: From the head to the cutter: what a cut that feeds adds.
            column_scale: How high a dot of the eight-dot columns of ESC * is;
                some clones print them one dot high.
        """
        self._width_dots = width_dots
        self._has_cjk_at_start = has_cjk_at_start
        self._cutter_dots = cutter_dots
        self._column_scale = column_scale
        self._blocks: list[Block] = []
        self._papers: list[Paper] = []
        self._symbol_data: dict[int, bytes] = {}
        self._stored_graphics: Raster | None = None
        self._handlers = self._make_handlers()
        self.unknown_count = 0
        self._runs: list[TextRun] = []
        self._images: list[Raster] = []
        self._reset()

    def apply(self, token: Token) -> None:
        """Carry out one command."""
        match token:
            case Text(data=data):
                self._print(data)
            case Control(code=code):
                self._control(code)
            case Command():
                self._command(token)

    def take_papers(self) -> list[Paper]:
        """Return the papers that were cut since the last call."""
        papers, self._papers = self._papers, []
        return papers

    def take_open_paper(self) -> list[Paper]:
        """Tear off what is printed without a cut; empty when there is nothing."""
        paper = self.peek_open_paper()
        self._blocks = []
        self._runs = []
        return [] if paper is None else [paper]

    def peek_open_paper(self) -> Paper | None:
        """Return what is printed so far without tearing it off."""
        blocks = [*self._blocks]
        if self._runs:
            blocks.append(self._current_line(self._spacing_dots))
        paper = Paper(tuple(blocks))
        return None if paper.is_blank and not paper.pulses else paper

    def _make_handlers(self) -> Mapping[str, Callable[[bytes], None]]:
        return {
            "ESC @": self._initialize,
            "ESC !": self._print_mode,
            "ESC E": self._bold,
            "ESC G": self._bold,
            "ESC -": self._underline,
            "ESC M": self._font,
            "ESC a": self._align,
            "ESC t": self._code_page,
            "ESC 2": self._default_spacing,
            "ESC 3": self._spacing,
            "ESC d": self._feed_lines,
            "ESC J": self._feed_dots,
            "ESC $": self._absolute_position,
            "ESC \\": self._relative_position,
            "ESC D": self._set_tabs,
            "ESC p": self._pulse,
            "ESC i": self._full_cut,
            "ESC m": self._partial_cut,
            "ESC *": self._column_image,
            "DLE 14": self._real_time,
            "FS &": self._cjk_on,
            "FS .": self._cjk_off,
            "FS !": self._cjk_mode,
            "GS !": self._size,
            "GS B": self._inverse,
            "GS L": self._left_margin,
            "GS P": self._motion_units,
            "ESC R": self._international,
            "FS C": self._cjk_code,
            "GS W": self._area_width,
            "GS V": self._cut,
            "GS h": self._set_barcode_height,
            "GS w": self._set_barcode_module,
            "GS H": self._set_hri,
            "GS k": self._barcode,
            "GS (": self._group,
            "GS 8": self._long_graphics,
            "GS v": self._raster_image,
        }

    # -- state ---------------------------------------------------------------

    def _reset(self) -> None:
        """ESC @: everything but the paper and what is stored."""
        self._style = PLAIN
        self._cjk_style = PLAIN
        self._page = "cp437"
        self._is_cjk = self._has_cjk_at_start
        self._cjk_codec = "gb18030"
        self._is_shift_jis = False
        self._vertical_unit = 0
        self._lead = b""
        self._justify = Justify.LEFT
        self._spacing_dots = LINE_SPACING_DOTS
        self._left_dots = 0
        self._area_dots = 0
        self._x_dots = 0
        self._runs = []
        self._images = []
        self._tab_stops: tuple[int, ...] = ()
        self._barcode_height = 162
        self._barcode_module = 3
        self._hri = 0
        self._symbol_module: dict[int, int] = {}
        self._symbol_level: dict[int, str] = {}

    def _restyle(self, **changes: object) -> None:
        self._style = msgspec.structs.replace(self._style, **changes)

    # -- text ----------------------------------------------------------------

    def _print(self, data: bytes) -> None:
        data, self._lead = self._lead + data, b""
        if not self._is_cjk:
            self._put(_decode_page(data, self._page), is_cjk=False)
            return
        position = 0
        while position < len(data):
            if data[position] < _LEAD_BYTE_MIN or self._is_half_katakana(
                data[position]
            ):
                byte = data[position : position + 1]
                self._put(byte.decode(self._cjk_codec, "replace"), is_cjk=False)
                position += 1
            elif position + 1 == len(data):
                self._lead = data[position:]
                break
            else:
                pair = data[position : position + 2]
                character = pair.decode(self._cjk_codec, errors="replace")[:1]
                self._put(character, is_cjk=True)
                position += 2

    def _put(self, text: str, *, is_cjk: bool) -> None:
        style = self._merge_cjk_style() if is_cjk else self._style
        cell = CJK_WIDTH_DOTS if is_cjk else self._cell_dots()
        cell = cell * style.width if is_cjk else cell
        limit = self._area_dots or self._width_dots - self._left_dots
        for character in text:
            if self._x_dots + cell > limit and self._x_dots > 0:
                self._end_line()
            self._put_character(character, style, is_cjk=is_cjk)
            self._x_dots += cell

    def _put_character(self, character: str, style: TextStyle, *, is_cjk: bool) -> None:
        if self._runs:
            last = self._runs[-1]
            is_joined = last.x_dots + last.width_dots == self._x_dots
            if last.style == style and last.is_cjk == is_cjk and is_joined:
                self._runs[-1] = msgspec.structs.replace(
                    last, text=last.text + character
                )
                return
        self._runs.append(TextRun(character, style, self._x_dots, is_cjk))

    def _cell_dots(self) -> int:
        small = self._style.is_small
        return (FONT_B_WIDTH_DOTS if small else FONT_A_WIDTH_DOTS) * self._style.width

    def _merge_cjk_style(self) -> TextStyle:
        # GS ! enlarges both kinds of character, FS ! only the double bytes.
        return msgspec.structs.replace(
            self._style,
            width=max(self._style.width, self._cjk_style.width),
            height=max(self._style.height, self._cjk_style.height),
            is_underlined=self._style.is_underlined or self._cjk_style.is_underlined,
        )

    def _control(self, code: int) -> None:
        if code == _LINE_FEED:
            self._end_line()
        elif code == _TAB:
            self._tab()
        elif code == _FORM_FEED and self._runs:
            self._end_line()
        elif code == _CARRIAGE_RETURN:
            return  # Ignored unless auto feed is set by a switch in the printer.

    def _tab(self) -> None:
        cell = self._cell_dots()
        for stop in self._tab_stops:
            if stop * cell > self._x_dots:
                self._x_dots = stop * cell
                return
        if not self._tab_stops:
            step = _TAB_COLUMNS * cell
            self._x_dots = (self._x_dots // step + 1) * step

    def _current_line(self, spacing_dots: int) -> Line:
        return Line(
            tuple(self._runs),
            self._justify,
            spacing_dots,
            self._left_dots,
            self._area_dots,
        )

    def _end_line(self, spacing_dots: int | None = None) -> None:
        if spacing_dots is None:
            spacing_dots = self._spacing_dots
        if self._lead:
            self._lead = b""
            self._put(_UNKNOWN_CHARACTER, is_cjk=False)
        if self._images and not self._runs:
            self._add(_beside(self._images, spacing_dots))
        else:
            for image in self._images:
                self._add(image)
            self._add(self._current_line(spacing_dots))
        self._runs = []
        self._images = []
        self._x_dots = 0

    def _flush_line(self) -> None:
        if self._runs or self._images:
            self._end_line()

    def _add(self, block: Block) -> None:
        if len(self._blocks) < PAPER_BLOCKS_MAX:
            self._blocks.append(block)

    # -- commands ------------------------------------------------------------

    def _command(self, command: Command) -> None:
        handler = self._handlers.get(command.name)
        if handler is None:
            self.unknown_count += command.name not in _HARMLESS
            return
        handler(command.body)

    def _initialize(self, _body: bytes) -> None:
        # The line that was not ended yet is in the print buffer and is lost.
        self._reset()

    def _print_mode(self, body: bytes) -> None:
        mode = body[0]
        self._restyle(
            is_small=bool(mode & 0x01),
            is_bold=bool(mode & 0x08),
            height=2 if mode & 0x10 else 1,
            width=2 if mode & 0x20 else 1,
            is_underlined=bool(mode & 0x80),
        )

    def _size(self, body: bytes) -> None:
        self._restyle(width=(body[0] >> 4 & 7) + 1, height=(body[0] & 7) + 1)

    def _bold(self, body: bytes) -> None:
        self._restyle(is_bold=bool(body[0] & 1))

    def _underline(self, body: bytes) -> None:
        self._restyle(is_underlined=body[0] not in {0, ord("0")})

    def _inverse(self, body: bytes) -> None:
        self._restyle(is_inverse=bool(body[0] & 1))

    def _font(self, body: bytes) -> None:
        self._restyle(is_small=body[0] in {1, ord("1")})

    def _align(self, body: bytes) -> None:
        value = body[0] - ord("0") if body[0] >= ord("0") else body[0]
        if value in {0, 1, 2}:
            self._justify = Justify(value)

    def _code_page(self, body: bytes) -> None:
        # Text in a page we do not know would be read as another's; Latin-1 at
        # least keeps the digits and one character a byte.
        self._page = _CODE_PAGES.get(body[0], "latin-1")

    def _is_half_katakana(self, byte: int) -> bool:
        return self._is_shift_jis and _KATAKANA_MIN <= byte <= _KATAKANA_MAX

    def _international(self, body: bytes) -> None:
        """ESC R: which country's characters; tells the double bytes apart too.

        A printer knows those of its market; a program for Japan, Korea or China
        says so here, and then what it sends can be read.
        """
        self._cjk_codec = _CJK_CODECS.get(body[0], self._cjk_codec)

    def _cjk_code(self, body: bytes) -> None:
        """FS C: Shift JIS instead of JIS, on models for Japan; always on then."""
        self._is_shift_jis = body[0] in {1, ord("1")}
        if self._is_shift_jis:
            self._cjk_codec = "cp932"
            self._is_cjk = True

    def _cjk_on(self, _body: bytes) -> None:
        self._is_cjk = True

    def _cjk_off(self, _body: bytes) -> None:
        self._is_cjk = False
        self._lead = b""

    def _cjk_mode(self, body: bytes) -> None:
        self._cjk_style = TextStyle(
            width=2 if body[0] & 0x04 else 1,
            height=2 if body[0] & 0x08 else 1,
            is_underlined=bool(body[0] & 0x80),
        )

    def _default_spacing(self, _body: bytes) -> None:
        self._spacing_dots = LINE_SPACING_DOTS

    def _spacing(self, body: bytes) -> None:
        self._spacing_dots = self._vertical_dots(body[0])

    def _motion_units(self, body: bytes) -> None:
        """GS P x y: how many units of movement make an inch; 0 is the usual."""
        self._vertical_unit = body[1]

    def _vertical_dots(self, units: int) -> int:
        if not self._vertical_unit:
            return units
        return units * HEAD_DPI // self._vertical_unit

    def _feed_lines(self, body: bytes) -> None:
        self._feed(body[0] * self._spacing_dots)

    def _feed_dots(self, body: bytes) -> None:
        self._feed(self._vertical_dots(body[0]))

    def _feed(self, dots: int) -> None:
        # The feed is what follows the line, not what is added to its spacing.
        if self._runs or self._images:
            self._end_line(dots)
        elif dots:
            self._add(Advance(dots))

    def _absolute_position(self, body: bytes) -> None:
        self._x_dots = int.from_bytes(body, "little")

    def _relative_position(self, body: bytes) -> None:
        moved = int.from_bytes(body, "little", signed=True)
        self._x_dots = max(0, self._x_dots + moved)

    def _set_tabs(self, body: bytes) -> None:
        self._tab_stops = tuple(stop for stop in body if stop)

    def _left_margin(self, body: bytes) -> None:
        self._left_dots = int.from_bytes(body, "little")

    def _area_width(self, body: bytes) -> None:
        self._area_dots = int.from_bytes(body, "little")

    def _pulse(self, body: bytes) -> None:
        self._add_pulse(body[0], body[1] * _PULSE_UNIT_MS, body[2] * _PULSE_UNIT_MS)

    def _real_time(self, body: bytes) -> None:
        if body[0] == 1:
            milliseconds = body[2] * _REAL_TIME_PULSE_UNIT_MS
            self._add_pulse(body[1], milliseconds, milliseconds)

    def _add_pulse(self, connector: int, on_ms: int, off_ms: int) -> None:
        pin = 5 if connector in {1, ord("1")} else 2
        self._add(DrawerPulse(pin, on_ms, off_ms))

    def _cut(self, body: bytes) -> None:
        self._flush_line()
        if len(body) > 1:
            feed = self._vertical_dots(body[1]) + self._cutter_dots
            if feed:
                self._add(Advance(feed))
        self._end_paper(is_partial=body[0] in {1, ord("1"), 66, 98, 104})

    def _full_cut(self, _body: bytes) -> None:
        self._flush_line()
        self._end_paper(is_partial=False)

    def _partial_cut(self, _body: bytes) -> None:
        self._flush_line()
        self._end_paper(is_partial=True)

    def _end_paper(self, *, is_partial: bool) -> None:
        self._add(PaperCut(is_partial))
        self._papers.append(Paper(tuple(self._blocks)))
        self._blocks = []

    # -- codes ---------------------------------------------------------------

    def _set_barcode_height(self, body: bytes) -> None:
        self._barcode_height = body[0]

    def _set_barcode_module(self, body: bytes) -> None:
        # 2 to 6 are dots; 68 to 76 are the same widths in quarter steps.
        self._barcode_module = body[0] if body[0] < 68 else max(1, (body[0] - 66) // 2)  # noqa: PLR2004 - see above

    def _set_hri(self, body: bytes) -> None:
        self._hri = body[0] & 0x03

    def _barcode(self, body: bytes) -> None:
        if body[0] < _BARCODE_COUNTED_FROM:
            kind, content = body[0], body[1:-1]
        else:
            kind, content = body[0] - _BARCODE_COUNTED_FROM, body[2:]
        symbology = _BARCODES.get(kind)
        if symbology is None:
            self.unknown_count += 1
            return
        is_set_marked = kind == _CODE128 and body[0] >= _BARCODE_COUNTED_FROM
        text = (
            _decode_code128(content)
            if is_set_marked
            else content.decode("ascii", errors="replace")
        )
        self._flush_line()
        self._add(
            Barcode(
                symbology,
                text,
                self._barcode_height,
                self._barcode_module,
                self._hri,
                self._justify,
            )
        )

    def _symbol(self, body: bytes) -> None:
        """GS ( k pL pH cn fn …: two-dimensional codes."""
        if len(body) < 5:  # noqa: PLR2004 - k pL pH cn fn
            return
        kind, function, rest = body[3], body[4], body[5:]
        match function:
            case 67 if rest:
                self._symbol_module[kind] = rest[0]
            case 69 if rest:
                self._symbol_level[kind] = _QR_LEVELS.get(rest[-1], "L")
            case 80:
                self._symbol_data[kind] = rest[1:]
            case 81 if self._symbol_data.get(kind):
                self._flush_line()
                self._add(
                    Symbol(
                        _SYMBOLS.get(kind, f"2D-{kind}"),
                        _decode_text(self._symbol_data[kind]),
                        self._symbol_module.get(kind, 3),
                        self._symbol_level.get(kind, "L"),
                        self._justify,
                    )
                )
            case _:
                return  # Settings that change no content.

    def _group(self, body: bytes) -> None:
        """GS ( x: only the codes and the pictures leave a mark."""
        match body[0]:
            case 0x6B:
                self._symbol(body)
            case 0x4C:
                self._graphics(body[3:])
            case _:
                return

    # -- pictures ------------------------------------------------------------

    def _raster_image(self, body: bytes) -> None:
        mode = body[1] & 0x03
        self._flush_line()
        self._add(
            Raster(
                int.from_bytes(body[2:4], "little") * 8,
                int.from_bytes(body[4:6], "little"),
                body[6:],
                2 if mode & 1 else 1,
                2 if mode & 2 else 1,
                self._justify,
            )
        )

    def _column_image(self, body: bytes) -> None:
        """ESC * m nL nH: columns, the top dot high."""
        mode = body[0]
        height_bytes = 3 if mode in {32, 33} else 1
        columns = int.from_bytes(body[1:3], "little")
        if not columns:
            return
        is_dense = mode in {1, 33}
        self._images.append(
            Raster(
                -(-columns // 8) * 8,
                height_bytes * 8,
                _columns_to_rows(body[3:], columns, height_bytes),
                1 if is_dense else 2,
                1 if height_bytes > 1 else self._column_scale,
                self._justify,
            )
        )

    def _graphics(self, body: bytes) -> None:
        """GS ( L and GS 8 L: m fn …: store a picture, print it."""
        if len(body) < 2:  # noqa: PLR2004 - m and fn
            return
        match body[1]:
            case 112 if len(body) >= 10:  # noqa: PLR2004 - its head
                width = int.from_bytes(body[6:8], "little")
                height = int.from_bytes(body[8:10], "little")
                stride = -(-width // 8)
                self._stored_graphics = Raster(
                    stride * 8,
                    height,
                    body[10 : 10 + stride * height],
                    2 if body[3] == 2 else 1,  # noqa: PLR2004 - bx
                    2 if body[4] == 2 else 1,  # noqa: PLR2004 - by
                )
            case 2 | 50 if self._stored_graphics is not None:
                self._flush_line()
                self._add(
                    msgspec.structs.replace(
                        self._stored_graphics, justify=self._justify
                    )
                )
            case _:
                return

    def _long_graphics(self, body: bytes) -> None:
        if body and body[0] == ord("L"):
            self._graphics(body[5:])


def _decode_page(data: bytes, page: str) -> str:
    if page != "katakana":
        return data.decode(page, errors="replace")
    return "".join(
        _RULED[byte - _RULED_MIN]
        if _RULED_MIN <= byte < _RULED_MIN + len(_RULED)
        else bytes((byte,)).decode("cp932", errors="replace")
        for byte in data
    )


def _decode_text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _decode_code128(content: bytes) -> str:
    """Return what a scanner reads from the data of GS k 73."""
    out: list[str] = []
    code_set = "B"
    position = 0
    while position < len(content):
        byte = content[position]
        if byte == ord("{") and position + 1 < len(content):
            mark = chr(content[position + 1])
            position += 2
            if mark in "ABC":
                code_set = mark
            elif mark == "{":
                out.append("{")
            elif mark == "1":
                out.append("\x1d")  # FNC1 reads as GS inside a code.
            continue
        out.append(f"{byte:02d}" if code_set == "C" else chr(byte))
        position += 1
    return "".join(out)


def _columns_to_rows(data: bytes, columns: int, height_bytes: int) -> bytes:
    stride = -(-columns // 8)
    rows = bytearray(stride * height_bytes * 8)
    for column in range(columns):
        mask = 0x80 >> (column % 8)
        for part in range(height_bytes):
            index = column * height_bytes + part
            bits = data[index] if index < len(data) else 0
            for bit in range(8):
                if bits & (0x80 >> bit):
                    rows[(part * 8 + bit) * stride + column // 8] |= mask
    return bytes(rows)


def _beside(images: list[Raster], advance_dots: int) -> Raster:
    """Return the pictures of one line as one; they stand side by side."""
    first = images[0]
    if len(images) == 1:
        return msgspec.structs.replace(first, advance_dots=advance_dots)
    height = max(image.height_dots for image in images)
    rows = bytearray()
    for row in range(height):
        for image in images:
            stride = image.width_dots // 8
            part = image.rows[row * stride : (row + 1) * stride]
            rows += part.ljust(stride, b"\x00")
    return msgspec.structs.replace(
        first,
        width_dots=sum(image.width_dots for image in images),
        height_dots=height,
        rows=bytes(rows),
        advance_dots=advance_dots,
    )


_HARMLESS: Final = frozenset(
    {
        "DLE 04",
        "DLE 05",
        "ESC =",
        "ESC U",
        "ESC c",
        "ESC u",
        "ESC v",
        "ESC {",
        "FS S",
        "FS -",
        "GS I",
        "GS a",
        "GS f",
        "GS j",
        "GS r",
    }
)
"""They ask, or set what no paper of ours shows."""
