"""Sign an operator on."""

import msgspec


class SignOn(msgspec.Struct, frozen=True, kw_only=True):
    """An operator keyed a PIN."""

    operator_id: str
    pin: str
