"""Instants as the operator reads them."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale

from terminal.ui.support.translation import tr


def clock_text(at_ms: int) -> str:
    """Return the local time of day of an instant, as ``14:01``."""
    return QDateTime.fromMSecsSinceEpoch(at_ms).toString("HH:mm")


def date_text(at_ms: int) -> str:
    """Return the local date of an instant as the language writes it, without year."""
    moment = QDateTime.fromMSecsSinceEpoch(at_ms)
    # Translators: the date's format as Qt writes it, such as "Sun 22 Nov".
    return QLocale().toString(moment, tr("ddd d MMM"))
