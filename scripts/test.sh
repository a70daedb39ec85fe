#!/bin/sh
# Runs the tests under coverage.  The coverage report is printed before pytest's own
# closing line, which ends the output: people and programs read the last line.
set -u
cd "$(dirname "$0")/.." || exit 2
mkdir -p out
log=out/pytest.log
status=out/pytest.status
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"

rm -f .coverage .coverage.*
{
    .venv/bin/python -m coverage run -m pytest "$@"
    echo $? >$status
} 2>&1 | tee $log
.venv/bin/python -m coverage combine --quiet
.venv/bin/python -m coverage report
grep -E '(passed|failed|error|no tests ran).* in [0-9.]+s' $log | tail -n 1
exit "$(cat $status)"
