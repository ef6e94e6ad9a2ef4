# ./iot backup FILE and ./iot restore FILE: what nobody could say again (docs/operations.md, "Backup"), in one file.

POSTGRES_CLIENT_PACKAGES=(postgresql-client-17 libpq5 libssl3t64 zlib1g liblz4-1 libzstd1 libreadline8t64 libtinfo6 libgssapi-krb5-2 libkrb5-3
  libk5crypto3 libkrb5support0 libcom-err2 libkeyutils1 libldap2 libsasl2-2 libgnutls30t64 libp11-kit0 libidn2-0 libunistring5 libtasn1-6
  libnettle8t64 libhogweed6t64 libgmp10 libffi8)
BACKUP_FORMAT=1
BACKUP_KEYS=(secrets jwt-private.pem jwt-public.pem gateway-key.pem gateway-keys.json pki)

# pg_dump has to be at least as new as the server: installed ones, else those of Debian.
postgres_client_get() {
  local server=17
  [ -z "$POSTGRES_OURS" ] || server=$("$POSTGRES_BIN/postgres" -V | sed 's/.* \([0-9]*\)\..*/\1/')
  PG_CLIENT=$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -n 1) || true      # there may be none
  [[ $PG_CLIENT =~ /([0-9]+)/bin$ && ${BASH_REMATCH[1]} -ge $server && -x $PG_CLIENT/pg_dump ]] && return
  debian_part postgresql-client "${POSTGRES_CLIENT_PACKAGES[@]}"
  PG_CLIENT=$PARTS/postgresql-client/usr/lib/postgresql/17/bin
}

# Of a server of one's own; what is taken from Debian may be older.
postgres_client_is_new() {
  local server
  [ -z "$POSTGRES_OURS" ] || return 0
  server=$(postgres_says 'show server_version_num') || die "PostgreSQL at $POSTGRES_HOST:$POSTGRES_PORT does not answer"
  [[ $("$PG_CLIENT/pg_dump" --version) =~ ([0-9]+) && $((server / 10000)) -le ${BASH_REMATCH[1]} ]]
}

# postgres_client PROGRAM [OPTION...]: by environment, since arguments stand in the process list.
postgres_client() {
  local program=$1; shift
  PGHOST=$POSTGRES_HOST PGPORT=$POSTGRES_PORT PGDATABASE=$POSTGRES_DB PGUSER=$POSTGRES_USER PGPASSWORD=$POSTGRES_PASSWORD PGCONNECT_TIMEOUT=10 \
    "$PG_CLIENT/$program" "$@"
}
postgres_has_core() {
  local found
  found=$(postgres_says "select count(*) from pg_namespace where nspname = 'core'") || die "PostgreSQL at $POSTGRES_HOST:$POSTGRES_PORT does not answer"
  [ "$found" != 0 ]
}
postgres_says() { postgres_client psql -qAtX -v ON_ERROR_STOP=1 -c "$1"; }

