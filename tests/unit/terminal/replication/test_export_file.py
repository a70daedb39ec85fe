"""Events written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sync.protocol.envelope import StoredEvent
from sync.protocol.event_file import EventFileHead, read_event_file
from sync.protocol.sealed_file import AsCenter, ForCenter, unseal
from sync.protocol.signature import Signer
from terminal.replication.errors import ExportError
from terminal.replication.export_file import BATCH_EVENTS, export_events
from terminal.replication.ports import LocalFileError, LocalHead, Mark, Unsent
from tests.fakes.chain import ChainWriter

_EPOCH = "a" * 16
_HEAD = EventFileHead(tenant="acme", store="s-01", workstation="t-07", lane="ledger")
_CENTER_KEY = b"\x07" * 32
_SEAL = ForCenter(Signer(_CENTER_KEY).public_key)


class _Ledger:
    def __init__(self, chain: ChainWriter) -> None:
        self._chain = chain
        self.is_broken = False
        self.kept: dict[str, int] = {}

    def heads(self) -> Sequence[LocalHead]:
        return [
            LocalHead(epoch, len(events), events[-1].hash, self.kept.get(epoch))
            for epoch, events in self._chain.epochs.items()
        ]

    def events_after(self, epoch: str, seq: int, limit: int) -> Sequence[StoredEvent]:
        if self.is_broken:
            raise LocalFileError("gone")
        return self._chain.epochs[epoch][seq : seq + limit]

    def last_number(self) -> str:
        return "A-12"

    def hashes_at(self, epoch: str, seqs: Sequence[int]) -> Sequence[bytes | None]:
        events = self._chain.epochs[epoch]
        return [events[seq - 1].hash for seq in seqs]

    def unsent(self, marks: Sequence[Mark]) -> Unsent:
        raise AssertionError

    def close(self) -> None:
        pass


def test_what_is_above_the_marks_is_written_as_a_push_carries_it(
    tmp_path: Path,
) -> None:
    chain = ChainWriter()
    chain.extend(_EPOCH, BATCH_EVENTS + 30)
    chain.extend("b" * 16, 5)
    marks = [Mark(_EPOCH, 10, b""), Mark("b" * 16, 5, b"")]

    exported = export_events(tmp_path / "out.gz", _HEAD, _SEAL, _Ledger(chain), marks)

    path = tmp_path / "out.gz"
    head, batches = read_event_file(unseal(path.read_bytes(), AsCenter(_CENTER_KEY)))
    found = [event for batch in batches for event in batch]
    assert head == _HEAD
    assert found[0].body not in path.read_bytes()
    assert found == chain.epochs[_EPOCH][10:]
    assert exported.events == BATCH_EVENTS + 20
    assert exported.epochs == ((_EPOCH, 11, BATCH_EVENTS + 30),)
    assert exported.file_bytes == path.stat().st_size
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("mark", "of_old"), [(6, ()), (5, ()), (3, (4, 5))], ids=["other", "same", "less"]
)
def test_a_tail_that_a_later_epoch_carries_is_written_there_alone(
    tmp_path: Path, mark: int, of_old: tuple[int, ...]
) -> None:
    chain = ChainWriter()
    chain.extend(_EPOCH, 8)
    chain.extend("b" * 16, 4)
    ledger = _Ledger(chain)
    ledger.kept[_EPOCH] = 5
    marks = [Mark(_EPOCH, mark, b"")]

    export_events(tmp_path / "out.gz", _HEAD, _SEAL, ledger, marks)

    sealed = (tmp_path / "out.gz").read_bytes()
    _head, batches = read_event_file(unseal(sealed, AsCenter(_CENTER_KEY)))
    assert [event for batch in batches for event in batch] == [
        *(chain.epochs[_EPOCH][seq - 1] for seq in of_old),
        *chain.epochs["b" * 16],
    ]


def test_an_existing_file_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "out.gz").write_text("mine")

    with pytest.raises(ExportError, match="exists already"):
        export_events(tmp_path / "out.gz", _HEAD, _SEAL, _Ledger(ChainWriter()), [])

    assert (tmp_path / "out.gz").read_text() == "mine"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        export_events(
            tmp_path / "no" / "out.gz", _HEAD, _SEAL, _Ledger(ChainWriter()), []
        )


def test_a_ledger_that_fails_half_way_leaves_no_file(tmp_path: Path) -> None:
    chain = ChainWriter()
    chain.extend(_EPOCH, 3)
    ledger = _Ledger(chain)
    ledger.is_broken = True

    with pytest.raises(LocalFileError):
        export_events(tmp_path / "out.gz", _HEAD, _SEAL, ledger, [])

    assert list(tmp_path.iterdir()) == []
