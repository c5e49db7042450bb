#!/usr/bin/env bash
# Fails unless the loop written by hand makes the rows that the profile makes: the comparison means nothing otherwise.
#
#   same_rows.sh SEEDCTL BY_SEEDCTL BY_HAND [ROWS]    # a divisor of 100 million
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
seedctl=$1 by_seedctl=$2 by_hand=$3 rows=${4:-100000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ln -s "$here/../../migrations" "$here/seeds" "$folder"
cd "$folder"
"$seedctl" migrate --database sqlite:schema.db > /dev/null

digest() { "$@" --rows "$rows" --digest | sed 's/.*"digest"/"digest"/'; }
ours=$(digest "$by_seedctl" --profile rent --table rent)
theirs=$(digest "$by_hand" batches)
[[ $ours == "$theirs" ]] || { echo "other cells: $ours by seedctl, $theirs by hand" >&2; exit 1; }

"$seedctl" export rent --only rent --shard "1/$((100000000 / rows))" --out /dev/stdout > ours.csv
"$by_hand" csv --rows "$rows" --out theirs.csv > /dev/null
cmp ours.csv theirs.csv
