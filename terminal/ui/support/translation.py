"""Every string the window shows goes through :func:`tr`.

The English text is the key.  Sources are Qt Linguist's ``.ts`` files in
``resources/i18n``, compiled to ``.qm`` by ``pyside6-lrelease``, which is part of
PySide6-Essentials; one context, because the same word of the trade is to be
translated the same way on every screen.  ``translation_sources`` keeps the files
in step with the code.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from terminal.ui.support.resource_files import resource_path

LANGUAGES: Final = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}
CONTEXT: Final = "Evertill"
DEFAULT_LANGUAGE: Final = "en"

_installed: list[QTranslator] = []


def tr(source: str, /, count: int = -1, **values: object) -> str:
    """Return *source* in the language in force.

    Args:
        source: The English text; ``{name}`` marks what is filled in.
        count: Chooses the plural form and fills ``%n``; -1 when nothing is counted.
        values: What to fill in, already formatted.
    """
    text = QCoreApplication.translate(CONTEXT, source, None, count)
    return text.format(**values) if values else text


def use_language(language: str) -> str:
    """Make *language* the one in force; unknown ones fall back to English.

    Qt then sends LanguageChange to every window, also while a sale is open.

    Returns:
        The language that was taken.
    """
    chosen = best_language(language)
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    translator = QTranslator()
    # English too has a file: it holds the plural forms.
    if translator.load(str(resource_path("i18n", f"{chosen}.qm"))):
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)
    QLocale.setDefault(QLocale(chosen))
    return chosen


def best_language(language: str) -> str:
    """Return the language we have that is nearest to a tag such as ``zh-Hant``."""
    tag = language.replace("-", "_")
    if tag in LANGUAGES:
        return tag
    if tag.startswith("zh"):
        traditional = any(part in tag for part in ("Hant", "TW", "HK", "MO"))
        return "zh_TW" if traditional else "zh_CN"
    return DEFAULT_LANGUAGE
