"""`make mutants`: seeded bugs against the shipped code, each killed by its layer.

A mutant is a patch file. Its header names the layer that must see it (`Layer:`) and,
for layers other than the simulation, the tests that do (`Test:`, as given to pytest)
or the command (`Command:`, as given to Python). A mutant is dead when that ends badly
on the changed sources and ended well on the unchanged ones. One that does not apply,
names no known layer or cannot be judged is an error, not a pass.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

_ROOT: Final = Path(__file__).parents[2]
_PATCHES: Final = Path(__file__).with_name("mutants")
_IGNORED: Final = ("__pycache__", ".*", "out", "build", "*.egg-info")
_SEEDS_MAX: Final = 200
_SECONDS_MAX: Final = 900
_LAYERS: Final = ("simulation", "crash-states", "postgresql", "process", "unit test")
_NO_TESTS_RAN: Final = 5


class MutantError(Exception):
    """A patch file that cannot be judged."""


class Orders(Struct, frozen=True):
    """What the header of a patch says.

    Attributes:
        layer: Who must see it.
        arguments: Of Python, for a layer other than the simulation.
    """

    layer: str
    arguments: tuple[str, ...] = ()


class Judge:
    """Runs patches, and once each test on the unchanged sources."""

    def __init__(self, seeds: int, jobs: int) -> None:
        self._seeds = seeds
        self._jobs = jobs
        self._sound: set[tuple[str, ...]] = set()

    def judge(self, patch: Path) -> str | None:
        """Return what killed the mutant, None if it survived.

        Raises:
            MutantError: That cannot be told.
        """
        orders = orders_of(patch.read_text(encoding="utf-8"))
        if orders.arguments and orders.arguments not in self._sound:
            with _copy() as tree:
                done = _run(tree, orders.arguments)
            if done.returncode or "skipped" in done.stdout.rpartition("\n=")[2]:
                raise MutantError(
                    f"without the change too: {' '.join(orders.arguments)}:"
                    f" {(done.stdout + done.stderr).strip()[-300:]}"
                )
            self._sound.add(orders.arguments)
        with _copy() as tree:
            apply(patch, tree)
            if orders.layer == "simulation":
                return self._simulate(tree)
            done = _run(tree, orders.arguments)
        if done.returncode == _NO_TESTS_RAN:
            raise MutantError(f"no such test: {done.stdout.strip()[-300:]}")
        return _cause(done.stdout) if done.returncode else None

    def _simulate(self, tree: Path) -> str | None:
        asked = ("--seeds", str(self._seeds), "--jobs", str(self._jobs), "--stop")
        module = ("-m", "tests.simulation.simulate", "--first", "1")
        done = _run(tree, (*module, *asked))
        found = [line for line in done.stdout.splitlines() if line.startswith("seed ")]
        if found:
            return found[0]
        if "simulate: seeds=" not in done.stdout:
            raise MutantError(f"the simulation could not run: {done.stderr[-300:]}")
        return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge every patch of the folders; the exit status tells whether all died."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("folder", nargs="*", type=Path, help="more patches")
    parser.add_argument("--seeds", type=int, default=_SEEDS_MAX)
    parser.add_argument("--jobs", type=int, default=1, help="processes a campaign")
    parser.add_argument("--only", default="", help="patches whose name has this")
    asked = parser.parse_args(arguments)
    patches = [
        patch
        for folder in (_PATCHES, *asked.folder)
        for patch in sorted(folder.glob("*.patch"))
        if asked.only in patch.name
    ]
    judge = Judge(asked.seeds, asked.jobs)
    killed = errors = 0
    for patch in patches:
        layer = "?"
        try:
            layer = orders_of(patch.read_text(encoding="utf-8")).layer
            said = judge.judge(patch.resolve())
        except MutantError as error:
            errors += 1
            print(f"error: {patch.name} ({layer}): {error}", flush=True)
            continue
        killed += said is not None
        print(f"{patch.stem:32} {layer:12} {(said or 'SURVIVED')[:110]}", flush=True)
    print(f"mutants: killed={killed}/{len(patches)} errors={errors}")
    if errors:
        return 2
    return 0 if killed == len(patches) else 1


def orders_of(text: str) -> Orders:
    """Return what the header of a patch says.

    Raises:
        MutantError: No layer, one that there is not, or nothing to run for it.
    """
    header = text.partition("diff --git")[0]
    said: dict[str, list[str]] = {"Layer": [], "Test": [], "Command": []}
    for line in header.splitlines():
        name, colon, value = line.partition(":")
        if colon and name in said:
            said[name].append(value.strip())
    layers = said["Layer"]
    if len(layers) != 1 or layers[0] not in _LAYERS:
        raise MutantError(f"the header names no known layer: {layers}")
    if layers == ["simulation"]:
        return Orders(layers[0])
    if said["Test"]:
        pytest = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")
        tests = [part for test in said["Test"] for part in shlex.split(test)]
        return Orders(layers[0], (*pytest, *tests))
    if len(said["Command"]) == 1:
        return Orders(layers[0], tuple(shlex.split(said["Command"][0])))
    raise MutantError(f"the header names no test for the layer {layers[0]}")


def apply(patch: Path, tree: Path) -> None:
    """Change *tree* as *patch* says.

    Raises:
        MutantError: It does not fit.
    """
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", str(patch)],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        env={"GIT_CEILING_DIRECTORIES": str(tree.parent), "PATH": "/usr/bin:/bin"},
    )
    if done.returncode:
        raise MutantError(f"does not apply: {done.stderr.strip()}")


@contextmanager
def _copy() -> Iterator[Path]:
    """Make the sources once more, in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="evertill-mutant-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(_ROOT, tree, ignore=shutil.ignore_patterns(*_IGNORED))
        yield tree


def _run(tree: Path, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tree,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS_MAX,
            env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
        )
    except subprocess.TimeoutExpired as error:
        raise MutantError(f"no end within {_SECONDS_MAX} s") from error


def _cause(text: str) -> str:
    """Return the line that says why, as far as one is found."""
    lines = [line for line in text.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith(("FAILED", "ERROR", "E  "))]
    return (marked or lines or ["ended badly"])[-1]


if __name__ == "__main__":
    sys.exit(main())
