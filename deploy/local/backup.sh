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

# postgres_client PROGRAM [OPTION...]: by environment, since arguments stand in the process list.
postgres_client() {
  local program=$1; shift
  PGHOST=$POSTGRES_HOST PGPORT=$POSTGRES_PORT PGDATABASE=$POSTGRES_DB PGUSER=$POSTGRES_USER PGPASSWORD=$POSTGRES_PASSWORD PGCONNECT_TIMEOUT=10 \
    "$PG_CLIENT/$program" "$@"
}
postgres_has_core() { [ "$(postgres_says "select count(*) from pg_namespace where nspname = 'core'")" != 0 ]; }
postgres_says() { postgres_client psql -qAtX -v ON_ERROR_STOP=1 -c "$1"; }

command_backup() {
  [ $# = 1 ] && [ "${1#-}" = "$1" ] || die "usage: ./iot backup FILE"
  local file
  file=$(realpath -m "$1")
  [ ! -e "$file" ] || die "there is $file already"
  use_state
  [ -r "$STATE/ports" ] || die "nothing was started here that a backup could be made of"
  lock_state
  read_ports; find_jdk; engines_settings
  postgres_get; postgres_client_get
  [ -z "$POSTGRES_OURS" ] || is_running postgres || die "PostgreSQL does not run; ./iot up starts it"
  is_running rabbitmq || die "RabbitMQ does not run; ./iot up starts it"
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
  { printf '{"vhosts":' && ask_accounts 'vhosts?columns=name' && printf ',"users":' && ask_accounts users && printf ',"permissions":' &&
    ask_accounts permissions && printf ',"topic_permissions":' && ask_accounts topic-permissions && printf '}\n'; } > "$content/accounts.json" &&
    postgres_client pg_dump -Fc -n core --no-owner --no-privileges -f "$content/database.dump" || return
  local name
  for name in "${BACKUP_KEYS[@]}"; do cp -a "$STATE/$name" "$content/keys/" || return; done
  rm -f "$content/keys/pki/after-revoke"            # it names this folder
  printf 'format=%s\ntaken=%s\nversion=%s\nschema=%s\n' "$BACKUP_FORMAT" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(product_version)" \
    "$(postgres_says "select max(version::int) from core.flyway_schema_history where success")" > "$content/about"
  (cd "$content" && find . -type f ! -name sums -print0 | sort -z | xargs -0 openssl dgst -sha256 -r > "$dir/sums" && mv "$dir/sums" .) &&
    tar -C "$content" -cf "$dir/backup.tar" about sums accounts.json database.dump keys
}

# Answers that hold every account there is
ask_accounts() { ask_broker "$@" --max-time 600; }

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
  ! any_running || die "this installation runs; ./iot down stops it"
  choose_ports; postgres_choose; find_jdk
  LOCAL_POSTGRES_PASSWORD=""; postgres_settings
  postgres_get; postgres_client_get; rabbitmq_get
  RESTORE_NEW=$STATE/restore.new RESTORE_ASIDE="" RESTORE_SCHEMA="" RESTORE_MOVED=() RESTORE_NEWLY=()
  trap 'rm -rf "$RESTORE_NEW"' EXIT
  step "looking at $file"
  restore_read "$file" || { finish failed; die "that is not a backup, or a broken one; nothing was changed"; }
  finish "of $RESTORE_TAKEN"
  [ "$RESTORE_FORCE" ] || ! restore_is_taken || die "there is an installation in $STATE already; --force puts it aside"
  trap restore_undo EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  restore_put_aside
  engines_settings
  restore_database
  restore_accounts
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
    (cd "$RESTORE_NEW" && find . -type f ! -name sums -print0 | sort -z | xargs -0 openssl dgst -sha256 -r | cmp -s - sums) &&
    "$PG_CLIENT/pg_restore" -l "$RESTORE_NEW/database.dump" > /dev/null 2>&1 || return
  RESTORE_TAKEN=$(restore_about taken)
  [[ $RESTORE_TAKEN =~ ^[0-9TZ:-]+$ ]]
}
restore_about() { sed -n "s/^$1=//p" "$RESTORE_NEW/about" 2>/dev/null || true; }

