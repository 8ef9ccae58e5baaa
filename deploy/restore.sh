#!/bin/sh
# Restore a portal that is stopped: restore.sh BACKUP DATA
# DATA must not be there yet, and the database that DATABASE_URL names must be empty; else nothing is changed.
set -eu
umask 077
if [ $# -ne 2 ] || [ ! -f "$1/SHA256SUMS" ]; then
    echo "Usage: restore.sh BACKUP DATA, where BACKUP is a folder that backup.sh made." >&2
    exit 2
fi
if [ -e "$2" ]; then
    echo "$2 is there already. Name a folder that is not." >&2
    exit 2
fi
(cd "$1" && sha256sum --check --quiet SHA256SUMS)
if [ -f "$1/portal.dump" ]; then
    : "${DATABASE_URL:?this backup is one of PostgreSQL: set DATABASE_URL to an empty database}"
    pg_restore --no-owner --single-transaction --exit-on-error --dbname="$DATABASE_URL" "$1/portal.dump"
fi
mkdir -p "$2"
tar --extract --file "$1/folder.tar" --directory "$2"
if [ -f "$1/portal.sqlite3" ]; then
    cp "$1/portal.sqlite3" "$2/portal.sqlite3"
fi
echo "Restored to $2. Start the portal, and compare the head of its record with one that others hold."