command_backup() {
  [ $# = 1 ] && [ "${1#-}" = "$1" ] || die "usage: ./iot backup FILE"
  local file
  file=$(realpath -m "$1")
  [ ! -e "$file" ] || die "there is $file already"
  use_state
  [ -r "$STATE/ports" ] || die "nothing was started here that a backup could be made of"
  lock_state
  require_whole
  read_ports; find_jdk; engines_settings
  postgres_get; postgres_client_get
  [ -z "$POSTGRES_OURS" ] || is_running postgres || die "PostgreSQL does not run; ./iot up starts it"
  is_running rabbitmq || die "RabbitMQ does not run; ./iot up starts it"
  postgres_client_is_new || die "pg_dump has to be as new as the server; install the client of its version (postgresql-client-N), and try again"
  BACKUP_WORK=$(umask 077; mkdir -p "$(dirname "$file")" && mktemp -d "$file.XXXXXX") || die "cannot write to $(dirname "$file")"
  trap 'rm -rf "$BACKUP_WORK"' EXIT
  step "backing up to $file"
  (umask 077; backup_write "$BACKUP_WORK") 2> "$LOGS/backup.log" || { show_log_end backup; die "no backup was made"; }
  mv -n "$BACKUP_WORK/backup.tar" "$file"
  finish "$(stat -c %s "$file") bytes"
  say "It holds keys and passwords: keep it as you keep these."
}

# Accounts first: an account of a device that the database does not know would stay, one that is missing is made anew.
backup_write() {
  local dir=$1 content=$1/content
  mkdir -p "$content/keys"
  broker_accounts > "$content/accounts.json" && postgres_client pg_dump -Fc -n core --no-owner --no-privileges -f "$content/database.dump" || return
  local name schema
  for name in "${BACKUP_KEYS[@]}"; do cp -a "$STATE/$name" "$content/keys/" || return; done
  rm -f "$content/keys/pki/after-revoke"            # it names this folder
  schema=$(postgres_says "select max(version::int) from core.flyway_schema_history where success") || return
  printf 'format=%s\ntaken=%s\nversion=%s\nschema=%s\n' "$BACKUP_FORMAT" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(product_version)" "$schema" > "$content/about"
  sums "$content" > "$dir/sums" && mv "$dir/sums" "$content/" &&
    tar -C "$content" -cf "$dir/backup.tar" about sums accounts.json database.dump keys
}

# In an order that is the same wherever it is restored
sums() { (cd "$1" && find . -type f ! -name sums -exec openssl dgst -sha256 -r {} + | LC_ALL=C sort); }

# The last migration that this source has
product_schema() { sed -n 's/.* NEWEST = "\([0-9]*\)".*/\1/p' "$ROOT/task-core/src/main/java/io/asyncrpc/core/database/SchemaRunner.java"; }
product_version() { sed -n 's:^  <version>\(.*\)</version>:\1:p' "$ROOT/pom.xml"; }

# ./iot restore FILE [--force]
command_restore() {
  local file="" argument
  RESTORE_FORCE=""
  for argument; do
    case $argument in
      --force) RESTORE_FORCE=yes ;;
      -*) die "$RESTORE_USAGE" ;;
      *) [ -z "$file" ] || die "$RESTORE_USAGE"; file=$(realpath -m "$argument") ;;
    esac
  done
  [ -n "$file" ] || die "$RESTORE_USAGE"
  [ -r "$file" ] || die "cannot read $file"
  use_state; lock_state
  [ ! -e "$STATE/restore.unfinished" ] || restore_resume
  ! any_running || die "this installation runs; ./iot down stops it"
  choose_ports; postgres_choose; find_jdk
  LOCAL_POSTGRES_PASSWORD=""; postgres_settings
  postgres_get; postgres_client_get; rabbitmq_get
  RESTORE_NEW=$STATE/restore.new RESTORE_ASIDE="" RESTORE_SCHEMA="" RESTORE_MOVED=() RESTORE_NEWLY=()
  trap 'rm -rf "$RESTORE_NEW"' EXIT
  step "looking at $file"
  restore_read "$file" || { finish failed; die "that is not a backup, or a broken one; nothing was changed"; }
  finish "of $RESTORE_TAKEN"
  [ "$(restore_about schema)" -le "$(product_schema)" ] ||
    die "the backup is of a newer version, $(restore_about version) with schema $(restore_about schema), while this one knows $(product_schema): restore it with that version; nothing was changed"
  [ "$RESTORE_FORCE" ] || ! restore_is_taken || die "there is an installation in $STATE already; --force puts it aside"
  [ "$POSTGRES_OURS" ] || restore_choose_schema
  trap restore_undo EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  restore_put_aside
  engines_settings
  restore_database
  restore_accounts
  sync -f "$STATE"
  rm -f "$STATE/restore.unfinished"
  trap - EXIT
  rm -rf "$RESTORE_NEW"
  [ -z "$RESTORE_ASIDE" ] || say "What was here before is in $RESTORE_ASIDE."
  say "Restored as of $RESTORE_TAKEN. ./iot up starts it; docs/operations.md tells what to look after."
}
RESTORE_USAGE="usage: ./iot restore FILE [--force]"

