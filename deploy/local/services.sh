# The four services. Each runs from a copy of its build, so that a later build does not pull the jars from under it.

SERVICES=(task-core device-bridge scheduler api-gateway)
# The port of each, and the one for its health and metrics; nobody calls the scheduler, so it has only the latter.
declare -A PORT_OF=([api-gateway]=API [task-core]=CORE [device-bridge]=BRIDGE [scheduler]=SCHEDULER_MANAGEMENT)
declare -A MANAGEMENT_OF=([api-gateway]=API_MANAGEMENT [task-core]=CORE_MANAGEMENT [device-bridge]=BRIDGE_MANAGEMENT [scheduler]=SCHEDULER_MANAGEMENT)
# The bridge and the core hold hundreds of messages of up to 512 KiB.
declare -A HEAP_OF=([api-gateway]=256m [task-core]=512m [device-bridge]=512m [scheduler]=128m)
# Under load the young objects of a second: with less, a JVM tidies up several times a second, and all wait for it.
declare -A YOUNG_OF=([api-gateway]=32m [task-core]=48m [device-bridge]=32m [scheduler]=8m)
# The compilers' threads are nice: for minutes after a start they would take a third of a small machine from what it is there for.
# A JVM without the right to raise priorities says so in a line; lowering them is always allowed.
LEAN_JVM="-XX:+UseSerialGC -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=10"
# What new builds are taken from: "native", or nothing for the JVM's
NATIVE=
JWT_ISSUER=https://asyncrpc.local
JWT_AUDIENCE=asyncrpc

url_of() { echo "http://127.0.0.1:${PORT[${PORT_OF[$1]}]}"; }
management_url_of() { echo "http://127.0.0.1:${PORT[${MANAGEMENT_OF[$1]}]}"; }

# The threads of one process that carries messages: waking more of them up costs more than they help, while the others run here too.
half_the_processors() { echo $((($(nproc) + 1) / 2)); }

# service_environment NAME: what that service has to know, and no other's secrets.
service_environment() {
  ENVIRONMENT=("HTTP_HOST=127.0.0.1" "HTTP_PORT=${PORT[${PORT_OF[$1]}]}" "MANAGEMENT_PORT=${PORT[${MANAGEMENT_OF[$1]}]}"
    "QUARKUS_LOG_FILE_ENABLED=true" "QUARKUS_LOG_FILE_PATH=$LOGS/$1.log" "QUARKUS_LOG_FILE_JSON_ENABLED=${LOG_JSON:-false}"
    "QUARKUS_LOG_FILE_FORMAT=%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c{3.}] (%t) %s%e%n"
    "QUARKUS_LOG_FILE_ROTATION_MAX_FILE_SIZE=10M" "QUARKUS_LOG_FILE_ROTATION_MAX_BACKUP_INDEX=2" "QUARKUS_LOG_CONSOLE_ENABLED=false")
  ENVIRONMENT+=("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE=$(half_the_processors)")
  local house=("RABBITMQ_HOST=$RABBITMQ_HOST" "RABBITMQ_PORT=$RABBITMQ_PORT" "RABBITMQ_HOUSE_VHOST=$RABBITMQ_HOUSE_VHOST")
  local tokens=("JWT_PUBLIC_KEY_FILE=$STATE/jwt-public.pem" "JWT_ISSUER=$JWT_ISSUER" "JWT_AUDIENCE=$JWT_AUDIENCE")
  case $1 in
    api-gateway)
      ENVIRONMENT+=("${tokens[@]}" "${house[@]}" RABBITMQ_USER=gateway "RABBITMQ_PASSWORD=$GATEWAY_RABBITMQ_PASSWORD"
        "GATEWAY_KEY_FILE=$STATE/gateway-key.pem" "CORE_URL=$(url_of task-core)" "CORE_MANAGEMENT_URL=$(management_url_of task-core)"
        "EDGE_MANAGEMENT_URLS=http://127.0.0.1:${PORT[EDGE_MANAGEMENT]}") ;;
    task-core)
      ENVIRONMENT+=("${tokens[@]}" "${house[@]}" RABBITMQ_USER=core "RABBITMQ_PASSWORD=$CORE_RABBITMQ_PASSWORD"
        "POSTGRES_HOST=$POSTGRES_HOST" "POSTGRES_PORT=$POSTGRES_PORT" "POSTGRES_DB=$POSTGRES_DB"
        "POSTGRES_USER=$POSTGRES_USER" "POSTGRES_PASSWORD=$POSTGRES_PASSWORD"
        "GATEWAY_KEYS=$STATE/gateway-keys.json" "BRIDGE_URL=$(url_of device-bridge)" "HOUSE_TOKEN=$HOUSE_TOKEN") ;;
    device-bridge)
      ENVIRONMENT+=("${house[@]}" RABBITMQ_USER=bridge "RABBITMQ_PASSWORD=$BRIDGE_RABBITMQ_PASSWORD"
        "RABBITMQ_DEVICE_VHOST=$RABBITMQ_DEVICE_VHOST" "RABBITMQ_MANAGEMENT_URL=$RABBITMQ_MANAGEMENT_URL" "HOUSE_TOKEN=$HOUSE_TOKEN")
      # Made when the broker starts
      [ ! -s "$PKI_DIR/issuers/api/cert.pem" ] || ENVIRONMENT+=("ISSUING_KEY_FILE=$PKI_DIR/issuers/api/key.pem"
        "ISSUING_CERTIFICATE_FILE=$PKI_DIR/issuers/api/cert.pem" "REVOCATION_LIST_FILE=$PKI_DIR/issuers/api/crl.pem") ;;
    scheduler)
      ENVIRONMENT+=("${house[@]}" RABBITMQ_USER=scheduler "RABBITMQ_PASSWORD=$SCHEDULER_RABBITMQ_PASSWORD") ;;
  esac
  # What faults and tests change while they are tried (chaos.sh)
  [ ! -r "$STATE/chaos/$1.env" ] || mapfile -t -O "${#ENVIRONMENT[@]}" ENVIRONMENT < "$STATE/chaos/$1.env"
}

