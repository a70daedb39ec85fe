"""The home of a till: the one folder that holds everything of it.

Knows the names of the files and who may write which; opens none of them.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Final

from terminal.domain.errors import TrainingTillError
from terminal.persistence.errors import ReadOnlyHomeError, StorageError
from terminal.persistence.files import file_error
from terminal.persistence.locks import hold
from terminal.settings.file import load_settings, save_settings
from terminal.settings.location import config_path_of
from terminal.settings.schema import TillSettings

# The shortest limit among the systems we support (macOS and BSD: 104 with the NUL).
_SOCKET_PATH_BYTES_MAX: Final = 100


class HomeMissingError(StorageError):
    """The folder holds no till."""

    code = "home_missing"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no till in {path}; make one with 'init', or point --home at"
            f" the right folder"
        )
        self.path = path


class HomeExistsError(StorageError):
    """A new home was asked for where something already is."""

    code = "home_exists"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not empty, so no new till is made there; nothing was"
            f" changed. Give another folder with --home."
        )
        self.path = path


class Home:
    """Paths and locks of one till.

    Attributes:
        path: The folder, absolute.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @classmethod
    def create(cls, path: Path, settings: TillSettings) -> Home:
        """Make the folder *path* with *settings*; it must be absent or empty.

        Only `terminal.bootstrap.new_home` completes it into a till.

        Raises:
            HomeExistsError: The folder holds something.
            ReadOnlyHomeError: It cannot be made.
        """
        home = cls(path)
        home.require_absent()
        try:
            home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            home.logs_path.mkdir(mode=0o700)
        except OSError as error:
            raise file_error(home.path, error) from error
        save_settings(home.config_path, settings)
        return home

    @classmethod
    def load(cls, path: Path) -> Home:
        """Return the home in *path*, its settings read and checked.

        Raises:
            HomeMissingError: There is none.
            SettingsFileError: ``till.toml`` cannot be used.
        """
        home = cls(path)
        if not home.config_path.exists():
            raise HomeMissingError(home.path)
        if (home.path / "joining.json").exists():
            # Somebody was cut short while this home got a new key.
            from terminal.persistence.joining import finish_joining

            finish_joining(home.path)
        _ = home.settings
        return home

    @cached_property
    def settings(self) -> TillSettings:
        """The settings as they were when first asked for."""
        return load_settings(self.config_path)

    @property
    def ledger_path(self) -> Path:
        """The till's own database; only the till writes it."""
        return self.path / "ledger.db"

    @property
    def replica_path(self) -> Path:
        """Reference data; written by the agent, or by commands on a local till.

        Training reads that of its till: a copy would be old at once, and costs
        minutes and the room of a whole catalogue.
        """
        folder = self.path.parent if self.is_training else self.path
        return folder / "replica.db"

    @property
    def is_training(self) -> bool:
        """Whether this is a training home; see `terminal.bootstrap.training_till`."""
        return self.config_path.exists() and self.settings.training

    @property
    def training_path(self) -> Path:
        """The folder of the training home that belongs to this till."""
        return self.path / "training"

    def require_real(self) -> None:
        """Refuse to take a training home for a till.

        Raises:
            TrainingTillError: It is one.
        """
        if self.is_training:
            raise TrainingTillError(
                f"{self.path} is a training till: nothing of it is real, so it is"
                f" never sent, exported, copied or set up. Use its till,"
                f" {self.path.parent}."
            )

    @property
    def config_path(self) -> Path:
        """``till.toml``."""
        return config_path_of(self.path)

    @property
    def sentinel_path(self) -> Path:
        """The witness of the ledger's head beside the ledger."""
        return self.path / "sentinel"

    @property
    def keys_path(self) -> Path:
        """The wrapped keys; useless without the key store or the recovery code."""
        return self.path / "keys.json"

    @property
    def logs_path(self) -> Path:
        """Folder of the logs of every process of this till."""
        return self.path / "logs"

    @property
    def agent_address(self) -> str:
        """Where the agent listens: a socket in the home, a named pipe on Windows."""
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        if os.name == "nt":
            return rf"\\.\pipe\evertill-{name}"
        inside = self.path / "agent.sock"
        if len(os.fsencode(inside)) <= _SOCKET_PATH_BYTES_MAX:
            return str(inside)
        # Addresses of Unix sockets are short; a deep home gets one elsewhere.  The
        # agent authenticates its callers, so the place needs no trust.
        return str(Path(tempfile.gettempdir()) / f"evertill-{name}.sock")

    def lock_ledger(self) -> AbstractContextManager[None]:
        """Be the one writer of the ledger while the context lasts.

        Raises:
            HomeLockedError: The till is running.
        """
        return hold(self.path / "ledger.lock", "the till is running")

    def lock_replica(self) -> AbstractContextManager[None]:
        """Be the one writer of the replica while the context lasts.

        Raises:
            HomeLockedError: The agent, or another import, is running.
            TrainingTillError: Training only reads the reference data of its till.
        """
        self.require_real()
        return hold(self.path / "replica.lock", "the till is running")

    def require_absent(self) -> None:
        """Refuse when the folder holds anything, above all another till.

        Raises:
            HomeExistsError: It does.
        """
        try:
            if self.path.exists() and (
                not self.path.is_dir() or any(self.path.iterdir())
            ):
                raise HomeExistsError(self.path)
        except OSError as error:
            raise ReadOnlyHomeError(self.path) from error
