"""One simulated till: the shipped ledger on a fast disk, and the hands around it."""

from __future__ import annotations

import base64
import copy
import secrets
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final
from unittest import mock

import msgspec
from msgspec import Struct

from sync.protocol.envelope import Header, decode_header
from sync.protocol.events import encode_body
from sync.protocol.events.epoch_opened_v1 import EpochOpened
from sync.protocol.events.sale_completed_v1 import SaleCompleted as SaleCompletedV1
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from sync.protocol.uuid7 import Uuid7Factory
from terminal.application.handler import Services
from terminal.application.ports.unit_of_work import (
    Appended,
    ReceiptNumber,
    UnitOfWork,
)
from terminal.application.till_control.record_request import (
    RecordRequest,
    RecordRequestHandler,
)
from terminal.bootstrap import joining_again
from terminal.domain.till.till_state import TillPeriodState, TillState
from terminal.persistence.errors import StorageError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.keys.home_keys import adopt_keys, load_keys
from terminal.persistence.keys.pin_hasher import Argon2PinHasher
from terminal.persistence.keys.witness import WitnessKeeper
from terminal.persistence.ledger import opening
from terminal.persistence.ledger.event_log import EpochReason
from terminal.persistence.ledger.opening import (
    hash_at,
    key_store_witnesses,
    open_ledger,
    replica_witnesses,
)
from terminal.persistence.ledger.sentinel import read_sentinel
from terminal.persistence.ledger.sql_ledger import SqlLedger
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.persistence.sqlcipher import connect_cipher
from terminal.replication.enrolment import Enrolment
from terminal.settings.schema import (
    CentralSettings,
    KeySettings,
    ReferenceDataSettings,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)
from tests.simulation import replica_wal
from tests.simulation.agent import URL, Agent, Disk
from tests.simulation.center import KEY
from tests.simulation.clock import MachineClock
from tests.simulation.hands import NEWEST, Cashier, Done
from tests.simulation.network import Network
from tests.simulation.record import Sale
from tests.simulation.world import Violation, World

_DAY_MS: Final = 10 * 60_000
"""Business days are short here, so that a history has several."""

_LEDGER_FILES: Final = ("ledger.db", "ledger.db-wal", "sentinel")
_HOME_FILES: Final = (*_LEDGER_FILES, "replica.db", "replica.db-wal")
_IMAGES_MAX: Final = 8
_FULL_PAGES: Final = 0
_UPGRADE_CHANCE: Final = 0.25
_ELSEWHERE_CHANCE: Final = 0.5
_NOT_COPIED: Final = shutil.ignore_patterns("image-*", "*-shm", "*.lock")


_SUMS: Final = """
    SELECT (SELECT sum(gross_minor) FROM retail_transaction),
      (SELECT sum(amount_minor) FROM line_item WHERE type = 'tender'),
      (SELECT sum(amount_minor) FROM control_total WHERE tender = ''),
      (SELECT count(*) FROM retail_transaction AS done WHERE kind = 'sale'
        AND gross_minor <> (SELECT sum(amount_minor) FROM line_item
          WHERE line_no BETWEEN done.event_no * 16384
            AND done.event_no * 16384 + 8191))
"""
"""Transactions, tenders and control totals; sales whose lines do not add up."""


class Killed(Exception):  # noqa: N818
    """The till's process ended."""


class Image(Struct, frozen=True):
    """A copy of a till's files.

    Attributes:
        heads: (epoch, seq) of each epoch it holds.
    """

    folder: Path
    heads: tuple[tuple[str, int], ...]


def make_template(folder: Path, name: str, store: str, key: bytes) -> bytes:
    """Make the home of a till in *folder*, its ledger begun; return its public key."""
    settings = TillSettings(
        workstation=WorkstationSettings(tenant="acme", store=store, workstation=name),
        store=StoreSection(name="Acme", currency="EUR", exponent=2),
        keys=KeySettings(store="file", folder="../key-store"),
        reference_data=ReferenceDataSettings(source="central"),
        central=CentralSettings(
            url=URL, public_key=base64.b64encode(KEY.public_key).decode()
        ),
    )
    home = Home.create(folder / "home", settings)
    keys = adopt_keys(home, data_key=key[::-1], signing_private=key).keys
    ReplicaWriter(home, keys).close()
    world = World(0)
    clock = MachineClock(world, 0)
    ledger = open_ledger(
        home,
        keys,
        clock=clock,
        ids=Uuid7Factory(clock.wall_ms, World(key[0]).rng.randbytes),
        epoch_id=f"{key[0]:016x}",
    )
    ledger.close()
    return keys.signing_public


