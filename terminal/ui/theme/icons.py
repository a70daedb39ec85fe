"""Draws the program's own icons in the colour of a token.

The files of ``resources/icons`` are outlines of one stroke that say
``currentColor``; the colour is put in before they are drawn.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap

from terminal.ui.support.resource_files import resource_path
from terminal.ui.theme.appearance import APPEARANCE

_STROKE: Final = 'stroke-width="1.75"'
_STROKE_TILE: Final = 'stroke-width="1.6"'
_TILE_FROM_PX: Final = 28
_MIRRORED: Final = frozenset(
    {
        "return",
        "backspace",
        "chevron-left",
        "chevron-right",
        "open-item",
        "scanner",
        "test",
        "nfc",
    }
)


@lru_cache(maxsize=512)
def _render(name: str, argb: int, px: int, ratio: float) -> QPixmap:
    # QtSvg costs some 7 ms to load; the first icon pays it, not the import.
    from PySide6.QtSvg import QSvgRenderer

    colour = QColor.fromRgba(argb)
    source = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", colour.name())
    if px >= _TILE_FROM_PX:
        source = source.replace(_STROKE, _STROKE_TILE)
    pixmap = QPixmap(round(px * ratio), round(px * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    if name in _MIRRORED and QGuiApplication.isRightToLeft():
        painter.translate(px, 0)
        painter.scale(-1, 1)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, px, px))
    painter.end()
    return pixmap


def icon_pixmap(name: str, token: str, px: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon *name* in the colour *token*, *px* logical pixels square."""
    return _render(name, APPEARANCE.colour(token).rgba(), px, ratio)


def draw_icon(painter: QPainter, name: str, token: str, px: int, at: QPointF) -> None:
    """Draw the icon *name* with its top left corner *at*."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(at, icon_pixmap(name, token, px, ratio))
