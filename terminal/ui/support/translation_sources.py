"""Keeps the files of translations in step with the code; for developers.

``python -m terminal.ui.support.translation_sources`` collects every string that is
given to ``tr()``, adds it to ``resources/i18n/*.ts``, drops those that are gone and
compiles the ``.qm`` files.  Qt's own lupdate knows ``tr`` only as a method of a class
and would give every class a context of its own.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from terminal.ui.support.resource_files import resource_path
from terminal.ui.support.translation import CONTEXT, LANGUAGES

_FUNCTIONS: Final = frozenset({"tr", "_mark"})
_PLURALS: Final = {"en": 2, "zh_CN": 1, "zh_TW": 1}
_UI: Final = Path(__file__).resolve().parents[1]

Translation = tuple[str, ...]


def find_strings(folder: Path = _UI) -> set[str]:
    """Return every literal text that the modules under *folder* show."""
    found: set[str] = set()
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found.update(
            argument.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in _FUNCTIONS
            and node.args
            and isinstance(argument := node.args[0], ast.Constant)
            and isinstance(argument.value, str)
        )
    return found


def read_translations(path: Path) -> dict[str, Translation]:
    """Return source → translation of a ``.ts`` file, one text a plural form."""
    if not path.exists():
        return {}
    # Our own file, written below.
    root = ET.parse(path).getroot()  # noqa: S314 - not from outside
    found: dict[str, Translation] = {}
    for message in root.iter("message"):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        if translation is None:
            continue
        forms = [form.text or "" for form in translation.iter("numerusform")]
        found[source] = tuple(forms or [translation.text or ""])
    return found


def write_translations(
    path: Path, language: str, strings: set[str], known: dict[str, Translation]
) -> list[str]:
    """Write *strings* with what is *known*; return those without a translation."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    missing: list[str] = []
    for source in sorted(strings):
        is_plural = "%n" in source
        if language == "en" and not is_plural:
            continue
        forms = known.get(source, ())
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = source
        translation = ET.SubElement(message, "translation")
        if not all(forms) or not forms:
            missing.append(source)
            translation.set("type", "unfinished")
        if is_plural:
            message.set("numerus", "yes")
            for number in range(_PLURALS[language]):
                text = forms[number] if number < len(forms) else ""
                ET.SubElement(translation, "numerusform").text = text
        else:
            translation.text = forms[0] if forms else ""
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(f"{head}{text}\n", encoding="utf-8")
    return missing


def compile_translations(source: Path, compiled: Path) -> None:
    """Compile a ``.ts`` file with the lrelease that comes with PySide6."""
    lrelease = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run(
        [str(lrelease), "-silent", str(source), "-qm", str(compiled)], check=True
    )


def main() -> int:
    """Bring every language up to date; 1 when a translation is missing."""
    strings = find_strings()
    is_complete = True
    for language in LANGUAGES:
        path = resource_path("i18n", f"{language}.ts")
        known = read_translations(path)
        for source in write_translations(path, language, strings, known):
            sys.stdout.write(f"{language}: {source}\n")
            is_complete = False
        compile_translations(path, path.with_suffix(".qm"))
    return 0 if is_complete else 1


if __name__ == "__main__":
    sys.exit(main())
