"""Introduces a till that exists to its center once more.

Needed when the center was put back to a time before it knew this till.  Key and ledger
stay: what waits is sent afterwards.

Not one with `joining_again`, though both begin with a code: that one makes a new key and
must survive a crash between center and disk, vouches for its successor by the old key,
and may become another workstation; this one changes nothing here and therefore refuses
every answer but the identity that the till has.  What they share, the exchange of the
code, is `terminal.replication.enrolment.enrol`.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.replication.enrolment import Enrolment, enrol
from terminal.replication.errors import EnrolmentRefusedError, StandAloneError

_EPOCH_BYTES: Final = 8


def enrol_again(path: Path, code: str) -> Enrolment:
    """Trade *code* for the identity that the till in *path* has already.

    Till and agent are closed meanwhile.

    Args:
        path: The home.
        code: What `central code` printed for this workstation; it works once.

    Raises:
        StandAloneError: The home has no center.
        HomeLockedError: Till or agent is running.
        EnrolmentRefusedError: The center refuses the code, or it was made for
            another workstation or by another center; this till is as it was.
        SyncError: The center could not be reached.
        StorageError: The keys cannot be read.
    """
    home = Home.load(path)
    home.require_real()
    settings = home.settings
    if settings.reference_data.source != "central":
        raise StandAloneError(f"the till in {home.path} stands alone: it has no center")
    with home.lock_ledger(), home.lock_replica():
        keys = load_keys(home)
        given = enrol(
            settings.central.url,
            code,
            keys.signing_public,
            epoch=secrets.token_hex(_EPOCH_BYTES),
        )
        place = settings.workstation
        if (given.tenant, given.store, given.workstation) != (
            place.tenant,
            place.store,
            place.workstation,
        ):
            raise EnrolmentRefusedError(
                f"the code was made for {given.workstation} in {given.store}, this is"
                f" {place.workstation} in {place.store}; this till is as it was"
            )
        if given.central_public_key != keys.central_public:
            raise EnrolmentRefusedError(
                "another center answered than the one this till trusts; it is as it was"
            )
    return given