# Sets COMMAND to what runs service NAME: the executable if `up --native` brought one, else a JVM. That keeps its loaded classes
# in an archive when it ends for the first time, which halves the time and the CPU of every later start.
service_command() {
  local app=$STATE/app/$1
  if [ -x "$app/$1" ]; then
    COMMAND=("$app/$1" "-Xmx${HEAP_OF[$1]}" -Xmn16m)   # young objects fill what they are given before anything is tidied
  else
    # shellcheck disable=SC2206  # options are separated by blanks
    COMMAND=("$JAVA_HOME/bin/java" $LEAN_JVM "-Xmn${YOUNG_OF[$1]}" -Xms80m "-Xmx${HEAP_OF[$1]}" -XX:+ExitOnOutOfMemoryError
      -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$app.jsa" ${IOT_JAVA_OPTIONS:-} -jar "$app/quarkus-run.jar")
  fi
}

# service_start NAME: does not wait (services_wait does).
service_start() {
  if is_running "$1"; then return; fi
  require_free "${PORT_OF[$1]}" "${MANAGEMENT_OF[$1]}"
  service_environment "$1"
  service_command "$1"
  # Exported, since arguments of env would stand in the process list for a moment
  ( export "${ENVIRONMENT[@]}"; start_batch "$1" "${COMMAND[@]}" )
}

# Takes over a new build: stops the service if it runs an older one.
service_update() {
  local build app=$STATE/app/$1
  build=$(dirname "$(product_of "$1" $NATIVE)")
  if [ "$(fingerprint "$build")" = "$(cat "$app.fingerprint" 2>/dev/null)" ] && [ -d "$app" ]; then return; fi
  stop_process "$1"
  rm -rf "$app" "$app.fingerprint" "$app.jsa"; mkdir -p "$STATE/app"
  cp -a "$build" "$app"
  fingerprint "$app" > "$app.fingerprint"
}
fingerprint() { (cd "$1" && find . -type f -printf '%p %s %T@\n' | sort | openssl dgst -sha256 -r); }

services_start() {
  local name
  for name in "${SERVICES[@]}"; do service_update "$name"; done
  for name in "${SERVICES[@]}"; do service_start "$name"; done
  services_wait "${SERVICES[@]}"
}

services_restart() {
  local name
  services_stop "$@"
  for name; do service_start "$name"; done
  services_wait "$@"
}

services_wait() {
  local name
  for name; do
    step "$name on port ${PORT[${PORT_OF[$name]}]}"
    wait_until 90 service_ready_or_gone "$name" && is_running "$name" || { show_log_end "$name"; service_why "$name"; die "$name did not become ready"; }
    finish
  done
}

service_ready() { curl -fs -o /dev/null --max-time 3 "$(management_url_of "$1")/q/health/ready"; }
service_ready_or_gone() { is_gone "$1" || service_ready "$1"; }

# What a living service says about itself.
service_why() {
  local answer
  answer=$(curl -s --max-time 3 "$(management_url_of "$1")/q/health/ready") && say "--- $1 is not ready: $answer" || true
}

# services_stop [NAME...]: all if none is named.
services_stop() {
  local name jobs=()
  [ $# -gt 0 ] || set -- "${SERVICES[@]}"
  for name; do stop_process "$name" & jobs+=($!); done
  wait "${jobs[@]}"
}

# UP, STARTING (its first minute), NOT_READY, or DOWN
service_state() {
  if is_gone "$1"; then echo DOWN
  elif service_ready "$1"; then echo UP
  elif [ -n "$(find "$STATE/pid/$1" -newermt '-60 seconds' 2>/dev/null)" ]; then echo STARTING
  else echo NOT_READY
  fi
}
