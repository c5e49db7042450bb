#!/usr/bin/env bash
# From nothing to a seeded database: installs what the build needs, builds a release, then migrates and seeds an
# embedded SQLite file and shows what was made. Run again, it takes seconds.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n==> %s\n' "$1"; }
trap 'echo "demo: failed, see above" >&2' ERR

say "Packages"
./scripts/install-packages.sh build

say "Build (release)"
log=build/demo-build.log
mkdir -p build
started=$SECONDS
if ! { cmake --preset release && cmake --build --preset release --target seedctl -j "$(nproc)"; } >"$log" 2>&1; then
  tail -30 "$log" >&2
  echo "demo: the build failed; all of it is in $log" >&2
  exit 1
fi
echo "built in $((SECONDS - started)) s"
seedctl=build/release/seedctl
"$seedctl" --version

export SEEDCTL_DATABASE_URL=sqlite:demo.db
say "seedctl migrate"
"$seedctl" migrate
say "seedctl seed dev"
"$seedctl" seed dev
say "seedctl status"
"$seedctl" status
say "seedctl check dev"
"$seedctl" check dev
say "A few of the rows (seedctl sample dev --rows 4)"
"$seedctl" sample dev --rows 4

printf '\nThe database is demo.db. Seed it again: %s seed dev --database sqlite:demo.db\n' "$seedctl"