# All of the file is as it was written, and all that belongs to it is there.
restore_read() {
  rm -rf "$RESTORE_NEW"; mkdir -m 700 "$RESTORE_NEW" || return
  tar -C "$RESTORE_NEW" -xf "$1" about sums accounts.json database.dump keys 2>/dev/null || return
  local name
  for name in "${BACKUP_KEYS[@]}"; do [ -e "$RESTORE_NEW/keys/$name" ] || return; done
  [ "$(restore_about format)" = "$BACKUP_FORMAT" ] &&
    sums "$RESTORE_NEW" | cmp -s - <(LC_ALL=C sort "$RESTORE_NEW/sums") &&
    "$PG_CLIENT/pg_restore" -l "$RESTORE_NEW/database.dump" > /dev/null 2>&1 || return
  RESTORE_TAKEN=$(restore_about taken)
  [[ $RESTORE_TAKEN =~ ^[0-9TZ:-]+$ && $(restore_about schema) =~ ^[0-9]+$ ]]
}
restore_about() { sed -n "s/^$1=//p" "$RESTORE_NEW/about" 2>/dev/null || true; }

restore_is_taken() {
  local name
  [ "$POSTGRES_OURS" ] || ! postgres_has_core || return 0
  for name in postgres rabbitmq "${BACKUP_KEYS[@]}"; do [ ! -e "$STATE/$name" ] || return 0; done
  return 1
}

# Of a server of one's own: "none", or the name that its schema core will have.
restore_choose_schema() {
  RESTORE_SCHEMA=none
  ! postgres_has_core || RESTORE_SCHEMA=core_before_$(date +%Y%m%d_%H%M%S)
}

