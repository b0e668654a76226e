#!/usr/bin/env bash
# Run a command with TEST_DATABASE_URL naming a private PostgreSQL: a socket in a temporary folder, removed at the end.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

find_postgres() { dirname "$(command -v pg_ctl || ls -1 /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | sort -V | tail -n 1)" 2>/dev/null; }

programs=$(find_postgres)
if [ ! -x "$programs/pg_ctl" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installation de PostgreSQL…"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null >&2
    apt-get install -y -qq --no-install-recommends postgresql </dev/null >&2
    programs=$(find_postgres)
  else
    say "PostgreSQL manque sur cette machine."
    say "→ Installez-le (Debian : apt install postgresql), ou lancez « make test » sans DATABASE."
    exit 1
  fi
fi

# The folder stays short: the path of a Unix socket may not exceed 107 characters.
folder=$(mktemp -d /tmp/maillage-pg.XXXXXX)
as_owner=()
if [ "$(id -u)" = 0 ]; then
  # PostgreSQL refuses to run as root.
  chown postgres "$folder"
  as_owner=(runuser -u postgres --)
fi

stop() {
  "${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cd "$folder"
"${as_owner[@]}" "$programs/initdb" -D "$folder/data" -U maillage -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder.log" 2>&1 \
  || { cat "$folder.log" >&2; exit 1; }
"${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/data/server.log" \
  -o "-k $folder -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off" start >/dev/null
rm -f "$folder.log"
cd "$OLDPWD"
export TEST_DATABASE_URL="postgres://maillage@${folder//\//%2F}/postgres"
say "PostgreSQL $("$programs/pg_ctl" --version | awk '{print $3}') temporaire : prêt."
"$@"
