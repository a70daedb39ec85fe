"""Classes, commands and events are called by the words of docs/glossary.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[2]
_CHECKED: Final = ("terminal/domain", "terminal/application")
_EVENTS: Final = _ROOT / "sync" / "protocol" / "events"
# The word of the glossary in the last column, in backticks.
_REJECTED_CELL: Final = re.compile(r"\|([^|]*)\|\s*$")


def _rejected_names() -> set[str]:
    names: set[str] = set()
    text = (_ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for line in text.splitlines():
        cell = _REJECTED_CELL.search(line)
        if line.startswith("|") and cell is not None:
            names.update(re.findall(r"`(\w+)`", cell[1]))
    return names


def _class_names(folder: Path) -> dict[str, str]:
    """Return the path of every class in *folder* by its name."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name] = path.relative_to(_ROOT).as_posix()
    return found


def _event_types() -> dict[str, str]:
    """Return the path of every event type declared as a constant TYPE."""
    found = {}
    for path in sorted(_EVENTS.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r'TYPE\b[^=\n]*=\s*"([a-z_.]+)"', text):
            found[name] = path.relative_to(_ROOT).as_posix()
    return found


def _bare(name: str) -> str:
    """Return a class name without the endings that only tell its kind."""
    return re.sub(r"(Handler|View|Error|Record)$", "", name)


def test_the_table_is_read() -> None:
    rejected = _rejected_names()

    assert {"Order", "Cart", "Product", "Payment", "Shift", "User"} <= rejected
    assert "RetailTransaction" not in rejected


def test_no_class_of_domain_or_application_bears_a_rejected_name() -> None:
    rejected = _rejected_names()
    wrong = {
        name: path
        for folder in _CHECKED
        for name, path in _class_names(_ROOT / folder).items()
        if {name, _bare(name)} & rejected
    }

    assert wrong == {}


def test_no_event_type_holds_a_rejected_word() -> None:
    rejected = {
        re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in _rejected_names()
    }
    events = _event_types()
    wrong = {
        event: path
        for event, path in events.items()
        if set(event.split(".")) & rejected
    }

    assert "sale.completed" in events
    assert wrong == {}
