"""Writes copies of receipts to files of the home."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from terminal.application.receipts.document import ReceiptDocument

FOLDER: Final = "receipts"
_COPIES_MAX: Final = 1_000


class ReceiptSaver(QObject):
    """Draws and writes on a thread of its own: a PDF takes half a second."""

    _done = Signal(object, str)

    def __init__(self, home_path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = home_path / FOLDER
        self._done.connect(self._deliver)

    def save(
        self,
        document: ReceiptDocument,
        form: str,
        name: str,
        saved: Callable[[str], None],
        failed: Callable[[str], None],
    ) -> None:
        """Write *document*; a file that is there stays as it is.

        Args:
            document: What its paper would show.
            form: One of `receipt_formats.FILE_ENDINGS`.
            name: Of the file, without its ending.
            saved: Called on the GUI thread with the path.
            failed: Called on the GUI thread with the reason.
        """

        def work() -> None:
            try:
                path = write_receipt(self._folder, document, form, name)
            except OSError as error:
                reason = error.strerror or str(error)
                self._done.emit(failed, f"{self._folder}: {reason}")
            else:
                self._done.emit(saved, str(path))

        threading.Thread(target=work, name="receipt-file").start()

    @Slot(object, str)
    def _deliver(self, told: Callable[[str], None], text: str) -> None:
        told(text)


def write_receipt(
    folder: Path, document: ReceiptDocument, form: str, name: str
) -> Path:
    """Write *document* into *folder* as a new file; return its path.

    Raises:
        OSError: The folder or disk refuses; nothing is left behind.
    """
    from terminal.peripherals.receipt_formats import FILE_ENDINGS, receipt_file

    content = receipt_file(document, form)
    folder.mkdir(mode=0o700, exist_ok=True)
    for count in range(1, _COPIES_MAX):
        part = "" if count == 1 else f"-{count}"
        path = folder / f"{name}{part}{FILE_ENDINGS[form]}"
        try:
            file = path.open("xb")
        except FileExistsError:
            continue
        try:
            with file:
                file.write(content)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path
    raise FileExistsError(f"{name} was saved {_COPIES_MAX} times")
