"""A center and tills on disks of their own, whose files are really put back.

Everything is the program's own: the center listens on a socket, a till is a home that
`init` made, its agent is the agent's whole composition, run until it has tried once.
Off line means that no agent runs.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from sqlalchemy import func, select, text
from typing_extensions import override

from sync.central import installation, operators
from sync.central.database import open_engine
from sync.central.schema import posting, raw_event, retail_transaction
from sync.protocol.envelope import decode_header
from terminal.application.selling.add_item import AddItem
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.sign_on import SignOn
from terminal.bootstrap import agent as agent_root
from terminal.bootstrap import ledger_care
from terminal.bootstrap.agent import run_agent
from terminal.bootstrap.headless import Till, open_till, read_ledger_events
from terminal.bootstrap.joining_again import join_again
from terminal.bootstrap.new_home import make_home
from terminal.commands._runner import main
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.pin_hasher import Argon2PinHasher
from terminal.replication import assembly
from terminal.replication.agent import Agent
from terminal.replication.agent_client import AgentClient
from terminal.replication.local_messages import AgentStatus
from terminal.replication.system_clock import SystemClock
from terminal.settings.answers import CentralAnswers, InitAnswers, StoreAnswers
from tests.support.made_till import CHEAP
from tests.support.server_thread import ServerThread

DAY: Final = "2026-03-02"
PRICE_MINOR: Final = 120
CODE: Final = "4006381333931"
STORE: Final = "S-01"
WORKSTATION: Final = "T-07"
_PIN: Final = "271828"
_ROUNDS_MAX: Final = 8
_WAIT_S: Final = 20.0
_CATALOG: Final = (
    "item_id,scan_code,description,unit_price,tax_rate\n"
    f"A1,{CODE},Pen,1.20,20\n"
)  # fmt: skip


class Sold(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer holds: nothing in this program can take it back."""

    event_id: str
    series: str
    number: int
    hash: str

    @property
    def identity(self) -> str:
        """What is printed: series, number and the first 8 digits of the hash."""
        return f"{self.series}-{self.number} {self.hash[:8]}"


class Device:
    """A computer: one disk with a till's home, and its key store beside it."""

    def __init__(self, disk: Path) -> None:
        self.disk = disk
        self.workstation = WORKSTATION
        self.sold: list[Sold] = []
        self._till: Till | None = None

    @property
    def home(self) -> Path:
        """The home of the till."""
        return self.disk / "home"

    @property
    def till(self) -> Till:
        """The open till; opened when it is not."""
        if self._till is None:
            self._till = open_till(self.home, starts_agent=False)
        return self._till

    @property
    def series(self) -> str:
        """The receipt series in use."""
        return self.till.ledger.head.series

    @property
    def epoch(self) -> str:
        """The epoch in use."""
        return self.till.ledger.head.epoch

    def open_day(self) -> None:
        """Sign on, open day and period."""
        use = self.till.use_cases
        use.sign_on(SignOn(operator_id="m1", pin=_PIN))
        use.open_business_day(OpenBusinessDay(business_day=DAY))
        use.open_till_period(OpenTillPeriod(loan_minor=0))

    def sell(self, count: int = 1) -> list[Sold]:
        """Sell; each sale is acknowledged, so its receipt may be printed."""
        sold = []
        for _ in range(count):
            self.till.use_cases.add_item(AddItem(scan_code=CODE))
            done = self.till.use_cases.pay_cash_exact(PayCashExact())
            sold.append(
                Sold(
                    event_id=done.transaction_id,
                    series=done.series,
                    number=done.number,
                    hash=done.event_hash,
                )
            )
        self.sold += sold
        return sold

    def close(self) -> None:
        """Switch the till off."""
        if self._till is not None:
            self._till.close()
            self._till = None

    def sync_once(self) -> AgentStatus:
        """Let the agent try once, then the till do what the agent asks of it."""
        status = run_agent(self.home, once=True)
        self.till.on_idle()
        return status

    def drain(self) -> AgentStatus:
        """Let till and agent go on until nothing is left to do."""
        for _ in range(_ROUNDS_MAX):
            before = self.till.ledger.head
            status = self.sync_once()
            is_done = status.state == "online" and not status.waiting
            if is_done and self.till.ledger.head == before:
                return status
        raise AssertionError(f"did not come to rest: {self.sync_once()}")

    def image(self) -> Path:
        """Copy the whole disk, as a backup of the computer would; switched off."""
        return self._copy(self.disk, "image")

    def put_back(self, image: Path) -> None:
        """Put the whole disk back: home and key store, no witness is left."""
        self.close()
        shutil.rmtree(self.disk)
        shutil.copytree(image, self.disk)

    def home_copy(self) -> Path:
        """Copy the home without the key store."""
        return self._copy(self.home, "home")

    def put_home_back(self, copy: Path) -> None:
        """Put the home back; the key store stays as it is."""
        self.close()
        shutil.rmtree(self.home)
        shutil.copytree(copy, self.home)

    def database_copy(self) -> Path:
        """Copy `ledger.db` alone."""
        self.close()
        copy = self.disk.parent / f"{self.disk.name}-ledger.db"
        shutil.copyfile(self.home / "ledger.db", copy)
        return copy

    def put_database_back(self, copy: Path) -> None:
        """Put `ledger.db` alone back."""
        self.close()
        for name in ("ledger.db-wal", "ledger.db-shm"):
            (self.home / name).unlink(missing_ok=True)
        shutil.copyfile(copy, self.home / "ledger.db")

    def _copy(self, folder: Path, name: str) -> Path:
        self.close()
        number = len(list(self.disk.parent.iterdir()))
        copy = self.disk.parent / f"{self.disk.name}-{name}-{number}"
        shutil.copytree(folder, copy)
        return copy


