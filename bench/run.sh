#!/usr/bin/env bash
# Builds what is measured, and prints the table:
#   bench/run.sh generation [--rounds N] [--rows N]
#   bench/run.sh loading [--rounds N] [--rents N] [--sqlite-rents N] [--only postgres|sqlite]
set -euo pipefail
cd "$(dirname "$0")/.."
what="${1:-generation}"
[[ $# -gt 0 ]] && shift
case "$what" in
  generation) within=() ;;
  loading) within=(scripts/with-postgres.sh --as-shipped) ;;
  *) sed -n '3,4s/^# *//p' "$0" >&2; exit 2 ;;
esac
cmake --preset bench > /dev/null
cmake --build --preset bench > /dev/null
exec "${within[@]}" python3 "bench/$what/measure_$what.py" --build build/bench "$@"
