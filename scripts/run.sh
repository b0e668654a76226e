#!/usr/bin/env bash
# Fill the database with the demonstration, once a version, then serve.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=build/init.stamp
sum=$({ git rev-parse HEAD 2>/dev/null || true; echo "${DATABASE_URL:-} ${MAILLAGE_HOME:-}"; cat build/front.stamp 2>/dev/null || true
  find src/maillage -path '*/data/*' -type f -printf '%p %s %T@\n' -o -path '*/migrations/*.py' -printf '%p %s %T@\n' | sort; } | sha256sum)
home=${MAILLAGE_HOME:-var}
if [ -n "${DATABASE_URL:-}" ] || [ ! -s "$home/maillage.sqlite3" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ]; then
  .venv/bin/maillage init --demo
  mkdir -p build
  printf '%s\n' "$sum" > "$stamp"
fi
exec .venv/bin/maillage serve ${PORT:+--port "$PORT"} ${HOST:+--host "$HOST"}