class SkippingClock(SystemClock):
    """The agents' clock, which a test can put forward."""

    skipped_ms = 0

    @override
    def monotonic_ms(self) -> int:
        return super().monotonic_ms() + SkippingClock.skipped_ms


class LiveAgents:
    """Agents that go on running, each on a thread of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._agents: list[Agent] = []
        self._threads: list[threading.Thread] = []
        self._clients: dict[Path, AgentClient] = {}
        monkeypatch.setattr(assembly, "SystemClock", SkippingClock)
        # The tests of this process should not give way with it.
        monkeypatch.setattr(agent_root, "_give_way", lambda: None)
        monkeypatch.setattr(agent_root, "assemble_agent", self._assemble)

    def start(self, device: Device) -> None:
        """Let the agent of *device* run."""
        thread = threading.Thread(target=run_agent, args=(device.home,))
        thread.start()
        self._threads.append(thread)
        home = Home.load(device.home)
        key = load_keys(home).agent_auth_key
        self._clients[device.home] = AgentClient(home.agent_address, key)

    def wait(self, device: Device, is_so: Callable[[AgentStatus], bool]) -> AgentStatus:
        """Return the status of *device*'s agent when it is so."""
        client = self._clients[device.home]
        deadline_s = time.monotonic() + _WAIT_S
        while True:
            device.till.on_idle()
            client.nudge()
            status = client.fetch_status()
            if status is not None and is_so(status):
                return status
            assert time.monotonic() < deadline_s, status

    def pass_a_minute(self, *devices: Device) -> list[str]:
        """Let the heartbeat of every agent become due; return their states then."""
        now_ms = SkippingClock().wall_ms()
        SkippingClock.skipped_ms += 61_000

        def has_spoken(status: AgentStatus) -> bool:
            is_heard = (status.last_ok_at_ms or 0) >= now_ms
            return is_heard or status.state == "suspended"

        return [self.wait(device, has_spoken).state for device in devices]

    def stop(self) -> None:
        """End them all."""
        for client in self._clients.values():
            client.close()
        for agent in self._agents:
            agent.stop()
        for thread in self._threads:
            thread.join(_WAIT_S)
        self._agents, self._threads, self._clients = [], [], {}

    def _assemble(self, *parts: Any) -> Agent:
        agent = assembly.assemble_agent(*parts)
        self._agents.append(agent)
        return agent


