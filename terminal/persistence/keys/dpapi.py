"""Protects a secret by the Windows account (DPAPI).

Written from the documentation of ``CryptProtectData`` and never run on Windows
yet: the tests reach only the POSIX side of `FileKeyStore`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, ClassVar, Final

_NO_PROMPT: Final = 0x1  # CRYPTPROTECT_UI_FORBIDDEN: a till has nobody to ask.


class _Blob(ctypes.Structure):
    """DATA_BLOB: a length and where the bytes are."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("size", ctypes.c_uint32),
        ("data", ctypes.POINTER(ctypes.c_char)),
    ]


class Dpapi:
    """Ties secrets to the account that runs the till."""

    def __init__(self) -> None:
        # Only there on Windows; `getattr` keeps type checkers of other systems calm.
        libraries = getattr(ctypes, "windll")  # noqa: B009 - see above
        self._crypt32 = libraries.crypt32
        self._kernel32 = libraries.kernel32

    def protect(self, secret: bytes) -> bytes:
        """Return *secret* in a form that only this account can undo.

        Raises:
            OSError: Windows refuses.
        """
        return self._call(self._crypt32.CryptProtectData, secret)

    def reveal(self, protected: bytes) -> bytes:
        """Undo `protect`.

        Raises:
            OSError: It was protected by another account or on another computer.
        """
        return self._call(self._crypt32.CryptUnprotectData, protected)

    def _call(self, function: Callable[..., int], data: bytes) -> bytes:
        buffer = ctypes.create_string_buffer(data, len(data))
        given = _Blob(len(data), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))
        result = _Blob()
        is_done = function(
            ctypes.byref(given),
            None,
            None,
            None,
            None,
            _NO_PROMPT,
            ctypes.byref(result),
        )
        if not is_done:
            raise OSError("Windows does not release this secret to this account")
        try:
            return ctypes.string_at(result.data, result.size)
        finally:
            self._kernel32.LocalFree(result.data)
