"""Patches that cannot be judged are errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.kill_mutants import MutantError, apply, layer_of

_PATCH = """diff --git a/one.txt b/one.txt
--- a/one.txt
+++ b/one.txt
@@ -1 +1 @@
-old
+new
"""


def test_a_patch_names_its_layer() -> None:
    assert layer_of(f"Why.\nLayer: simulation\n\n{_PATCH}") == "simulation"

    with pytest.raises(MutantError, match="no known layer"):
        layer_of(_PATCH)
    with pytest.raises(MutantError, match="no known layer"):
        layer_of(f"Layer: luck\n{_PATCH}")


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
