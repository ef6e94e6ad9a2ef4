# up, down, restart, logs, demo, help

# ./iot up [--native|--compose]
command_up() {
  case ${1:-} in
    "") ;;
    --native) NATIVE=native ;;
    --compose) command_up_compose; return ;;
    *) die "usage: ./iot up [--native|--compose]" ;;
  esac
  use_state
  lock_state
  require_whole
  say "Starting IoT Async-RPC Core"
  choose_ports; postgres_choose
  check_ports
  find_jdk
  engines_settings
  ! chaos_is_elsewhere || die "./iot chaos is at work on this installation"
  if [ "$NATIVE" ]; then build_native "${SERVICES[@]}"; else build "${SERVICES[@]}"; fi
  [ ! -d "$STATE/chaos" ] || chaos_undo             # it was killed
  engines_start
  services_start
  nginx_start
  say "Ready."
  cat <<END
API    $(url_of api-gateway)/api/v1   (documentation: $(url_of api-gateway)/q/swagger-ui)
HTTPS  https://$PKI_SERVER:${PORT[HTTPS]}/api/v1 (clients trust $PKI_DIR/ca.pem)
MQTT   mqtt://127.0.0.1:$MQTT_PORT (this machine only)
MQTTS  mqtts://$PKI_SERVER:$MQTTS_PORT (devices trust $PKI_DIR/ca.pem; certificates: pki/ca --dir $PKI_DIR)
Token  ./iot token --org demo --role admin
END
}

# Up as it is, or was: native executables stay what they are.
keep_up() {
  use_state
  if [ -x "$STATE/app/task-core/task-core" ]; then command_up --native; else command_up; fi
}

# Before the long work: is every port we are going to open free?
check_ports() {
  local name
  is_running postgres || [ -s "$STATE/postgres-url" ] || require_free POSTGRES
  is_running rabbitmq || require_free AMQP AMQPS MQTT MQTTS RABBITMQ_MANAGEMENT RABBITMQ_MANAGEMENT_TLS RABBITMQ_METRICS RABBITMQ_DIST
  is_running epmd     || require_free EPMD
  is_running nginx    || require_free HTTPS EDGE_MANAGEMENT
  for name in "${SERVICES[@]}"; do
    is_running "$name" || require_free "${PORT_OF[$name]}" "${MANAGEMENT_OF[$name]}"
  done
}

command_down() {
  compose_down
  use_state
  [ -d "$STATE" ] || { say "Nothing runs."; return; }
  ! chaos_is_elsewhere || die "./iot chaos is at work on this installation; end it first"
  lock_state
  step "stopping"
  nginx_stop
  services_stop
  engines_stop
  finish
}

