"""The table of GS1 application identifiers.

Facts of the GS1 General Specifications as the GS1 Barcode Syntax Dictionary (GS1
AISBL, Apache License 2.0) lists them, in a notation of our own. One line is: the
identifiers, flags, components, and what goes with them:

* flags: ``*`` the length is predefined and no separator follows; ``?`` may be an
  attribute in the query of a Digital Link;
* components: ``N`` digits, ``X`` character set 82, ``Y`` set 39, ``Z`` set 64;
  ``..20`` is up to 20 and ``[]`` may be absent; then the names of further checks;
* ``req=`` one of these must be there too (``+``: together), ``n`` is any digit;
* ``ex=`` none of these may be there;
* ``path=`` it is the key of a Digital Link, with these qualifiers in this order;
  ``|`` separates alternatives and ``-`` is none.
"""

from typing import Final

import msgspec

_TABLE: Final = """
00 *? N18,csum,gcppos2 path=-
01 *? N14,csum,gcppos2 ex=255,37 path=22,10,21|235
02 *? N14,csum,gcppos2 req=37 ex=01,03
03 * N14,csum,gcppos2 ex=01,02,37,235
10 ? X..20 req=01,02,03,8006,8026
11 *? N6,yymmd0 req=01,02,03,8006,8026
12 *? N6,yymmd0 req=8020
13,15,16 *? N6,yymmd0 req=01,02,03,8006,8026
17 *? N6,yymmd0 req=01,02,03,255,8006,8026
20 *? N2 req=01,02,03,8006,8026
21 - X..20 req=01,03,8006 ex=235
22 - X..20 req=01
235 - X..28 req=01
240,241 ? X..30 req=01,02,03,8006,8026
242 ? N..6 req=01,02,8006,8026
243 ? X..20 req=01,03
250 ? X..30 req=01+21,03+21,8006+21
251 ? X..30 req=01,03,8006
253 ? N13,csum,gcppos1 [X..17] path=-
254 - X..20 req=414
255 ? N13,csum,gcppos1 [N..12] ex=01,02,415,8006,8020,8026 path=-
30 ? N..8 req=01,02
37 ? N..8 req=00+02,00+8026
3900-3909 ? N..15 req=255,8020 ex=390n,391n,394n,8111
3910-3919 ? N3,iso4217 N..15 req=8020 ex=391n
3920-3929 ? N..15 req=01+30,01+31nn,01+32nn,01+35nn,01+36nn ex=392n,393n
3930-3939 ? N3,iso4217 N..15 req=30,31nn,32nn,35nn,36nn ex=393n
3940-3943 ? N4 req=255 ex=394n,8111
3950-3955 ? N6 req=30,31nn,32nn,35nn,36nn ex=392n,393n,395n,8005
400 ? X..30
401 ? X..30,gcppos1 path=-
402 ? N17,csum,gcppos1 path=-
403 ? X..30 req=00
410-413 *? N13,csum,gcppos1
414 *? N13,csum,gcppos1 path=254|7040
415 *? N13,csum,gcppos1 req=8020 path=8020
416 *? N13,csum,gcppos1
417 *? N13,csum,gcppos1 path=7040
420 ? X..20 ex=421
421 ? N3,iso3166 X..9 ex=4307
422 ? N3,iso3166 req=01,02,03,8006,8026 ex=426
423 ? N3,iso3166 [N3],iso3166 [N3],iso3166 [N3],iso3166 [N3],iso3166 req=01,02,03 ex=426
424 ? N3,iso3166 req=01,02,03 ex=426
425 ? N3,iso3166 [N3],iso3166 [N3],iso3166 [N3],iso3166 [N3],iso3166 req=01,02,03 ex=426
426 ? N3,iso3166 req=01,02,03
427 ? X..3 req=01+422,02+422,03+422
4300,4301 ? X..35,pcenc req=00
4302 ? X..70,pcenc req=00
4303 ? X..70,pcenc req=4302
4304,4305,4306 ? X..70,pcenc req=00
4307 ? X2,iso3166alpha2 req=00
4308 ? X..30 req=00
4309 ? N10,latitude N10,longitude req=00
4310,4311 ? X..35,pcenc req=00
4312 ? X..70,pcenc req=00
4313 ? X..70,pcenc req=4312
4314,4315,4316 ? X..70,pcenc req=00
4317 ? X2,iso3166alpha2 req=00
4318 ? X..20 req=00
4319 ? X..30 req=00
4320 ? X..35,pcenc req=00
4321,4322,4323 ? N1,yesno req=00
4324,4325 ? N6,yymmd0 N4,hhmi req=00
4326 ? N6,yymmdd req=00
4330 ? N6 [X1],hyphen req=00 ex=4331
4331 ? N6 [X1],hyphen req=00 ex=4330
4332 ? N6 [X1],hyphen req=00 ex=4333
4333 ? N6 [X1],hyphen req=00 ex=4332
7001 ? N13 req=01,02,8006,8026
7002 ? X..30 req=01,02
7003 ? N6,yymmdd N4,hhmi req=01,02,03
7004 ? N..4 req=01+10,03+10
7005 ? X..12 req=01,02
7006 ? N6,yymmdd req=01,02
7007 ? N6,yymmdd [N6],yymmdd req=01,02
7008 ? X..3 req=01,02
7009 ? X..10 req=01,02
7010 ? X..2 req=01,02,03
7011 ? N6,yymmdd [N4],hhmi req=01,02,03
7020 ? X..20 req=01+416,03+416,8006+416
7021 ? X..20 req=01,03,8006
7022 ? X..20 req=01+7021,03+7021,8006+7021
7023 ? X..30,gcppos1
7030-7039 ? N3,iso3166999 X..27 req=01,02
7040 - N1 X1 X1 X1,importeridx
7041 - X..4,packagetype req=00
710-717 ? X..20 req=01
7230-7239 ? X2 X..28 req=01,8004
7240 ? X..20 req=01,8006 ex=03
7241 ? N2,mediatype req=8017,8018
7242 ? X..25 req=8017,8018
7250 ? N8,yyyymmdd req=8018 ex=7251
7251 ? N8,yyyymmdd N4,hhmi req=8018 ex=7250
7252 ? N1,iso5218 req=8018
7253,7254 ? X..40,pcenc req=8017,8018 ex=7256,7259
7255 ? X..10 req=8017,8018 ex=7256,7259
7256 ? X..90,pcenc req=8017,8018
7257 ? X..70,pcenc req=8018
7258 ? X3,posinseqslash req=8018+7259
7259 ? X..40,pcenc req=8018 ex=7256
8001 ? N4,nonzero N5,nonzero N3,nonzero N1,winding N1 req=01
8002 ? X..20
8003 ? N1,zero N13,csum,gcppos1 [X..16] path=-
8004 ? X..30,gcppos1 path=7040
8005 ? N6 req=01,02
8006 ? N14,csum,gcppos2 N4,pieceoftotal ex=01,03,37 path=22,10,21
8007 ? X..34,iban req=415
8008 ? N6,yymmdd N2,hh [N2],mi [N2],ss req=01,02,03
8009 ? X..50 req=00,01,03
8010 ? Y..30,gcppos1 path=8011
8011 - N..12,nozeroprefix req=8010
8012 ? X..20 req=01,03,8006
8013 ? X..25,csumalpha,gcppos1 path=-
8014 - X..25,csumalpha,gcppos1,hasnondigit req=01
8017 ? N18,csum,gcppos1 ex=8018 path=8019
8018 ? N18,csum,gcppos1 ex=8017 path=8019
8019 - N..10 req=8017,8018
8020 - X..25 req=415
8026 ? N14,csum,gcppos2 N4,pieceoftotal req=37 ex=02,03,8006
8030 ? Z..90 req=00,01+21,03+21,253,255,8003,8004,8006+21,8010+8011,8017,8018
8040 - N15 req=01+21
8041 - N15 req=01+21+8040
8042 - N32 req=01+21+8040
8043 - N18 [N..2] req=01+21+8040
8110 ? X..70,couponcode
8111 ? N4 req=255
8112 ? X..70,couponposoffer
8200 - X..70 req=01
90 ? X..30
91-99 ? X..90
"""

