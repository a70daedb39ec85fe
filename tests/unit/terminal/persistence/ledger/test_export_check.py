"""Two verifiers that share no code say the same of every file, sound or tampered.

One is the product's, the other `docs/protocol/verify_ledger.mjs`.  Files are altered
in every way a line can be: each class of bytes, order, number, key; also with all
hashes and signatures made anew by somebody who holds the till's own key.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from sync.protocol import events
from sync.protocol.envelope import ParentLink, StoredEvent, event_hash
from sync.protocol.events.epoch_opened_v1 import EpochOpened
from sync.protocol.signature import Signer
from terminal.persistence.errors import StorageError
from terminal.persistence.ledger.export import export_ledger
from terminal.persistence.ledger.export_check import ExportCheck, check_export
from tests.fakes.till_home import TillDay, TillHome
from tests.support.event_samples import event_samples
from tests.support.settled_chain import open_period, settle
from tests.support.till_chain import TillChain

_ROOT: Final = Path(__file__).parents[5]
_SCRIPT: Final = _ROOT / "docs" / "protocol" / "verify_ledger.mjs"
_VECTORS: Final = _ROOT / "docs" / "protocol" / "vectors.json"
_KEY: Final = bytes(range(32))
_SIGNER: Final = Signer(_KEY)
_FOREIGN: Final = Signer(b"\x55" * 32)
_SECOND_EPOCH: Final = "0fedcba987654321"

Lines = list[dict[str, Any]]
Alter = Callable[[Lines], None]


def _opened(signer: Signer, reason: str) -> EpochOpened:
    return EpochOpened(
        reason=reason,  # type: ignore[arg-type]
        series="A" if reason == "init" else "B",
        first_number=1,
        public_key=base64.b64encode(signer.public_key).decode(),
        at_ms=1,
    )


def _made(signer: Signer = _SIGNER) -> list[StoredEvent]:
    """Return two epochs: a settled period, then a void of what was sold before."""
    chain = TillChain(_KEY)
    chain.signer = signer
    chain.append(_opened(signer, "init"))
    opened = open_period(chain)
    sale = chain.sell(1_200)
    chain.sell(-300, lines=1)
    settle(chain, opened, gross_minor=900, tax_minor=200 - 50)
    new = TillChain(
        _KEY,
        epoch=_SECOND_EPOCH,
        parent=ParentLink(chain.epoch, len(chain.events), chain.head.hex()),
        series="B",
    )
    new.signer = signer
    new.append(_opened(signer, "restore"))
    new.void(sale)
    return [*chain.events, *new.events]


def _line(event: StoredEvent) -> dict[str, Any]:
    header = json.loads(event.header)
    return {
        "epoch": header["epoch"],
        "seq": header["seq"],
        "header": base64.b64encode(event.header).decode(),
        "body": base64.b64encode(event.body).decode(),
        "prev": event.prev.hex(),
        "hash": event.hash.hex(),
        "signature": event.signature.hex(),
    }


def _written(lines: Lines) -> bytes:
    return b"".join(
        json.dumps(line, separators=(",", ":")).encode() + b"\n" for line in lines
    )


_EVENTS: Final = _made()
_SOUND: Final = [_line(event) for event in _EVENTS]
_HEAD: Final = _EVENTS[-1].hash.hex()
_PUBLIC: Final = base64.b64encode(_SIGNER.public_key).decode()


def _flipped(text: str, at: int) -> str:
    """Return hex *text* with one digit altered."""
    digit = "0" if text[at] != "0" else "1"
    return text[:at] + digit + text[at + 1 :]


def _flip_bytes(name: str, at: int) -> Alter:
    def alter(lines: Lines) -> None:
        data = bytearray(base64.b64decode(lines[2][name]))
        data[at % len(data)] ^= 1
        lines[2][name] = base64.b64encode(data).decode()

    return alter


def _flip_hex(name: str, at: int) -> Alter:
    def alter(lines: Lines) -> None:
        lines[2][name] = _flipped(lines[2][name], at % len(lines[2][name]))

    return alter


def _remade(lines: Lines, first: int, signer: Signer = _SIGNER) -> None:
    """Chain, hash and sign every line from *first* on again, as the till would."""
    hash_by_place: dict[tuple[str, int], str] = {}
    for index, line in enumerate(lines):
        if index >= first:
            header = base64.b64decode(line["header"])
            try:
                fields = json.loads(header)
            except ValueError:
                fields = {}
            before = (line["epoch"], line["seq"] - 1)
            line["prev"] = hash_by_place.get(before, line["prev"])
            parent = fields.get("parent") if isinstance(fields, dict) else None
            if isinstance(parent, dict) and index > 0 and line["seq"] == 1:
                known = hash_by_place.get((parent.get("epoch"), parent.get("seq")))  # type: ignore[arg-type]
                if known is not None:
                    header = header.replace(parent["hash"].encode(), known.encode())
                    line["header"] = base64.b64encode(header).decode()
                    line["prev"] = known
            digest = event_hash(
                bytes.fromhex(line["prev"]), header, base64.b64decode(line["body"])
            )
            line["hash"] = digest.hex()
            line["signature"] = signer.sign(digest).hex()
        hash_by_place[line["epoch"], line["seq"]] = line["hash"]


def _resigned(index: int, name: str, old: str, new: str) -> Alter:
    """Replace text in a header or body, then make everything after it fit."""

    def alter(lines: Lines) -> None:
        text = base64.b64decode(lines[index][name]).decode("utf-8", "surrogateescape")
        assert old in text, (old, text)
        text = text.replace(old, new, 1)
        data = text.encode("utf-8", "surrogateescape")
        lines[index][name] = base64.b64encode(data).decode()
        _remade(lines, index)

    return alter


def _of_lines() -> Iterator[tuple[str, Alter]]:
    for name in ("header", "body"):
        size = len(base64.b64decode(_SOUND[2][name]))
        for at in range(0, size, 29):
            yield f"{name} byte {at}", _flip_bytes(name, at)
    for name, size in (("prev", 64), ("hash", 64), ("signature", 128)):
        for at in (0, 1, size // 2, size - 1):
            yield f"{name} digit {at}", _flip_hex(name, at)
    for index in range(len(_SOUND)):
        yield f"line {index} missing", lambda lines, i=index: lines.pop(i)  # type: ignore[misc]
        yield (
            f"line {index} doubled",
            lambda lines, i=index: lines.insert(i, dict(lines[i])),  # type: ignore[misc]
        )
        yield (
            f"line {index} at the end",
            lambda lines, i=index: lines.append(lines.pop(i) | {}),  # type: ignore[misc]
        )
    for index in range(len(_SOUND) - 1):

        def swap(lines: Lines, i: int = index) -> None:
            lines[i], lines[i + 1] = lines[i + 1], lines[i]

        yield f"lines {index} and {index + 1} swapped", swap
    yield "all lines reversed", lambda lines: lines.reverse()
    yield "second epoch first", lambda lines: lines.sort(key=lambda each: each["epoch"])
    yield "second epoch alone gone", lambda lines: lines.__delitem__(slice(5, None))


def _change(name: str, value: object, index: int = 2) -> Alter:
    return lambda lines: lines[index].update({name: value})


def _of_fields() -> Iterator[tuple[str, Alter]]:
    yield "epoch of the line", _change("epoch", _SECOND_EPOCH)
    yield "epoch in capitals", _change("epoch", "00112233AABBCCDD")
    yield "seq of the line", _change("seq", 4)
    yield "seq too large", _change("seq", 2**53)
    yield "seq as text", _change("seq", "3")
    yield "a field more", _change("note", "x")
    yield "hash in capitals", _change("hash", _SOUND[2]["hash"].upper())
    yield "base64 without end", _change("body", _SOUND[2]["body"].rstrip("=") + "A")
    yield "base64 of another alphabet", _change("body", "-_-_")
    yield "empty header", _change("header", "")
    yield "empty body", _change("body", "")
    for name in ("header", "body", "prev", "hash", "signature"):
        yield f"{name} of another event", _change(name, _SOUND[3][name])
        yield f"no {name}", lambda lines, n=name: lines[2].pop(n)  # type: ignore[misc]


def _of_resigned() -> Iterator[tuple[str, Alter]]:
    headers = {
        "a space": ('"v":1,', '"v": 1,'),
        "version 2": ('"v":1,', '"v":2,'),
        "another algorithm": ("sha256", "sha999"),
        "other order": ('"v":1,"alg_hash":"sha256"', '"alg_hash":"sha256","v":1'),
        "a field more": ('"ctl":', '"extra":1,"ctl":'),
        "a field twice": ('"ctl":', '"ctl":null,"ctl":'),
        "a fraction": ('"t_mono":3', '"t_mono":3.0'),
        "an exponent": ('"t_mono":3', '"t_mono":3e0'),
        "a negative time": ('"t_mono":3', '"t_mono":-3'),
        "beyond 2^53": ('"t_mono":3', '"t_mono":9007199254740993'),
        "an escape": ("acme", "\\u0061cme"),
        "a control character": ("acme", "ac\\u0007me"),
        "a lone surrogate": ("acme", "ac\\ud800me"),
        "bytes that are no text": ("acme", "ac\udcffme"),
        "an empty name": ('"acme"', '""'),
        "a long name": ("acme", "a" * 129),
        "a type of another form": ("sale.completed", "Sale.completed"),
        "no day": ('"2031-04-02"', '"2031-4-2"'),
        "a day of other digits": ('"2031-04-02"', '"\uff12031-04-02"'),
        "a parent in the middle": (
            '"parent":null',
            f'"parent":{{"epoch":"{"0" * 16}","seq":1,"hash":"{"0" * 64}"}}',
        ),
        "another number": ('"seq":3', '"seq":4'),
        "another epoch": ("00112233aabbccdd", "00112233aabbccde"),
        "no totals": (
            (
                '"ctl":{"count":1,"gross_minor":1200,"tax_minor":200,'
                '"tenders":[["cash",1200]],"quantity_micro":2000000}'
            ),
            '"ctl":null',
        ),
        "another gross": ('"gross_minor":1200', '"gross_minor":1201'),
        "another tax": ('"tax_minor":200', '"tax_minor":199'),
        "another quantity": ('"quantity_micro":2000000', '"quantity_micro":1'),
        "another tender": ('[["cash",1200]]', '[["card",1200]]'),
        "a tender more": ('[["cash",1200]]', '[["card",0],["cash",1200]]'),
        "tenders not in order": ('[["cash",1200]]', '[["cash",1200],["card",0]]'),
        "a tender twice": ('[["cash",1200]]', '[["cash",1200],["cash",0]]'),
        "a longer tender": ('["cash",1200]', '["cash",1200,1]'),
        "two transactions": ('"count":1', '"count":2'),
        "a body of version 2": ('"type_v":1', '"type_v":2'),
        "an id of another form": ('"event_id":"01c1', '"event_id":"01C1'),
        "not an object": ('{"v"', '[{"v"'),
    }
    for name, (old, new) in headers.items():
        yield f"signed anew, header: {name}", _resigned(2, "header", old, new)
    bodies = {
        "another gross": ('"gross_minor":1200', '"gross_minor":1300'),
        "gross as text": ('"gross_minor":1200', '"gross_minor":"1200"'),
        "gross as truth": ('"gross_minor":1200', '"gross_minor":true'),
        "no gross": ('"gross_minor":1200', '"gross_mino":1200'),
        "another tax": ('"tax_minor":200}', '"tax_minor":201}'),
        "another tender": ('"method":"cash"', '"method":"card"'),
        "a tender without a name": ('"method":"cash"', '"method":7'),
        "lines are no list": ('"lines":[', '"lines":7,"rest":['),
        "another quantity": ('"quantity_micro":1000000', '"quantity_micro":2000000'),
        "half a quantity": ('"quantity_micro":1000000', '"quantity_micro":0.5'),
        "a line is voided": ('"is_voided":false', '"is_voided":true'),
        "not JSON": ("{", "{,"),
        "not text": ("item-0", "item\udcff"),
        "a lone surrogate": ("item-0", "item\\ud800"),
        "a mark before it": ("{", "\ufeff{"),
        "a list": ("{", "[{"),
    }
    for name, (old, new) in bodies.items():
        yield f"signed anew, body: {name}", _resigned(2, "body", old, new)
    settled = {
        "other sums": ('"gross_minor":900', '"gross_minor":901'),
        "other tax": ('"tax_minor":150', '"tax_minor":151'),
        "other tenders": ('["cash",900]', '["cash",899]'),
        "another tender": ('["cash",900]', '["coins",900]'),
        "fewer events": ('"event_count":3', '"event_count":2'),
        "a later start": ('"first_seq":2', '"first_seq":3'),
        "an earlier end": ('"last_seq":4', '"last_seq":3'),
        "another chain": ('"head_hash":"', '"head_hash":"00'),
        "not JSON": ("{", "{,"),
    }
    for name, (old, new) in settled.items():
        yield f"signed anew, settlement: {name}", _resigned(4, "body", old, new)
    yield (
        "signed anew, totals of an event without money",
        _resigned(
            1,
            "header",
            '"ctl":null',
            '"ctl":{"count":0,"gross_minor":0,"tax_minor":0,"tenders":[],"quantity_micro":0}',
        ),
    )
    yield (
        "signed anew, a void of another quantity",
        _resigned(6, "header", '"quantity_micro":-2000000', '"quantity_micro":-1'),
    )
    first_id = json.loads(_EVENTS[2].header)["event_id"]
    last_id = json.loads(_EVENTS[3].header)["event_id"]
    yield (
        "signed anew, an id twice in an epoch",
        _resigned(3, "header", last_id, first_id),
    )
    void_id = json.loads(_EVENTS[6].header)["event_id"]
    yield (
        "signed anew, an id again with another body",
        _resigned(6, "header", void_id, first_id),
    )
    yield (
        "signed anew, no parent",
        lambda lines: _orphan(lines, "null", "00" * 32),
    )
    stranger = f'{{"epoch":"{"9" * 16}","seq":5,"hash":"{"ab" * 32}"}}'
    yield (
        "signed anew, a parent that is not here",
        lambda lines: _orphan(lines, stranger, "ab" * 32),
    )
    past = f'{{"epoch":"00112233aabbccdd","seq":6,"hash":"{"ab" * 32}"}}'
    yield (
        "signed anew, a parent beyond the end",
        lambda lines: _orphan(lines, past, "ab" * 32),
    )
    other = json.loads(_EVENTS[5].header)["parent"] | {"hash": "ab" * 32}
    yield (
        "signed anew, a parent of another hash",
        lambda lines: _orphan(
            lines, json.dumps(other, separators=(",", ":")), "ab" * 32
        ),
    )
    foreign = base64.b64encode(_FOREIGN.public_key).decode()
    yield (
        "signed anew, an epoch of another key",
        _resigned(5, "body", _PUBLIC, foreign),
    )
    yield "signed anew, an epoch without a key", _resigned(5, "body", _PUBLIC, "AAAA")
    yield (
        "signed anew, an epoch that is not opened",
        _resigned(5, "header", "epoch.opened", "report.taken"),
    )
    for index in (0, 2, 5):
        yield (
            f"line {index} on signed by another key",
            lambda lines, i=index: _remade(lines, i, _FOREIGN),  # type: ignore[misc]
        )


def _orphan(lines: Lines, parent: str, prev: str) -> None:
    header = base64.b64decode(lines[5]["header"]).decode()
    before = header[header.index('"parent":') : header.index(',"seq":1,')]
    header = header.replace(before, f'"parent":{parent}')
    lines[5]["header"] = base64.b64encode(header.encode()).decode()
    for line in lines[5:]:
        line["prev"] = prev
        digest = event_hash(
            bytes.fromhex(prev),
            base64.b64decode(line["header"]),
            base64.b64decode(line["body"]),
        )
        prev = line["hash"] = digest.hex()
        line["signature"] = _SIGNER.sign(digest).hex()


def _of_bytes() -> Iterator[tuple[str, bytes]]:
    sound = _written(_SOUND)
    third = sound.splitlines(keepends=True)[2]
    start = sound.index(third)
    # Every byte of what surrounds the values, some of those inside them.
    for at in range(len(third)):
        if at < 40 or third[at] in b'{}":,\n' or at % 97 == 0:
            data = bytearray(sound)
            data[start + at] ^= 1
            yield f"file byte {at}", bytes(data)
    for at in (0, 1, len(sound) // 2, len(sound) - 1):
        yield f"cut after {at}", sound[:at]
    yield "windows lines", sound.replace(b"\n", b"\r\n")
    yield "an empty line", sound.replace(b"\n", b"\n\n", 1)
    yield "a mark before it", b"\xef\xbb\xbf" + sound
    yield "a line more", sound + b"{}\n"
    yield "zeros after it", sound + bytes(10)
    yield "spaces in a line", sound.replace(b'"seq":3', b'"seq": 3', 1)


def _tampered() -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for source in (_of_lines, _of_fields, _of_resigned):
        for name, alter in source():
            lines = [dict(line) for line in _SOUND]
            alter(lines)
            files[name] = _written(lines)
    files.update(_of_bytes())
    # What comes to the same bytes is no tampering.
    return {name: data for name, data in files.items() if data != _written(_SOUND)}


def _theirs(files: list[Path], *options: str) -> list[tuple[bool, int, str, str]]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    done = subprocess.run(
        [node, str(_SCRIPT), *map(str, files), *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    verdicts = [_verdict_of(line) for line in done.stdout.splitlines()]
    assert done.returncode == (0 if all(ok for ok, *_ in verdicts) else 1)
    return verdicts


def _verdict_of(line: str) -> tuple[bool, int, str, str]:
    if line.startswith("ok: "):
        return True, 0, "", line.rsplit(maxsplit=1)[-1]
    found = re.fullmatch(r"not ok: line (\d+): (\w+): .+", line)
    assert found is not None, line
    return False, int(found[1]), found[2], ""


def _ours(check: ExportCheck) -> tuple[bool, int, str, str]:
    return check.ok, check.line, check.check, check.head_hash if check.ok else ""


def _stored(folder: Path, files: dict[str, bytes]) -> list[Path]:
    paths = []
    for number, data in enumerate(files.values()):
        path = folder / f"{number}.ndjson"
        path.write_bytes(data)
        paths.append(path)
    return paths


def test_both_refuse_every_tampered_file_at_the_same_place(tmp_path: Path) -> None:
    files = _tampered()
    paths = _stored(tmp_path, files)

    theirs = _theirs(paths, "--key", _PUBLIC, "--head", _HEAD)

    assert len(files) > 250
    assert len(theirs) == len(files)
    for name, path, verdict in zip(files, paths, theirs, strict=True):
        check = check_export(path, public_key=_SIGNER.public_key, head=_HEAD)
        assert _ours(check) == verdict, name
        assert not check.ok, name


def test_without_key_and_head_both_let_the_same_files_pass(tmp_path: Path) -> None:
    """What only the till's key or its last receipt can show, nobody else sees."""
    lines = [_line(event) for event in _made(_FOREIGN)]
    files = {
        "sound": _written(_SOUND),
        "made up by another key": _written(lines),
        "cut after whole lines": _written(_SOUND[:4]),
        "cut inside a line": _written(_SOUND)[:-20],
    }
    paths = _stored(tmp_path, files)

    theirs = _theirs(paths)

    assert [_ours(check_export(path)) for path in paths] == theirs
    assert [ok for ok, *_ in theirs] == [True, True, True, False]
    keyed = _theirs(paths[:2], "--key", _PUBLIC, "--head", _HEAD[:8])
    assert [ok for ok, *_ in keyed] == [True, False]


