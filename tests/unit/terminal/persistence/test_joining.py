"""The record of a joining: begun, accepted, finished once by whoever comes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from sync.protocol.signature import Signer
from sync.protocol.succession import vouch
from terminal.persistence.home import Home
from terminal.persistence.joining import (
    JOURNAL,
    Accepted,
    Joining,
    finish_joining,
    read_joining,
    write_joining,
)
from terminal.persistence.keys import HomeKeys, load_keys
from terminal.persistence.keys.errors import KeysBrokenError
from terminal.persistence.keys.home_keys import (
    JoinedAgain,
    NextKey,
    home_id_of,
    make_next_key,
    take_next_key,
)

_TAKE = "terminal.persistence.joining.take_next_key"
_WAIT_S = 10.0


@pytest.fixture
def begun(home: Home, keys: HomeKeys) -> Joining:
    made = Joining(key=make_next_key(home, keys))
    write_joining(home.path, made)
    return made


@pytest.fixture
def accepted(home: Home, keys: HomeKeys, begun: Joining) -> Joining:
    succession = vouch(Signer(keys.signing_private), "t-07", begun.key.public)
    made = Joining(
        key=begun.key,
        accepted=Accepted(
            url="https://center.example",
            workstation="t-08",
            name="Till 8",
            joined=JoinedAgain(succession=succession, series="C"),
        ),
    )
    write_joining(home.path, made)
    return made


def test_what_was_begun_changes_nothing_before_the_center_said_yes(
    home: Home, keys: HomeKeys, begun: Joining
) -> None:
    before = home.settings

    assert Home.load(home.path).settings == before
    assert load_keys(home).signing_public == keys.signing_public
    assert read_joining(home.path) == begun


def test_who_opens_the_home_finishes_what_was_accepted(
    home: Home, keys: HomeKeys, accepted: Joining
) -> None:
    home_id = home_id_of(home)

    opened = Home.load(home.path)

    place = opened.settings.workstation
    assert (place.workstation, place.name) == ("t-08", "Till 8")
    assert opened.settings.central.url == "https://center.example"
    now = load_keys(opened)
    assert now.signing_public == accepted.key.public
    assert now.earlier_public == (keys.signing_public,)
    assert now.joined is not None
    assert now.joined.series == "C"
    assert home_id_of(opened) == home_id
    assert read_joining(home.path) is None
    finish_joining(home.path)
    assert load_keys(opened) == now


@pytest.mark.usefixtures("accepted")
def test_a_process_cut_short_is_no_obstacle(
    home: Home, accepted: Joining, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_path: Path, _key: NextKey, _joined: JoinedAgain) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(_TAKE, die)
        with pytest.raises(KeyboardInterrupt):
            Home.load(home.path)

    assert load_keys(Home.load(home.path)).signing_public == accepted.key.public


@pytest.mark.usefixtures("accepted")
def test_of_two_processes_the_second_waits_for_the_first(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[str] = []
    entered, second_entered, go_on = (threading.Event() for _ in range(3))

    def slow(path: Path, key: NextKey, joined: JoinedAgain) -> None:
        inside.append(threading.current_thread().name)
        (second_entered if entered.is_set() else entered).set()
        go_on.wait(_WAIT_S)
        take_next_key(path, key, joined)

    monkeypatch.setattr(_TAKE, slow)
    threads = [
        threading.Thread(target=finish_joining, args=(home.path,), name=name)
        for name in ("first", "second")
    ]
    threads[0].start()
    assert entered.wait(_WAIT_S)
    threads[1].start()
    assert not second_entered.wait(0.1)
    go_on.set()
    for thread in threads:
        thread.join()

    # There was nothing left to do for the second.
    assert inside == ["first"]
    assert not (home.path / JOURNAL).exists()


def test_a_record_that_was_changed_is_told(home: Home) -> None:
    (home.path / JOURNAL).write_bytes(b'{"key":')

    with pytest.raises(KeysBrokenError, match="no record of a joining"):
        read_joining(home.path)
