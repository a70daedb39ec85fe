"""Record what the sync agent wants in the ledger."""

import msgspec


class RecordRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the agent's requests; recording it twice is for the caller to avoid."""

    request_id: str
    kind: str
    detail: str
