"""The backup and restore of docs/operations.md, by a role that owns its database."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.database import Database
from sync.central.installation import Location, open_installed, renew_incarnation
from tests.support.postgresql import PostgreSQLServer, find_programs
from tests.support.server_thread import ServerThread

_ROLE = "evertill"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture
def owner(postgres_server: PostgreSQLServer) -> Iterator[str]:
    """Return a role that may do nothing but own databases."""
    postgres_server.execute(f"CREATE ROLE {_ROLE} LOGIN")
    yield _ROLE
    postgres_server.execute(f"DROP ROLE {_ROLE}")


@pytest.fixture
def names(postgres_server: PostgreSQLServer, owner: str) -> Iterator[tuple[str, str]]:
    """Return two empty databases of the role: one to lose and one to restore into."""
    first, second = postgres_server.create(), postgres_server.create()
    for name in (first, second):
        postgres_server.execute(f'ALTER DATABASE "{name}" OWNER TO {owner}')
    yield first, second
    for name in (first, second):
        postgres_server.drop(name)


def run_program(program: str, *words: str) -> None:
    folder = find_programs()
    assert folder is not None
    done = subprocess.run(
        [folder / program, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_restored_center_is_sent_what_its_backup_lacked(
    postgres_server: PostgreSQLServer, names: tuple[str, str], tmp_path: Path
) -> None:
    lost, restored = names
    dump = tmp_path / "evertill.dump"

    def url(name: str) -> str:
        return postgres_server.url(name, _ROLE)

    server = ServerThread.install(tmp_path / "home", url(lost))
    server.start()
    till = server.enrolled()
    sold = [till.chain.sell() for _ in range(20)]
    till.push(sold[:10])
    plain = url(lost).replace("+psycopg", "")
    run_program("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={plain}")
    till.push(sold[10:])
    before = till.hello()
    server.stop()

    plain = url(restored).replace("+psycopg", "")
    run_program("pg_restore", "--exit-on-error", f"--dbname={plain}", str(dump))
    again = ServerThread(server.home, server.token, url(restored))
    engine, _center, _signer = open_installed(Location(again.database, again.home))
    database = Database(engine)
    database.write(renew_incarnation)
    database.close()
    again.start()
    till.server = again

    said = till.hello()
    assert said.incarnation != before.incarnation
    assert [epoch.hw for epoch in said.epochs] == [10]
    verdicts = [each.verdict for each in till.push(sold).verdicts]
    assert verdicts == ["duplicate"] * 10 + ["applied"] * 10
    assert till.totals()["transactions"] == 20
    again.stop()
