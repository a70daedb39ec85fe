"""A real center in a process of its own, and real homes enrolled with it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import requests

from sync.protocol.events.no_sale_recorded_v1 import NoSaleRecorded
from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap.replication_files import ReplicaFile
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.keys.home_keys import create_keys
from terminal.persistence.ledger.opening import open_ledger
from terminal.persistence.ledger.sql_ledger import SqlLedger
from terminal.replication.enrolment import enrol, pull_reference_data
from terminal.settings.schema import (
    CentralSettings,
    KeySettings,
    ReferenceDataSettings,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)

ROOT: Final = Path(__file__).parents[3]
MAIN: Final = ROOT / "main.py"
STORE: Final = "s-01"
START_S: Final = 30

CATALOG: Final = (
    "item_id,scan_code,description,unit_price,tax_rate,unit,plu,open_price,category\n"
    "A1,4006381333931,Pen,1.20,,,,,\n"
    "A2,4006381333948,Ink,3.99,,,,,\n"
)


class RunningCenter:
    """`main.py central` on loopback, with its database in *folder* or at a URL."""

    def __init__(
        self,
        folder: Path,
        database: str | None = None,
        processes: int = 1,
        *,
        token: str | None = None,
    ) -> None:
        self.folder = folder
        self.database = database or f"sqlite:///{folder}/central.db"
        self.processes = processes
        self.port = 0
        self.process: subprocess.Popen[str] | None = None
        self.token = token or self._init()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        """Listen, on the same port as before."""
        self.process = subprocess.Popen(
            [
                sys.executable, str(MAIN), "central", "run",
                "--database", self.database, "--listen", f"127.0.0.1:{self.port}",
                "--home", str(self.folder), "--processes", str(self.processes),
            ],
            stdout=subprocess.PIPE, text=True, cwd=self.folder,
        )  # fmt: skip
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("listening on http://127.0.0.1:"), line
        self.port = int(line.rsplit(":", 1)[1])

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None

    def terminate(self) -> None:
        """End it as its administrator does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None

    def code(self, workstation: str) -> str:
        """Return a new enrolment code of *workstation*."""
        answer = requests.post(
            f"{self.url}/v1/enrolment-codes",
            json={"store": STORE, "workstation": workstation},
            headers=self._admin(),
            timeout=10,
        )
        assert answer.status_code in {200, 201}, answer.text
        return str(answer.json()["code"])

    def get(self, path: str) -> Any:
        answer = requests.get(self.url + path, headers=self._admin(), timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def import_catalog(self, text: str = CATALOG) -> None:
        answer = requests.post(
            f"{self.url}/v1/catalog/import",
            data=text.encode(),
            headers={**self._admin(), "Content-Type": "text/csv"},
            timeout=30,
        )
        assert answer.status_code in {200, 201}, answer.text

    def events(self, workstation: str, epoch: str) -> list[dict[str, Any]]:
        """Return every event the center has of one epoch."""
        found: list[dict[str, Any]] = []
        while True:
            after = found[-1]["seq"] if found else 0
            page = self.get(
                f"/v1/workstations/{workstation}/events"
                f"?after={after}&epoch={epoch}&limit=5000"
            )
            if not page:
                return found
            found += page

    def carry(self, file: Path) -> dict[str, Any]:
        """Import a file of events, as its administrator."""
        report: dict[str, Any] = json.loads(
            self._command("import", "--json", str(file))
        )
        return report

    def back_up(self, file: Path) -> None:
        """Copy its database, beside the running server."""
        self._command("backup", "--to", str(file))

    def _admin(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _init(self) -> str:
        made = self._command("init", "--tenant", "acme", "--json")
        token: str = json.loads(made)["administrator_token"]
        return token

    def _command(self, *words: str) -> str:
        return subprocess.run(
            [
                sys.executable, str(MAIN), "central", words[0],
                "--database", self.database, "--home", str(self.folder), *words[1:],
            ],
            check=True, capture_output=True, text=True, cwd=self.folder, timeout=60,
        ).stdout  # fmt: skip


class EnrolledHome:
    """A home with keys and an open ledger, as the till would have it."""

    def __init__(
        self, path: Path, center: RunningCenter, *, workstation: str = "t-07",
        through: str | None = None,
    ) -> None:  # fmt: skip
        self.center = center
        self.workstation = workstation
        self.home = Home.create(path, settings_of(workstation, through or center.url))
        self.keys: HomeKeys = create_keys(self.home).keys
        self.epoch = secrets.token_hex(8)
        enrolment = enrol(
            center.url, center.code(workstation), self.keys.signing_public,
            epoch=self.epoch,
        )  # fmt: skip
        settings = settings_of(
            workstation, through or center.url, enrolment.central_public_key
        )
        self.home.config_path.unlink()
        from terminal.settings.file import save_settings

        save_settings(self.home.config_path, settings)
        self.home = Home.load(path)
        from terminal.persistence.keys import load_keys

        self.keys = load_keys(self.home)
        with self.home.lock_replica():
            replica = ReplicaFile(self.home, self.keys)
            self.rows = pull_reference_data(
                center.url, enrolment, self.keys.signing_private, replica
            )
            replica.close()
        self.ledger: SqlLedger = open_ledger(
            self.home,
            self.keys,
            clock=SystemClock(),
            ids=Uuid7Factory(SystemClock().wall_ms, os.urandom),
            epoch_id=self.epoch,
        )

    def commit(self, count: int = 1) -> None:
        """Append events, each in a final unit of work of its own."""
        for _ in range(count):
            with self.ledger.final() as unit:
                unit.events.append(
                    NoSaleRecorded(
                        till_period_id="p", operator_id="o", session_id="s",
                        reason="test", at_ms=1,
                    )
                )  # fmt: skip
                unit.commit()

    def local_hashes(self) -> list[str]:
        from terminal.persistence.ledger.reader import LedgerReader

        reader = LedgerReader(self.home, self.keys)
        hashes: list[str] = []
        while events := reader.events_after(self.epoch, len(hashes), 1000):
            hashes += [event.hash.hex() for event in events]
        reader.close()
        return hashes

    def center_hashes(self) -> list[str]:
        return [
            event["hash"] for event in self.center.events(self.workstation, self.epoch)
        ]

    def close(self) -> None:
        self.ledger.close()


class RunningAgent:
    """`main.py agent` of one home."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(MAIN), "agent", "--home", str(home)], cwd=home
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def terminate(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)


def settings_of(
    workstation: str, url: str, public_key: bytes | None = None
) -> TillSettings:
    import base64

    return TillSettings(
        workstation=WorkstationSettings(
            tenant="acme", store=STORE, workstation=workstation
        ),
        store=StoreSection(name="Corner", currency="EUR", exponent=2),
        reference_data=ReferenceDataSettings(source="central"),
        central=CentralSettings(
            url=url,
            public_key=base64.b64encode(public_key).decode() if public_key else "",
        ),
        keys=KeySettings(store="file", folder="keys"),
    )
