"""What the campaign is made of: processes of a shop's life, recorded one by one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from sync.protocol.envelope import decode_header
from terminal.bootstrap.headless import read_ledger_events
from terminal.diagnostics.replay.processes import TillProcess, run_command
from terminal.diagnostics.torture.day import (
    CODES,
    OPERATOR_ID,
    PIN,
    Day,
    play_after_migration,
    play_day,
)
from terminal.diagnostics.torture.disk import Call, Opened, Said, Synced, Tree
from terminal.diagnostics.torture.disk import Truncated as _Truncated
from terminal.diagnostics.torture.disk import Wrote as _Wrote
from terminal.diagnostics.torture.recorder import (
    Recorded,
    record_command,
    record_till,
)
from terminal.diagnostics.torture.weak_till import weak_program
from terminal.peripherals.simulated import (
    DRAWER_ID,
    PRINTER_ID,
    SimulatedPeripherals,
)
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.migrations.older import make_older

HOME: Final = "till"
SECOND_HOME: Final = "second"
# Deep, so that each of its folders must have been made durable by itself.
KEYS: Final = "secrets/key-store"
# The clock of the days lies after the real one, which commands use.
_AHEAD_MS: Final = 3_600_000
_FIRST_KEY: Final = "first key"
_REFERENCE_DATA: Final = "reference data"
_WITHOUT_GOODS: Final = (_FIRST_KEY, _REFERENCE_DATA)
_ON_CONTENT: Final = (_Wrote, _Truncated, Synced, Opened)


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded process and what may be asked of each cut of power in it.

    Attributes:
        name: Which process.
        home: Path of the till's home below the recorded folder.
        base: The folder before it.
        calls: What it did, in order.
        flows: Which flow of work each call belongs to.
        acknowledged: For each call, how many events of the ledger somebody was told
            of when it had returned; 0 while nobody knows of the home at all.
        hashes: Hash of every event that the ledger held in the end.
        epochs: How many epochs it held in the end.
        sells: Whether the till has goods all the time.
    """

    name: str
    home: str
    base: Tree
    calls: list[Call]
    flows: list[str]
    acknowledged: list[int]
    hashes: list[bytes]
    epochs: int
    sells: bool = True