# ./iot restart NAME...: services and engines; several services at once.
command_restart() {
  local name some=()
  [ $# -gt 0 ] || die "$RESTART_USAGE"
  for name; do [[ " postgres rabbitmq nginx ${SERVICES[*]} " == *" $name "* ]] || die "$RESTART_USAGE"; done
  [ -n "${STATE:-}" ] || { use_state; lock_state; }
  require_whole
  read_ports; find_jdk; engines_settings
  for name; do
    case $name in
      postgres) postgres_get; postgres_stop; postgres_start ;;
      rabbitmq) rabbitmq_get; rabbitmq_stop; rabbitmq_start ;;
      nginx)    nginx_stop; nginx_start ;;
      *)        some+=("$name") ;;
    esac
  done
  [ ${#some[@]} = 0 ] || services_restart "${some[@]}"
}
RESTART_USAGE="usage: ./iot restart NAME..., of postgres rabbitmq nginx task-core device-bridge scheduler api-gateway"

# ./iot logs [service] [-f]
command_logs() {
  local follow=() name="*"
  for argument; do
    case $argument in
      -f) follow=(-F) ;;
      [a-z]*) name=$argument ;;
      *) die "usage: ./iot logs [service] [-f]" ;;
    esac
  done
  use_state
  local files
  mapfile -t files < <(find "$LOGS" -name "$name.log" -size +0 -o -name "$name.out" -size +0 | sort)
  [ ${#files[@]} -gt 0 ] || die "no log of '$name'; there are: $(find "$LOGS" -type f -printf '%f\n' | sed 's/\..*//' | sort -u | xargs)"
  tail -n 100 "${follow[@]}" "${files[@]}"
}

command_demo() {
  keep_up >&2
  build deploy/fleet
  export "API_URL=$(url_of api-gateway)" "MQTT_HOST=$MQTT_HOST" "MQTT_PORT=$MQTT_PORT" "TOKEN=$(command_token)"
  fleet demo "$@"
}

# ./iot check [FOLDER]: proves a run from its record and the database; the last run if none is named.
command_check() {
  [ $# -le 1 ] || die "usage: ./iot check [FOLDER]"
  use_state
  local folder=${1:-}
  [ -n "$folder" ] || folder=$(last_run) || die "there is no run in $STATE/bench; ./iot bench makes one"
  [ -d "$folder" ] || die "there is no folder $folder"
  [ -r "$STATE/ports" ] || die "nothing was started here that the run could have been against; ./iot up starts it"
  read_ports; find_jdk; engines_settings
  build deploy/fleet
  export "POSTGRES_HOST=$POSTGRES_HOST" "POSTGRES_PORT=$POSTGRES_PORT" "POSTGRES_DB=$POSTGRES_DB" \
    "POSTGRES_USER=$POSTGRES_USER" "POSTGRES_PASSWORD=$POSTGRES_PASSWORD"
  fleet check "$folder"
}

# The folder of the run that ended last.
last_run() {
  local last
  last=$(find "$STATE/bench" -mindepth 2 -maxdepth 2 -name run.json -printf '%T@ %h\n' 2>/dev/null | sort -n | tail -n 1)
  [ -n "$last" ] && echo "${last#* }"
}

# ./iot audit verify [--seen NUMBER:HASH]: recomputes the chain of hashes over all that was done.
command_audit() {
  use_state
  [ -r "$STATE/ports" ] || die "nothing was started here yet; ./iot up starts it"
  read_ports; find_jdk; engines_settings
  build deploy/fleet
  export "POSTGRES_HOST=$POSTGRES_HOST" "POSTGRES_PORT=$POSTGRES_PORT" "POSTGRES_DB=$POSTGRES_DB" \
    "POSTGRES_USER=$POSTGRES_USER" "POSTGRES_PASSWORD=$POSTGRES_PASSWORD"
  fleet audit "$@"
}

# Becomes the tool: its executable beside native services, if there is a current one.
fleet() {
  if [ "$NATIVE" ] && ! is_stale deploy/fleet native; then exec "$(product_of deploy/fleet native)" -Xmx512m "$@"; fi
  # shellcheck disable=SC2086  # options are separated by blanks
  exec "$JAVA_HOME/bin/java" $LEAN_JVM -Dio.netty.leakDetection.level=disabled -Xms96m -Xmn64m -Xmx512m -Dstdout.encoding=UTF-8 \
    -jar "$ROOT/deploy/fleet/target/fleet.jar" "$@"
}

# What the load generator has to know: it signs its own tokens, for organisations of its own.
fleet_environment() {
  ENVIRONMENT=("API_URL=$(url_of api-gateway)" "MQTT_HOST=$MQTT_HOST" "MQTT_PORT=$MQTT_PORT" "IOT_STATE=$STATE"
    "JWT_PRIVATE_KEY_FILE=$STATE/jwt-private.pem" "JWT_ISSUER=$JWT_ISSUER" "JWT_AUDIENCE=$JWT_AUDIENCE"
    "POSTGRES_HOST=$POSTGRES_HOST" "POSTGRES_PORT=$POSTGRES_PORT" "POSTGRES_DB=$POSTGRES_DB"
    "POSTGRES_USER=$POSTGRES_USER" "POSTGRES_PASSWORD=$POSTGRES_PASSWORD")
}

command_help() {
  cat <<'END'
./iot COMMAND

  up [--native]      build what is needed, start PostgreSQL, RabbitMQ, the four services and nginx, wait until they are ready;
                     with --native the services are native executables
  up --compose       the same in containers (docs/compose.md)
  down               stop all of it; the data stays in .iot/run
  status [--json]    addresses, states, process ids
  logs [NAME] [-f]   the end of the logs of all parts or of one; -f follows
  token [--org O] [--role viewer|operator|admin] [--ttl SECONDS]
                     print a token for the API (default: org demo, role admin, one hour)
  key [--org O] [--role viewer|operator|admin] [--days N]
                     make an API key and print it (default: org demo, role operator, 90 days)
  demo               start, then show simulated devices at work, one of them away at first
  check [FOLDER]     prove that a run lost, doubled and invented nothing, from its record and the database (the last run)
  audit verify [--seen NUMBER:HASH]
                     prove that the audit log is what it was (docs/operations.md)
  bench [SCENARIO] [--json] [options]
                     start, then measure under load: idle, steady, top, swarm, backlog, storm, poll or wait (docs/bench.md)
  bench floor [--no-database] [--json] [options]
                     what this machine could do at best: a plain program in the services' place (docs/bench.md)
  chaos [--seconds N] [--seed S] [--faults A,B] [--report FILE]
                     faults under load, one after another, and how long each one hurts (docs/reliability.md)
  backup FILE        database, accounts of devices, CA and keys of a running installation, in one file (docs/operations.md)
  restore FILE [--force]
                     the same back into an installation that does not run; with --force what was there is put aside
  test               build everything and run all tests, on engines of their own
  test --native      the black-box tests alone, against native executables
  test --compose     those of them that need nothing of this launcher, against containers
  test --upgrade [COMMIT]
                     services of the last tagged commit, or of that one, and today's side by side (docs/operations.md)
  restart NAME...    restart services or engines
  disconnect ID...   close the live connections of devices (pki/ca does it when it revokes)
  native [NAME...]   compile the services and the fleet to native executables, or those named (docs/operations.md)
  engines [down]     PostgreSQL and RabbitMQ alone, for tests from an editor: eval "$(./iot engines)"
  help               this text

Variables: JAVA_HOME (a JDK of at least 21), IOT_POSTGRES_URL (a server to use instead of our own),
IOT_DEBIAN_MIRROR (where apt knows none), IOT_JAVA_OPTIONS, IOT_POSTGRES_OPTIONS, LOG_JSON=true, IOT_MQTTS_HOST (the address
that MQTT over TLS listens on, 127.0.0.1), IOT_HTTPS_HOST (the same for HTTPS), IOT_STATE (the folder of another
installation than .iot/run), and the ports with their defaults:
END
  local name
  for name in $PORT_NAMES; do printf '  %-36s %s\n' "IOT_${name}_PORT" "${DEFAULT_PORT[$name]}"; done
}
