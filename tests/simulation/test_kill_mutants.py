"""Patches that cannot be judged are errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.kill_mutants import MutantError, apply, orders_of

_FOLDER = Path(__file__).with_name("mutants")
_PATCH = """diff --git a/one.txt b/one.txt
--- a/one.txt
+++ b/one.txt
@@ -1 +1 @@
-old
+new
"""


def test_a_patch_names_its_layer_and_what_to_run() -> None:
    assert orders_of(f"Why.\nLayer: simulation\n\n{_PATCH}").layer == "simulation"
    orders = orders_of(f"Why.\nLayer: unit test\nTest: tests/x.py -k 'a b'\n{_PATCH}")
    assert orders.arguments[-3:] == ("tests/x.py", "-k", "a b")
    orders = orders_of(f"Layer: crash-states\nCommand: main.py torture\n{_PATCH}")
    assert orders.arguments == ("main.py", "torture")

    with pytest.raises(MutantError, match="no known layer"):
        orders_of(_PATCH)
    with pytest.raises(MutantError, match="no known layer"):
        orders_of(f"Layer: luck\n{_PATCH}")
    with pytest.raises(MutantError, match="names no test"):
        orders_of(f"Layer: postgresql\n{_PATCH}")


def test_every_mutant_names_its_layer_and_what_it_imitates() -> None:
    patches = sorted(_FOLDER.glob("*.patch"))
    for patch in patches:
        text = patch.read_text(encoding="utf-8")
        orders_of(text)
        assert text.splitlines()[0].endswith("."), patch.name
    assert len(patches) >= 25


def test_a_patch_that_does_not_apply_is_an_error(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "one.txt").write_text("old\n")
    patch = tmp_path / "one.patch"
    patch.write_text(f"Why.\nLayer: simulation\n\n{_PATCH}")

    apply(patch, tree)

    assert (tree / "one.txt").read_text() == "new\n"
    with pytest.raises(MutantError, match="does not apply"):
        apply(patch, tree)
