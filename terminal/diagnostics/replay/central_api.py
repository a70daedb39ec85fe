"""The administrator's calls to a central server that a replay needs."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import requests

from structs.decoding import convert
from terminal.diagnostics.replay.books import EventLine
from terminal.diagnostics.replay.processes import ProcessError

_TIMEOUT_S: Final = (3.0, 60.0)
_PAGE_EVENTS: Final = 5_000


class CentralApi:
    """Speaks to one server as its administrator; one session, any one thread."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def import_catalogue(self, content: bytes) -> dict[str, Any]:
        """Import a catalogue file and return the server's report."""
        report: dict[str, Any] = self._answer(
            "POST", "/v1/catalog/import", data=content, content_type="text/csv"
        )
        return report

    def add_operator(self, operator_id: str, name: str, pin: str, role: str) -> None:
        """Add an operator with a PIN of six digits."""
        body = {"operator_id": operator_id, "name": name, "pin": pin, "role": role}
        self._answer("POST", "/v1/operators", data=msgspec.json.encode(body))

    def new_enrolment_code(self, store: str, workstation: str) -> str:
        """Return a code with which one till may enrol."""
        body = {"store": store, "workstation": workstation}
        answer = self._answer(
            "POST", "/v1/enrolment-codes", data=msgspec.json.encode(body)
        )
        return str(answer["code"])

    def control_totals(self, workstation: str) -> Any:
        """Return what the server's own tables say of one workstation."""
        return self._answer("GET", f"/v1/workstations/{workstation}/control-totals")

    def events(self, workstation: str) -> Iterator[EventLine]:
        """Yield every event the server holds of one workstation, epoch by epoch."""
        seen = 0
        while page := self.event_page(workstation, None, seen, _PAGE_EVENTS):
            yield from page
            seen += len(page)

    def event_page(
        self, workstation: str, epoch: str | None, after: int, limit: int
    ) -> list[EventLine]:
        """Return up to ``limit`` events.

        Without an epoch ``after`` is a number of events to skip, with one it is
        the sequence number before the first.
        """
        query = f"after={after}&limit={limit}"
        if epoch is not None:
            query += f"&epoch={epoch}"
        answer = self._answer("GET", f"/v1/workstations/{workstation}/events?{query}")
        return convert(answer, list[EventLine])

    def _answer(
        self,
        method: str,
        path: str,
        *,
        data: bytes | None = None,
        content_type: str = "application/json",
    ) -> Any:
        try:
            response = self._session.request(
                method,
                self._url + path,
                data=data,
                headers={"Content-Type": content_type},
                timeout=_TIMEOUT_S,
            )
        except requests.RequestException as error:
            raise ProcessError(f"the central server did not answer: {error}") from error
        if not response.ok:
            said = response.text[:300]
            raise ProcessError(f"{method} {path}: {response.status_code} {said}")
        return msgspec.json.decode(response.content)
