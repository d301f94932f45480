#!/usr/bin/env bash
# test.sh <pytest> [tests…]: pass these tests, or every test: stories of the whole system beside the others, since both wait often.
set -uo pipefail
set -m # so that the one in the background can be interrupted, too
pytest=$1
shift
(($#)) && exec "$pytest" "$@"

stories=$(mktemp)
"$pytest" tests >"$stories" 2>&1 &
trap 'rm -f "$stories"' EXIT
"$pytest" libs services deploy
others=$?
((others == 2)) && kill -INT %1 # interrupted by hand
wait %1
status=$?
cat "$stories"
exit $((others ? others : status))
