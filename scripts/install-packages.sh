#!/usr/bin/env bash
# Installs the Debian packages that building or testing seedctl needs; does nothing where they are there.
#
#   scripts/install-packages.sh build   # compiler, CMake, libraries
#   scripts/install-packages.sh test    # the same, and a PostgreSQL server and what the tests link
#   scripts/install-packages.sh bench   # what building needs, and what bench/run.sh runs
set -euo pipefail

build=(g++ cmake ninja-build pkg-config libpqxx-dev libpq-dev libsqlitecpp-dev libsqlite3-dev libyaml-cpp-dev
       libcli11-dev libfmt-dev nlohmann-json3-dev libssl-dev libxxhash-dev libpg-query-dev)
bench=(python3)
test=(catch2 librapidcheck-dev libvalijson-dev postgresql)

case ${1-} in
  build) wanted=("${build[@]}") ;;
  test) wanted=("${build[@]}" "${test[@]}") ;;
  bench) wanted=("${build[@]}" "${bench[@]}") ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

missing=()
for package in "${wanted[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true) == installed ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

as=()
if [[ $(id -u) != 0 ]]; then
  command -v sudo >/dev/null || { echo "install-packages: needs root or sudo to install: ${missing[*]}" >&2; exit 1; }
  as=(sudo)
fi
command -v apt-get >/dev/null || { echo "install-packages: only Debian's apt-get is known; install: ${missing[*]}" >&2; exit 1; }

echo "Installing ${#missing[@]} packages: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A server that the package starts of itself is not wanted; tests start their own.
if ! { "${as[@]}" apt-get update -q &&
       "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -20 "$log" >&2
  echo "install-packages: apt-get failed, see above" >&2
  exit 1
fi
