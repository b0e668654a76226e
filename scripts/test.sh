#!/usr/bin/env bash
# Lint and the whole suite. DATABASE=postgres runs the suite on a private PostgreSQL instead (lint is not repeated).
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# CHROMIUM may name another browser of the family.
CHROMIUM=${CHROMIUM:-$(command -v chromium chromium-browser google-chrome | head -n 1 || true)}
missing=()
[ -x "$CHROMIUM" ] || missing+=(chromium fonts-dejavu-core)
# The driver of the browser is a Node that asks for libatomic, which a bare Debian does not have.
if [ -x /sbin/ldconfig ] && ! /sbin/ldconfig -p | grep -q 'libatomic\.so\.1'; then missing+=(libatomic1); fi
# PDF documents are laid out by Pango; a machine that only serves pages does without.
if [ -x /sbin/ldconfig ] && ! /sbin/ldconfig -p | grep -q 'libpangoft2-1\.0\.so\.0'; then
  missing+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
fi
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installation de ce qu'il faut aux parcours et aux PDF : ${missing[*]}…"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null >&2
    apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >&2
    CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
  else
    say "Il manque de quoi lancer un navigateur ou faire des PDF : des tests vont échouer."
    say "→ Installez-le (Debian : apt install ${missing[*]}), puis relancez « make test »."
  fi
fi

export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}

# One process a core; the tests of a file stay in one of them. ARGS is a line of pytest options, quotes included, and wins.
eval "arguments=(-n auto --dist loadgroup ${ARGS:-})"
case ${DATABASE:-sqlite} in
  sqlite)
    scripts/check.sh
    exec .venv/bin/python -m pytest "${arguments[@]}"
    ;;
  postgres) exec scripts/with_postgres.sh .venv/bin/python -m pytest -m "not one_database" "${arguments[@]}" ;;
  *)
    say "DATABASE=$DATABASE n'est pas connu : « sqlite » (par défaut) ou « postgres »."
    exit 2
    ;;
esac
