"""The server process: where it listens, how it stops, what survives a kill."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import random
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync.central.errors import AddressRefusedError
from sync.central.installation import install, locate
from sync.central.server import Address, parse_address, require_allowed
from tests.support.central_server import ROOT, CentralServer, command

# Each starts real servers, which takes seconds, or many on a busy computer.
pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[CentralServer]:
    server = CentralServer.make(tmp_path)
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of a central that nobody serves."""
    folder = tmp_path_factory.mktemp("home")
    install(locate(None, folder), "acme", lambda: 1)
    return folder


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:0", Address("127.0.0.1", 0)),
        ("localhost:8470", Address("localhost", 8470)),
        ("[::1]:443", Address("::1", 443)),
    ],
)
def test_an_address_is_host_and_port(text: str, address: Address) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize("text", ["", "8470", ":8470", "host:", "host:x", "h:65536"])
def test_anything_else_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)port"):
        parse_address(text)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_loopback_needs_no_certificate(host: str) -> None:
    require_allowed(Address(host, 1), is_encrypted=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "central.example"])
def test_other_addresses_need_one(host: str) -> None:
    with pytest.raises(AddressRefusedError, match="certificate"):
        require_allowed(Address(host, 1), is_encrypted=False)
    require_allowed(Address(host, 1), is_encrypted=True)


@pytest.mark.slow
def test_a_stop_is_clean_and_what_was_acknowledged_is_there_again(
    own_server: CentralServer,
) -> None:
    till = own_server.enrolled()
    till.chain.sell()
    till.push(till.chain.events)

    code = own_server.stop()

    assert code == 0
    assert not list(own_server.home.glob("*-wal"))
    own_server.start()
    till.session.close()
    assert till.hello().epochs[0].hw == 1


@pytest.mark.slow
def test_a_killed_server_lost_nothing_it_acknowledged(
    own_server: CentralServer,
) -> None:
    till = own_server.enrolled()
    acknowledged = 0
    for _ in range(3):
        for _ in range(20):
            till.chain.sell(100)
        acknowledged = till.push(till.chain.events[acknowledged:]).hw
        own_server.kill()
        own_server.start()
        till.session.close()

        watermark = till.hello().epochs[0]

        assert watermark.hw == acknowledged
        assert watermark.hw_hash == till.chain.events[acknowledged - 1].hash.hex()
    assert till.totals()["gross_minor"] == 60 * 100
    assert till.totals()["tenders_minor"] == {"cash": 60 * 100}


@pytest.mark.slow
def test_a_server_killed_during_a_push_has_all_of_it_or_nothing(
    own_server: CentralServer,
) -> None:
    till = own_server.enrolled()
    for _ in range(300):
        till.chain.sell(100, lines=10)
    till.push(till.chain.events[:100])

    # The moment is drawn: somewhere between the first byte and the answer.
    killing = threading.Timer(random.uniform(0.0, 0.08), own_server.kill)
    killing.start()
    with contextlib.suppress(requests.ConnectionError):
        till.try_push(till.chain.events[100:])
    killing.join()
    own_server.start()
    till.session.close()

    assert till.hello().epochs[0].hw in {100, 300}
    reply = till.push(till.chain.events[100:])
    assert reply.hw == 300
    assert till.totals()["transactions"] == 300


@pytest.mark.slow
def test_the_port_of_another_is_refused_in_one_line(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = command(
            *("central", "--home", str(home)),
            *("--listen", f"127.0.0.1:{port}"),
        )

    assert result.returncode == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "cannot listen" in result.stderr


@pytest.mark.slow
def test_an_open_address_is_refused_in_one_line(home: Path) -> None:
    result = command("central", "--home", str(home), "--listen", "0.0.0.0:0")

    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "certificate" in result.stderr


@pytest.mark.slow
def test_with_a_certificate_it_speaks_tls_1_3_only(home: Path, tmp_path: Path) -> None:
    chain, key = _certificate(tmp_path)
    with subprocess.Popen(
        [
            *(sys.executable, str(ROOT / "main.py"), "central"),
            *("--home", str(home), "--listen", "127.0.0.1:0"),
            *("--certificate", str(chain), "--certificate-key", str(key)),
        ],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().removeprefix("listening on ").strip()
            answer = requests.get(f"{url}/v1/health", verify=str(chain), timeout=20)
            check = ("central", "check", "--url", url)
            trusted = command(*check, "--authority", str(chain))
            strange = command(*check)
            # The server may have closed before its alert is read.
            refused = r"(?i)protocol version|EOF occurred"
            with pytest.raises(ssl.SSLError, match=refused):
                _shake_hands(url, chain, ssl.TLSVersion.TLSv1_2)
            spoken = _shake_hands(url, chain, ssl.TLSVersion.TLSv1_3)
        finally:
            process.terminate()

    assert url.startswith("https://127.0.0.1:")
    assert spoken == "TLSv1.3"
    assert (trusted.returncode, trusted.stdout) == (0, "ready\n")
    assert (strange.returncode, len(strange.stderr.splitlines())) == (1, 1)
    assert answer.status_code == 200
    assert process.returncode == 0


@pytest.mark.slow
def test_a_certificate_that_is_none_is_refused(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    location = ("central", "--home", str(home), "--listen", "127.0.0.1:0")

    alone = command(*location, "--certificate", str(bad))
    damaged = command(
        *location, "--certificate", str(bad), "--certificate-key", str(bad)
    )

    for result in (alone, damaged):
        assert result.returncode == 1
        assert len(result.stderr.splitlines()) == 1


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain_path, key_path = folder / "chain.pem", folder / "key.pem"
    chain_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return chain_path, key_path


def _shake_hands(url: str, chain: Path, newest: ssl.TLSVersion) -> str | None:
    """Connect with nothing newer than *newest* and return what is spoken."""
    host, _, port = url.removeprefix("https://").partition(":")
    context = ssl.create_default_context(cafile=str(chain))
    context.maximum_version = newest
    with (
        socket.create_connection((host, int(port)), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname=host) as secured,
    ):
        return secured.version()
