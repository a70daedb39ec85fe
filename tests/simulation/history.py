"""One seed from the first sale to the last check.

First the phase of safety: sales, faults, and promises that may never be broken.
Then everything is mended, and within a bounded time everything must have arrived.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

import msgspec
from msgspec import Struct
from sqlalchemy.engine import Engine

from sync.central.database import open_engine
from sync.protocol.envelope import decode_header
from terminal.persistence.ledger.opening import hash_at
from terminal.persistence.replica.reader import ReplicaReader
from tests.simulation import center as center_module
from tests.simulation import future, oracle
from tests.simulation import till as till_module
from tests.simulation.center import Center
from tests.simulation.clones import Twins, every_sale
from tests.simulation.network import Network, stop_center
from tests.simulation.plan import Plan, plan_of
from tests.simulation.record import Sale
from tests.simulation.till import Till
from tests.simulation.world import Violation, World

HEAL_MS_MAX: Final = 15 * 60_000
"""Longest time to drain once all is well: a till that waits for a person asks every
one to five minutes, twice that, and the drain itself."""

_LOOK_MS: Final = 5_000
_PERSON_MS: Final = 60_000
_WAL_BYTES_MAX: Final = 8 * 1024 * 1024
"""Of a ledger: twice what SQLite lets it grow to by itself."""

_SETTLEMENTS_ASKED: Final = 4
"""Of one till, each minute: those of a lost epoch are never confirmed."""

_EVENTS_HELD_MAX: Final = 500
"""In the memory of an agent: one batch, whatever waits in the ledger."""

_TILLS_MAX: Final = 4


class Outcome(Struct, frozen=True, kw_only=True):
    """What one seed came to.

    Attributes:
        violation: What promise was broken; empty when none was.
        digest: Of the whole trace.
    """

    seed: int
    plan: str
    virtual_ms: int
    counts: dict[str, int]
    violation: str
    digest: str


class Workshop:
    """Where seeds run: templates made once, and a folder that each seed gets anew."""

    def __init__(self) -> None:
        shared = Path("/dev/shm")
        parent = shared if shared.is_dir() else None
        self.folder = Path(tempfile.mkdtemp(prefix="evertill-sim-", dir=parent))
        self._tills = [(f"T-{n:02d}", f"S-{n % 2 + 1:02d}") for n in range(_TILLS_MAX)]
        keys = []
        for number, (name, store) in enumerate(self._tills, 1):
            key = till_module.make_template(
                self.folder / f"template-{name}", name, store, bytes([number]) * 32
            )
            keys.append((name, store, key))
        self._template = self.folder / "template.db"
        center_module.make_template(self._template, keys)
        self._center_path = self.folder / "center.db"
        shutil.copyfile(self._template, self._center_path)
        self._engine: Engine = open_engine(f"sqlite:///{self._center_path}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, seed: int, plan: Plan | None = None) -> tuple[Outcome, list[str]]:
        """Run one seed; return what it came to, and its trace.

        Args:
            seed: Decides everything.
            plan: Instead of the one that the seed draws.
        """
        world = World(seed)
        if plan is None:
            plan = plan_of(seed, world.rng)
        center = Center(world, self._engine, self._center_path, self._template)
        folder = self.folder / "seed"
        history = History(world, plan, center)
        violation = ""
        try:
            for name, store in self._tills[: plan.tills]:
                history.add(
                    folder / name, self.folder / f"template-{name}", name, store
                )
            history.run()
        except Violation as broken:
            violation = str(broken)
            world.note("VIOLATION", violation)
        except Exception as error:  # noqa: BLE001 - the seed failed, not the campaign
            where = traceback.extract_tb(error.__traceback__)[-1]
            name = f"{Path(where.filename).name}:{where.lineno}"
            violation = f"{type(error).__name__} at {name}: {error}"
            world.note("VIOLATION", violation)
        finally:
            future.forget()
            history.close()
            shutil.rmtree(folder, ignore_errors=True)
            for backup in self.folder.glob("backup-*"):
                backup.unlink()
        digest = hashlib.sha256("\n".join(world.trace).encode()).hexdigest()
        outcome = Outcome(
            seed=seed,
            plan=plan.name,
            virtual_ms=world.now_ms,
            counts=world.counts,
            violation=violation,
            digest=digest,
        )
        return outcome, world.trace


class History:
    """The run of one seed."""

    def __init__(self, world: World, plan: Plan, center: Center) -> None:
        self._world = world
        self._plan = plan
        self._center = center
        self._network = Network(world, center, plan)
        self._tills: list[Till] = []
        self._is_mended = False
        self._wrong_keys: set[str] = set()
        self._suspended: set[str] = set()
        self._faults: dict[str, Callable[[], None]] = {
            "till_killed": self._kill_till,
            "killed_in_commit": self._kill_in_commit,
            "agent_killed": self._kill_agent,
            "power_lost": self._lose_power,
            "center_restarted": self._restart_center,
            "center_restored": self._restore_center,
            "ledger_restored": self._restore_ledger,
            "image_restored": self._restore_image,
            "both_restored": self._restore_both,
            "clock_set": self._set_clock,
            "partition": self._partition,
            "one_way": self._one_way,
            "suspended": self._suspend,
            "key_mismatch": self._mismatch,
            "disk_full": self._fill_disk,
            "disk_slow": self._slow_disk,
            "database_fault": self._fail_database,
            "prices": self._center.change_prices,
            "image_unwitnessed": self._restore_unwitnessed,
        }
        self._twins: Twins | None = None
        self._taken_back: set[str] = set()

    def add(self, folder: Path, template: Path, name: str, store: str) -> None:
        """Put up one more till."""
        till = Till(self._world, self._network, folder, template, name, store)
        till.poison_chance = self._plan.poison
        till.neighbours, till.taken_back = self._tills, self._taken_back
        self._tills.append(till)

    def close(self) -> None:
        """Let go of every file."""
        for till in self._tills:
            till.kill_agent()
            till.kill()

    def run(self) -> None:
        """Both phases."""
        world, plan = self._world, self._plan
        self._center.change_prices()
        self._center.back_up()
        for till in self._tills:
            till.start()
            till.take_image()
            self._sell_soon(till)
            self._image_soon(till)
        self._back_up_soon()
        self._check_soon()
        if plan.poison:
            learns_ms = world.rng.randrange(plan.safety_ms // 2, plan.safety_ms)
            world.after(learns_ms, self._center.learn)
        for kind in plan.gaps_ms:
            self._fault_soon(kind)
        if plan.clone_ms:
            world.after(plan.clone_ms, self._clone)
        world.run_until(plan.safety_ms)
        self._mend()
        self._drain()
        self._check(is_end=True)

    # --- what goes on all the time ---------------------------------------------

    def _pause_ms(self, mean_ms: int) -> int:
        return 1 + int(self._world.rng.expovariate(1 / mean_ms))

    def _repeat(self, mean_ms: int, action: Callable[[], None]) -> None:
        """Do *action* again and again until everything is mended."""

        def once() -> None:
            if self._is_mended:
                return
            action()
            self._world.after(self._pause_ms(mean_ms), once)

        self._world.after(self._pause_ms(mean_ms), once)

    def _sell_soon(self, till: Till) -> None:
        # A visit serves two customers on the average.
        self._repeat(2 * self._plan.sale_gap_ms, till.sell)

    def _image_soon(self, till: Till) -> None:
        self._repeat(self._plan.copy_ms, till.take_image)

    def _back_up_soon(self) -> None:
        self._repeat(2 * self._plan.copy_ms, self._center.back_up)

    def _fault_soon(self, kind: str) -> None:
        self._repeat(self._plan.gaps_ms[kind], self._faults[kind])

    def _check_soon(self) -> None:
        def look() -> None:
            self._check(is_end=False)

        self._repeat(self._plan.look_ms, look)

    # --- two devices with one key ---------------------------------------------

    def _clone(self) -> None:
        fits = [
            till
            for till in self._tills
            if till.name not in self._wrong_keys | self._suspended
        ]
        if not fits:
            self._world.after(_LOOK_MS, self._clone)
            return
        till = self._world.rng.choice(fits)
        folder = till.folder.with_name(f"{till.label}b")
        self._twins = Twins(
            *(self._world, self._network, self._center, till),
            folder,
            new_name=f"T-1{till.name[-1]}",
        )
        _, copy = self._twins.devices
        self._tills.append(copy)
        copy.start()
        copy.take_image()
        self._sell_soon(copy)
        self._image_soon(copy)
        self._repeat(_PERSON_MS, self._twins.look)

    # --- faults ---------------------------------------------------------------

    def _any_till(self) -> Till:
        return self._world.rng.choice(self._tills)

    def _any_alone(self) -> Till | None:
        """Return a till that people at the center know as one device."""
        twins = () if self._twins is None else self._twins.devices
        alone = [till for till in self._tills if till not in twins]
        return self._world.rng.choice(alone) if alone else None

    def _later(self, most_ms: int, action: Callable[[], None]) -> None:
        self._world.after(self._world.rng.randrange(500, most_ms), action)

    def _crash(self, kind: str, till: Till) -> None:
        self._world.count("crashes")
        self._world.count(kind)
        self._world.note(till.label, kind)
        self._later(60_000, till.revive)

    def _kill_till(self) -> None:
        till = self._any_till()
        till.kill()
        self._crash("till_killed", till)

    def _kill_in_commit(self) -> None:
        till = self._any_till()
        # The next sale meets it; that one counts the crash.
        till.dies_in_commit = self._world.rng.choice(("before", "after"))

    def _kill_agent(self) -> None:
        till = self._any_till()
        till.kill_agent()
        self._crash("agent_killed", till)

    def _lose_power(self) -> None:
        till = self._any_till()
        till.lose_power()
        self._crash("power_lost", till)

    def _restart_center(self) -> None:
        if not self._center.is_up:
            return
        self._world.count("crashes")
        self._world.count("center_restarted")
        self._world.note("center", "down")
        stop_center(self._world, self._center)

    def _restore_center(self) -> None:
        if self._center.restore():
            self._world.count("center_restored")
            self._world.note("center", "restored")
            self._enrol_again()

    def _enrol_again(self) -> None:
        """Do what a backup undid: it may hold a wrong key or a suspension."""
        twins = self._twins
        if twins is not None:
            twins.enrol_old_key()
        for till in self._tills:
            if twins is not None and till in twins.devices:
                self._center.set_suspended(till.name, is_suspended=False)
                continue
            if till.name not in self._wrong_keys:
                self._center.enrol(till.name, till.store, till.keys.signing_public)
            if till.name not in self._suspended:
                self._center.set_suspended(till.name, is_suspended=False)

    def _restore_ledger(self) -> None:
        self._restore_till(is_whole=False)

    def _restore_image(self) -> None:
        self._restore_till(is_whole=True)

    def _restore_till(self, *, is_whole: bool) -> bool:
        till = self._any_till()
        if not till.restore(is_whole=is_whole):
            return False
        kind = "image_restored" if is_whole else "ledger_restored"
        self._world.count(kind)
        self._world.note(till.label, kind)
        self._later(60_000, till.revive)
        return True

    def _restore_both(self) -> None:
        if self._restore_till(is_whole=self._world.rng.random() < 0.5):
            self._restore_center()
            self._world.count("both_restored")

    def _restore_unwitnessed(self) -> None:
        till = self._any_till()
        if till.restore(is_whole=True, needs_witness=False):
            self._world.count("image_unwitnessed")
            self._world.note(till.label, "image_unwitnessed")
            self._later(60_000, till.revive)

    def _set_clock(self) -> None:
        till, rng = self._any_till(), self._world.rng
        step_ms = rng.choice((-1, 1)) * rng.choice(
            (1_000, 180_000, 3_600_000, 90_000_000)
        )
        till.clock.set_by(step_ms)
        self._world.count("clock_set")
        self._world.note(till.label, "clock", step_ms)

    def _cut(self, kind: str, names: set[str]) -> None:
        name = self._any_till().label
        names.add(name)
        self._world.count(kind)
        self._world.note(name, kind)
        self._later(180_000, lambda: names.discard(name))

    def _partition(self) -> None:
        self._cut("partition", self._network.cut_off)

    def _one_way(self) -> None:
        self._cut("one_way", self._network.deaf)

    def _suspend(self) -> None:
        till = self._any_alone()
        if till is None:
            return
        self._suspended.add(till.name)
        self._center.set_suspended(till.name, is_suspended=True)
        self._world.count("suspended")
        self._world.note(till.label, "suspended")
        self._later(240_000, lambda: self._let_in(till))

    def _let_in(self, till: Till) -> None:
        self._suspended.discard(till.name)
        self._center.set_suspended(till.name, is_suspended=False)

    def _mismatch(self) -> None:
        till = self._any_alone()
        if till is None:
            return
        self._wrong_keys.add(till.name)
        self._center.enrol(till.name, till.store, None)
        self._world.count("key_mismatch")
        self._world.note(till.label, "key_mismatch")
        self._later(240_000, lambda: self._match(till))

    def _match(self, till: Till) -> None:
        if till.name not in self._wrong_keys:
            return
        self._wrong_keys.discard(till.name)
        self._center.enrol(till.name, till.store, till.keys.signing_public)

    def _fill_disk(self) -> None:
        till = self._any_till()
        till.fill_disk()
        self._world.count("disk_full")

    def _slow_disk(self) -> None:
        till = self._any_till()
        till.disk.delay_ms = self._world.rng.choice((200, 3_000, 20_000, 45_000))
        self._world.count("disk_slow")
        self._later(120_000, till.disk.recover)

    def _fail_database(self) -> None:
        self._center.is_faulty = True
        self._world.count("database_fault")
        self._later(30_000, self._heal_database)

    def _heal_database(self) -> None:
        self._center.is_faulty = False

    # --- the end --------------------------------------------------------------

    def _mend(self) -> None:
        self._is_mended = True
        self._world.note("mended")
        self._network.mend()
        self._center.is_faulty = False
        if not self._center.is_up:
            self._center.restart()
            self._center.is_up = True
        self._wrong_keys.clear()
        self._suspended.clear()
        self._enrol_again()
        for till in self._tills:
            till.dies_in_commit = None
            till.disk.recover()
            till.start()
            # A full disk is emptied by starting on one with room.
            till.kill()
            till.start()

    def _drain(self) -> None:
        """Check I10: within a bounded time nothing waits any more."""
        world = self._world
        began_ms = world.now_ms
        while waiting := self._waiting():
            if world.now_ms - began_ms > HEAL_MS_MAX:
                raise Violation("I10", f"still waiting: {waiting}")
            world.run_until(world.now_ms + _LOOK_MS)
            if self._twins is not None:
                self._twins.look()
            for till in self._tills:
                # A till that rests does what its agent asks.
                till.take_requests()
        world.most("drain_ms_max", world.now_ms - began_ms)

    def _waiting(self) -> str:
        if self._twins is not None and not self._twins.are_parted:
            return "two devices have one key"
        for till in self._tills:
            assert till.ledger is not None
            assert till.agent is not None
            # Of an epoch that a later one carries again only the beginning is due.
            rows = till.ledger.connection.execute(
                "SELECT epoch, min(max(seq), ifnull((SELECT min(later.rehomed_after)"
                " FROM epoch AS later WHERE later.rehomed_epoch = epoch.epoch),"
                " max(seq))), min(header) FROM event JOIN epoch USING (epoch_no)"
                " GROUP BY epoch_no ORDER BY epoch_no"
            ).fetchall()
            for epoch, last, header in rows:
                # A device may have been another workstation when it wrote that.
                name = decode_header(header).workstation
                held = self._center.hash_at(name, epoch, last)
                if held != hash_at(till.ledger.connection, epoch, last):
                    at = self._center.marks(name).get(epoch, (0,))[0]
                    return f"{till.label} {epoch} of {name} at {at} of {last}"
            if not till.agent.pull.is_complete or not self._is_same_feed(till):
                return f"{till.label}: the feed"
        return ""

    def _is_same_feed(self, till: Till) -> bool:
        """Check I7: the till's items are the center's."""
        reader = ReplicaReader(till.home, till.keys)
        try:
            items = self._center.items_of(till.store)
            if reader.counts()["item"] != len(items):
                return False
            for key, item in items.items():
                held = reader.get(key)
                if held is None or held.description != item["description"]:
                    return False
                if held.unit_price_micro != item["unit_price_micro"]:
                    return False
        finally:
            reader.close()
        return True

    # --- checks ---------------------------------------------------------------

    def _check(self, *, is_end: bool) -> None:
        world = self._world
        tables = self._center.tables()
        sales = every_sale(self._tills)
        self._require("I6", oracle.check_chains(tables))
        self._require("I2", oracle.check_effects(tables))
        self._require("I3", oracle.check_money(tables, sales))
        self._require("I11", oracle.check_stock(tables, sales))
        self._require("I4", oracle.check_printed(sales))
        for till in self._tills:
            self._require("I4", oracle.check_receipts(till.sales))
            world.most("wal_bytes_max", till.wal_bytes())
            if till.wal_bytes() > _WAL_BYTES_MAX:
                raise Violation("I15", f"the WAL of {till.label} grows")
            held = 0 if till.agent is None else till.agent.events_held
            world.most("events_held_max", held)
            if held > _EVENTS_HELD_MAX:
                raise Violation("I15", f"the agent of {till.label} holds {held} events")
        self._check_confirmed(tables)
        if not is_end:
            return
        named = self._named_losses(tables)
        wrong, losses, unknown = oracle.check_arrived(tables, sales, named)
        self._require("I1", wrong)
        world.count("losses_named", losses)
        self._count_listed(tables, sales)
        world.count("losses_unknowable", unknown)
        self._require_same_events(tables)

    def _check_confirmed(self, tables: dict[str, oracle.Rows]) -> None:
        """Check I14: what the center confirms, it holds to the cent."""
        for till in self._tills:
            waiting = []
            for settled, first_seq in till.settlements:
                receipt = self._center.confirm(
                    settled.workstation, till.store, settled, first_seq
                )
                if receipt is None:
                    waiting.append((settled, first_seq))
                    continue
                self._world.count("settlements_confirmed")
                told = msgspec.to_builtins(receipt)
                self._require("I14", oracle.check_confirmed(tables, till.sales, told))
            till.settlements = waiting[-_SETTLEMENTS_ASKED:]

    def _require(self, invariant: str, wrong: list[str]) -> None:
        if wrong:
            raise Violation(invariant, "; ".join(wrong[:3]))

    def _named_losses(self, tables: dict[str, oracle.Rows]) -> dict[str, int]:
        """Return the epochs whose end somebody misses, and up to where."""
        named: dict[str, int] = {}
        for row in tables["raw_event"]:
            if row["type"] == "epoch.opened":
                for tail in msgspec.json.decode(row["body"]).get("abandoned", ()):
                    epoch, seq = tail["epoch"], tail["seq"]
                    named[epoch] = max(named.get(epoch, 0), seq)
        return named

    def _count_listed(self, tables: dict[str, oracle.Rows], sales: list[Sale]) -> None:
        """Count what no witness knew of: the center lists it, or nobody does."""
        here = {row["event_id"] for row in tables["raw_event"]}
        listed = self._center.losses()
        for sale in sales:
            if not sale.is_acknowledged or sale.event_id in here or sale.is_known_lost:
                continue
            found = any(
                (till, epoch) == (sale.workstation, sale.epoch)
                and first <= sale.seq <= last
                for till, epoch, first, last in listed
            )
            self._world.count("losses_listed" if found else "losses_unlisted")

    def _require_same_events(self, tables: dict[str, oracle.Rows]) -> None:
        """Check I1 from the other side: the center holds the till's own events."""
        names = ("epoch", "seq", "hash", "header", "body", "due_seq")
        for till in self._tills:
            assert till.ledger is not None
            rows = till.ledger.connection.execute(
                "SELECT epoch, seq, hash, header, body,"
                " ifnull((SELECT min(later.rehomed_after) FROM epoch AS later"
                "  WHERE later.rehomed_epoch = epoch.epoch), seq)"
                " FROM event JOIN epoch USING (epoch_no) ORDER BY event_no"
            ).fetchall()
            own = [dict(zip(names, row, strict=True)) for row in rows]
            self._require("I1", oracle.check_own(tables, own))
