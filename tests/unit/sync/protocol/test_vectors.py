"""The golden vectors of docs/protocol, checked by two verifiers."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from sync.protocol.envelope import (
    StoredEvent,
    decode_header,
    encode_header,
    event_hash,
    first_prev,
)
from sync.protocol.errors import CheckpointSignatureError
from sync.protocol.events import decode_body, encode_body
from sync.protocol.messages import decode_push, deflate, encode_push, open_checkpoint
from sync.protocol.request_signing import SignedParts, sign_request, signed_text
from sync.protocol.signature import Signer, verify

FOLDER: Final = Path(__file__).parents[4] / "docs" / "protocol"
VECTORS: Final[dict[str, Any]] = json.loads((FOLDER / "vectors.json").read_bytes())
EVENTS: Final[list[dict[str, Any]]] = VECTORS["events"]
SIGNER: Final = Signer(bytes.fromhex(VECTORS["keys"]["workstation_private"]))
CENTRAL: Final = Signer(bytes.fromhex(VECTORS["keys"]["central_private"]))


def test_the_public_keys_belong_to_the_private_ones() -> None:
    assert SIGNER.public_key.hex() == VECTORS["keys"]["workstation_public"]
    assert CENTRAL.public_key.hex() == VECTORS["keys"]["central_public"]


@pytest.mark.parametrize("vector", EVENTS, ids=lambda each: each["name"])
def test_an_event_of_the_vectors_comes_out_to_the_byte(vector: dict[str, Any]) -> None:
    header, body = vector["header"].encode(), vector["body"].encode()
    prev, digest = bytes.fromhex(vector["prev"]), bytes.fromhex(vector["hash"])

    assert encode_header(decode_header(header)) == header
    assert event_hash(prev, header, body) == digest
    assert SIGNER.sign(digest).hex() == vector["signature"]
    assert verify(SIGNER.public_key, digest, bytes.fromhex(vector["signature"]))


def test_the_vectors_are_two_epochs_that_hang_together() -> None:
    heads: dict[str, tuple[int, bytes]] = {}
    for vector in EVENTS:
        header = decode_header(vector["header"].encode())
        last = heads.get(header.epoch)
        if last is None:
            assert bytes.fromhex(vector["prev"]) == first_prev(header)
        else:
            assert (header.seq, bytes.fromhex(vector["prev"])) == (last[0] + 1, last[1])
        if header.parent is not None:
            assert header.parent.hash == heads[header.parent.epoch][1].hex()
        heads[header.epoch] = (header.seq, bytes.fromhex(vector["hash"]))

    assert len(heads) == 2
    assert len({json.loads(each["header"])["type"] for each in EVENTS}) >= 4


@pytest.mark.parametrize("vector", EVENTS, ids=lambda each: each["name"])
def test_the_bodies_are_what_this_program_writes(vector: dict[str, Any]) -> None:
    header = json.loads(vector["header"])
    body = vector["body"].encode()

    assert encode_body(decode_body(header["type"], header["type_v"], body)) == body


def test_a_push_of_the_vectors_is_read_whole() -> None:
    pushed = [
        StoredEvent(
            vector["header"].encode(),
            vector["body"].encode(),
            bytes.fromhex(vector["prev"]),
            bytes.fromhex(vector["hash"]),
            bytes.fromhex(vector["signature"]),
        )
        for vector in EVENTS
    ]

    assert decode_push(deflate(VECTORS["push"]["inflated"].encode())) == pushed[:2]
    assert decode_push(encode_push(pushed)) == pushed


def test_the_signed_request_comes_out_to_the_byte() -> None:
    vector = VECTORS["request"]
    parts = SignedParts(vector["method"], vector["target"], vector["body"].encode())

    headers = sign_request(
        SIGNER,
        parts,
        workstation=vector["workstation"],
        nonce=vector["nonce"],
        time_ms=vector["time_ms"],
    )

    text = signed_text(parts, vector["nonce"], vector["time_ms"])
    assert text.decode() == vector["signed_text"]
    assert headers == vector["headers"]


def test_the_checkpoint_opens_with_the_key_of_the_central_alone() -> None:
    data = VECTORS["checkpoint"]["sealed"].encode()

    opened = open_checkpoint(data, CENTRAL.public_key)

    assert (opened.cursor, len(opened.rows)) == (VECTORS["checkpoint"]["cursor"], 2)
    with pytest.raises(CheckpointSignatureError):
        open_checkpoint(data, SIGNER.public_key)


def test_a_verifier_in_another_language_agrees(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the second verifier cannot run")
    script = FOLDER / "verify_vectors.mjs"

    def check(path: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [node, str(script), str(path)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    good = check(FOLDER / "vectors.json")
    assert good.returncode == 0, good.stdout + good.stderr
    assert f"{len(EVENTS)} events" in good.stdout
    for name, change in _alterations():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(change), encoding="utf-8")
        bad = check(path)
        assert bad.returncode == 1, f"{name}: {bad.stdout}"


def _alterations() -> list[tuple[str, dict[str, Any]]]:
    """Return the vectors with one thing changed each."""
    found = []
    for name in ("header", "body", "prev", "hash", "signature"):
        changed = json.loads(json.dumps(VECTORS))
        text = changed["events"][1][name]
        changed["events"][1][name] = text.replace("1", "2") + (
            "" if "1" in text else " "
        )
        found.append((name, changed))
    changed = json.loads(json.dumps(VECTORS))
    changed["request"]["time_ms"] += 1
    found.append(("request", changed))
    changed = json.loads(json.dumps(VECTORS))
    sealed = changed["checkpoint"]["sealed"]
    changed["checkpoint"]["sealed"] = sealed.replace("Bread", "Broad")
    found.append(("checkpoint", changed))
    return found


def test_base64_of_the_wire_is_the_standard_one() -> None:
    wire = json.loads(VECTORS["push"]["inflated"])[0]

    assert base64.b64decode(wire["signature"]).hex() == EVENTS[0]["signature"]