# The keys stay if they are of the same installation: its CA may have issued and revoked since the backup was taken.
restore_put_aside() {
  local name
  RESTORE_MOVED=(postgres rabbitmq)
  cmp -s "$RESTORE_NEW/keys/pki/ca.pem" "$STATE/pki/ca.pem" || RESTORE_MOVED+=("${BACKUP_KEYS[@]}")
  for name in "${RESTORE_MOVED[@]}"; do [ -e "$STATE/$name" ] || RESTORE_NEWLY+=("$name"); done
  [ ${#RESTORE_NEWLY[@]} = ${#RESTORE_MOVED[@]} ] || RESTORE_ASIDE=$STATE/before-restore-$(date +%Y%m%d-%H%M%S)
  restore_note
  if [ "$RESTORE_ASIDE" ]; then
    mkdir -m 700 "$RESTORE_ASIDE"
    for name in "${RESTORE_MOVED[@]}"; do [ ! -e "$STATE/$name" ] || mv "$STATE/$name" "$RESTORE_ASIDE/"; done
  fi
  for name in "${BACKUP_KEYS[@]}"; do [ -e "$STATE/$name" ] || cp -a "$RESTORE_NEW/keys/$name" "$STATE/"; done
}

# On the disk before anything is put aside, until all is done or undone: nobody may take half of an installation for one.
restore_note() {
  local file=$STATE/restore.unfinished
  printf 'aside=%s\nschema=%s\nmoved=%s\nnewly=%s\n' "${RESTORE_ASIDE##*/}" "$RESTORE_SCHEMA" "${RESTORE_MOVED[*]}" "${RESTORE_NEWLY[*]}" > "$file.new"
  sync "$file.new"; mv "$file.new" "$file"; sync "$STATE"
}
restore_noted() { sed -n "s/^$1=//p" "$STATE/restore.unfinished"; }

# What starts services, or would take a backup of them, asks first.
require_whole() {
  [ -e "$STATE/restore.unfinished" ] || return 0
  local aside schema lies=""
  aside=$(restore_noted aside) schema=$(restore_noted schema)
  [ -z "$aside" ] || lies="; what was here before is in $STATE/$aside"
  [[ $schema != core_* ]] || lies="$lies; the schema core of before may be $schema"
  die "a restore was killed here$lies. Restore again: ./iot restore FILE puts that back and begins anew"
}

# After one that was killed: its engines may run.
restore_resume() {
  read_ports; LOCAL_POSTGRES_PASSWORD=""; postgres_settings
  [ "$POSTGRES_OURS" ] || postgres_client_get
  step "undoing a restore that was killed"
  RESTORE_ASIDE=$(restore_noted aside) RESTORE_SCHEMA=$(restore_noted schema)
  RESTORE_ASIDE=${RESTORE_ASIDE:+$STATE/$RESTORE_ASIDE}
  read -ra RESTORE_MOVED <<<"$(restore_noted moved)"; read -ra RESTORE_NEWLY <<<"$(restore_noted newly)"
  engines_stop
  restore_put_back || die "it could not be undone"
  finish
}

# What was not finished is nothing: all is put back that was put aside.
restore_undo() {
  local code=$?
  trap - EXIT
  trap : INT TERM
  engines_stop
  rm -rf "$RESTORE_NEW"
  if restore_put_back; then say "Nothing was changed."; else say "It could not be undone; ./iot restore tries again."; fi
  exit $code
}

# From wherever it ended, and again if need be.
restore_put_back() {
  local name
  restore_schema_back || return
  for name in "${RESTORE_NEWLY[@]}"; do rm -rf "${STATE:?}/$name" || return; done
  for name in "${RESTORE_MOVED[@]}"; do
    [ -z "$RESTORE_ASIDE" ] || [ ! -e "$RESTORE_ASIDE/$name" ] || { rm -rf "${STATE:?}/$name" && mv "$RESTORE_ASIDE/$name" "$STATE/"; } || return
  done
  [ ! -d "$RESTORE_ASIDE" ] || rmdir "$RESTORE_ASIDE" || return
  rm -f "$STATE/restore.unfinished"
}

# On a server of one's own, unless the transaction did that. Where there was no schema, one that no core has seen is ours.
restore_schema_back() {
  local what
  case $RESTORE_SCHEMA in
    "") return 0 ;;
    none) what="if to_regclass('core.restoration') is not null then
        if exists (select from core.restoration where taken_at is null) then drop schema core cascade; end if; end if" ;;
    *) what="if to_regnamespace('$RESTORE_SCHEMA') is not null then
        drop schema if exists core cascade; alter schema $RESTORE_SCHEMA rename to core; end if" ;;
  esac
  postgres_says "set client_min_messages = warning; do \$\$ begin $what; end \$\$"
}

restore_database() {
  postgres_start
  step "restoring the database"
  { restore_script | postgres_client psql -qAtX -v ON_ERROR_STOP=1 -f - && postgres_says analyze; } > "$LOGS/restore.log" 2>&1 ||
    { show_log_end restore; die "the database could not be restored"; }
  finish
  [[ $RESTORE_SCHEMA != core_* ]] || say "(the schema core of before is $RESTORE_SCHEMA)"
  postgres_stop
}

# One transaction: without its last word there is nothing of it. The core that starts next is told, for what was open may have
# been done since (V18__restored.sql).
restore_script() {
  echo "begin;"
  [[ $RESTORE_SCHEMA != core_* ]] || echo "alter schema core rename to $RESTORE_SCHEMA;"
  "$PG_CLIENT/pg_restore" -f - --no-owner --no-privileges "$RESTORE_NEW/database.dump" &&
    echo "insert into core.restoration (backup_at) values ('$RESTORE_TAKEN'); commit;"
}

# House users are made anew from deploy/rabbitmq at the next start.
restore_accounts() {
  rabbitmq_start
  step "restoring accounts"
  broker_takes "$RESTORE_NEW/accounts.json" > "$LOGS/restore.log" 2>&1 ||
    { show_log_end restore; die "the accounts could not be restored"; }
  finish
  rabbitmq_stop
}
