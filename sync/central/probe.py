"""Asks a running central whether it is ready, as a container's health check does."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import requests

from sync.central.errors import CentralError
from sync.protocol.errors import MalformedMessageError
from sync.protocol.messages import Refusal, decode

_TIMEOUT_S: Final = (3, 6)


def check(url: str, authority: Path | None) -> None:
    """Return if the central at *url* is ready.

    Args:
        url: `https://HOST:PORT`, or `http://` on loopback.
        authority: Certificates to trust, PEM; None: those of the system.

    Raises:
        CentralError: It is not, or does not answer; the message says why.
    """
    trusted = True if authority is None else str(authority)
    try:
        answer = requests.get(
            f"{url.rstrip('/')}/v1/ready",
            timeout=_TIMEOUT_S,
            verify=trusted,
            allow_redirects=False,
        )
    except (OSError, requests.RequestException) as error:
        raise CentralError(f"no answer from {url}: {error}") from error
    if answer.status_code == requests.codes.ok:
        return
    try:
        reason = decode(Refusal, answer.content).message
    except MalformedMessageError:
        reason = f"status {answer.status_code}"
    raise CentralError(f"the central at {url} is not ready: {reason}")
