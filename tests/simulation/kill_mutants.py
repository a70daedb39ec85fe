"""`make mutants`: seeded bugs against the shipped code, each killed by its layer.

A mutant is a patch file; its header names the layer that must see it (`Layer:`).
One that does not apply, or names no known layer, is an error, not a pass.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[2]
_PATCHES: Final = Path(__file__).with_name("mutants")
_PARTS: Final = ("sync", "terminal", "drivers", "tests", "resources", "main.py")
_SEEDS_MAX: Final = 200


class MutantError(Exception):
    """A patch file that cannot be judged."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge every patch of the folders; the exit status tells whether all died."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("folder", nargs="*", type=Path, help="more patches")
    parser.add_argument("--seeds", type=int, default=_SEEDS_MAX)
    asked = parser.parse_args(arguments)
    patches = [
        patch
        for folder in (_PATCHES, *asked.folder)
        for patch in sorted(folder.glob("*.patch"))
    ]
    killed = 0
    for patch in patches:
        try:
            said = _judge(patch.resolve(), asked.seeds)
        except MutantError as error:
            print(f"error: {patch.name}: {error}")
            return 2
        killed += said is not None
        print(f"{patch.stem:28} {said or 'SURVIVED'}", flush=True)
    print(f"mutants: killed={killed}/{len(patches)}")
    return 0 if killed == len(patches) else 1


def layer_of(text: str) -> str:
    """Return the layer that a patch names in its header.

    Raises:
        MutantError: None, or one that there is not.
    """
    header = text.partition("diff --git")[0]
    layers = [
        line.removeprefix("Layer:").strip()
        for line in header.splitlines()
        if line.startswith("Layer:")
    ]
    if layers != ["simulation"]:
        raise MutantError(f"the header names no known layer: {layers}")
    return layers[0]


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


def _judge(patch: Path, seeds: int) -> str | None:
    """Return what killed the mutant, None if it survived."""
    layer_of(patch.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="evertill-mutant-") as folder:
        tree = Path(folder)
        for part in _PARTS:
            source = _ROOT / part
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(source, tree / part, ignore=ignored)
            else:
                shutil.copyfile(source, tree / part)
        apply(patch, tree)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "tests.simulation.simulate"),
                *("--first", "1", "--seeds", str(seeds), "--stop"),
            ],
            cwd=tree,
            capture_output=True,
            text=True,
            check=False,
        )
    found = [line for line in done.stdout.splitlines() if line.startswith("seed ")]
    if found:
        return found[0][:110]
    if "simulate: seeds=" not in done.stdout:
        raise MutantError(f"the simulation could not run: {done.stderr[-300:]}")
    return None


if __name__ == "__main__":
    sys.exit(main())
