"""What holds for every screen at every size, theme and language.

Assertions over the widget tree, not pictures to approve.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from terminal.ui.widgets.amount_display import AmountDisplay
from terminal.ui.widgets.key import FunctionKey, Key, PayKey, Tile

TARGET_MIN = 48
_PAINTED_40 = ("syncPill", "device-")


def problems(root: QWidget) -> list[str]:
    """Return what is wrong with the visible widgets under *root*."""
    return [
        *_clipped_labels(root),
        *_clipped_keys(root),
        *_small_targets(root),
        *_overlaps(root),
        *_nameless(root),
        *_unreachable(root),
        *_outside(root),
    ]


def _visible(root: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in root.findChildren(kind) if widget.isVisible()]


def _clipped_labels(root: QWidget) -> list[str]:
    found = [
        f"clipped amount: {amount.objectName()}"
        for amount in _visible(root, AmountDisplay)
        if amount.width() < amount.sizeHint().width()
    ]
    for label in _visible(root, QLabel):
        assert isinstance(label, QLabel)
        if label.wordWrap() or not label.text():
            continue
        width = QFontMetricsF(label.font()).horizontalAdvance(label.text())
        if width > label.width() + 1:
            found.append(f"clipped: {label.text()!r} {width:.0f} > {label.width()}")
    return found


def _clipped_keys(root: QWidget) -> list[str]:
    return [
        f"clipped key: {key.objectName()} {key.width()} < {key.content_width():.0f}"
        for key in _visible(root, Key)
        if isinstance(key, Key)
        and not isinstance(key, Tile | PayKey | FunctionKey)
        and key.width() + 1 < key.content_width()
    ] + [
        f"clipped function key: {key.objectName()}"
        for key in _visible(root, FunctionKey)
        if key.width() < key.minimumSizeHint().width()
    ]


def _small_targets(root: QWidget) -> list[str]:
    found = []
    for key in _visible(root, Key):
        # A bar's 40 px lie in a target of the bar's height.
        least = 40 if key.objectName().startswith(_PAINTED_40) else TARGET_MIN
        if min(key.width(), key.height()) < least:
            size = f"{key.width()}×{key.height()}"
            found.append(f"small target: {key.objectName()} {size}")
    return found


def _overlaps(root: QWidget) -> list[str]:
    keys = [(key, _place(key, root)) for key in _visible(root, Key)]
    return [
        f"overlap: {first.objectName()} and {second.objectName()}"
        for number, (first, one) in enumerate(keys)
        for second, other in keys[number + 1 :]
        if one.intersects(other) and not first.isAncestorOf(second)
    ]


def _nameless(root: QWidget) -> list[str]:
    return [
        f"no name: {widget.objectName()}"
        for kind in (Key, QLineEdit)
        for widget in _visible(root, kind)
        if not widget.accessibleName()
    ]


def _unreachable(root: QWidget) -> list[str]:
    wanted = {widget for kind in (Key, QLineEdit) for widget in _visible(root, kind)}
    chain = set()
    at = root.nextInFocusChain()
    while at is not None and at is not root:
        chain.add(at)
        at = at.nextInFocusChain()
    return [f"not in the tab order: {w.objectName()}" for w in wanted - chain]


def _outside(root: QWidget) -> list[str]:
    return [
        f"outside: {key.objectName()}"
        for key in _visible(root, Key)
        if not root.rect().contains(_place(key, root)) and not _is_scrolled(key)
    ]


def _is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if parent.objectName() == "qt_scrollarea_viewport":
            return True
        parent = parent.parentWidget()
    return False


def _place(widget: QWidget, root: QWidget) -> QRect:
    place = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        # What is scrolled out of sight covers nothing.
        if parent.objectName() == "qt_scrollarea_viewport":
            window = QRect(parent.mapTo(root, QPoint(0, 0)), parent.size())
            place = place.intersected(window)
        parent = parent.parentWidget()
    return place
