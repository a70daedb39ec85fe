"""Each cause in one plain sentence: what happened, what is kept, what to do."""

from __future__ import annotations

from typing import Final

from sync.engine.causes import Cause
from terminal.replication import errors

ONLINE: Final = "online"
STARTING: Final = "starting"
STOPPED: Final = "stopped"
STAND_ALONE: Final = "stand_alone"

_SENTENCES: Final[dict[str, str]] = {
    ONLINE: "The center answers; everything is sent or on its way.",
    STARTING: "The agent has just started and has not heard from the center yet.",
    STOPPED: (
        "The agent is not running, so nothing is sent now; everything is kept. The"
        " till starts it, or run 'agent'."
    ),
    STAND_ALONE: "This till stands alone: it has no center and keeps everything.",
    Cause.SERVER_UNREACHABLE: (
        "The center does not answer; everything is kept and sent when it does."
    ),
    Cause.NETWORK_DOWN: (
        "This computer has no network; everything is kept. Check cable or Wi-Fi."
    ),
    Cause.NAME_UNKNOWN: (
        "The center's address cannot be found (name service); everything is kept."
        " Check the network and the address in till.toml."
    ),
    Cause.CERTIFICATE: (
        "The center's certificate is not to be trusted; nothing is sent, everything"
        " is kept. Ask whoever runs the center."
    ),
    Cause.CLOCK: (
        "This till's clock is wrong, so the center does not accept its signature;"
        " everything is kept. Set date and time."
    ),
    Cause.REFUSED: (
        "The center refuses this till's requests; everything is kept. Ask whoever"
        " runs the center."
    ),
    Cause.REVOKED: (
        "The center no longer accepts this till's key; everything is kept. Enrol the"
        " till again or ask whoever runs the center."
    ),
    Cause.SUSPENDED: (
        "Two computers speak with this till's key, so the center takes nothing from"
        " either; both sell on and everything is kept. Enrol each of them again with a"
        " code of its own."
    ),
    Cause.UPGRADE_REQUIRED: (
        "The center asks for a newer Evertill; everything is kept. Install it, the"
        " queue need not be empty."
    ),
    Cause.BUSY: "The center is busy and asked to wait; everything is kept.",
    Cause.NOT_OUR_SERVER: (
        "Somebody other than the center answers, such as the sign-in page of a"
        " network; everything is kept. Sign in there or check the address."
    ),
    Cause.TIMED_OUT: (
        "The center is too slow or the network stalls; everything is kept and tried"
        " again in smaller parts."
    ),
    Cause.TOO_LARGE: (
        "The center does not take even one event at a time; everything is kept. Ask"
        " whoever runs the center."
    ),
    Cause.GAP: "The center is behind; everything is kept and is being sent again.",
    Cause.FORK: (
        "Till and center hold different events under the same numbers; the till sells"
        " on and everything is kept. Ask whoever runs the center."
    ),
    Cause.CHAIN: (
        "The center refuses the chain of this ledger; everything is kept. Run 'ledger"
        " verify'."
    ),
    Cause.SERVER_FAULT: (
        "The center has a fault of its own; everything is kept and tried again."
    ),
    Cause.FEED_REFUSED: (
        "Reference data without the center's valid signature was refused; the till"
        " sells on with what it has. Ask whoever runs the center."
    ),
    Cause.LOCAL: (
        "The till's own files cannot be read just now; nothing is lost and it is"
        " tried again."
    ),
}

_ERRORS: Final[dict[Cause, type[errors.SyncError]]] = {
    Cause.SERVER_UNREACHABLE: errors.CenterUnreachableError,
    Cause.TIMED_OUT: errors.CenterUnreachableError,
    Cause.SERVER_FAULT: errors.CenterUnreachableError,
    Cause.NETWORK_DOWN: errors.NetworkDownError,
    Cause.NAME_UNKNOWN: errors.NameUnknownError,
    Cause.CERTIFICATE: errors.TrustError,
    Cause.CLOCK: errors.ClockError,
    Cause.REVOKED: errors.RevokedError,
    Cause.UPGRADE_REQUIRED: errors.UpgradeRequiredError,
    Cause.BUSY: errors.BusyError,
    Cause.NOT_OUR_SERVER: errors.NotOurServerError,
    Cause.FEED_REFUSED: errors.FeedRefusedError,
}


def sentence(state: str, detail: str = "") -> str:
    """Return the sentence for *state*, with the exact *detail* where there is one."""
    text = _SENTENCES.get(state, "The way to the center is not clear.")
    return f"{text} ({detail})" if detail else text


def error_of(cause: Cause, detail: str) -> errors.SyncError:
    """Return the error that ends a command for *cause*."""
    kind = _ERRORS.get(cause, errors.RefusedError)
    return kind(sentence(cause, detail))
