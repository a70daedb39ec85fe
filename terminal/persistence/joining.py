"""The record of a home that is joining its center again, in two steps.

``joining.json`` first holds the new signing key, wrapped by the data key, before the
center is told of it: a lost answer can be asked for again with the same key. Once the
center has said yes, its answer is added. From that moment the home has the new key
and name, whatever dies: who opens the home next does what is left to do. Before it,
nothing is changed. The ledger's next opening begins the epoch.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from structs.decoding import decode_json
from terminal.persistence.files import file_error, write_file
from terminal.persistence.keys.errors import KeysBrokenError
from terminal.persistence.keys.home_keys import JoinedAgain, NextKey, take_next_key
from terminal.persistence.locks import hold
from terminal.settings.file import load_settings, save_settings
from terminal.settings.location import config_path_of

JOURNAL: Final = "joining.json"

_LOCK: Final = "joining.lock"
_WAIT_S: Final = 10.0


class Accepted(Struct, frozen=True, kw_only=True):
    """What the center said.

    Attributes:
        url: Where it was reached.
        workstation: Who this device is from now on.
        name: What people call it.
        joined: What the new key's first epoch begins with.
    """

    url: str
    workstation: str
    name: str
    joined: JoinedAgain


class Joining(Struct, frozen=True, kw_only=True):
    """How far it has come.

    Attributes:
        key: The new key.
        accepted: None as long as no answer was heard.
    """

    key: NextKey
    accepted: Accepted | None = None


def read_joining(home: Path) -> Joining | None:
    """Return what was begun in *home*; None when nothing was.

    Raises:
        KeysBrokenError: The record was changed.
        StorageError: It cannot be read.
    """
    path = home / JOURNAL
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise file_error(path, error) from error
    try:
        return decode_json(raw, Joining)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise KeysBrokenError(path, "it is no record of a joining") from error


def write_joining(home: Path, joining: Joining) -> None:
    """Keep *joining*, all or nothing.

    Raises:
        StorageError: The disk refuses; what was kept before stands.
    """
    write_file(home / JOURNAL, msgspec.json.encode(joining))


def finish_joining(home: Path) -> None:
    """Give *home* the key and the name that the center accepted, if it did.

    Any process may do it, one after the other, and again after it was cut short.

    Raises:
        StorageError: A file cannot be read or written; it is tried again next time.
    """
    # Two at once would write the new files over each other half way.
    with hold(home / _LOCK, "this till is just getting a new key", wait_s=_WAIT_S):
        _finish(home)


def _finish(home: Path) -> None:
    joining = read_joining(home)
    if joining is None or joining.accepted is None:
        return
    accepted = joining.accepted
    config = config_path_of(home)
    settings = load_settings(config)
    changed = msgspec.structs.replace(
        settings,
        workstation=msgspec.structs.replace(
            settings.workstation, workstation=accepted.workstation, name=accepted.name
        ),
        central=msgspec.structs.replace(settings.central, url=accepted.url),
    )
    if changed != settings:
        save_settings(config, changed)
    take_next_key(home / "keys.json", joining.key, accepted.joined)
    try:
        (home / JOURNAL).unlink(missing_ok=True)
    except OSError as error:
        raise file_error(home / JOURNAL, error) from error
