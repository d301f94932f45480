#!/bin/sh
# bring-uv.sh PYTHON FOLDER
# Puts uv, as locks/uv.txt pins it, into FOLDER/bin. Needs Python 3.11 or newer, with venv or with pip.
set -eu
cd "$(dirname "$0")/../.."
python=$1 folder=$2
version=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' locks/uv.txt)

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    fail "Python 3.11 or newer is needed and '$python' is not: install one, or name it: make PYTHON=/path/to/python3.12 …"

mkdir -p "$folder/bin"
scratch=$(mktemp -d "$folder/uv.XXXXXX")
trap 'rm -rf "$scratch"' EXIT INT TERM

reuse() { # the same version on PATH
    present=$(command -v uv 2>/dev/null) || return 1
    [ "$("$present" --version 2>/dev/null | cut -d' ' -f2)" = "$version" ] || return 1
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$present" >"$scratch/uv"
    chmod +x "$scratch/uv"
}

pip_install() { # pip_install PYTHON [option…]
    pip=$1
    shift
    "$pip" -m pip install --quiet --disable-pip-version-check --no-input --retries 2 --timeout 30 \
        --require-hashes --no-deps --only-binary :all: "$@" -r locks/uv.txt
}

by_venv() {
    "$python" -m venv "$scratch/venv" >"$scratch/said" 2>&1 || return 1
    tried=yes
    pip_install "$scratch/venv/bin/python" && mv "$scratch/venv/bin/uv" "$scratch/uv"
}

by_pip() {
    "$python" -m pip --version >/dev/null 2>&1 || return 1
    tried=yes
    pip_install "$python" --target "$scratch/target" && mv "$scratch/target/bin/uv" "$scratch/uv"
}

by_virtualenv() {
    "$python" -m virtualenv --quiet "$scratch/virtual" >/dev/null 2>&1 || return 1
    tried=yes
    pip_install "$scratch/virtual/bin/python" && mv "$scratch/virtual/bin/uv" "$scratch/uv"
}

tried=no
if ! reuse; then
    echo "Bringing uv $version (once)…"
    by_venv || by_pip || by_virtualenv || {
        [ $tried = no ] ||
            fail "uv $version cannot be installed from the package registry (see above). It is needed once: connect to the network, or set pip's index-url to a mirror, and run again."
        fail "This Python has neither venv nor pip, one of which is needed once to install uv." \
            "On Debian or Ubuntu: apt install python3-venv. Or install uv $version yourself and run again."
    }
fi
mv "$scratch/uv" "$folder/bin/uv"