class Shop:
    """A folder with a till in it, whose processes are recorded.

    Attributes:
        root: The recorded folder: the home and the key store beside it.
    """

    def __init__(self, work: Path) -> None:
        self.root = work / "disk"
        self.root.mkdir()
        self._work = work
        self._at_ms = time.time_ns() // 1_000_000 + _AHEAD_MS
        self._recovery_code = ""

    @property
    def home(self) -> Path:
        """The till's home."""
        return self.root / HOME

    def init(self, peripherals: SimulatedPeripherals | None = None) -> Recording:
        """Make the till: its home, first keys and databases."""
        return self._command(
            _FIRST_KEY,
            HOME,
            lambda: record_command(
                self.root, self._work, *self.init_words(peripherals)
            ),
        )

    def init_unrecorded(self) -> None:
        """Make the till without looking."""
        run_command(*self.init_words(None))
        run_command(*self._import_words())

    def stock(self) -> Recording:
        """Import the items."""
        return self._command(
            _REFERENCE_DATA,
            HOME,
            lambda: record_command(self.root, self._work, *self._import_words()),
        )

    def day(self, size: int, level: str | None = None) -> Recording:
        """Play a day; *level* weakens the till."""
        return self.record(
            f"day {level or 'FULL'}",
            lambda day, till: play_day(day, till, size),
            level=level,
        )

    def migration(self) -> Recording:
        """Take the ledger back to an older schema and start the till on it."""
        home = Home.load(self.home)
        make_older(home, load_keys(home))
        return self.record("migration", play_after_migration)

    def setting(self) -> Recording:
        """Change a setting, which is an event and a file."""
        return self._command(
            "setting",
            HOME,
            lambda: record_command(
                self.root,
                self._work,
                *("settings", "set", "store.name", "Torture & Sons"),
                *("--home", str(self.home)),
            ),
        )

    def recovery(self) -> Recording:
        """Make a second till from a backup and the code: new keys, new epoch."""
        backup = self._work / "backup"
        run_command("backup", str(backup), "--home", str(self.home))
        code = self._work / "code.txt"
        code.write_text(self._recovery_code, encoding="ascii")
        return self._command(
            "recovery",
            SECOND_HOME,
            lambda: record_command(
                self.root,
                self._work,
                *("restore", str(backup), "--code-file", str(code)),
                *("--home", str(self.root / SECOND_HOME)),
            ),
        )

    def init_words(self, peripherals: SimulatedPeripherals | None) -> tuple[str, ...]:
        """Return the command that makes the till, with the file of its answers."""
        devices: dict[str, Any] = {}
        if peripherals is not None:
            settings = peripherals.settings()
            devices = {
                name: msgspec.to_builtins(settings[name])
                for name in (PRINTER_ID, DRAWER_ID)
            }
        answers = {
            "store": {
                "name": "Torture",
                "currency": "EUR",
                "exponent": 2,
                "time_zone": "Europe/Berlin",
            },
            "operator": {"operator_id": OPERATOR_ID, "pin": PIN},
            "key_store": "file",
            "key_folder": f"../{KEYS}",
            "recovery_confirmed": True,
            "demo": True,
            "devices": devices,
        }
        path = self._work / "answers.json"
        path.write_bytes(msgspec.json.encode(answers))
        return ("init", "--home", str(self.home), "--answers", str(path))

    def _import_words(self) -> tuple[str, ...]:
        path = self._work / "items.csv"
        rows = [
            f"{code},Item {number},{number + 1}.99,20"
            for number, code in enumerate(CODES)
        ]
        header = "scan_code,description,unit_price,tax_rate"
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        return ("catalog", "import", str(path), "--home", str(self.home))

    def _command(
        self, flow: str, home: str, record: Callable[[], Recorded]
    ) -> Recording:
        before = self._events(home)
        recorded = record()
        after = self._events(home)
        told = max(
            index for index, call in enumerate(recorded.calls) if isinstance(call, Said)
        )
        said = recorded.calls[told]
        assert isinstance(said, Said)
        if flow == _FIRST_KEY:
            self._recovery_code = _code_in(recorded.calls)
        return self._recording(
            flow,
            home,
            recorded,
            flows=[flow] * len(recorded.calls),
            acknowledged=[
                len(after) if index >= told else len(before)
                for index in range(len(recorded.calls))
            ],
        )

    def record(
        self,
        name: str,
        play: Callable[[Day, TillProcess], None],
        *,
        level: str | None = None,
    ) -> Recording:
        """Record the till from its start to its end while it is played.

        Args:
            name: Of the recording.
            play: Gives the commands; each must be one of the day's.
            level: How much less than FULL a commit promises.
        """
        options = {} if level is None else {"program": weak_program(level)}
        day = Day(self._at_ms)
        recorded = record_till(
            self.root,
            self._work,
            self.home,
            lambda till: play(day, till),
            **options,
        )
        self._at_ms = day.steps[-1].at_ms
        times = [when for when, _ in self._events(HOME)]
        first_ms = day.steps[0].at_ms
        flows: list[str] = []
        acknowledged: list[int] = []
        known = sum(when < first_ms for when in times)
        answers = 0
        for call in recorded.calls:
            step = day.steps[min(answers, len(day.steps) - 1)]
            is_over = answers == len(day.steps)
            flows.append(_flow_of(call, "close" if is_over else step.flow))
            if isinstance(call, Said):
                answers += call.text.count(b"\n")
                told_ms = day.steps[answers - 1].at_ms if answers else 0
                known = max(known, sum(when <= told_ms for when in times))
            acknowledged.append(known)
        return self._recording(
            name, HOME, recorded, flows=flows, acknowledged=acknowledged
        )

    def _recording(
        self,
        name: str,
        home: str,
        recorded: Recorded,
        *,
        flows: list[str],
        acknowledged: list[int],
    ) -> Recording:
        path = self.root / home
        events = list(read_ledger_events(path))
        return Recording(
            name=name,
            home=home,
            base=recorded.base,
            calls=recorded.calls,
            flows=flows,
            acknowledged=acknowledged,
            hashes=[event.hash for event in events],
            epochs=len({decode_header(event.header).epoch for event in events}),
            sells=name not in _WITHOUT_GOODS,
        )

    def _events(self, home: str) -> list[tuple[int, bytes]]:
        path = self.root / home
        if not path.exists():
            return []
        return [
            (decode_header(event.header).t_wall, event.hash)
            for event in read_ledger_events(path)
        ]


def record_life(work: Path, size: int) -> Iterator[Recording]:
    """Record everything a till goes through, process by process."""
    with _printer() as peripherals:
        shop = Shop(work)
        yield shop.init(peripherals)
        yield shop.stock()
        yield shop.day(size)
        yield shop.migration()
        yield shop.setting()
        yield shop.recovery()


def record_weak_day(work: Path, size: int, level: str) -> Recording:
    """Record one day of a till that promises less."""
    shop = Shop(work)
    shop.init_unrecorded()
    return shop.day(size, level)


@contextmanager
def _printer() -> Iterator[SimulatedPeripherals]:
    peripherals = SimulatedPeripherals()
    try:
        yield peripherals
    finally:
        peripherals.close()


def _flow_of(call: Call, flow: str) -> str:
    """Tell what the file of a call says more exactly than the command under way."""
    if not isinstance(call, _ON_CONTENT) or flow == "migration":
        return flow
    if call.path == f"{HOME}/ledger.db":
        return "checkpoint"
    if call.path == f"{HOME}/sentinel":
        return "sentinel"
    if call.path.startswith(KEYS):
        return "key store"
    return flow


def _code_in(calls: list[Call]) -> str:
    text = b"".join(call.text for call in calls if isinstance(call, Said))
    code = msgspec.json.decode(text)["recovery_code"]
    assert isinstance(code, str)
    return code
