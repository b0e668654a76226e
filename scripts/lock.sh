#!/usr/bin/env bash
# Resolve requirements/*.in into hashed lists that name no address. UPGRADE=1 takes the newest versions allowed.
set -euo pipefail
cd "$(dirname "$0")/.."
for name in uv node runtime dev spark; do
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    ${UPGRADE:+--upgrade} "requirements/$name.in" -o "requirements/$name.txt"
done
[ ! -f package.json ] || npm install --package-lock-only --ignore-scripts --silent