# Measures of trade items and of logistic units, 3100 to 3699; the last digit is the
# number of decimals, 0 to 5.
_TRADE_MEASURES: Final = (
    *("310", "311", "312", "313", "314", "315", "316", "320", "321", "322", "323"),
    *("324", "325", "326", "327", "328", "329", "350", "351", "352", "356", "357"),
    *("360", "361", "364", "365", "366"),
)
_LOGISTIC_MEASURES: Final = (
    *("330", "331", "332", "333", "334", "335", "336", "340", "341", "342", "343"),
    *("344", "345", "346", "347", "348", "349", "353", "354", "355", "362", "363"),
    *("367", "368", "369"),
)
_AREA_DENSITY: Final = "337"

_IDENTIFIER_DIGITS_MIN: Final = 2
_IDENTIFIER_DIGITS_MAX: Final = 4


class Component(msgspec.Struct, frozen=True):
    """One part of an element's data.

    Attributes:
        charset: ``N``, ``X``, ``Y`` or ``Z``.
        checks: Names in ``checks.CHECKS``.
    """

    charset: str
    length_min: int
    length_max: int
    is_optional: bool
    checks: tuple[str, ...]


class Identifier(msgspec.Struct, frozen=True):
    """What the table says of one application identifier.

    Attributes:
        has_fixed_length: No separator follows the data.
        is_attribute: May stand in the query of a Digital Link.
        required: Of each group one alternative must be there, wholly.
        excluded: Patterns of identifiers that may not be there.
        qualifiers: Of a Digital Link's key: its alternatives; ``None`` is no key.
    """

    number: str
    has_fixed_length: bool
    is_attribute: bool
    components: tuple[Component, ...]
    required: tuple[tuple[str, ...], ...]
    excluded: tuple[str, ...]
    qualifiers: tuple[tuple[str, ...], ...] | None


