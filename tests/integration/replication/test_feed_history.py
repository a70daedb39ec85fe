"""Any history of imports, faults and restores ends with the center's rows at the till.

The shipped feed, machine and replica, on real files; only the wire is a list of
answers that are lost, doubled or late.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, delete, insert, select, update
from typing_extensions import override

from sync.central import database, feed, feed_digests, reference_data
from sync.central.feed import Scope
from sync.central.reference_data import TOMBSTONE_KEPT_MS, Change
from sync.central.schema import center, feed_digest, reference_row
from sync.engine.inputs import FeedAnswered, PullInput, RowsApplied
from sync.engine.outputs import ApplyRows, PullOutput, RaiseIncident, SendFeed
from sync.engine.pull import RESNAPSHOT_PAUSE_MS, Pull
from sync.engine.schedule import TimerFired
from sync.engine.values import REQUEST_DEADLINE_MS
from sync.protocol.messages import FeedCheckpoint, seal_checkpoint
from sync.protocol.signature import Signer
from terminal.bootstrap.replication_files import ReplicaFile
from terminal.persistence.replica.reader import ReplicaReader
from tests.fakes.till_home import TillHome

_KEY = Signer(b"c" * 32)
_STORE = "S-01"
_TABLES = (center, reference_row, feed_digest)
_Rows = dict[str, str]

_keys = st.sampled_from("abcdefgh")
_stores = st.sampled_from(["", "", _STORE, "S-02"])


def _setting(key: str, value: int | None, store: str) -> Change:
    """Return a change of a row of which all that counts is seen at the till."""
    data = None if value is None else json.dumps({"key": key, "value": value})
    return Change(kind="setting", key=key, data=data, store=store)


_changes = st.lists(
    st.builds(_setting, _keys, st.none() | st.integers(0, 3), _stores),
    min_size=1,
    max_size=9,
)


class _Center:
    """The central's tables, and backups of them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.incarnation = 0
        self.backups: list[dict[str, list[dict[str, Any]]]] = []
        # What the till should see at each cursor that was complete.
        self.states: dict[str, list[_Rows]] = {}
        with engine.begin() as connection:
            for table in _TABLES:
                connection.execute(delete(table))
            connection.execute(
                insert(center).values(
                    id=1,
                    tenant="acme",
                    incarnation="0",
                    administrator_token_hash="",
                    feed_position=0,
                    created_at_ms=1,
                )
            )

    def put(self, changes: Sequence[Change], now_ms: int) -> None:
        with self.engine.begin() as connection:
            reference_data.put(connection, changes, now_ms)

    def answer(self, after: str) -> bytes:
        with self.engine.begin() as connection:
            scope = Scope("acme", str(self.incarnation), _STORE)
            checkpoint = feed.read_feed(connection, scope, after, 3)
            if checkpoint.complete:
                assert checkpoint.digest == feed_digests.derive(connection, _STORE)
        self._note(checkpoint)
        return seal_checkpoint(checkpoint, _KEY)

    def wanted(self) -> _Rows:
        with self.engine.begin() as connection:
            rows = connection.execute(
                select(reference_row)
                .where(
                    reference_row.c.is_deleted.is_(False),
                    reference_row.c.store.in_({"", _STORE}),
                )
                .order_by(reference_row.c.store)
            ).all()
        return {row.key: json.loads(row.data)["value"] for row in rows}

    def back_up(self) -> None:
        with self.engine.begin() as connection:
            self.backups.append(
                {
                    table.name: [
                        dict(row)
                        for row in connection.execute(select(table)).mappings()
                    ]
                    for table in _TABLES
                }
            )

    def restore(self, number: int, *, is_told: bool) -> None:
        backup = self.backups[number % len(self.backups)]
        with self.engine.begin() as connection:
            for table in _TABLES:
                connection.execute(delete(table))
                if backup[table.name]:
                    connection.execute(insert(table), backup[table.name])
            self.incarnation += is_told
            connection.execute(update(center).values(incarnation=str(self.incarnation)))

    def _note(self, checkpoint: FeedCheckpoint) -> None:
        if checkpoint.complete:
            self.states.setdefault(checkpoint.cursor, []).append(self.wanted())