def test_both_accept_the_golden_vectors(tmp_path: Path) -> None:
    vectors = json.loads(_VECTORS.read_bytes())
    stored = [
        StoredEvent(
            each["header"].encode(),
            each["body"].encode(),
            bytes.fromhex(each["prev"]),
            bytes.fromhex(each["hash"]),
            bytes.fromhex(each["signature"]),
        )
        for each in vectors["events"]
    ]
    path = tmp_path / "vectors.ndjson"
    path.write_bytes(_written([_line(event) for event in stored]))
    key = bytes.fromhex(vectors["keys"]["workstation_public"])

    check = check_export(path, public_key=key, head=stored[-1].hash.hex())

    assert check.ok
    assert check.events == len(stored)
    text = base64.b64encode(key).decode()
    assert _theirs([path], "--key", text) == [_ours(check)]


def test_both_accept_what_a_till_exports(traded: TillHome, tmp_path: Path) -> None:
    ledger = traded.open()
    TillDay(traded, ledger).settle()
    ledger.close()
    ledger = traded.open(new_epoch="restore")
    TillDay(traded, ledger).sell()
    ledger.close()
    path = tmp_path / "events.ndjson"
    report = export_ledger(traded.home, traded.keys, path)

    check = check_export(path, public_key=traded.keys.signing_public)

    assert (check.ok, check.events, check.epochs) == (True, report.events, 2)
    assert check.public_key == report.public_key
    assert _theirs([path], "--key", report.public_key) == [_ours(check)]