def find_identifier(number: str) -> Identifier | None:
    """Return what the table says, or ``None`` for what GS1 has not assigned."""
    return _IDENTIFIERS.get(number)


def match_identifier(text: str, start: int) -> Identifier | None:
    """Return the identifier at the beginning of an element; none begins another."""
    for length in range(_IDENTIFIER_DIGITS_MIN, _IDENTIFIER_DIGITS_MAX + 1):
        found = _IDENTIFIERS.get(text[start : start + length])
        if found is not None:
            return found
    return None


def may_be_identifier(number: str) -> bool:
    """Return whether GS1 could assign *number* one day.

    Identifiers with the same first two digits have the same length.
    """
    if not (number.isascii() and number.isdigit()):
        return False
    known = _LENGTHS.get(number[:2])
    if known is not None:
        return len(number) == known
    return _IDENTIFIER_DIGITS_MIN <= len(number) <= _IDENTIFIER_DIGITS_MAX


def has_fixed_length(number: str) -> bool:
    """Return whether no separator follows; also of a number without an entry."""
    # General Specifications 7.8.5: it is fixed by the first two digits.
    return number[:2] in _FIXED_PREFIXES


def _read_table() -> dict[str, Identifier]:
    lines = [line for line in _TABLE.splitlines() if line]
    for group in (*_TRADE_MEASURES, *_LOGISTIC_MEASURES, _AREA_DENSITY):
        owner = "01,02" if group in _TRADE_MEASURES else "00,01"
        owner = "01" if group == _AREA_DENSITY else owner
        lines.append(f"{group}0-{group}5 *? N6 req={owner} ex={group}n")
    entries = (entry for line in lines for entry in _read_line(line))
    return {entry.number: entry for entry in entries}


def _read_line(line: str) -> list[Identifier]:
    numbers, flags, *fields = line.split()
    components: list[Component] = []
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    qualifiers: tuple[tuple[str, ...], ...] | None = None
    for field in fields:
        name, _, value = field.partition("=")
        if name == "req":
            required = tuple(value.split(","))
        elif name == "ex":
            excluded = tuple(value.split(","))
        elif name == "path":
            qualifiers = _read_qualifiers(value)
        else:
            components.append(_read_component(field))
    return [
        Identifier(
            number=number,
            has_fixed_length="*" in flags,
            is_attribute="?" in flags,
            components=tuple(components),
            required=tuple(tuple(choice.split("+")) for choice in required),
            excluded=excluded,
            qualifiers=qualifiers,
        )
        for number in _read_numbers(numbers)
    ]


def _read_numbers(text: str) -> list[str]:
    first, dash, last = text.partition("-")
    if dash:
        return [f"{n:0{len(first)}d}" for n in range(int(first), int(last) + 1)]
    return text.split(",")


def _read_qualifiers(text: str) -> tuple[tuple[str, ...], ...]:
    if text == "-":
        return ()
    return tuple(tuple(choice.split(",")) for choice in text.split("|"))


def _read_component(text: str) -> Component:
    form, *checks = text.split(",")
    is_optional = form.startswith("[")
    form = form.strip("[]")
    charset, length = form[0], form[1:]
    low, high = ("1", length[2:]) if length.startswith("..") else (length, length)
    return Component(charset, int(low), int(high), is_optional, tuple(checks))


_IDENTIFIERS: Final = _read_table()
_LENGTHS: Final = {number[:2]: len(number) for number in _IDENTIFIERS}
_FIXED_PREFIXES: Final = frozenset(
    {number[:2] for number, entry in _IDENTIFIERS.items() if entry.has_fixed_length}
    | {"04", "14", "18", "19"}
)
