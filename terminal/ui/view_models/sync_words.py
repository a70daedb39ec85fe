"""What the agent's states and incidents are called on the screen.

In English these are the sentences of `sync status`; a test compares them.
"""

from __future__ import annotations

from typing import Final

from terminal.ui.support.translation import tr


def _mark(source: str) -> str:
    """Mark a string of a table for translation; tr() is called when it is shown."""
    return source


_SENTENCES: Final[dict[str, str]] = {
    "online": _mark("The center answers; everything is sent or on its way."),
    "starting": _mark(
        "The agent has just started and has not heard from the center yet."
    ),
    "stopped": _mark(
        "The agent is not running, so nothing is sent now; everything is kept. "
        "The till starts it, or run 'agent'."
    ),
    "stand_alone": _mark(
        "This till stands alone: it has no center and keeps everything."
    ),
    "server_unreachable": _mark(
        "The center does not answer; everything is kept and sent when it does."
    ),
    "network_down": _mark(
        "This computer has no network; everything is kept. Check cable or Wi-Fi."
    ),
    "name_unknown": _mark(
        "The center's address cannot be found (name service); everything is "
        "kept. Check the network and the address in till.toml."
    ),
    "certificate": _mark(
        "The center's certificate is not to be trusted; nothing is sent, "
        "everything is kept. Ask whoever runs the center."
    ),
    "clock": _mark(
        "This till's clock is wrong, so the center does not accept its "
        "signature; everything is kept. Set date and time."
    ),
    "refused": _mark(
        "The center refuses this till's requests; everything is kept. Ask "
        "whoever runs the center."
    ),
    "revoked": _mark(
        "The center no longer accepts this till's key; everything is kept. "
        "Enrol the till again or ask whoever runs the center."
    ),
    "suspended": _mark(
        "Two computers speak with this till's key, so the center takes nothing "
        "from either; both sell on and everything is kept. Enrol each of them "
        "again with a code of its own."
    ),
    "upgrade_required": _mark(
        "The center asks for a newer Evertill; everything is kept. Install it, "
        "the queue need not be empty."
    ),
    "busy": _mark("The center is busy and asked to wait; everything is kept."),
    "not_our_server": _mark(
        "Somebody other than the center answers, such as the sign-in page of a "
        "network; everything is kept. Sign in there or check the address."
    ),
    "timed_out": _mark(
        "The center is too slow or the network stalls; everything is kept and "
        "tried again in smaller parts."
    ),
    "too_large": _mark(
        "The center does not take even one event at a time; everything is kept."
        " Ask whoever runs the center."
    ),
    "gap": _mark("The center is behind; everything is kept and is being sent again."),
    "fork": _mark(
        "Till and center hold different events under the same numbers; the till"
        " sells on and everything is kept. Ask whoever runs the center."
    ),
    "chain": _mark(
        "The center refuses the chain of this ledger; everything is kept. Run "
        "'ledger verify'."
    ),
    "server_fault": _mark(
        "The center has a fault of its own; everything is kept and tried again."
    ),
    "feed_refused": _mark(
        "Reference data without the center's valid signature was refused; the "
        "till sells on with what it has. Ask whoever runs the center."
    ),
    "local": _mark(
        "The till's own files cannot be read just now; nothing is lost and it "
        "is tried again."
    ),
}

_INCIDENTS: Final[dict[str, str]] = {
    "clock_jumped": _mark("This till's clock was set back"),
    "clock_skewed": _mark("This till's clock is wrong"),
    "feed_digest": _mark("Reference data differed from the center's"),
    "feed_refused": _mark("Reference data was refused"),
    "fork": _mark("Till and center hold different events"),
    "quarantined": _mark("Held by head office"),
    "replica": _mark("A file of this till cannot be used"),
    "stalled": _mark("Sending stood still and was begun again"),
    "too_large": _mark("An event is too large to be sent"),
}


def cause_text(state: str, detail: str) -> str:
    """Return the sentence for the agent's *state*, with the exact *detail*."""
    text = tr(_SENTENCES.get(state, _mark("The way to the center is not clear.")))
    return f"{text} ({detail})" if detail else text


def incident_text(code: str) -> str:
    """Return what an incident is called; codes may have a part after a colon."""
    source = _INCIDENTS.get(code.partition(":")[0])
    return tr("Look at this") if source is None else tr(source)