class InstalledCenter(msgspec.Struct, frozen=True):
    """A center with an operator and a catalogue that is not running: for copies."""

    folder: Path
    token: str

    @classmethod
    def make(cls, folder: Path) -> InstalledCenter:
        """Install it as a person would, but with a PIN that is cheap to check."""
        database = f"sqlite:///{folder / 'central.db'}"
        center = ServerThread.install(folder, database)
        center.start()
        done = center.administer("POST", "/v1/catalog/import", data=_CATALOG.encode())
        assert done.status_code == 200, done.text
        center.stop()
        wanted = operators.OperatorRequest(
            operator_id="m1", name="Mia", role="manager", pin=_PIN
        )
        engine = open_engine(database)
        with engine.begin() as connection:
            pin_hash = Argon2PinHasher(CHEAP).hash(_PIN)
            operators.put_operator(connection, wanted, pin_hash, 1)
        engine.dispose()
        return cls(folder, center.token)


class Shop:
    """A center and the tills that it let in."""

    def __init__(self, folder: Path, installed: InstalledCenter) -> None:
        self.folder = folder
        shutil.copytree(installed.folder, folder / "center")
        self.center = ServerThread(folder / "center", installed.token)
        self.center.start()
        self.devices: list[Device] = []

    @property
    def database(self) -> Path:
        """The file of the center."""
        return self.folder / "center" / "central.db"

    def new_device(self, name: str = "till") -> Device:
        """Make a till on a new disk: `init` with an enrolment code."""
        device = Device(self.folder / name)
        device.disk.mkdir()
        answers = InitAnswers(
            store=StoreAnswers(name="Corner", currency="EUR", time_zone="UTC"),
            central=CentralAnswers(
                url=self.center.url, code=self.center.code(WORKSTATION, STORE)
            ),
            key_folder="../keys",
        )
        make_home(device.home, answers)
        self.devices.append(device)
        return device

    def clone_of(self, device: Device, name: str = "clone") -> Device:
        """Copy the disk of *device* into another computer; both are live."""
        clone = Device(self.folder / name)
        shutil.copytree(device.image(), clone.disk)
        self.devices.append(clone)
        return clone

    def enrol_again(self, device: Device, *options: str) -> None:
        """Type `sync enrol CODE` on the till's computer."""
        device.close()
        code = self.center.code(WORKSTATION, STORE)
        words = ["sync", "enrol", code, "--home", str(device.home), *options]
        assert main(words) == 0

    def join_again(self, device: Device, workstation: str) -> str:
        """Join *device* again with a key of its own; return its workstation."""
        device.close()
        code = self.center.code(workstation, STORE)
        return join_again(device.home, self.center.url, code).workstation

    def command(self, *words: str) -> None:
        """Type `central WORDS` on the center's computer."""
        assert main(["central", *words, "--home", str(self.folder / "center")]) == 0

    def copy_of_center(self) -> Path:
        """Copy the center's database file while it is switched off."""
        self.center.stop()
        copy = self.folder / f"central-{len(list(self.folder.iterdir()))}.db"
        shutil.copyfile(self.database, copy)
        self.center.start()
        return copy

    def put_center_back(self, copy: Path, *, announced: bool) -> None:
        """Put a copied file back by hand; *announced* by `central restored`."""
        self.center.stop()
        self._remove_database()
        shutil.copyfile(copy, self.database)
        if announced:
            self.command("restored")
        self.center.start()

    def empty_center(self) -> None:
        """Lose the center's database and make a new one with the key that was kept."""
        self.center.stop()
        self._remove_database()
        location = installation.locate(None, self.folder / "center")
        made = installation.install(location, "acme", lambda: 1)
        self.center.token = made.administrator_token
        self.center.start()

    def lose_database(self) -> None:
        """Switch the center off and lose its database."""
        self.center.stop()
        self._remove_database()

    def _remove_database(self) -> None:
        for file in self.database.parent.glob("central.db*"):
            file.unlink()

    @contextmanager
    def center_that_stores_nothing(self) -> Iterator[None]:
        """Let the center hear greetings, and its disk take no event."""
        refuse = "BEGIN SELECT RAISE(ABORT, 'no room'); END"
        self._alter(f"CREATE TRIGGER full BEFORE INSERT ON raw_event {refuse}")
        try:
            yield
        finally:
            self._alter("DROP TRIGGER full")

    def losses(self) -> list[dict[str, Any]]:
        """Return what `GET /v1/losses` names."""
        found: list[dict[str, Any]] = self.center.answer("GET", "/v1/losses")["losses"]
        return found

    def held(self, epoch: str) -> int:
        """Return how far the center has an epoch."""
        events = raw_event.c
        return int(self._scalar(select(func.count()).where(events.epoch == epoch)) or 0)

    def close(self) -> None:
        """Switch everything off."""
        for device in self.devices:
            device.close()
        self.center.stop()

    # --- what must hold after everything has drained ------------------------------

    def assert_arrived_once(self) -> None:
        """Every sale is at the center once, whatever name its till had."""
        # Asked for first: this lets the center finish its projections.
        self.center.answer("GET", f"/v1/workstations/{WORKSTATION}/control-totals")
        engine = open_engine(self.center.database)
        with engine.connect() as connection:
            held = connection.scalars(select(retail_transaction.c.event_id)).all()
        engine.dispose()
        sold = [sale.event_id for device in self.devices for sale in device.sold]
        assert sorted(held) == sorted(sold)

    def assert_nothing_lost_or_doubled(self, lost: Iterable[Sold] = ()) -> None:
        """Every sale but *lost* is at the center once; the books are of just these."""
        sold = [sale for device in self.devices for sale in device.sold]
        named = {sale.event_id for sale in lost}
        wanted = Counter(s.event_id for s in sold if s.event_id not in named)
        assert set(wanted.values()) <= {1}
        # Asked for first: this lets the center finish its projections.
        totals = self.center.answer(
            "GET", f"/v1/workstations/{WORKSTATION}/control-totals"
        )
        transactions, effects, tender_minor = self._projections()
        assert Counter(transactions) == wanted
        assert Counter(effects) == wanted
        worth_minor = len(wanted) * PRICE_MINOR
        [day] = [day for day in totals["days"] if day["business_day"] == DAY]
        assert day["transactions"] == len(wanted)
        assert (day["gross_minor"], day["tenders_minor"]) == (
            worth_minor,
            {"cash": worth_minor},
        )
        assert day["unapplied"]["events"] == 0
        assert tender_minor == worth_minor
        identities = Counter(sale.identity for sale in sold)
        assert set(identities.values()) == {1}
        for device in self.devices:
            if device.home.exists():
                self._assert_sound(device)

    def _assert_sound(self, device: Device) -> None:
        with device.till.ledger.final() as uow:
            period = uow.till.state().period
            assert period is not None
            totals = uow.till.totals(period.till_period_id)
        device.close()
        report = ledger_care.verify(device.home)
        assert report.ok, report
        sales = {
            header.event_id
            for event in read_ledger_events(device.home)
            if (header := decode_header(event.header)).type == "sale.completed"
        }
        # The books of the till are of its own sales, a sale carried on counted once.
        assert totals.transactions == len(sales)
        assert dict(totals.tenders_minor).get("cash", 0) == len(sales) * PRICE_MINOR
        assert sales <= {s.event_id for each in self.devices for s in each.sold}

    def _projections(self) -> tuple[list[str], list[str], int]:
        engine = open_engine(f"sqlite:///{self.database}")
        try:
            with engine.connect() as connection:
                transactions = connection.scalars(
                    select(retail_transaction.c.event_id)
                ).all()
                effects = connection.scalars(
                    select(raw_event.c.effect_id).where(
                        raw_event.c.type == "sale.completed",
                        raw_event.c.effect_id.is_not(None),
                    )
                ).all()
                tender_minor = connection.scalar(
                    select(
                        func.sum(posting.c.debit_minor)
                        - func.sum(posting.c.credit_minor)
                    ).where(
                        posting.c.account == "tender",
                        posting.c.detail == "cash",
                        posting.c.business_day == DAY,
                    )
                )
                return list(transactions), list(effects), int(tender_minor or 0)
        finally:
            engine.dispose()

    def _alter(self, statement: str) -> None:
        engine = open_engine(f"sqlite:///{self.database}")
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def _scalar(self, statement: Any) -> Any:
        engine = open_engine(f"sqlite:///{self.database}")
        try:
            with engine.connect() as connection:
                return connection.scalar(statement)
        finally:
            engine.dispose()
