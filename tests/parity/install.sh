#!/usr/bin/env bash
# Installs the vendors' own SDKs, and what holds SARIF logs against their schema, into a virtual environment below
# `target/`, once for each state of requirements.txt.
# Prints the path of its Python.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

state="$(cksum requirements.txt | cut -d' ' -f1)"
folder="${CARGO_TARGET_DIR:-../../target}/parity-sdks-$state"
if [[ ! -e "$folder/installed" ]]; then
    rm -rf "$folder"
    python3 -m venv "$folder" >&2
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --requirement requirements.txt >&2
    touch "$folder/installed"
fi
cd "$folder/bin" && echo "$PWD/python"
