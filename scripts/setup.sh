#!/bin/sh
# Prepares .venv so that Evertill runs: Python, system libraries and fonts, locked
# dependencies.  Safe to run again: when nothing changed it returns at once.
# What only the administrator can do is done when we are root; otherwise the one
# command to type is printed and we stop with exit code 2.
set -u
cd "$(dirname "$0")/.." || exit 2

venv=.venv
stamp=$venv/.evertill-setup

fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 2
}

# --- Has this very setup been done? ------------------------------------------------
wanted=$(cat requirements.lock scripts/setup.sh scripts/missing_packages.py | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && [ -x $venv/bin/python ]; then
    exit 0
fi

# --- A supported Python ------------------------------------------------------------
supported='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
python=
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c "$supported" >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    found=$(python3 -V 2>/dev/null) || found="no python3"
    fail "Evertill needs Python 3.11, 3.12 or 3.13; found $found." \
        "Install one, or name it: make setup PYTHON=/path/to/python3.11"
fi

# --- System libraries and fonts of the window, Debian's missing venv module --------
missing=$("$python" scripts/missing_packages.py) || fail "cannot look for libraries"
if [ -n "$missing" ]; then
    # The package names are words of a list: they are split on purpose.
    # shellcheck disable=SC2086
    set -- $missing
    if ! command -v apt-get >/dev/null 2>&1; then
        fail "install what these Debian packages hold, then run this again: $*"
    elif [ "$(id -u)" -ne 0 ]; then
        fail "run this, then again what you ran: sudo apt-get install -y $*"
    fi
    echo "setup: installing $*"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } \
        >/dev/null || fail "apt-get could not install: $*"
    # A needed library that is still absent would only show as a crash of Qt.
    missing=$("$python" scripts/missing_packages.py)
    [ -z "$missing" ] || fail "still missing after apt-get: $missing"
fi

# --- The virtual environment -------------------------------------------------------
if ! $venv/bin/python -c "$supported" >/dev/null 2>&1; then
    echo "setup: making $venv with $("$python" -V)"
    "$python" -m venv --clear $venv || fail "could not make $venv"
fi
echo "setup: installing the locked dependencies"
$venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
    -r requirements.lock || fail "pip could not install requirements.lock"
$venv/bin/python -c "import PySide6.QtWidgets, sqlcipher3" ||
    fail "the installed libraries do not load"

printf '%s\n' "$wanted" >"$stamp"
echo "setup: ready"
