#!/usr/bin/env bash
# Fill the database with the demonstration, once a version, then serve.
set -euo pipefail
cd "$(dirname "$0")/.."
# PDF documents are laid out by Pango. Where it cannot be installed the site works without, and says so.
pango=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
if [ -x /sbin/ldconfig ] && ! /sbin/ldconfig -p | grep -q 'libpangoft2-1\.0\.so\.0'; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf 'Installation de Pango, pour les PDF…\n' >&2
    export DEBIAN_FRONTEND=noninteractive
    { timeout 60 apt-get update -qq && timeout 180 apt-get install -y -qq --no-install-recommends "${pango[@]}"; } </dev/null >/dev/null 2>&1 \
      || printf "Pango ne s'installe pas : le site marche, sans les PDF.\n" >&2
  else
    printf 'Sans Pango, le site marche mais ne fait pas de PDF.\n→ Debian : apt install %s\n' "${pango[*]}" >&2
  fi
fi
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
