"""Profiles of printers that others have measured: the models of python-escpos.

Its capabilities.json (MIT) says for 35 models how wide they print, which number each
code page has and what they draw themselves.  The file is read as it is, because
importing the library would load half of it.  Pages of more than one byte, and those
without a codec, are left out: their characters are printed as pictures.
"""

import codecs
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from drivers.receipt_printer.profile import PROFILES, STAR_LINE, PrinterProfile

_PREFERRED: Final = ("cp858", "cp1252", "cp437", "cp850", "cp852", "cp866")
"""First in each profile: they hold the euro, or box drawing."""

_DEFAULT_WIDTHS: Final = {"dots": 384, "columns": 32}
_DOTS_IN_BYTE: Final = 8
_WITH_PROCESS_ID: Final = frozenset(
    {
        "TM-T88IV", "TM-T88IV-SA", "TM-T88V", "TM-T20II", "TM-T20II-42col", "TM-L90",
        "TM-P80", "TM-P80-42col",
    }
)  # fmt: skip
"""GS ( H is in the command references of these; TM-T88III and TM-U lack it."""


def find_profile(model: str) -> PrinterProfile | None:
    """Return the profile called *model*, one of ours or of python-escpos."""
    return PROFILES.get(model) or _known_models().get(model)


def list_models() -> Sequence[str]:
    """Return the names of all profiles, ours first."""
    return [*PROFILES, *(name for name in _known_models() if name not in PROFILES)]


@lru_cache(maxsize=1)
def _known_models() -> Mapping[str, PrinterProfile]:
    try:
        file = resources.files("escpos") / "capabilities.json"
        content = json.loads(file.read_text(encoding="utf-8"))
    except (ModuleNotFoundError, OSError, ValueError):
        return {}  # Our own profiles are enough to print.
    encodings = {
        name: codec
        for name, entry in content["encodings"].items()
        if (codec := _single_byte_codec(entry.get("python_encode") or ""))
    }
    return {
        name: _profile(name, entry, encodings)
        for name, entry in sorted(content["profiles"].items())
        if name not in {"default", "simple"}
    }


def _single_byte_codec(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
        text = bytes(range(0x80, 0x100)).decode(codec, errors="ignore")
    except (LookupError, ValueError):
        return ""
    # A codec of several bytes makes fewer characters of them.
    return codec if len(text) > 0x50 else ""  # noqa: PLR2004 - most of 128


def _profile(
    name: str, entry: Mapping[str, Any], encodings: Mapping[str, str]
) -> PrinterProfile:
    features = entry["features"]
    pages: dict[str, int] = {}
    for number, encoding in entry["codePages"].items():
        if encoding in encodings:
            pages.setdefault(encodings[encoding], int(number))
    dots = _number(entry["media"]["width"].get("pixels"), _DEFAULT_WIDTHS["dots"])
    columns = _number(entry["fonts"]["0"]["columns"], _DEFAULT_WIDTHS["columns"])
    # A model that is known in ASCII only still says its characters in cp437.
    ordered = {page: pages[page] for page in _PREFERRED if page in pages} | pages
    is_star = bool(features.get("starCommands"))
    if is_star:
        star = PROFILES["star-line-80"]
        return PrinterProfile(
            name,
            width_dots=dots,
            columns=columns,
            code_pages=star.code_pages,
            has_cjk=False,
            language=STAR_LINE,
        )
    return PrinterProfile(
        name,
        width_dots=dots // _DOTS_IN_BYTE * _DOTS_IN_BYTE,
        columns=columns,
        code_pages=MappingProxyType(ordered or {"cp437": 0}),
        has_cjk=False,
        has_native_qr=bool(features["qrCode"]),
        has_native_barcode=bool(features["barcodeB"]),
        has_cutter=bool(features["paperFullCut"] or features["paperPartCut"]),
        has_raster=bool(features["bitImageRaster"]),
        has_process_id=name in _WITH_PROCESS_ID,
    )


def _number(value: object, default: int) -> int:
    """Return *value*; some entries say ``Unknown``."""
    return value if isinstance(value, int) else default
