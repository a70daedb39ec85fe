#!/bin/sh
# Installs the programs of scripts/peers.txt: Python packages into .peers/py, Node
# packages into .peers/node_modules, Debian packages when we are root.
#   scripts/peers.sh          install
#   scripts/peers.sh --check  name what is missing and fail if anything is
# Our own .venv stays as it is: a peer runs in a process of its own with .peers/py
# on its PYTHONPATH.
set -u
cd "$(dirname "$0")/.." || exit 2

list=scripts/peers.txt
peers=.peers

of_kind() {
    sed -n "s/^$1[[:space:]][[:space:]]*\\([^[:space:]#]*\\).*/\\1/p" $list | sort -u
}

has_apt() {
    # Node of another source brings its npm with it, and Debian's would not go beside it.
    case $1 in
    nodejs) command -v node >/dev/null 2>&1 && return 0 ;;
    npm) command -v npm >/dev/null 2>&1 && return 0 ;;
    esac
    dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'
}

has_pip() {
    # As installed: "Some-Name==1.2" is the folder some_name-1.2.dist-info.
    name=$(printf '%s' "${1%%==*}" | tr 'A-Z' 'a-z' | tr -c 'a-z0-9' '_')
    for folder in "$peers"/py/*-"${1##*==}".dist-info; do
        found=$(basename "$folder")
        found=$(printf '%s' "${found%%-*}" | tr 'A-Z' 'a-z' | tr -c 'a-z0-9' '_')
        [ "$found" = "$name" ] && return 0
    done
    return 1
}

has_npm() {
    manifest=$peers/node_modules/${1%@*}/package.json
    [ -f "$manifest" ] && grep -q "\"version\": *\"${1##*@}\"" "$manifest"
}

missing() {
    for package in $(of_kind "$1"); do
        "has_$1" "$package" || printf '%s ' "$package"
    done
}

check() {
    left="$(missing apt)$(missing pip)$(missing npm)"
    [ -z "$left" ] && return 0
    echo "peers: missing: $left" >&2
    return 1
}

if [ "${1:-}" = --check ]; then
    check
    exit
fi

mkdir -p $peers
wanted=$(missing apt)
if [ -n "$wanted" ]; then
    # The package names are words of a list: they are split on purpose.
    # shellcheck disable=SC2086
    set -- $wanted
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "peers: Debian packages are installed by root: apt-get install -y $*" >&2
    else
        echo "peers: installing $*"
        export DEBIAN_FRONTEND=noninteractive
        { apt-get update -qq &&
            apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null ||
            echo "peers: apt-get could not install: $*" >&2
    fi
fi
wanted=$(missing pip)
if [ -n "$wanted" ]; then
    # shellcheck disable=SC2086
    set -- $wanted
    echo "peers: installing $*"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --root-user-action ignore --upgrade --target $peers/py "$@" ||
        echo "peers: pip could not install: $*" >&2
fi
wanted=$(missing npm)
if [ -n "$wanted" ]; then
    # shellcheck disable=SC2086
    set -- $wanted
    if ! command -v npm >/dev/null 2>&1; then
        echo "peers: npm is missing (Debian: apt-get install -y npm), so no: $*" >&2
    else
        echo "peers: installing $*"
        npm install --silent --no-audit --no-fund --prefix $peers "$@" ||
            echo "peers: npm could not install: $*" >&2
    fi
fi
check && echo "peers: ready"
