"""What can be wrong with bytes that claim to speak this protocol."""

from __future__ import annotations


class ProtocolError(Exception):
    """Bytes or signatures that do not keep the protocol; nothing was changed."""


class MalformedMessageError(ProtocolError):
    """Bytes that are not a message of this protocol.

    The one error every decoder of `sync.protocol` raises, whatever is wrong with
    its input, so that callers need no list of parser errors.
    """


class MessageTooLargeError(MalformedMessageError):
    """A message above one of the limits of `messages`; the sender splits it."""


class RequestSignatureError(ProtocolError):
    """A request that is not signed, or not by the key it claims."""


class CheckpointSignatureError(ProtocolError):
    """A feed checkpoint that the pinned key of the central did not sign."""
