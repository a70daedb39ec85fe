#!/bin/sh
# Installs the Debian packages that only tests want, when we are root and there is
# apt-get.  Never fails: without them the tests that want them are skipped.
set -u
cd "$(dirname "$0")/.." || exit 0

missing=$(.venv/bin/python scripts/missing_packages.py --tests) || exit 0
[ -n "$missing" ] || exit 0

# The package names are words of a list: they are split on purpose.
# shellcheck disable=SC2086
set -- $missing
command="sudo apt-get install -y $*"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "test-packages: not installed, so some tests are skipped: $*"
    exit 0
elif [ "$(id -u)" -ne 0 ]; then
    echo "test-packages: some tests are skipped; for all of them: $command"
    exit 0
fi

install() {
    # A machine without a network must not wait for minutes at each test run.
    apt-get install -y -qq --no-install-recommends -o Acquire::Retries=1 \
        -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 "$@" >/dev/null
}

echo "test-packages: installing $*"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 \
    -o Acquire::https::Timeout=20 >/dev/null

# Debian's package makes a server and starts it at once; the tests start their own.
# Its common part is installed first, because the setting against that is its file.
clusters=${CREATECLUSTER_CONF:-/etc/postgresql-common/createcluster.conf}
kept=
case " $* " in
*" postgresql "*)
    if install postgresql-common; then
        [ -f "$clusters" ] || : >"$clusters"
        kept=$(mktemp) && cat "$clusters" >"$kept" &&
            echo "create_main_cluster = false" >>"$clusters"
    fi
    ;;
esac
install "$@" || echo "test-packages: apt-get failed, so some tests are skipped: $*"
if [ -n "$kept" ]; then
    cat "$kept" >"$clusters"
    rm -f "$kept"
fi
exit 0
