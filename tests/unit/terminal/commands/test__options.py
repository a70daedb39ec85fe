"""Options that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from terminal.commands import _options


def _parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    _options.add_home(parser)
    _options.add_json(parser)
    return parser.parse_args(arguments)


def test_a_given_home_is_made_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert _options.home_path(_parse("--home", "till")) == tmp_path / "till"


def test_without_a_home_the_users_own_data_folder_is_taken() -> None:
    path = _options.home_path(_parse())

    assert path.is_absolute()
    assert path.name == "evertill"


def test_text_is_the_answer_unless_json_is_asked_for() -> None:
    assert _parse().json is False
    assert _parse("--json").json is True


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (_options.positive, "7", 7),
        (_options.port, "0", 0),
        (_options.port, "65535", 65_535),
        (_options.host_and_port, "127.0.0.1:9100", ("127.0.0.1", 9_100)),
        (_options.window_size, "1366x768", (1_366, 768)),
    ],
    ids=["positive", "free_port", "port", "host", "size"],
)
def test_a_value_is_read(
    kind: Callable[[str], object], text: str, value: object
) -> None:
    assert kind(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (_options.positive, "0"),
        (_options.positive, "-1"),
        (_options.positive, "²"),
        (_options.port, "65536"),
        (_options.port, "x"),
        (_options.host_and_port, "9100"),
        (_options.host_and_port, ":9100"),
        (_options.host_and_port, "host:99999"),
        (_options.host_and_port, "host:²"),
        (_options.window_size, "wide"),
        (_options.window_size, "0x0"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_value_that_cannot_be_is_refused_in_words(
    kind: Callable[[str], object], text: str
) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"\w+ \w+"):
        kind(text)
