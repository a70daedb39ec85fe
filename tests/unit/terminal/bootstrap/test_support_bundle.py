"""The support bundle holds what helps, and no secret."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path

import pytest

from terminal.bootstrap.card_keys import make_card_key
from terminal.bootstrap.change_devices import add_device
from terminal.bootstrap.support_bundle import DeviceReport, masked, write_bundle
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.card_key import load_card_key
from terminal.persistence.replica.reader import ReplicaReader
from terminal.settings.schema import DeviceSettings
from tests.fakes.new_till import OPERATOR_ID, PIN, new_till

_RECOVERY = "ABCD1-EFGH2-JKLM3-NPQR4"
_TOKEN = "eyJhbGciOiJFZERTQSJ9.c2VjcmV0LXRva2VuLW9mLXRoZS1zaG9w"
_CARD = "4111111111111111"


def _contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def _secret_files(folder: Path) -> list[bytes]:
    """Return what stands in the files of the key store, and each key in them."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            found.append(raw)
            try:
                table = json.loads(raw)
            except ValueError:
                continue
            found += [
                str(value).encode()
                for value in (table.values() if isinstance(table, dict) else ())
                if len(str(value)) > 16
            ]
    return found


def test_no_key_token_or_pin_hash_is_in_the_bundle(tmp_path: Path) -> None:
    home = new_till(tmp_path)
    make_card_key(home)
    secrets = _secret_files(tmp_path / "keys")
    assert secrets
    card_key = load_card_key(home, load_keys(home))
    assert card_key is not None
    secrets.append(card_key)
    reader = ReplicaReader(home, load_keys(home))
    try:
        operator = reader.find(OPERATOR_ID)
    finally:
        reader.close()
    assert operator is not None
    pin_hash = operator.pin_hash
    assert pin_hash
    add_device(
        home, "scale", DeviceSettings(kind="scale", options={"token": "tiny-secret"})
    )
    (home.logs_path / "agent.log").write_text(
        f"signed on, pin={PIN}\nhash {pin_hash}\nAuthorization: Bearer {_TOKEN}\n"
        f"recovery code {_RECOVERY}\ncard {_CARD}\nthe printer is away\n"
        + "\n".join(base64.b64encode(raw).decode() for raw in secrets)
        + "\n".join(raw.hex(" ") for raw in secrets)
    )
    report = DeviceReport("printer", {"state": "ready"}, ["> 1B 40  |.@|"])

    path = write_bundle(home, tmp_path / "out" / "bundle.zip", [report], at_ms=1)

    contents = _contents(path)
    forbidden = [
        PIN.encode(),
        str(pin_hash).encode(),
        _TOKEN.encode(),
        _RECOVERY.encode(),
        _CARD.encode(),
        b"tiny-secret",
    ]
    for raw in secrets:
        forbidden += [
            raw,
            base64.b64encode(raw).rstrip(b"="),
            base64.urlsafe_b64encode(raw).rstrip(b"="),
            raw.hex().encode(),
            raw.hex(" ").encode(),
        ]
    for name, data in contents.items():
        for secret in forbidden:
            assert secret not in data, name
    assert not any(name.endswith((".db", ".key")) for name in contents)


def test_the_bundle_holds_what_helps(tmp_path: Path) -> None:
    home = new_till(tmp_path)
    (home.logs_path / "agent.log").write_text("the printer is away\n")
    told: list[str] = []
    report = DeviceReport("printer", {"errors": 3}, ["> 1B 40  |.@|", "< 12  |.|"])

    path = write_bundle(
        home, tmp_path / "bundle.zip", [report], at_ms=7, tell=told.append
    )

    contents = _contents(path)
    versions = json.loads(contents["versions.json"])
    assert versions["at_ms"] == 7
    assert versions["evertill"]
    assert b'name = "Corner shop"' in contents["settings.toml"]
    assert json.loads(contents["devices.json"]) == {"printer": {"errors": 3}}
    assert contents["recorders/printer.txt"] == b"> 1B 40  |.@|\n< 12  |.|\n"
    assert contents["logs/agent.log"] == b"the printer is away\n"
    assert json.loads(contents["ledger.json"])["report"]
    assert told == ["versions", "settings", "devices", "logs", "ledger"]


def test_a_ledger_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    home = new_till(tmp_path)
    home.ledger_path.write_bytes(b"no database")

    path = write_bundle(home, tmp_path / "bundle.zip", [], at_ms=1)

    ledger = json.loads(_contents(path)["ledger.json"])
    assert ledger.get("error") or ledger["report"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pin: 123456", "pin: [masked]"),
        ("API-Key=abc", "API-Key=[masked]"),
        ("a" * 31, "a" * 31),
        ("a" * 32, "[masked 32]"),
        ("printer 192.0.2.7 lost", "printer 192.0.2.7 lost"),
    ],
    ids=["pin", "api-key", "short", "long", "plain"],
)
def test_secrets_are_known_by_name_or_shape(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_the_settings_of_the_file_are_told(tmp_path: Path) -> None:
    home = new_till(tmp_path)
    add_device(home, "scanner", DeviceSettings(kind="scanner", address="serial:COM3"))

    path = write_bundle(Home.load(home.path), tmp_path / "bundle.zip", [], at_ms=1)

    assert b"[devices.scanner]" in _contents(path)["settings.toml"]
