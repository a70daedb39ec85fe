"""Pictures of each screen of the window, for people to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from terminal.bootstrap.window.cashier import HEIGHT, WIDTH
from terminal.bootstrap.window.program import run_window
from terminal.bootstrap.window.tiles import TILE_ITEMS

if TYPE_CHECKING:
    from terminal.ui.shell.main_window import MainWindow
    from terminal.ui.support.tour import Tour

_TOUR_LINES: Final = 7


def photograph_window(
    home_path: Path,
    folder: Path,
    *,
    operator: tuple[str, str],
    size: tuple[int, int] = (WIDTH, HEIGHT),
    is_training: bool = False,
) -> tuple[list[Path], str]:
    """Walk the window of a home through one sale and photograph each screen.

    Args:
        home_path: A home that may sell; its till is opened and stays open.
        folder: Takes the pictures.
        operator: Id and PIN of somebody who may open the till.
        size: Width and height of the window in pixels.
        is_training: Walk a new training till beside that of the home instead.

    Returns:
        The pictures, and what failed (empty when all is well).
    """
    from terminal.persistence.home import Home
    from terminal.persistence.keys import load_keys
    from terminal.persistence.replica.reader import ReplicaReader
    from terminal.ui.support.tour import Tour

    home = Home.load(home_path)
    reader = ReplicaReader(home, load_keys(home))
    try:
        items = reader.first_items(TILE_ITEMS)
    finally:
        reader.close()
    codes = [
        item.scan_code
        for _, item in items
        if not item.is_open_price and not item.rules.is_weighed
    ]
    tours: list[Tour] = []

    def begin(window: MainWindow) -> None:
        window.resize(*size)
        tours.append(Tour(window, folder, operator, codes[:_TOUR_LINES]))
        tours[0].start()

    run_window(home_path, on_window=begin, is_training=is_training)
    return (tours[0].pictures, tours[0].failure) if tours else ([], "no display")
