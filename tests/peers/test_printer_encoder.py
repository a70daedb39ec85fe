"""receipt-printer-encoder as the oracle of code pages and commands."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

from drivers.receipt_printer.commands import CommandReader
from drivers.receipt_printer.decoder import PaperDecoder
from drivers.receipt_printer.encoding import encode_text
from drivers.receipt_printer.profile import PROFILES, STAR_LINE
from drivers.receipt_printer.star_commands import StarReader

_MODULES = Path(__file__).parents[2] / ".peers" / "node_modules"
_PACKAGE = "@point-of-sale/receipt-printer-encoder"
_TIMEOUT_S = 60
_SCRIPT = """\
const { createRequire } = require('module');
const load = createRequire(process.argv[1] + '/');
const found = load(process.argv[2]);
const Encoder = found.default || found;
const told = JSON.parse(require('fs').readFileSync(0)).map(job => {
  const e = new Encoder({ language: job.language, columns: 42 });
  e.initialize();
  if (job.page) e.codepage(job.page).text(job.text);
  else e.line('Total 9.99').bold(true).line('bold').bold(false)
    .qrcode('https://example.com/r').barcode('4006381333931', 'ean13', 60)
    .cut().pulse();
  return Buffer.from(e.encode()).toString('hex');
});
process.stdout.write(JSON.stringify(told));
"""
_NAMES = {"cp1252": "windows1252"}
_PAGES = [
    (model, page)
    for model in ("epson-80", "star-line-80")
    for page in PROFILES[model].code_pages
]

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(
        shutil.which("node") is None or not (_MODULES / _PACKAGE).is_dir(),
        reason="receipt-printer-encoder is not installed",
    ),
]


@lru_cache(maxsize=1)
def _encoded() -> list[bytes]:
    jobs = [
        {
            "language": _language(model),
            "page": _NAMES.get(page, page),
            "text": _text(page),
        }
        for model, page in _PAGES
    ]
    jobs += [{"language": language} for language in ("esc-pos", "star-line")]
    ended = subprocess.run(
        ["node", "-e", _SCRIPT, str(_MODULES), _PACKAGE],
        input=json.dumps(jobs).encode(),
        capture_output=True,
        timeout=_TIMEOUT_S,
        check=True,
    )
    return [bytes.fromhex(told) for told in json.loads(ended.stdout)]


def _language(model: str) -> str:
    return "star-line" if PROFILES[model].language == STAR_LINE else "esc-pos"


def _text(page: str) -> str:
    """Return the letters of *page* that every printer has there."""
    text = bytes(range(0x80, 0x100)).decode(page, errors="ignore")
    return "".join(character for character in text if character.isalpha())


@pytest.mark.parametrize("index", range(len(_PAGES)), ids=[" ".join(p) for p in _PAGES])
def test_code_pages_have_its_numbers_and_its_bytes(index: int) -> None:
    model, page = _PAGES[index]
    profile = PROFILES[model]
    select = b"\x1b\x1dt" if profile.language == STAR_LINE else b"\x1bt"
    ours = _text(page).encode(page)

    theirs = _encoded()[index].replace(b"\n\r", b"")  # It breaks lines.
    assert select + bytes((profile.code_pages[page],)) + ours in theirs
    for piece in encode_text(_text(page), profile):
        assert piece.page in {"", *profile.code_pages}


@pytest.mark.parametrize("language", ["esc-pos", "star-line"])
def test_its_receipt_is_read_as_it_was_written(language: str) -> None:
    data = _encoded()[len(_PAGES) + (language == "star-line")]
    reader = StarReader() if language == "star-line" else CommandReader()
    decoder = PaperDecoder()
    for token in reader.feed(data):
        decoder.apply(token)
    papers = [*decoder.take_papers(), *decoder.take_open_paper()]

    assert papers[0].text.split("\n")[:2] == ["Total 9.99", "bold"]
    assert [code.data for code in papers[0].codes] == [
        "https://example.com/r",
        "4006381333931",
    ]
    assert papers[0].is_cut
    assert [pulse.pin for paper in papers for pulse in paper.pulses] == [2]
