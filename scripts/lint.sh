#!/usr/bin/env bash
# What the compiler does not say: clang-tidy over every source file; headers through the files that include them.
#
#   scripts/lint.sh            # the whole tree; takes minutes
#   scripts/lint.sh FILE...    # these files
#
# clang-tidy reads how files are compiled from build/dev, which is configured here where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v clang-tidy >/dev/null || { echo "lint: clang-tidy is missing; install the package clang-tidy" >&2; exit 1; }
[[ -f build/dev/compile_commands.json ]] || cmake --preset dev >/dev/null

files=("$@")
[[ $# -gt 0 ]] || mapfile -t files < <(find src tests bench -name '*.cpp' | sort)
printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 4 clang-tidy -p build/dev --quiet 2> >(grep -v ' generated\.$' >&2)
