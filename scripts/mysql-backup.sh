#!/bin/sh
# Dumps the database of DSMS on MySQL or MariaDB while the servers run, and puts a dump back into an
# empty database. What it takes is the server's own client: mariadb and mariadb-dump, or mysql and
# mysqldump. The keys (licensing.keys_dir) are files: copy them beside the dump.
#
#   mysql-backup.sh dump    DATABASE FILE [OPTION of the client]...
#   mysql-backup.sh restore DATABASE FILE [OPTION of the client]...
#
# For example, with user and password in a file that only you read (`[client]`, `user=`, `password=`):
#
#   mysql-backup.sh dump dsms /backup/dsms.sql --defaults-extra-file=/etc/dsms/backup.cnf --host=db
#
# It ends with 0 if all of it worked, else with 1 and the reason; a file that is there is whole.
set -eu
umask 077

fail() {
    echo "mysql-backup: $*" >&2
    exit 1
}

[ $# -ge 3 ] || fail "usage: mysql-backup.sh dump|restore DATABASE FILE [OPTION]..."
action=$1 database=$2 file=$3
shift 3

# The first of two programs that is here.
either() {
    command -v "$1" || command -v "$2" || fail "neither $1 nor $2 is here"
}
client=$(either mariadb mysql)

ask() {
    sql=$1
    shift
    "$client" "$@" --default-character-set=utf8mb4 --batch --skip-column-names \
        --execute="$sql" "$database"
}

dump() {
    [ ! -e "$file" ] || fail "$file exists"
    dumper=$(either mariadb-dump mysqldump)
    # What one of the two does not know is left out.
    knows=$("$dumper" --help --verbose 2>/dev/null) || fail "$dumper does not start"
    extra=
    case $knows in *set-gtid-purged*) extra="$extra --set-gtid-purged=OFF" ;; esac
    case $knows in *column-statistics*) extra="$extra --column-statistics=0" ;; esac
    part="$file.part"
    trap 'rm -f "$part"' EXIT
    # One instant of InnoDB, nobody waits. Bytes as digits, text as utf8mb4 whatever the client is
    # set to.
    # shellcheck disable=SC2086 # two words at most, ours
    "$dumper" "$@" --single-transaction --quick --routines --triggers --events --hex-blob \
        --no-tablespaces --default-character-set=utf8mb4 $extra --result-file="$part" "$database" ||
        fail "the dump failed"
    is_whole "$part" || fail "the dump is not whole"
    sync
    (cd "$(dirname "$part")" && sha256sum "$(basename "$part")") |
        sed "s/  .*/  $(basename "$file" | sed 's/[&/\]/\\&/g')/" >"$file.sha256" ||
        fail "cannot write $file.sha256"
    mv "$part" "$file"
    echo "$file"
}

# The dumper's last line says that it came to its end.
is_whole() {
    tail -n 1 "$1" | grep -q '^-- Dump completed'
}

restore() {
    [ -r "$file" ] || fail "cannot read $file"
    [ -r "$file.sha256" ] || fail "$file.sha256 is missing: it says what the dump was"
    (cd "$(dirname "$file")" && sha256sum --check --status "$(basename "$file").sha256") ||
        fail "$file is not what was dumped"
    is_whole "$file" || fail "$file is not whole"
    there=$(ask "SELECT (SELECT COUNT(*) FROM information_schema.tables
            WHERE table_schema = DATABASE())
        + (SELECT COUNT(*) FROM information_schema.routines
            WHERE routine_schema = DATABASE())" "$@") || fail "cannot ask the database $database"
    [ "$there" = 0 ] || fail "the database $database is not empty: nothing was done"
    # Without --force, the client ends at the first statement that fails.
    "$client" "$@" --default-character-set=utf8mb4 "$database" <"$file" ||
        fail "the restore failed: empty the database $database before you try again"
    there=$(ask "SELECT COUNT(*) FROM information_schema.tables
        WHERE table_schema = DATABASE()" "$@") || fail "cannot ask the database $database"
    said=$(grep -c '^CREATE TABLE ' "$file" || true)
    [ "$there" -ge "$said" ] || fail "$there of $said tables are there"
    echo "$there tables"
}

case $action in
dump) dump "$@" ;;
restore) restore "$@" ;;
*) fail "unknown: $action" ;;
esac
