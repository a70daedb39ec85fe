"""The till as the use-case thread of the window keeps it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from terminal.application.receipts.print_job import PrintJobKind
from terminal.bootstrap.headless import open_till
from terminal.domain.errors import TrainingTillError

if TYPE_CHECKING:
    from terminal.application.use_cases import UseCases
    from terminal.bootstrap.headless import Till


def open_window_till(home_path: Path) -> WindowTill:
    """Open the till of a home for the calling thread.

    Raises:
        HomeLockedError: Another till has the home.
        StorageError: The home, its keys or its ledger cannot be used.
        TrainingTillError: It is a training home, whose window says so from the start.
    """
    till = open_till(home_path)
    try:
        till.home.require_real()
    except TrainingTillError:
        till.close()
        raise
    return _with_window(till)


def open_training_window_till(till_path: Path) -> WindowTill:
    """Open a new training till beside that of *till_path* for the calling thread.

    Raises:
        HomeLockedError: Training is running already.
        StorageError: The home, its keys or its disk refuse.
    """
    # Not with the module: a till that sells needs none of it.
    from terminal.bootstrap.training_till import open_training_till

    return _with_window(open_training_till(till_path))


def _with_window(till: Till) -> WindowTill:
    till.ledger.leave_checkpoints()
    if till.settings.has_simulated_devices:
        # They are not in the settings.
        till.ledger.queue_print_jobs(frozenset(PrintJobKind))
    return WindowTill(till)


class WindowTill:
    """The open till as the use-case thread keeps it.

    Attributes:
        till: The till that headless and window share.
    """

    def __init__(self, till: Till) -> None:
        self.till = till
        self.on_ledger_grew: Callable[[UseCases], None] | None = None
        self._seq = -1

    @property
    def use_cases(self) -> UseCases:
        """The verbs of the till."""
        return self.till.use_cases

    def after_command(self) -> None:
        """Nudge the agent and look for papers when the ledger grew."""
        self.till.after_command()
        seq = self.till.ledger.head.seq
        if seq != self._seq and self.on_ledger_grew is not None:
            self._seq = seq
            self.on_ledger_grew(self.till.use_cases)

    def on_idle(self) -> None:
        """Move drafts to disk, record the agent's requests, read changed prices."""
        self.till.on_idle()

    def close(self) -> None:
        """Close the ledger and let go of the home."""
        self.till.close()
