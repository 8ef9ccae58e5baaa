#!/bin/sh
# Back a portal up while it runs: backup.sh DATA TARGET
# The database is the one that DATABASE_URL names, else the SQLite file in DATA. TARGET must not be there yet.
set -eu
umask 077
if [ $# -ne 2 ] || [ ! -f "$1/record.key" ]; then
    echo "Usage: backup.sh DATA TARGET, where DATA is the folder of --data, with record.key in it." >&2
    exit 2
fi
data=$(cd "$1" && pwd)
mkdir "$2"
cd "$2"
# The database first: a file that is kept a moment later is then one too many in the backup, and never one too few.
if [ -n "${DATABASE_URL:-}" ]; then
    pg_dump --format=custom --file=portal.dump "$DATABASE_URL"
else
    sqlite3 "$data/portal.sqlite3" ".timeout 60000" ".backup 'portal.sqlite3'"
fi
# Keys, uploads and cases. The queue is left out: who waited for an assessment asks again.
# Exit 1 of tar: something was written meanwhile; what the database knows of was there before.
tar --create --file folder.tar --directory "$data" --exclude='./*.sqlite3*' . || [ $? -eq 1 ]
sha256sum -- * > SHA256SUMS
echo "Backed up to $2."
