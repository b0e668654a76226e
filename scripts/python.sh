#!/usr/bin/env bash
# Make .venv hold what `runtime` or `dev` needs, from the hashed lists of requirements/. Does nothing when it does.
set -euo pipefail
cd "$(dirname "$0")/.."
set_wanted=${1:-runtime}
[ -e .venv/dev.stamp ] && set_wanted=dev

say() { printf '%s\n' "$*" >&2; }

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if command -v "$candidate" >/dev/null && recent "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  say "Maillage demande Python 3.11 ou plus récent, et cette machine ne l'a pas ($(python3 --version 2>/dev/null || echo "aucun Python"))."
  say "→ Installez-le (Debian 12 : apt install python3 python3-venv), ou indiquez-le : make run PYTHON=/chemin/de/python3.11"
  return 1
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq </dev/null >&2
  apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

make_environment() {
  local python
  python=$(find_python)
  if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      say "Installation de python3-venv…"
      apt_install python3-venv
    else
      say "Python ne sait pas créer d'environnement ici : il manque le paquet « python3-venv »."
      say "→ Demandez à l'administrateur de la machine : apt install python3-venv"
      return 1
    fi
  fi
  rm -rf .venv
  "$python" -m venv .venv
}

if ! { [ -x .venv/bin/python ] && recent .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }; then
  say "Préparation de Python (.venv)…"
  make_environment
fi

stamp=.venv/$set_wanted.stamp
sum=$(cat "requirements/uv.txt" "requirements/$set_wanted.txt" pyproject.toml scripts/python.sh | sha256sum)
if [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && [ -x .venv/bin/maillage ]; then
  exit 0
fi

say "Installation des bibliothèques ($set_wanted)…"
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt 2> >(grep -v 'neither a file nor a directory' >&2)
# uv is twenty times faster; pip reads the same file where a network lets only pip through.
if ! .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r "requirements/$set_wanted.txt"; then
  say "uv n'a pas pu installer les bibliothèques ; nouvel essai avec pip, plus lent."
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "requirements/$set_wanted.txt"
fi
if ! .venv/bin/uv pip install -q --python .venv/bin/python --no-deps -e .; then
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps -e .
fi
printf '%s\n' "$sum" > "$stamp"
