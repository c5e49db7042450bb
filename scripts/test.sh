#!/usr/bin/env bash
# Builds and runs all tests: installs what they need, starts a PostgreSQL server of its own, stops it again.
#
#   scripts/test.sh                  # the whole suite
#   scripts/test.sh --preset asan    # the same under AddressSanitizer and UndefinedBehaviorSanitizer
#   scripts/test.sh -R driver        # further arguments go to ctest
set -euo pipefail
cd "$(dirname "$0")/.."

preset=dev
if [[ ${1-} == --preset ]]; then
  preset=${2:?--preset takes dev, asan or tsan}
  shift 2
fi

say() { printf '\n==> %s\n' "$1"; }
trap 'echo "test: failed, see above" >&2' ERR

say "Packages"
./scripts/install-packages.sh test

say "Build ($preset)"
log=build/test-build-$preset.log
mkdir -p build
if ! { cmake --preset "$preset" && cmake --build --preset "$preset" -j "$(nproc)"; } >"$log" 2>&1; then
  grep -E ': (fatal )?error: |^FAILED' -A5 "$log" | head -60 >&2 || tail -30 "$log" >&2
  echo "test: the build failed; all of it is in $log" >&2
  exit 1
fi

say "Tests"
./scripts/with-postgres.sh ctest --preset "$preset" -j "$(nproc)" "$@"
