"""Preparing a machine: what is done, what is asked for, and in how many words.

The real script runs against stand-ins for python3, id and apt-get, because a test
may not install anything on the machine it runs on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_ROOT: Final = Path(__file__).parents[2]
_PYTHONS: Final = ("python3", "python3.11", "python3.12", "python3.13")

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="make setup is for Linux"
)


class Machine:
    """A folder with the script, and programs that answer as a machine would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "programs"
        self.programs.mkdir()
        (folder / "scripts").mkdir()
        for name in ("setup.sh", "test_packages.sh"):
            shutil.copy(_ROOT / "scripts" / name, folder / "scripts")
        (folder / "scripts" / "missing_packages.py").write_text("stands for itself")
        (folder / "requirements.lock").write_text("one==1 --hash=sha256:0\n")

    def program(self, name: str, script: str) -> None:
        """Put a shell script on the path of the setup."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def python(self, script: str) -> None:
        """Let every python3 of this machine behave like *script*."""
        for name in _PYTHONS:
            self.program(name, script)

    def lack_for_tests(self, packages: str) -> None:
        """Prepare .venv, and miss *packages* that only tests want."""
        folder = self.folder / ".venv" / "bin"
        folder.mkdir(parents=True)
        (folder / "python").write_text(f"#!/bin/sh\necho {packages}\n")
        (folder / "python").chmod(0o755)

    def set_up(self) -> subprocess.CompletedProcess[str]:
        """Run the script as `make setup` does."""
        return self._run("setup.sh")

    def get_test_packages(self) -> subprocess.CompletedProcess[str]:
        """Run the script as `make test` does."""
        return self._run("test_packages.sh")

    def _run(self, script: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.programs}{os.pathsep}/usr/bin{os.pathsep}/bin"
        return subprocess.run(
            [self.folder / "scripts" / script],
            env={"PATH": path, "CREATECLUSTER_CONF": str(self.folder / "clusters")},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with apt-get, a person who is no administrator, and no Python."""
    machine = Machine(tmp_path)
    machine.program("apt-get", f'echo "$@" >>{tmp_path}/apt-get.log')
    machine.program("id", "echo 1000")
    machine.python("exit 127")
    return machine


# A supported Python on a machine where one library of Qt is missing until apt-get ran.
_LACKS_LIBEGL: Final = """
case "$1" in
  scripts/*) [ -f apt-get.log ] || echo libegl1 python3.11-venv ;;
  -m) exit 1 ;;
esac
"""


def test_an_old_python_is_refused_in_one_line(machine: Machine) -> None:
    machine.python('case "$1" in -V) echo Python 3.9.2 ;; *) exit 1 ;; esac')

    done = machine.set_up()

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11, 3.12 or 3.13; found Python 3.9.2" in done.stderr


def test_a_person_gets_the_one_command_to_type(machine: Machine) -> None:
    machine.python(_LACKS_LIBEGL)

    done = machine.set_up()

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "sudo apt-get install -y libegl1 python3.11-venv\n" in done.stderr
    assert not (machine.folder / "apt-get.log").exists()


def test_the_administrator_gets_it_installed(machine: Machine) -> None:
    machine.python(_LACKS_LIBEGL)
    machine.program("id", "echo 0")

    done = machine.set_up()

    log = (machine.folder / "apt-get.log").read_text().splitlines()
    assert log[0].startswith("update")
    assert log[1].endswith("--no-install-recommends libegl1 python3.11-venv")
    # This machine's Python then makes no virtual environment; that is said too.
    assert done.returncode == 2
    assert done.stderr == "setup: could not make .venv\n"


def test_a_prepared_folder_is_left_alone(machine: Machine) -> None:
    venv = machine.folder / ".venv" / "bin"
    venv.mkdir(parents=True)
    for path in (machine.folder / ".venv" / "bin" / "python",):
        path.write_text('#!/bin/sh\necho "$@" >>python.log\n')
        path.chmod(0o755)
    machine.python("exit 0")
    assert machine.set_up().stdout.endswith("setup: ready\n")
    (machine.folder / "python.log").unlink()

    done = machine.set_up()

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (machine.folder / "python.log").exists()


def test_a_changed_lock_is_installed_again(machine: Machine) -> None:
    venv = machine.folder / ".venv" / "bin"
    venv.mkdir(parents=True)
    (venv / "python").write_text('#!/bin/sh\necho "$@" >>python.log\n')
    (venv / "python").chmod(0o755)
    machine.python("exit 0")
    machine.set_up()
    (machine.folder / "python.log").unlink()
    (machine.folder / "requirements.lock").write_text("one==2 --hash=sha256:1\n")

    done = machine.set_up()

    assert done.returncode == 0
    assert "--require-hashes" in (machine.folder / "python.log").read_text()


def test_a_person_without_the_tools_of_tests_is_told_once_and_not_stopped(
    machine: Machine,
) -> None:
    machine.lack_for_tests("strace postgresql")

    done = machine.get_test_packages()

    assert done.returncode == 0
    assert done.stdout.endswith("sudo apt-get install -y strace postgresql\n")
    assert not (machine.folder / "apt-get.log").exists()


def test_a_machine_with_all_tools_of_tests_hears_nothing(machine: Machine) -> None:
    machine.lack_for_tests("")
    machine.program("id", "echo 0")

    done = machine.get_test_packages()

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (machine.folder / "apt-get.log").exists()


def test_debian_s_own_server_is_not_started_by_installing_it(machine: Machine) -> None:
    machine.lack_for_tests("strace postgresql")
    machine.program("id", "echo 0")
    setting = machine.folder / "clusters"
    setting.write_text("# as it was\n")
    log = machine.folder / "apt-get.log"
    machine.program("apt-get", f'echo "$@" >>{log}; cat {setting} >>{log}')

    done = machine.get_test_packages()

    assert done.returncode == 0
    calls = log.read_text().splitlines()
    assert calls[0].startswith("update")
    assert calls[2].endswith("postgresql-common")
    assert calls[4].endswith("strace postgresql")
    assert calls[5:] == ["# as it was", "create_main_cluster = false"]
    assert setting.read_text() == "# as it was\n"


def test_an_apt_that_fails_does_not_fail_the_tests(machine: Machine) -> None:
    machine.lack_for_tests("strace postgresql")
    machine.program("id", "echo 0")
    machine.program("apt-get", "exit 100")

    done = machine.get_test_packages()

    assert done.returncode == 0
    assert "some tests are skipped: strace postgresql" in done.stdout
