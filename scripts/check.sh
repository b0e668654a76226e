#!/usr/bin/env bash
# Lint: everything that can be judged without running the product. Stops at the first fault.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
export DJANGO_SETTINGS_MODULE=maillage.config.settings.test

step() {
  local name=$1 started=$SECONDS
  shift
  if ! "$@" >build/check.log 2>&1; then
    cat build/check.log
    echo "✗ $name" >&2
    exit 1
  fi
  printf '✓ %s (%s s)\n' "$name" "$((SECONDS - started))"
}

mkdir -p build
step "ruff" $bin/ruff check .
step "ruff format" $bin/ruff format --check .
mapfile -t templates < <(git ls-files --cached --others --exclude-standard -- 'src/**/*.html')
[ ${#templates[@]} = 0 ] || step "djade" $bin/djade --target-version 5.2 --check "${templates[@]}"
step "mypy --strict on engines and kit" $bin/mypy
step "import contracts" $bin/lint-imports
step "migrations match models" $bin/python manage.py makemigrations --check --dry-run
step "django check" $bin/python manage.py check --fail-level WARNING
step "translations" $bin/python scripts/messages.py check
