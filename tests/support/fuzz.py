"""Hostile bytes: noise, damaged samples, well-formed JSON of the wrong kind.

Noise alone is refused by the first byte; what was nearly right goes deeper.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from sync.protocol.messages import deflate

_TOKENS: Final = (
    b"\x00",
    b"\\u0000",
    b"\\ud800",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"null",
    b"NaN",
    b"1e999",
    b"-0",
    b"9007199254740993",
    b"9" * 40,
    b'"',
    b"\\",
    b"{",
    b"[" * 2_000,
    b'{"a":' * 2_000,
    b"\r\n",
    b",",
    b";",
    b"\xf0\x9f\x92\xa9",
)
_TEXTS: Final = (
    "",
    "\x00",
    "a\x00b",
    "\x7f",
    "\u2028",
    "\ufffe",
    "İ",
    "0" * 4_000,
    "' OR 1=1 --",
    "../../etc/passwd",
    "2031-02-30",
    "T-07",
    "S-01",
)
_NUMBERS: Final = (
    0,
    -1,
    1,
    2**31,
    2**53 - 1,
    2**53,
    2**63 - 1,
    2**63,
    -(2**63) - 1,
    10**40,
    0.1,
    1e308,
)

texts: Final = st.sampled_from(_TEXTS) | st.text(max_size=20)
leaves: Final = (
    st.none() | st.booleans() | st.sampled_from(_NUMBERS) | st.integers() | texts
)
json_values: Final = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=6,
)
noise: Final = st.binary(max_size=200)


def runs(count: int) -> settings:
    """Return the settings for *count* inputs; each run draws others.

    Failures are not made smaller in long runs' time: the input is printed as it is.
    """
    return settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )


@st.composite
def damaged(draw: Callable[[Any], Any], samples: Sequence[bytes]) -> bytes:
    """Return one of *samples* with a few faults in it."""
    data = bytearray(draw(st.sampled_from(samples)))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(data)))
        match draw(st.integers(0, 4)):
            case 0:
                data[place : place + 1] = bytes([draw(st.integers(0, 255))])
            case 1:
                del data[place : place + draw(st.integers(1, 30))]
            case 2:
                data[place:place] = draw(st.sampled_from(_TOKENS))
            case 3:
                del data[place:]
            case _:
                data[place:place] = data[: draw(st.integers(0, 40))]
    return bytes(data)


@st.composite
def altered(draw: Callable[[Any], Any], samples: Sequence[bytes]) -> bytes:
    """Return one of the JSON *samples* with a value in it replaced, or dropped."""
    value = json.loads(draw(st.sampled_from(samples)))
    for _ in range(draw(st.integers(1, 2))):
        value = _replace(draw, copy.deepcopy(value))
    return json.dumps(value).encode()


def _replace(draw: Callable[[Any], Any], value: Any) -> Any:
    root: list[Any] = [value]
    holder: Any = root
    key: Any = 0
    for _ in range(draw(st.integers(0, 6))):
        inside = holder[key]
        if isinstance(inside, dict) and inside:
            holder, key = inside, draw(st.sampled_from(sorted(inside)))
        elif isinstance(inside, list) and inside:
            holder, key = inside, draw(st.integers(0, len(inside) - 1))
        else:
            break
    if isinstance(holder, dict) and draw(st.integers(0, 5)) == 0:
        del holder[key]
    else:
        holder[key] = draw(json_values)
    return root[0]


def hostile(samples: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Return bytes that are no, nearly a, or another message than *samples*."""
    return (
        altered(samples)
        | damaged(samples)
        | json_values.map(lambda value: json.dumps(value).encode())
        | noise
    )


def hostile_gzip(samples: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Return compressed bytes of that kind; *samples* are not compressed."""
    packed = [deflate(sample) for sample in samples]
    return hostile(samples).map(deflate) | damaged(packed) | noise
