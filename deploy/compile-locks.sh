#!/bin/sh
# compile-locks.sh UV FOLDER [--upgrade]
# Writes the lock files into FOLDER: dev.txt for everything, one per service for its image. Versions that
# FOLDER's files already name are kept where they still fit; --upgrade takes the newest instead.
set -eu
cd "$(dirname "$0")/.."
uv=$1 folder=$2
shift 2

ours() { # our own packages are installed from the checkout, not from a registry
    for project in libs/*/pyproject.toml services/*/pyproject.toml deploy/local/pyproject.toml deploy/local/*/pyproject.toml; do
        printf -- '--no-emit-package %s ' "$(sed -n 's/^name = "\(.*\)"/\1/p' "$project" | head -n 1)"
    done
}

compile() {
    # shellcheck disable=SC2046
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        $(ours) "$@"
}

compile "$@" pyproject.toml --group dev --output-file "$folder/dev.txt"
for service in services/*/; do
    name=$(basename "$service")
    compile "$@" --constraint "$folder/dev.txt" "services/$name/pyproject.toml" --output-file "$folder/$name.txt"
done
