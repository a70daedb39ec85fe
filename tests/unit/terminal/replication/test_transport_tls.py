"""Calls over real TLS: a good certificate, a strange one, and a wrong clock."""

from __future__ import annotations

import contextlib
import datetime as dt
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync.engine.causes import Cause
from sync.protocol.signature import Signer
from terminal.replication.call_failure import CallFailedError
from terminal.replication.transport import Transport, WorkstationIdentity
from tests.fakes.scripted_http import Reply, ScriptedHttp

_NONCE = "0" * 32
_DAY = dt.timedelta(days=1)

Serve = Callable[[Path], ScriptedHttp]


def _certificate(folder: Path, *, starts_in: dt.timedelta) -> Path:
    """Return a file with key and self-signed certificate of the loopback address."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    starts = dt.datetime.now(dt.UTC) + starts_in
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(starts + 30 * _DAY)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "center.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[ScriptedHttp] = []

    def start(certificate: Path) -> ScriptedHttp:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        running.append(ScriptedHttp(context))
        running[-1].answer = lambda _asked: Reply(body=b"sealed")
        return running[-1]

    yield start
    for each in running:
        each.close()


def _transport(url: str) -> Transport:
    return Transport(
        url,
        identity=WorkstationIdentity("acme", "s-01", "t-07"),
        signer=Signer(b"w" * 32),
        time_ms=lambda: 0,
    )


def _cause(url: str) -> Cause:
    with pytest.raises(CallFailedError) as caught:
        _transport(url).feed(_NONCE, None)
    return caught.value.cause


def test_a_center_with_a_trusted_certificate_is_heard(
    tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = _certificate(tmp_path, starts_in=-_DAY)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))

    assert _transport(serve(certificate).url).feed(_NONCE, None) == b"sealed"


def test_a_certificate_that_nobody_vouches_for_is_refused(
    tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    server = serve(_certificate(tmp_path, starts_in=-_DAY))

    assert _cause(server.url) is Cause.CERTIFICATE
    assert server.asked == []


def test_a_certificate_of_the_future_is_a_clock_of_the_past(
    tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = _certificate(tmp_path, starts_in=_DAY)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    server = serve(certificate)

    assert _cause(server.url) is Cause.CLOCK
    assert server.asked == []


def test_a_connection_cut_before_its_keys_are_agreed_is_no_bad_certificate() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def cut() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)

        cutter = threading.Thread(target=cut)
        cutter.start()
        cause = _cause(f"https://127.0.0.1:{listener.getsockname()[1]}")
        cutter.join()

    assert cause is Cause.SERVER_UNREACHABLE


def test_a_center_that_drips_is_given_up_at_the_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = _certificate(tmp_path, starts_in=-_DAY)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    monkeypatch.setattr("terminal.replication.transport.CYCLE_TIMEOUT_S", 0.2)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with (
                contextlib.suppress(OSError),
                context.wrap_socket(connection, server_side=True) as speaking,
            ):
                speaking.recv(65536)
                speaking.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                # Until the till hangs up.
                while not select.select([speaking], [], [], 0.005)[0]:
                    speaking.sendall(b"a")

        dripping = threading.Thread(target=drip)
        dripping.start()
        cause = _cause(f"https://127.0.0.1:{listener.getsockname()[1]}")
        dripping.join()

    assert cause is Cause.TIMED_OUT


def test_a_server_that_speaks_no_tls_is_no_center() -> None:
    plain = ScriptedHttp()

    assert _cause(plain.url.replace("http:", "https:")) is Cause.CERTIFICATE
    plain.close()
