#!/bin/sh
# Runs the tests against the programs of others.  Here a skipped test is a failure:
# a peer that is missing has agreed with nothing.
set -u
cd "$(dirname "$0")/.." || exit 2
scripts/peers.sh --check || {
    echo "test-peers: install them with: make peers" >&2
    exit 1
}
mkdir -p out
log=out/peers.log
status=out/peers.status
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
{
    .venv/bin/python -m pytest -m peers tests/peers "$@"
    echo $? >$status
} 2>&1 | tee $log
[ "$(cat $status)" -eq 0 ] || exit "$(cat $status)"
if grep -Eq '(^SKIPPED|[0-9]+ skipped)' $log; then
    echo "test-peers: failed, because tests were skipped" >&2
    exit 1
fi