class _History(RuleBasedStateMachine):
    """What may happen between a center and the feed of one till."""

    engine: Engine
    home: TillHome

    @initialize()
    def begin(self) -> None:
        for path in self.home.home.path.glob("replica.db*"):
            path.unlink()
        self.now_ms = 0
        self.central = _Center(self.engine)
        self.reader = ReplicaReader(self.home.home, self.home.keys)
        self.late: list[bytes] = []
        self.resnapshots = 0
        self.seen: tuple[str, int] = ("", 0)
        self.is_lied_to = False
        self._start()

    @override
    def teardown(self) -> None:
        if not hasattr(self, "replica"):
            return
        try:
            self._come_to_rest()
        finally:
            self.replica.close()
            self.reader.close()

    # What happens.

    @rule(changes=_changes)
    def import_rows(self, changes: list[Change]) -> None:
        self.central.put(changes, self.now_ms)

    @rule(days=st.sampled_from([1, 40, 100]))
    def time_passes(self, days: int) -> None:
        self.now_ms += days * TOMBSTONE_KEPT_MS // 90

    @rule(fate=st.sampled_from(["answered", "answered", "lost", "late", "doubled"]))
    def ask_once(self, fate: str) -> None:
        self._poll(fate)

    @rule()
    def ask_until_it_rests(self) -> None:
        for _ in range(40):
            self._poll("answered")
            if not self.pull.is_busy:
                return

    @precondition(lambda self: self.late)
    @rule()
    def an_old_answer_comes(self) -> None:
        sealed = self.late.pop(0)
        self._take(FeedAnswered(self.now_ms, self.nonce, sealed))

    @rule()
    def the_agent_dies(self) -> None:
        self.replica.close()
        self._start()

    @rule()
    def the_center_is_backed_up(self) -> None:
        self.central.back_up()

    @precondition(lambda self: self.central.backups)
    @rule(number=st.integers(0, 5), is_told=st.booleans(), changes=_changes)
    def the_center_is_restored(
        self, number: int, changes: list[Change], *, is_told: bool
    ) -> None:
        self.central.restore(number, is_told=is_told)
        # Before the till asks again the log may be longer than the till knew it.
        self.central.put(changes, self.now_ms)
        self.is_lied_to |= not is_told

    @precondition(lambda self: self.reader.settings())
    @rule()
    def a_row_is_lost_on_the_disk(self) -> None:
        connection = self.replica._writer._connection
        live = connection.execute("SELECT live FROM feed_state").fetchone()[0]
        connection.execute(
            f"DELETE FROM setting_{live} WHERE key = (SELECT min(key) FROM setting)"
        )
        assert not self.replica.check()
        self.is_lied_to = True

    # What must hold.

    @invariant()
    def the_till_sees_a_state_of_the_center(self) -> None:
        if not hasattr(self, "replica") or self.is_lied_to:
            return
        cursor = self.reader.feed_position()
        seen = self.reader.settings()
        assert seen == {} if cursor is None else seen in self.central.states[cursor]

    def _come_to_rest(self) -> None:
        # An hour apart, so that a second snapshot is allowed where one is needed.
        for _ in range(3):
            for _ in range(60):
                self._poll("answered")
                if not self.pull.is_busy:
                    break
            self.now_ms += RESNAPSHOT_PAUSE_MS
        with self.engine.begin() as connection:
            digest = feed_digests.derive(connection, _STORE)
        assert self.pull.is_complete
        assert not self.pull.is_wrong
        assert self.reader.settings() == self.central.wanted()
        assert self.pull.in_force == (self.reader.feed_position(), digest)
        assert self.replica.check()

    # The machine and its shell.

    def _start(self) -> None:
        self.replica = ReplicaFile(self.home.home, self.home.keys)
        self.pull = Pull(
            Random(1).randrange,
            central_public_key=_KEY.public_key,
            store=("acme", _STORE),
            cursor=self.replica.cursor(),
        )
        self.nonce, self.asked = "", ""

    def _poll(self, fate: str) -> None:
        """Let the machine ask, if it does not wait already, and answer it."""
        if not self.nonce:
            self.now_ms += 400_000
            self._take(TimerFired(self.now_ms))
        if not self.nonce:
            return
        sealed = self.central.answer(self.asked)
        if fate == "lost":
            self.now_ms += REQUEST_DEADLINE_MS
            self._take(TimerFired(self.now_ms))
            return
        if fate in {"late", "doubled"}:
            self.late.append(sealed)
        if fate != "late":
            self._take(FeedAnswered(self.now_ms, self.nonce, sealed))

    def _take(self, given: PullInput) -> None:
        waiting: list[PullOutput] = list(self.pull.step(given))
        while waiting:
            output = waiting.pop(0)
            if isinstance(output, SendFeed):
                self.nonce, self.asked = output.nonce, output.cursor or ""
            elif isinstance(output, ApplyRows):
                waiting += self.pull.step(self._apply(output))
            elif isinstance(output, RaiseIncident):
                assert output.code in {"feed_refused", "feed_digest"}
        if not self.pull.is_busy:
            self.nonce = ""

    def _apply(self, wanted: ApplyRows) -> RowsApplied:
        digest = self.replica.apply_rows(
            wanted.rows,
            wanted.cursor,
            is_restart=wanted.is_restart,
            is_complete=wanted.is_complete,
        )
        self.resnapshots += wanted.is_restart
        position = json.loads(_decoded(wanted.cursor))[2]
        assert wanted.is_restart or self.seen[0] == "" or position >= self.seen[1]
        self.seen = (wanted.cursor, position)
        if wanted.is_complete and wanted.is_restart:
            self.is_lied_to = False
        return RowsApplied(self.now_ms, wanted.ticket, digest)


def _decoded(cursor: str) -> bytes:
    import base64

    return base64.urlsafe_b64decode(cursor)


def _run(tmp_path: Path, examples: int, steps: int) -> None:
    engine = database.open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    database.migrate(engine)
    folder = tmp_path / "till"
    folder.mkdir()

    class History(_History):
        pass

    History.engine = engine
    History.home = TillHome(folder)
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    engine.dispose()


def test_a_few_histories_end_with_the_rows_of_the_center(tmp_path: Path) -> None:
    _run(tmp_path, 6, 20)


@pytest.mark.campaign
@pytest.mark.timeout(1_800)
def test_many_histories_end_with_the_rows_of_the_center(tmp_path: Path) -> None:
    _run(tmp_path, 500, 40)
