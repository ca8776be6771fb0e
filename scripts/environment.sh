# Makes the environment in .venv from pinned, hashed packages; sourced by demo and test with the list of packages.
# Needs Python 3.11 or later with venv and pip, and nothing else.

make_environment() {
    for python in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        [ -n "$python" ] || continue
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            found=$python
            break
        fi
    done
    if [ -z "${found:-}" ]; then
        echo "Python 3.11 or later with venv and pip is needed (on Debian: apt-get install python3 python3-venv)." >&2
        exit 1
    fi
    [ -x .venv/bin/python ] || "$found" -m venv .venv
    add_packages "$1"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

add_packages() {
    if ! cmp -s "$1" ".venv/installed-$(basename "$1")"; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$1"
        cp "$1" ".venv/installed-$(basename "$1")"
    fi
}
