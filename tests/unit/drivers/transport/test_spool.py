"""Print queues, with programs that stand in for those of CUPS."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from drivers.errors import (
    TransportBusyError,
    TransportGoneError,
    TransportNotTakenError,
    TransportTimeoutError,
)
from drivers.transport import spool
from drivers.transport.spool import (
    JOB_BYTES_MAX,
    CupsQueue,
    SpoolTransport,
    WindowsQueue,
)


def _program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    _program(tmp_path, "lpstat", 'echo "$2 accepting requests since now"')
    _program(
        tmp_path, "lp", f'echo "$@" > {tmp_path}/arguments; cat > {tmp_path}/job.bin'
    )
    return tmp_path


def _transport(programs: Path) -> SpoolTransport:
    return SpoolTransport(CupsQueue("RAW", programs=f"{programs}/"))


def test_one_connection_becomes_one_raw_job(programs: Path) -> None:
    transport = _transport(programs)
    transport.open()
    for part in (b"\x1b@", b"\x00\xff paper\n", b"\x1dV\x00"):
        transport.write(part, timeout_s=1)
    assert not (programs / "job.bin").exists()

    transport.finish_writing()
    transport.finish_writing()
    transport.close()

    assert (programs / "job.bin").read_bytes() == b"\x1b@\x00\xff paper\n\x1dV\x00"
    assert (programs / "arguments").read_text() == "-d RAW -o raw -s\n"
    assert not transport.is_open


def test_a_broken_connection_hands_over_nothing(programs: Path) -> None:
    transport = _transport(programs)
    transport.open()
    transport.write(b"half", timeout_s=1)

    transport.close()
    transport.interrupt()

    assert not (programs / "job.bin").exists()
    with pytest.raises(TransportGoneError):
        transport.write(b"x", timeout_s=1)


def test_nothing_ever_comes_back(programs: Path) -> None:
    transport = _transport(programs)
    transport.open()

    assert not transport.has_way_back
    with pytest.raises(TransportTimeoutError, match="no way back"):
        transport.read(1, timeout_s=60)


def test_a_refused_job_is_known_not_to_be_printed(programs: Path) -> None:
    _program(programs, "lp", "echo 'lp: not today' >&2; exit 1")
    transport = _transport(programs)
    transport.open()
    transport.write(b"paper", timeout_s=1)

    with pytest.raises(TransportNotTakenError, match="not today"):
        transport.finish_writing()


def test_a_runaway_job_is_refused(programs: Path) -> None:
    transport = _transport(programs)
    transport.open()

    with pytest.raises(TransportNotTakenError, match="too long"):
        transport.write(bytes(JOB_BYTES_MAX + 1), timeout_s=1)


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("echo 'lpstat: no such queue' >&2; exit 1", TransportGoneError),
        ("echo 'RAW not accepting requests since now'", TransportBusyError),
    ],
    ids=["missing", "closed"],
)
def test_a_queue_that_takes_nothing_is_seen_at_once(
    programs: Path, script: str, error: type[Exception]
) -> None:
    _program(programs, "lpstat", script)

    with pytest.raises(error):
        _transport(programs).open()


def test_a_system_without_cups_says_so(tmp_path: Path) -> None:
    with pytest.raises(TransportGoneError, match="cannot be run"):
        _transport(tmp_path).open()


def test_other_systems_have_no_windows_spooler() -> None:
    transport = SpoolTransport(WindowsQueue("EPSON"))

    with pytest.raises(TransportGoneError, match="no Windows spooler"):
        transport.open()


def test_a_windows_printer_that_hangs_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_hanging, go_on = threading.Event(), threading.Event()

    def winspool(_address: str, name: str, _data: bytes | None) -> None:
        if name == "HANGS":
            is_hanging.set()
            go_on.wait(5)

    monkeypatch.setattr(spool, "_winspool", winspool)
    hanging = threading.Thread(target=WindowsQueue("HANGS").check)
    hanging.start()
    assert is_hanging.wait(5)
    other = threading.Thread(target=WindowsQueue("EPSON").check)
    other.start()
    other.join(5)

    assert not other.is_alive()
    go_on.set()
    hanging.join(5)
