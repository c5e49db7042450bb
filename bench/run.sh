#!/usr/bin/env bash
# Builds what is measured, and prints the table: bench/run.sh generation [--rounds N] [--rows N]
set -euo pipefail
cd "$(dirname "$0")/.."
what="${1:-generation}"
[[ $# -gt 0 ]] && shift
case "$what" in
  generation) ;;
  *) echo "usage: bench/run.sh generation [--rounds N] [--rows N]" >&2; exit 2 ;;
esac
cmake --preset bench > /dev/null
cmake --build --preset bench --target seedctl by_seedctl by_hand > /dev/null
exec python3 "bench/$what/measure_$what.py" --build build/bench "$@"
