#!/usr/bin/env bash
# Runs a command with a private PostgreSQL server: started for it, stopped after it, whatever happens.
#
#   scripts/with-postgres.sh [--as-shipped] COMMAND [ARG...]
#
# The server is not durable, which tests do not ask for and which makes them faster; with --as-shipped it is what a new
# installation is.
#
# The server lives in a new private directory, listens on a Unix socket there and nowhere else, and runs as an
# unprivileged user (PostgreSQL refuses root). The command finds its URL in SEEDCTL_TEST_POSTGRES; tests make databases
# of their own beside the one it names.
set -euo pipefail

settings=tests
if [[ ${1:-} == --as-shipped ]]; then settings=shipped; shift; fi
[[ $# -gt 0 ]] || { sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2; }

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[[ -n $bin && -x $bin/initdb ]] || { echo "with-postgres: no PostgreSQL server found; install the package postgresql" >&2; exit 1; }

dir=$(mktemp -d /tmp/seedctl-pg.XXXXXX)
user=$(id -un)
as=()
if [[ $(id -u) == 0 ]]; then
  user=postgres
  chown postgres "$dir"
  as=(runuser -u postgres --)
fi
cd "$dir"   # where the unprivileged user may be

cleanup() {
  "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() { echo "with-postgres: $1" >&2; tail -20 "$dir"/*.log >&2 || true; exit 1; }

"${as[@]}" "$bin/initdb" -D "$dir/data" -U "$user" -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 ||
  fail "initdb failed"
cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$dir'
log_min_messages = warning
CONF
[[ $settings == shipped ]] || cat >>"$dir/data/postgresql.conf" <<CONF
fsync = off
full_page_writes = off
max_connections = 200
CONF
"${as[@]}" "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 start >"$dir/start.log" 2>&1 || fail "the server did not start"

cd "$OLDPWD"
export PATH="$bin:$PATH"   # pg_dump of the same version
export SEEDCTL_TEST_POSTGRES="postgres:///postgres?host=$dir&user=$user"
status=0
"$@" || status=$?
exit $status
