"""The export is complete, private, and checkable without this program."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from structs.decoding import decode_json
from terminal.persistence.errors import ReadOnlyHomeError
from terminal.persistence.ledger.export import ExportedEvent, export_ledger
from tests.fakes.till_home import TillDay, TillHome


def read(file: Path) -> list[ExportedEvent]:
    return [decode_json(line, ExportedEvent) for line in file.read_bytes().splitlines()]


def test_every_event_can_be_checked_with_the_public_key_alone(
    traded: TillHome, tmp_path: Path
) -> None:
    file = tmp_path / "events.ndjson"

    report = export_ledger(traded.home, traded.keys, file)

    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(report.public_key))
    events = read(file)
    prev = "0" * 64
    assert report.events == len(events) == 16
    assert [event.seq for event in events] == list(range(1, 17))
    assert file.stat().st_mode & 0o077 == 0
    for event in events:
        header, body = (base64.b64decode(part) for part in (event.header, event.body))
        length = len(header).to_bytes(8, "big")
        digest = hashlib.sha256(bytes.fromhex(prev) + length + header + body)
        assert event.prev == prev
        assert event.hash == digest.hexdigest()
        public.verify(bytes.fromhex(event.signature), digest.digest())
        prev = event.hash


def test_one_epoch_from_one_number_on(traded: TillHome, tmp_path: Path) -> None:
    ledger = traded.open(new_epoch="restore")
    TillDay(traded, ledger).sell()
    epoch = ledger.head.epoch
    ledger.close()
    file = tmp_path / "events.ndjson"

    export_ledger(traded.home, traded.keys, file, epoch=epoch, after=1)

    assert [(event.epoch, event.seq) for event in read(file)] == [(epoch, 2)]


def test_existing_files_and_missing_folders_are_left_alone(
    traded: TillHome, tmp_path: Path
) -> None:
    file = tmp_path / "events.ndjson"
    file.write_text("mine")

    for target in (file, tmp_path / "none" / "events.ndjson"):
        with pytest.raises(ReadOnlyHomeError):
            export_ledger(traded.home, traded.keys, target)

    assert file.read_text() == "mine"
