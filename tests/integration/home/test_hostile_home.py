"""A home that is locked, full, read-only or in use: one clear line, nothing lost.

Each case runs the program as a person would, in processes of its own.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Final

import pytest

from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.home_keys import home_id_of
from tests.support.made_till import make_till

_ROOT: Final = Path(__file__).parents[3]
_TIMEOUT_S: Final = 60
_NO_MOUNT: Final = 77

_ANSWERS: Final = """
store_name = "Corner shop"
currency = "EUR"
time_zone = "UTC"
operator = { pin = "271828" }
"""

_KEYRING: Final = """
import threading
from keyring.backend import KeyringBackend


class Hanging(KeyringBackend):
    priority = 1

    def get_password(self, *_given):
        threading.Event().wait()

    set_password = delete_password = get_password
"""


def _environment(**others: str) -> dict[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **others}


def _run(
    *words: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(_ROOT / "main.py"), *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
        env=environment or _environment(),
    )


def _require_one_line(done: subprocess.CompletedProcess[str], said: str) -> None:
    assert done.returncode == 1, done
    assert said in done.stderr, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stdout == ""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(_ANSWERS, "utf-8")
    return path


@pytest.fixture
def till(tmp_path: Path) -> Home:
    make_till(tmp_path / "till")
    return Home.load(tmp_path / "till")


def _run_on_own_mounts(
    mounting: str, *words: str, afterwards: str = "true"
) -> subprocess.CompletedProcess[str]:
    """Run the program where *mounting* holds, which nobody else sees.

    Standard output is what the shell command *afterwards* prints.
    """
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare here")
    program = shlex.join([sys.executable, str(_ROOT / "main.py"), *words])
    script = (
        f"{{ {mounting}; }} 2>/dev/null || exit {_NO_MOUNT}\n"
        f"{program} >&2; code=$?\n{afterwards}\nexit $code\n"
    )
    done = subprocess.run(
        [unshare, "-m", "sh", "-c", script],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
        env=_environment(),
    )
    if done.returncode == _NO_MOUNT or "unshare" in done.stderr:
        pytest.skip("this account may not mount")
    return done


@pytest.mark.slow
def test_a_locked_keyring_costs_three_seconds_and_changes_nothing(
    tmp_path: Path, answers: Path
) -> None:
    (tmp_path / "hanging_keyring.py").write_text(_KEYRING, "utf-8")
    environment = _environment(
        PYTHONPATH=str(tmp_path), PYTHON_KEYRING_BACKEND="hanging_keyring.Hanging"
    )
    answers.write_text(f'key_store = "keyring"\n{_ANSWERS}', "utf-8")

    done = _run(
        *("init", "--home", str(tmp_path / "till"), "--answers", str(answers)),
        environment=environment,
    )

    _require_one_line(done, "no answer within 3 s")
    assert not (tmp_path / "till").exists()
    assert list(tmp_path.glob(".till*")) == []


def test_a_computer_without_a_keyring_is_told_apart(
    tmp_path: Path, answers: Path
) -> None:
    answers.write_text(f'key_store = "keyring"\n{_ANSWERS}', "utf-8")

    done = _run(
        *("init", "--home", str(tmp_path / "till"), "--answers", str(answers)),
        environment=_environment(
            PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring"
        ),
    )

    _require_one_line(done, "no keyring service is running")


def test_the_wrong_key_opens_nothing(till: Home) -> None:
    before = till.ledger_path.read_bytes()
    key = till.path / "keys" / f"{home_id_of(till)}.key"
    key.write_bytes(bytes(32))

    done = _run("operator", "list", "--home", str(till.path))

    _require_one_line(done, "not the key of this home")
    assert till.ledger_path.read_bytes() == before


def test_a_key_that_others_can_read_is_not_used(till: Home) -> None:
    key = till.path / "keys" / f"{home_id_of(till)}.key"
    key.chmod(0o644)

    done = _run("settings", "set", "store.name", "New", "--home", str(till.path))

    _require_one_line(done, "chmod 600")
    assert Home.load(till.path).settings.store.name == "Corner shop"


def test_a_broken_settings_file_names_its_line(till: Home) -> None:
    text = till.config_path.read_text("utf-8").replace("exponent = 2", "exponent = 99")
    till.config_path.write_text(text, "utf-8")

    done = _run("settings", "--home", str(till.path))

    _require_one_line(done, "store.exponent")


def test_two_processes_do_not_change_one_home(till: Home) -> None:
    holder = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from terminal.persistence.home import Home
        home = Home.load(Path(sys.argv[1]))
        with home.lock_ledger(), home.lock_replica():
            print("held", flush=True)
            sys.stdin.read()
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(till.path)],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        setting = _run("settings", "set", "store.name", "New", "--home", str(till.path))
        disabling = _run("operator", "disable", "7", "--home", str(till.path))
        process.send_signal(signal.SIGKILL)
        process.wait()
    afterwards = _run("settings", "set", "store.name", "New", "--home", str(till.path))

    _require_one_line(setting, "the till is running: do this in its window")
    _require_one_line(disabling, "the till is running: do this in its window")
    assert afterwards.returncode == 0, afterwards.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("settings", "set", "store.name", "New"),
        ("operator", "disable", "7"),
    ],
)
def test_a_read_only_home_is_said_and_left_alone(
    till: Home, words: tuple[str, ...]
) -> None:
    folder = shlex.quote(str(till.path))
    before = {p.name: p.read_bytes() for p in till.path.iterdir() if p.is_file()}

    done = _run_on_own_mounts(
        f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}",
        *words,
        *("--home", str(till.path)),
    )

    after = {p.name: p.read_bytes() for p in till.path.iterdir() if p.is_file()}
    _require_one_line(done, "cannot be opened for writing")
    assert after == before


@pytest.mark.slow
@pytest.mark.parametrize("size_kib", [64, 220])
def test_a_full_disk_makes_no_half_till(
    tmp_path: Path, answers: Path, size_kib: int
) -> None:
    disk, keys = tmp_path / "disk", tmp_path / "keys"
    disk.mkdir()
    answers.write_text(f'key_folder = "{keys}"\n{_ANSWERS}', "utf-8")

    done = _run_on_own_mounts(
        f"mount -t tmpfs -o size={size_kib}k tmpfs {shlex.quote(str(disk))}",
        *("init", "--answers", str(answers), "--home", str(disk / "till")),
        afterwards=f"ls -A {shlex.quote(str(disk))}",
    )

    # Standard output lists what is left on the full disk.
    _require_one_line(done, "is full")
    assert not keys.exists() or list(keys.iterdir()) == []


@pytest.mark.slow
def test_a_full_disk_holds_no_half_backup(till: Home, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()

    done = _run_on_own_mounts(
        f"mount -t tmpfs -o size=150k tmpfs {shlex.quote(str(disk))}",
        *("backup", str(disk / "copy"), "--home", str(till.path)),
        afterwards=f"ls -A {shlex.quote(str(disk))}",
    )

    _require_one_line(done, "is full")


@pytest.mark.slow
def test_a_killed_init_leaves_no_till_and_the_next_one_succeeds(
    tmp_path: Path, answers: Path
) -> None:
    keys = tmp_path / "keys"
    answers.write_text(f'key_folder = "{keys}"\n{_ANSWERS}', "utf-8")
    path = tmp_path / "till"
    words = [sys.executable, str(_ROOT / "main.py"), "init", "--home", str(path)]
    staging = tmp_path / ".till.init"

    # Whenever one more file of the new home appears, another attempt dies there.
    for name in ("till.toml", "keys.json", "replica.db", "ledger.db", "sentinel"):
        with subprocess.Popen(
            [*words, "--answers", str(answers)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while process.poll() is None and not (staging / name).exists():
                pass
            process.kill()
        if path.exists():
            # It was quicker than the kill: then it is whole.
            assert len(load_keys(Home.load(path)).data_key) == 32
            shutil.rmtree(path)
    done = _run(*words[2:], "--answers", str(answers), "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["series"] == "A"
    assert len(load_keys(Home.load(path)).data_key) == 32
    assert not staging.exists()


def test_a_till_is_recovered_on_another_computer(tmp_path: Path) -> None:
    """The whole way: make, back up, lose everything, restore, go on."""
    new = make_till(tmp_path / "till")
    backup, code = tmp_path / "stick" / "backup.zip", tmp_path / "paper"
    backup.parent.mkdir()
    code.write_text(new.recovery_code, "utf-8")

    backed_up = _run("backup", str(backup), "--home", str(new.path))
    shutil.rmtree(new.path)
    restored = _run(
        *("restore", str(backup), "--code-file", str(code), "--json"),
        *("--home", str(tmp_path / "other")),
    )
    going_on = _run(
        *("settings", "set", "store.name", "New", "--home", str(tmp_path / "other"))
    )

    assert backed_up.returncode == 0, backed_up.stderr
    report = json.loads(restored.stdout)
    assert (report["series"], report["events"]) == ("B", 1)
    assert report["epoch"] != new.epoch
    assert going_on.returncode == 0, going_on.stderr