restore_is_taken() {
  local name
  [ "$POSTGRES_OURS" ] || ! postgres_has_core || return 0
  for name in postgres rabbitmq "${BACKUP_KEYS[@]}"; do [ ! -e "$STATE/$name" ] || return 0; done
  return 1
}

# The keys stay if they are of the same installation: its CA may have issued and revoked since the backup was taken.
restore_put_aside() {
  local name
  RESTORE_MOVED=(postgres rabbitmq)
  cmp -s "$RESTORE_NEW/keys/pki/ca.pem" "$STATE/pki/ca.pem" || RESTORE_MOVED+=("${BACKUP_KEYS[@]}")
  for name in "${RESTORE_MOVED[@]}"; do [ -e "$STATE/$name" ] || RESTORE_NEWLY+=("$name"); done
  if [ ${#RESTORE_NEWLY[@]} -lt ${#RESTORE_MOVED[@]} ]; then
    RESTORE_ASIDE=$STATE/before-restore-$(date +%Y%m%d-%H%M%S)
    mkdir -m 700 "$RESTORE_ASIDE"
    for name in "${RESTORE_MOVED[@]}"; do [ ! -e "$STATE/$name" ] || mv "$STATE/$name" "$RESTORE_ASIDE/"; done
  fi
  for name in "${BACKUP_KEYS[@]}"; do [ -e "$STATE/$name" ] || cp -a "$RESTORE_NEW/keys/$name" "$STATE/"; done
}

# What was not finished is nothing: all is put back that was put aside.
restore_undo() {
  local code=$? name
  trap - EXIT
  trap : INT TERM
  [ -z "$RESTORE_SCHEMA" ] || postgres_says "drop schema if exists core cascade; alter schema $RESTORE_SCHEMA rename to core" ||
    say "The schema core of before is $RESTORE_SCHEMA."
  engines_stop
  for name in "${RESTORE_NEWLY[@]}"; do rm -rf "${STATE:?}/$name"; done
  for name in "${RESTORE_MOVED[@]}"; do
    [ -z "$RESTORE_ASIDE" ] || [ ! -e "$RESTORE_ASIDE/$name" ] || { rm -rf "${STATE:?}/$name"; mv "$RESTORE_ASIDE/$name" "$STATE/"; }
  done
  rm -rf "$RESTORE_NEW"; [ -z "$RESTORE_ASIDE" ] || rmdir "$RESTORE_ASIDE"
  say "Nothing was changed."
  exit $code
}

# The core that starts next is told, for what was open may have been done since (V18__restored.sql).
restore_database() {
  postgres_start
  step "restoring the database"
  if [ -z "$POSTGRES_OURS" ] && postgres_has_core; then
    RESTORE_SCHEMA=core_before_$(date +%Y%m%d_%H%M%S)
    postgres_says "alter schema core rename to $RESTORE_SCHEMA"
    say "(the schema core of before is $RESTORE_SCHEMA)"
  fi
  { postgres_client pg_restore -1 -e --no-owner --no-privileges -d "$POSTGRES_DB" "$RESTORE_NEW/database.dump" &&
      postgres_says "insert into core.restoration (backup_at) values ('$(restore_about taken)'); analyze"
  } > "$LOGS/restore.log" 2>&1 || { show_log_end restore; die "the database could not be restored"; }
  finish
  postgres_stop
}

# House users are made anew from deploy/rabbitmq at the next start. By the tool, since the management API bounds what it takes,
# and with as much time as it needs: 100000 accounts are minutes.
restore_accounts() {
  rabbitmq_start
  step "restoring accounts"
  rabbitmq_environment
  "${RABBITMQ_ENVIRONMENT[@]}" "$RABBITMQ_HOME/sbin/rabbitmqctl" -q import_definitions "$RESTORE_NEW/accounts.json" > "$LOGS/restore.log" 2>&1 ||
    { show_log_end restore; die "the accounts could not be restored"; }
  finish
  rabbitmq_stop
}
