"""Whatever a driver tells a person to do can be said in the person's language."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication

import drivers
from terminal.ui.support.device_sentences import SENTENCES, said
from terminal.ui.support.translation import use_language
from terminal.ui.support.weight_text import __file__ as _weight_text

_DRIVERS: Final = Path(drivers.__file__).parent
# What a person with a command line reads, or nobody.
_ELSEWHERE: Final = frozenset(
    {
        "FS .",
        "Name a file that can be read.",
        'Write them as open = "5B 5B".',
    }
)


def _remedies() -> dict[str, str]:
    """Return the sentences in the code of drivers, each with its module."""
    found: dict[str, str] = {}
    for path in sorted(_DRIVERS.rglob("*.py")):
        if "simulat" in path.name:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or id(node) in docs:
                continue
            text = node.value
            if not isinstance(text, str) or not text.endswith(".") or " " not in text:
                continue
            if text[:1].isupper():
                found[text] = path.name
    return found


def test_every_remedy_of_a_driver_is_known() -> None:
    # Troubles of a weight have words of their own.
    weights = Path(_weight_text).read_text(encoding="utf-8")
    unknown = {
        text: name
        for text, name in _remedies().items()
        if text not in SENTENCES | _ELSEWHERE
        and name != "port.py"
        and text not in weights
    }

    assert unknown == {}, "add them to terminal.ui.support.device_sentences"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Put in a new paper roll.", "请装入新的纸卷。"),
        ("Out of paper. Put in a new paper roll.", "缺纸. 请装入新的纸卷。"),
        (
            "scale: tcp://192.0.2.7:1: Connection refused. Plug the scanner in.",
            "scale: tcp://192.0.2.7:1: Connection refused. 请插好扫描器。",
        ),
        ("speaks cas", "speaks cas"),
    ],
    ids=["whole", "both", "behind", "unknown"],
)
def test_what_is_known_is_said_in_the_language(
    qapp: QApplication, text: str, shown: str
) -> None:
    assert said(text) == text
    use_language("zh_CN")

    assert said(text) == shown