def test_both_accept_every_type_and_version_of_event(tmp_path: Path) -> None:
    chain = TillChain(_KEY)
    chain.append(_opened(_SIGNER, "init"))
    for sample in event_samples():
        chain.append_bytes(
            sample.type, sample.body, sample.control, version=sample.version
        )
    file = tmp_path / "samples.ndjson"
    file.write_bytes(_written([_line(event) for event in chain.events]))

    check = check_export(file, public_key=_SIGNER.public_key)

    assert check.detail == ""
    assert _theirs([file], "--key", _PUBLIC) == [_ours(check)]


def test_the_other_verifier_names_every_type_of_event() -> None:
    """A new type of event must be added there too, or its totals go unchecked."""
    text = _SCRIPT.read_text(encoding="utf-8")
    folder = Path(events.__file__).parent
    for path in folder.glob("*_v[0-9]*.py"):
        module = __import__(f"{events.__name__}.{path.stem}", fromlist=["EVENT"])
        found = getattr(module, "EVENT", None)
        if found is not None:
            kind = f"{found.TYPE} {found.VERSION}"
            name = found.TYPE if found.VERSION == 1 else f'"{kind}"'
            assert name in text, f"{kind} is missing in {_SCRIPT.name}"
    assert len(text.splitlines()) < 300


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        check_export(tmp_path / "none.ndjson")