class Till:
    """One computer with its till and its agent.

    Attributes:
        name: The workstation that it is at present.
        label: What the device is called here, whatever workstation it is.
        keys_taken: How often it has joined its center again, with a new key.
        neighbours: The tills of the chain, whose receipts are taken here.
        taken_back: Sales whose goods came back at another till than the seller's.
        sales: Every event whose COMMIT may have happened, in order of commit.
        settlements: Those that are settlements, and where their period began.
    """

    def __init__(
        self,
        world: World,
        network: Network,
        folder: Path,
        template: Path,
        name: str,
        store: str,
    ) -> None:
        shutil.copytree(template, folder, ignore=_NOT_COPIED)
        self.name = name
        self.label = name
        self.store = store
        self.folder = folder
        self.home = Home.load(folder / "home")
        self.keys: HomeKeys = load_keys(self.home)
        self.clock = MachineClock(world, world.rng.randrange(-60_000, 60_000))
        self.ids = Uuid7Factory(self.clock.wall_ms, world.rng.randbytes)
        self.sales: list[Sale] = []
        self.ledger: SqlLedger | None = None
        self.agent: Agent | None = None
        self.is_powered = True
        self.dies_in_commit: str | None = None
        self.images: list[Image] = []
        self.poison_chance = 0.0
        self.disk = Disk()
        self.settlements: list[tuple[Sale, int]] = []
        self.keys_taken = 0
        self.neighbours: Sequence[Till] = ()
        self.taken_back: set[str] = set()
        self._world = world
        self._network = network
        self._images_made = 0
        self._requests_seen = 0
        self._sentinel_before = self.home.sentinel_path.read_bytes()
        self._cursor: tuple[str, int] | None = None
        self._priced: tuple[str, int] | None = None
        self._epoch = ""
        self._was_restored = False
        self._cashier = Cashier(world.rng)
        self._next_cashier = Cashier(world.rng)
        self._next_cashier.build = NEWEST
        self._sold: dict[str, SaleCompleted | SaleCompletedV1] = {}

    # --- the till's process ---------------------------------------------------

    def start(self, reason: EpochReason | None = None) -> None:
        """Begin till and agent, as far as they do not run."""
        if self.ledger is None:
            self._upgrade()
            self._open(reason)
        if self.agent is None:
            self.agent = Agent(
                self._world,
                self._network,
                self.clock,
                self.home,
                self.keys,
                label=self.label,
                on_cursor=self._moved_cursor,
                disk=self.disk,
            )

    def _open(self, reason: EpochReason | None) -> None:
        self.dies_in_commit = None
        self.ledger = self._opened(self.home, self.keys, reason)

    def _opened(
        self, home: Home, keys: HomeKeys, reason: EpochReason | None = None
    ) -> SqlLedger:
        """Open the ledger, and check that the till wakes up whole."""
        has_new_key = keys.signing_public != self.keys.signing_public
        # What an event says of the program that wrote it.
        with mock.patch.object(opening, "__version__", f"sim {self._cashier.build}"):
            ledger = open_ledger(
                home,
                keys,
                clock=self.clock,
                ids=self.ids,
                probe=self,
                new_epoch=reason,
                epoch_ids=self._new_epoch_id,
            )
        head = ledger.head
        if self._epoch not in {"", head.epoch}:
            if not self._was_restored and not has_new_key:
                raise Violation("I4", f"{self.label}: epoch {head.epoch} has no cause")
        elif has_new_key:
            raise Violation("I4", f"{self.label}: a new key in {head.epoch}")
        self._epoch = head.epoch
        for sale in self.sales:
            if sale.is_known_lost and not sale.named_in:
                sale.named_in = head.epoch
        self._world.note(self.label, "opened", head.epoch, head.seq, head.series)
        self._require_acknowledged(ledger)
        self._require_atomic(ledger)
        return ledger

    def _upgrade(self) -> None:
        """Begin with the newer build, at some starts; what waits was of the older."""
        is_first = not self.sales
        if is_first or self._cashier.build == NEWEST:
            return
        if not self._world.chance(_UPGRADE_CHANCE):
            return
        self._cashier.build = NEWEST
        waiting = self._unsent()
        self._world.count("upgrades")
        self._world.count("upgrades_with_queue", 1 if waiting else 0)
        self._world.note(self.label, "upgraded", waiting)

    def _unsent(self) -> int:
        """Return how many events the replica does not know to be at the center."""
        reader = ReplicaReader(self.home, self.keys)
        try:
            marks = {mark.epoch: mark.seq for mark in reader.watermarks()}
        finally:
            reader.close()
        return sum(
            sale.seq > marks.get(sale.epoch, 0) for sale in self.sales if sale.is_here
        )

    def _new_epoch_id(self) -> str:
        return f"{self._world.rng.getrandbits(64):016x}"

    def _require_acknowledged(self, ledger: SqlLedger) -> None:
        """Check I1 and I5 at home: what was acknowledged is in the file."""
        connection = ledger.connection
        for sale in self.sales:
            if sale.is_destroyed:
                continue
            held = hash_at(connection, sale.epoch, sale.seq)
            if sale.is_acknowledged and held != sale.hash:
                raise Violation("I1", f"{self.label} lost sale {sale.event_id}")
            if not sale.is_acknowledged:
                sale.is_committed = held == sale.hash

    def _require_atomic(self, ledger: SqlLedger) -> None:
        """Check I5: an event of a sale has its projection, and the reverse."""
        execute = ledger.connection.execute
        numbered = execute("SELECT count(*) FROM retail_transaction").fetchone()[0]
        here = [sale for sale in self.sales if sale.is_here and not sale.is_poison]
        alive = sum(sale.receipt is not None for sale in here)
        if numbered != alive:
            raise Violation(
                "I5", f"{self.label} has {alive} sales and {numbered} projections"
            )
        told = execute(_SUMS).fetchone()
        gross = sum(sale.gross_minor for sale in here)
        if any(int(amount or 0) != gross for amount in told[:3]) or told[3]:
            raise Violation("I5", f"{self.label}: {gross} became {tuple(told)}")

    def kill(self) -> None:
        """End the till's process without a goodbye; the WAL stays."""
        ledger, self.ledger = self.ledger, None
        if ledger is None:
            return
        # The last to close would checkpoint; a reader beside it never does.
        guard = connect_cipher(
            self.home.ledger_path, self.keys.data_key, read_only=True
        )
        ledger._parts.connection.close()
        ledger._sentinel.close()
        ledger._parts.reference.close()
        guard.close()

    def kill_agent(self) -> None:
        """End the agent's process; the till goes on."""
        agent, self.agent = self.agent, None
        if agent is not None:
            agent.stop()

    def lose_power(self) -> None:
        """End both; sentinel and replica may fall back to what was synced."""
        replica = self.home.path / "replica.db"
        kept = replica_wal.without_last_commits(replica, self._world.rng)
        self.kill()
        self.kill_agent()
        if self._world.rng.random() < 0.5:
            self.home.sentinel_path.write_bytes(self._sentinel_before)
        if kept is not None:
            # The cursor went back with the rows: what follows is compared with it.
            kept.put_back(replica)
            self._cursor = self._priced = None
            self._world.count("replica_commits_lost", kept.lost)
        self.clock.reboot()

    def entered(self, name: str) -> None:
        """See `CommitProbe`: the process may end before the COMMIT."""
        if self.dies_in_commit == "before":
            raise Killed

    def left(self, name: str) -> None:
        """See `CommitProbe`: or after it, before anybody hears of it."""
        if self.dies_in_commit == "after":
            raise Killed

    # --- work -----------------------------------------------------------------

    def sell(self) -> None:
        """Serve up to three customers, if the till runs.

        I13: whatever the network does, nothing of it is asked or waited for.
        """
        if self.ledger is None:
            return
        world = self._world
        began_ms = world.now_ms
        try:
            with self._network.forbidden():
                for _ in range(world.rng.randrange(1, 4)):
                    self._poison() if world.chance(self.poison_chance) else self._work()
            if world.rng.random() < 0.3:
                self.take_requests()
        except Killed:
            world.count("crashes")
            world.note(self.label, "killed in a commit")
            self.kill()
            world.after(world.rng.randrange(1_000, 60_000), self.revive)
            return
        except StorageError as error:
            # Nothing was promised: the till says so and keeps the basket.
            world.count("refused_sales")
            world.note(self.label, "refused", type(error).__name__)
            self.kill()
            world.after(world.rng.randrange(1_000, 20_000), self.revive)
            return
        if world.now_ms != began_ms:
            raise Violation("I13", "a sale waited")
        if self.agent is not None:
            self.agent.nudge()
        if world.rng.random() < 0.1:
            self._sentinel_before = self.home.sentinel_path.read_bytes()

    def revive(self) -> None:
        """Start again what is not running, if there is power."""
        if self.is_powered:
            self.start()

    def _business_day(self) -> str:
        return f"2026-03-{2 + self._world.now_ms // _DAY_MS % 27:02d}"

    def _work(self) -> None:
        """Do one of the things that cashiers do; mostly sell."""
        period = self._open_period()
        dice = self._world.rng.random()
        if dice < 0.04:
            self._settle(period)
        elif dice < 0.08:
            for done in self._cashier.suspended(self.ids.new(), self.clock.wall_ms()):
                self._append(partial(_given, done))
        elif dice < 0.11:
            self._append(
                lambda uow, event_id: self._cashier.cancelled(
                    event_id, uow.numbers.next(), period, self.clock.wall_ms()
                )
            )
        elif dice < 0.14 and (sold := self._undoable()) is not None:
            self._undo(self._cashier.voiding, sold, self, period)
            self._world.count("voids")
        elif dice < 0.23 and self._world.rng.random() < _ELSEWHERE_CHANCE:
            self._take_back_from_elsewhere(period)
        elif dice < 0.23 and (sold := self._undoable()) is not None:
            self._undo(self._cashier.returned, sold, self, period)
            self._world.count("returns")
        else:
            self._append(
                lambda uow, event_id: self._cashier.sale(
                    event_id, uow.numbers.next(), period, self.clock.wall_ms()
                )
            )
            self._world.count("sales")

    def _undo(
        self,
        undo: Callable[..., Done],
        sold: Sale,
        seller: Till,
        period: TillPeriodState,
    ) -> None:
        body = seller._sold[sold.event_id]
        self._append(
            lambda uow, event_id: undo(
                *(body, sold.event_id, event_id),
                *(uow.numbers.next(), period, self.clock.wall_ms()),
            )
        )

    def _take_back_from_elsewhere(self, period: TillPeriodState) -> None:
        """Take goods back by the receipt of another till.

        The center has to wait for the sale if that till cannot send it for a while.
        """
        others = [till for till in self.neighbours if till.label != self.label]
        cut_off = [till for till in others if self._network.is_cut_off(till.label)]
        for seller in cut_off or others:
            if (sold := seller._undoable()) is not None:
                self.taken_back.add(sold.event_id)
                self._undo(self._cashier.returned, sold, seller, period)
                self._world.count("returns_elsewhere")
                return

    def _undoable(self) -> Sale | None:
        """Return a sale of the last ones that stands as it was sold."""
        last = [sale for sale in self.sales[-12:] if sale.is_here]
        undone = self.taken_back.union(sale.undoes for sale in last)
        found = [sale for sale in last if sale.event_id in self._sold]
        found = [sale for sale in found if sale.event_id not in undone]
        return self._world.rng.choice(found) if found else None

    def _open_period(self) -> TillPeriodState:
        """Return the open till period; open day and period first, if none is."""
        while (period := self._state().period) is None:
            self._append(
                lambda uow, event_id: self._cashier.opening(
                    uow, self._business_day(), event_id, self.clock.wall_ms()
                )
            )
        return period

    def _state(self) -> TillState:
        assert self.ledger is not None
        with self.ledger.final() as uow:
            return uow.till.state()

    def _settle(self, period: TillPeriodState) -> None:
        now_ms = self.clock.wall_ms()
        if self._world.rng.random() < 0.5:
            self._append(lambda uow, _: self._cashier.counted(uow, period, now_ms))
        self._append(lambda uow, _: self._cashier.settled(uow, period, now_ms))
        self._append(lambda uow, _: self._cashier.closing(uow, now_ms))
        self._world.count("settlements")

    def _append(self, make: Callable[[UnitOfWork, str], Done]) -> None:
        """Commit one event, and note it for the oracle before it is acknowledged."""
        assert self.ledger is not None
        event_id = self.ids.new()
        with self.ledger.final() as uow:
            done = make(uow, event_id)
            day: str = getattr(done.body, "business_day", "")
            appended = uow.events.append(
                done.body,
                event_id=event_id,
                control=done.control,
                business_day=day or None,
                deps=(done.undoes,) if done.undoes else (),
            )
            sale = self._note_event(done, event_id, appended, day)
            uow.commit()
        sale.is_acknowledged = sale.is_committed = True
        self._world.note(self.label, done.body.TYPE, appended.epoch, appended.seq)

    def _note_event(
        self, done: Done, event_id: str, appended: Appended, day: str
    ) -> Sale:
        assert self.ledger is not None
        control = done.control
        sale = Sale(
            workstation=self.name,
            event_id=event_id,
            epoch=appended.epoch,
            seq=appended.seq,
            hash=bytes.fromhex(appended.hash_hex),
            day=day,
            gross_minor=0 if control is None else control.gross_minor,
            tax_minor=0 if control is None else control.tax_minor,
            tenders={} if control is None else dict(control.tenders),
            receipt=done.receipt,
            transactions=0 if control is None else 1,
            items=done.items,
            undoes=done.undoes,
            is_void=done.body.TYPE == TransactionVoided.TYPE,
            keys_taken=self.keys_taken,
        )
        if isinstance(done.body, TillSettled | TillSettledV1):
            self.settlements.append((sale, done.body.first_seq))
        if isinstance(done.body, SaleCompleted | SaleCompletedV1) and not done.undoes:
            self._sold[event_id] = done.body
        self.sales.append(sale)
        self._require_prices_forward()
        return sale

    def _require_prices_forward(self) -> None:
        """Check I8: what sales are priced with never goes back by itself."""
        assert self.ledger is not None
        text = self.ledger._parts.log.feed_position
        if text is None:
            return
        now, before = _place(text), self._priced
        if before is not None and now[0] == before[0] and now[1] < before[1]:
            raise Violation("I8", f"{self.label}: prices went back to {now[1]}")
        self._priced = now

    def _poison(self) -> None:
        """Append what this center cannot read: an event of a program to come."""
        assert self.ledger is not None
        rng, day = self._world.rng, self._business_day()
        event_id = self.ids.new()
        # The first kind is learned one day; the body is then a sale like others.
        event_type, version = rng.choice(
            (("future.sale", 1), ("future.sale", 9), ("sale.completed", 9))
        )
        number = ReceiptNumber("NEXT", 1 + int(event_id[-12:], 16))
        period = TillPeriodState(
            till_period_id="next",
            business_day=day,
            loan_minor=0,
            opened_event_id=event_id,
            opened_at_ms=self.clock.wall_ms(),
        )
        done = self._next_cashier.sale(event_id, number, period, self.clock.wall_ms())
        control = done.control
        assert control is not None
        header = Header(
            event_id=event_id,
            tenant="acme",
            store=self.store,
            workstation=self.name,
            epoch="0" * 16,
            seq=1,
            type=event_type,
            type_v=version,
            app="next",
            schema="next",
            t_wall=self.clock.wall_ms(),
            t_mono=self.clock.monotonic_ms(),
            boot_id=self.clock.boot_id,
            biz_day=day,
            ctl=control,
        )
        with self.ledger.final() as uow:
            log = self.ledger._parts.log
            log.append_again(header, encode_body(done.body), None)
            head = log.head
            sale = Sale(
                workstation=self.name,
                event_id=event_id,
                epoch=head.epoch,
                seq=head.seq,
                hash=head.hash,
                day=day,
                gross_minor=control.gross_minor,
                tax_minor=control.tax_minor,
                tenders=dict(control.tenders),
                receipt=None,
                items=done.items,
                is_poison=True,
                is_learnable=(event_type, version) == ("future.sale", 1),
            )
            self.sales.append(sale)
            uow.commit()
            self.ledger._note_commit(sync=False)
        sale.is_acknowledged = sale.is_committed = True
        self._world.count("poison")

    def take_requests(self) -> None:
        """Record what the agent asked for, as the till does when it rests."""
        if self.ledger is None or self.agent is None or not self.agent.has_asked_till:
            return
        self.agent.has_asked_till = False
        reader = ReplicaReader(self.home, self.keys)
        try:
            found = reader.requests_after(self._requests_seen)
        finally:
            reader.close()
        for request in found:
            before = self.ledger.head.epoch
            self._record_request(
                RecordRequest(
                    request_id=request.request_id,
                    kind=request.kind,
                    detail=bytes(request.data).decode(),
                )
            )
            self._requests_seen = request.sequence
            if self.ledger.head.epoch != before:
                self._epoch = self.ledger.head.epoch
                self._world.count("rehomed")
                self._world.note(self.label, "rehomed", self.ledger.head.epoch)
        if found and self.agent is not None:
            self.agent.nudge()

    def _record_request(self, request: RecordRequest) -> None:
        assert self.ledger is not None
        services = Services(self.ledger, self.clock, self.ids, Argon2PinHasher())
        RecordRequestHandler(services)(request)

    def fill_disk(self) -> None:
        """Let the file system of the ledger have no room until the next start."""
        if self.ledger is not None:
            execute = self.ledger.connection.execute
            pages = execute("PRAGMA page_count").fetchone()[0]
            execute(f"PRAGMA max_page_count = {pages + _FULL_PAGES}")

    # --- copies of it ---------------------------------------------------------

    def take_image(self) -> None:
        """Copy the home, as a backup program does between two commits."""
        if self.ledger is None:
            return
        self._images_made += 1
        folder = self.folder / f"image-{self._images_made}"
        folder.mkdir()
        for file in _HOME_FILES:
            source = self.home.path / file
            if source.exists():
                shutil.copyfile(source, folder / file)
        rows = self.ledger.connection.execute(
            "SELECT epoch, max(seq) FROM event JOIN epoch USING (epoch_no)"
            " GROUP BY epoch_no ORDER BY epoch_no"
        ).fetchall()
        self.images.append(Image(folder, tuple((epoch, seq) for epoch, seq in rows)))
        del self.images[:-_IMAGES_MAX]

    def restore(self, *, is_whole: bool, needs_witness: bool = True) -> bool:
        """Put an older image back: its ledger alone, or the whole home.

        Args:
            is_whole: The sentinel and the replica go back too; the key store,
                which is elsewhere, never does.
            needs_witness: Only take an image that some witness is ahead of; else
                only one that none is.
        """
        fits = [
            image
            for image in self.images
            if self._is_older(image)
            and self._is_witnessed(image, is_whole=is_whole) == needs_witness
        ]
        if not fits:
            return False
        image = self._world.rng.choice(fits)
        self.kill()
        self.kill_agent()
        names = _HOME_FILES if is_whole else ("ledger.db", "ledger.db-wal")
        for file in names:
            for suffix in ("", "-shm"):
                (self.home.path / f"{file}{suffix}").unlink(missing_ok=True)
            if (image.folder / file).exists():
                shutil.copyfile(image.folder / file, self.home.path / file)
        self._sentinel_before = self.home.sentinel_path.read_bytes()
        self._requests_seen = 0
        self._was_restored = True
        if is_whole:
            # The replica went back with the rest: what follows is compared with it.
            self._cursor = self._priced = None
        self._destroy(dict(image.heads), is_beyond_proof=not needs_witness)
        del self.images[self.images.index(image) + 1 :]
        return True

    def _is_older(self, image: Image) -> bool:
        heads = dict(image.heads)
        return any(
            sale.is_here and sale.seq > heads.get(sale.epoch, 0) for sale in self.sales
        )

    def _is_witnessed(self, image: Image, *, is_whole: bool) -> bool:
        heads = dict(image.heads)
        return any(
            seq > heads.get(epoch, 0)
            for epoch, seq in self._outside_knowledge(is_whole=is_whole)
        )

    def _outside_knowledge(self, *, is_whole: bool) -> list[tuple[str, int]]:
        """Return the (epoch, seq) that what is not restored remembers."""
        witnesses = list(key_store_witnesses(WitnessKeeper(self.home)))
        if not is_whole:
            state = read_sentinel(self.home.sentinel_path, self.keys.data_key)
            if state.record is not None:
                witnesses.append(state.record.as_witness())
            witnesses += replica_witnesses(self.home, self.keys)
        return [(witness.epoch, witness.seq) for witness in witnesses]

    def _destroy(self, heads: dict[str, int], *, is_beyond_proof: bool) -> None:
        known = dict.fromkeys((sale.epoch for sale in self.sales), 0)
        for epoch, seq in self._outside_after():
            known[epoch] = max(known.get(epoch, 0), seq)
        for sale in self.sales:
            if sale.named_in and sale.named_in not in heads:
                # The report of that loss went with the epoch that bore it; the key
                # store keeps it, and the next epoch names it again.
                sale.named_in = ""
                self._world.count("loss_reports_lost")
            if sale.is_known_lost and not sale.named_in:
                # Not reported yet, and whoever knew of it may be gone now.
                sale.is_known_lost = sale.seq <= known[sale.epoch]
            if sale.is_destroyed and is_beyond_proof and sale.epoch in heads:
                # The till goes on there, and takes its number once more.
                sale.is_beyond_proof |= sale.seq > heads[sale.epoch]
            if sale.is_here and sale.seq > heads.get(sale.epoch, 0):
                sale.is_destroyed = True
                sale.is_beyond_proof = is_beyond_proof
                sale.is_known_lost = sale.seq <= known[sale.epoch]

    def _outside_after(self) -> list[tuple[str, int]]:
        """Return what the till will find out when it opens, its files in place."""
        return self._outside_knowledge(is_whole=False)

    def clone(self, folder: Path) -> Till:
        """Copy home and key store to a second computer, which lives on as this one."""
        other = Till(
            *(self._world, self._network, folder, self.folder, self.name, self.store)
        )
        other.label = f"{self.label}b"
        other.poison_chance = self.poison_chance
        other.neighbours, other.taken_back = self.neighbours, self.taken_back
        copies = {id(sale): copy.copy(sale) for sale in self.sales}
        other.sales = list(copies.values())
        other.settlements = [
            (copies[id(settled)], first_seq) for settled, first_seq in self.settlements
        ]
        other._sold = dict(self._sold)
        other._cashier.build = self._cashier.build
        other._epoch = self._epoch
        # To each of them the other is a life that it did not live.
        self._was_restored = other._was_restored = True
        other._requests_seen = self._requests_seen
        other._cursor, other._priced = self._cursor, self._priced
        return other

    def join_again(self, enrol: Callable[..., Enrolment], code: str) -> None:
        """Type `sync enrol CODE`: the device gets a key and a place of its own.

        Args:
            enrol: In place of `terminal.replication.enrolment.enrol`.
            code: For the workstation that it is to be.

        Raises:
            SyncError: The center was not reached, or its answer was not.
        """
        self.kill()
        self.kill_agent()
        # Killed in a commit is whoever sells, not who joins.
        self.dies_in_commit = None
        randbytes = self._world.rng.randbytes
        with (
            mock.patch.object(joining_again, "_open", self._opened),
            mock.patch.object(joining_again, "enrol", enrol),
            mock.patch.object(secrets, "token_bytes", randbytes),
        ):
            joining_again.join_again(self.home.path, "", code)
        self.home = Home.load(self.home.path)
        self.keys = load_keys(self.home)
        self.name = self.home.settings.workstation.workstation
        self.keys_taken += 1
        # An image of before has the old key; whoever puts it back joins again.
        self.images.clear()
        self._world.count("joined_again")
        self._world.note(self.label, "joined", self.name)

    # --- checks ---------------------------------------------------------------

    def _moved_cursor(self, cursor: str, is_restart: bool) -> None:
        """Check I8: the feed never goes back without a new snapshot."""
        incarnation, position = _place(cursor)
        if self._cursor is not None and not is_restart:
            before, at = self._cursor
            if incarnation != before or position < at:
                raise Violation("I8", f"{self.label}: the feed went back to {position}")
        self._cursor = (incarnation, position)

    def wal_bytes(self) -> int:
        """Return the size of the ledger's WAL."""
        path = self.home.path / "ledger.db-wal"
        return path.stat().st_size if path.exists() else 0

    def abandoned(self) -> list[tuple[str, int]]:
        """Return the lost tails that this ledger's signed events name."""
        assert self.ledger is not None
        rows = self.ledger.connection.execute(
            "SELECT header, body FROM event JOIN epoch ON event_no = first_event_no"
        ).fetchall()
        found = []
        for header, body in rows:
            assert decode_header(header).type == EpochOpened.TYPE
            opened = msgspec.json.decode(body)
            found += [
                (tail["epoch"], tail["seq"]) for tail in opened.get("abandoned", ())
            ]
        return found


def _given(done: Done, _uow: UnitOfWork, _event_id: str) -> Done:
    return done


def _place(cursor: str) -> tuple[str, int]:
    """Return incarnation and position of a cursor."""
    decoded = msgspec.json.decode(base64.urlsafe_b64decode(cursor))
    return decoded[0], decoded[2]
