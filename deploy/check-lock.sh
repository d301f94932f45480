#!/bin/sh
# check-lock.sh UV
# Fails when locks/ no longer says what the pyproject files ask for. Nothing is upgraded, nothing is written.
set -eu
cd "$(dirname "$0")/.."
uv=$1

# The web app's lock is made without addresses (web/.npmrc), so that any mirror serves it.
if grep -nE '"resolved"|registry\.[a-z]' web/package-lock.json >&2; then
    echo "web/package-lock.json names where packages come from: make it with 'npm install --package-lock-only' in web/." >&2
    exit 1
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

compile() { # first from the cache alone, then with the network
    cp locks/*.txt "$scratch/"
    deploy/compile-locks.sh "$uv" "$scratch" --offline >"$scratch/said" 2>&1 && return
    cp locks/*.txt "$scratch/"
    deploy/compile-locks.sh "$uv" "$scratch" >"$scratch/said" 2>&1
}

if ! compile; then
    if grep -qiE 'unsatisfiable|conflict' "$scratch/said"; then
        cat "$scratch/said" >&2
        exit 1
    fi
    echo "The lock cannot be compiled without network; checking that what is installed fits together instead." >&2
    exec "$uv" pip check --quiet --python .venv/bin/python
fi

status=0
for lock in locks/*.txt; do
    if ! diff -u "$lock" "$scratch/$(basename "$lock")" >"$scratch/difference"; then
        head -n 20 "$scratch/difference" >&2
        status=1
    fi
done
[ $status -eq 0 ] || echo "locks/ does not fit the pyproject files: run 'make lock' and commit the result." >&2
exit $status
