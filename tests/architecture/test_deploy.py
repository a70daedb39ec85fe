"""The container examples name what exists.

No container engine builds them here, so paths, commands, ports and versions are
compared with the program instead.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Final

import pytest

from sync.central.commands import central
from sync.central.server import parse_address, require_allowed

_ROOT: Final = Path(__file__).parents[2]
_CONTAINERFILE: Final = (_ROOT / "deploy" / "Containerfile").read_text("utf-8")
_COMPOSE: Final = (_ROOT / "deploy" / "compose.yaml").read_text("utf-8")


def _parsed(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    central.add_arguments(parser)
    return parser.parse_args(words)


def _instructions(name: str) -> list[str]:
    joined = _CONTAINERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name} (.*)$", joined, re.MULTILINE)


def _list_after(key: str) -> list[str]:
    """Return the items of the block list below the line *key*."""
    lines = iter(_COMPOSE.splitlines())
    indent = next(
        len(line) - len(line.lstrip()) for line in lines if line.strip() == key
    )
    items = []
    for line in lines:
        match = re.fullmatch(rf"\s{{{indent + 2},}}- (.*)", line)
        if match is None:
            break
        items.append(match[1].strip('"'))
    return items


def test_everything_that_is_copied_exists() -> None:
    sources = [word for line in _instructions("COPY") for word in line.split()[:-1]]

    assert {"main.py", "sync", "terminal", "requirements.lock"} <= set(sources)
    assert [word for word in sources if not (_ROOT / word).exists()] == []


def test_the_image_runs_the_central_and_not_as_root() -> None:
    (entry,) = (json.loads(line) for line in _instructions("ENTRYPOINT"))
    (words,) = (json.loads(line) for line in _instructions("CMD"))
    users = _instructions("USER")

    assert entry == ["python", "main.py", "central"]
    assert _parsed(words).action == "run"
    assert users == ["10001"]
    assert "--uid 10001" in _CONTAINERFILE
    (volume,) = _instructions("VOLUME")
    assert str(_parsed(words).home) == volume


def test_the_image_has_a_python_that_the_program_supports() -> None:
    (image,) = _instructions("FROM")
    version = re.search(r"python:3\.(\d+)", image)
    wanted = re.search(
        r'requires-python = ">=3\.(\d+),<3\.(\d+)"',
        (_ROOT / "pyproject.toml").read_text("utf-8"),
    )
    assert version is not None
    assert wanted is not None

    assert int(wanted[1]) <= int(version[1]) < int(wanted[2])


def test_compose_runs_a_command_of_the_program_with_a_certificate() -> None:
    arguments = _parsed(_list_after("command:"))
    address = parse_address(arguments.listen)
    (exposed,) = _instructions("EXPOSE")

    assert arguments.action == "run"
    assert f"{address.port}" == exposed
    require_allowed(address, is_encrypted=arguments.certificate is not None)
    assert arguments.certificate.parent == arguments.certificate_key.parent
    mounts = [mount.split(":") for mount in _list_after("volumes:")]
    assert mounts == [["database", "/var/lib/postgresql/data"]]
    assert f":{arguments.certificate.parent}:ro" in _COMPOSE
    assert f"key:{arguments.home}" in _COMPOSE


def test_the_health_check_is_a_command_of_the_program() -> None:
    words = _list_after("test:")

    assert words[:4] == ["CMD", "python", "main.py", "central"]
    arguments = _parsed(words[4:])
    assert arguments.action == "check"
    assert arguments.url == "https://${EVERTILL_NAME}:8470"
    assert "${EVERTILL_NAME:?" in _COMPOSE


def test_no_password_stands_in_a_command_line() -> None:
    for words in (_list_after("command:"), _instructions("CMD")):
        assert not any("PASSWORD" in word for word in words)
        assert not any(re.search(r"//[^@/]*:[^@/]*@", word) for word in words)


@pytest.mark.parametrize("name", ["Containerfile", "compose.yaml", "README.md"])
def test_each_says_that_it_was_never_run(name: str) -> None:
    text = (_ROOT / "deploy" / name).read_text("utf-8").lower()

    assert re.search(r"never (\*\*)?(built|run)|never built|\*\*never built", text)
