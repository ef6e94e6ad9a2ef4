# shellcheck shell=bash
# RabbitMQ 4: an installed one, else unpacked from Debian. Runs as a plain process with a node, data and ports of its own.

RABBITMQ_PACKAGES="rabbitmq-server erlang-base erlang-asn1 erlang-crypto erlang-eldap erlang-inets erlang-mnesia erlang-os-mon
  erlang-parsetools erlang-public-key erlang-runtime-tools erlang-ssl erlang-syntax-tools erlang-tools erlang-xmerl
  libtinfo6 zlib1g libsystemd0 libcap2 libssl3t64 libzstd1"

# rabbitmq_home FOLDER...: the first that holds RabbitMQ 4 or newer, and its version.
rabbitmq_find() {
  local home version
  for home; do
    version=$(cd "$home/plugins" 2>/dev/null && ls -d rabbit-[0-9]* 2>/dev/null | sed -n '1s/^rabbit-\([0-9.]*[0-9]\).*/\1/p')
    [ -x "$home/sbin/rabbitmq-server" ] && [ "${version%%.*}" -ge 4 ] 2>/dev/null || continue
    RABBITMQ_HOME=$home RABBITMQ_VERSION=$version
    return 0
  done
  return 1
}

rabbitmq_get() {
  ! { command -v erl && command -v epmd; } >/dev/null || ! rabbitmq_find /usr/lib/rabbitmq/lib/rabbitmq_server-* /opt/rabbitmq || { ERLANG_BIN=$(dirname "$(command -v epmd)"); return 0; }
  local dir=$PARTS/rabbitmq
  # shellcheck disable=SC2086  # a list of packages
  debian_part rabbitmq $RABBITMQ_PACKAGES
  rabbitmq_find "$dir"/usr/lib/rabbitmq/lib/rabbitmq_server-* || die "the RabbitMQ below $dir is broken; delete that folder and try again"
  ERLANG_BIN=$dir/usr/lib/erlang/bin
  [ -x "$ERLANG_BIN/epmd" ] || ERLANG_BIN=$dir/usr/bin
}

rabbitmq_settings() {
  export RABBITMQ_HOST=127.0.0.1 RABBITMQ_PORT=${PORT[AMQP]} RABBITMQ_HOUSE_VHOST=house RABBITMQ_DEVICE_VHOST=devices
  export RABBITMQ_MANAGEMENT_URL=http://127.0.0.1:${PORT[RABBITMQ_MANAGEMENT]}
  export MQTT_HOST=127.0.0.1 MQTT_PORT=${PORT[MQTT]}
}

# The templates of deploy/rabbitmq, filled in.
rabbitmq_configure() {
  local dir=$STATE/rabbitmq name fill=(-e "s#@LISTEN_HOST@#127.0.0.1#" -e "s#@DEFINITIONS@#$STATE/rabbitmq/definitions.json#")
  for name in AMQP MQTT RABBITMQ_MANAGEMENT; do fill+=(-e "s#@${name}_PORT@#${PORT[$name]}#"); done
  for name in CORE BRIDGE SCHEDULER TEST; do local hash=${name}_RABBITMQ_HASH; fill+=(-e "s#@$hash@#${!hash}#"); done
  mkdir -p "$dir"; chmod 700 "$dir"
  cp "$ROOT/deploy/rabbitmq/enabled_plugins" "$dir/enabled_plugins"
  sed "${fill[@]}" "$ROOT/deploy/rabbitmq/rabbitmq.conf" > "$dir/rabbitmq.conf"
  sed "${fill[@]}" "$ROOT/deploy/rabbitmq/definitions.json" > "$dir/definitions.json"
}

# rabbitmq_run COMMAND...: with the environment of our own node, and nothing of the machine's.
rabbitmq_environment() {
  local dir=$STATE/rabbitmq
  RABBITMQ_ENVIRONMENT=(env -u RABBITMQ_HOST -u RABBITMQ_PORT "PATH=$ERLANG_BIN:$PATH" "HOME=$dir" LANG=C.UTF-8 SYS_PREFIX=
    "RABBITMQ_HOME=$RABBITMQ_HOME" RABBITMQ_NODENAME=iot@localhost "RABBITMQ_DIST_PORT=${PORT[RABBITMQ_DIST]}"
    "RABBITMQ_MNESIA_BASE=$dir/data" "RABBITMQ_LOG_BASE=$LOGS" "RABBITMQ_CONFIG_FILE=$dir/rabbitmq.conf"
    "RABBITMQ_CONF_ENV_FILE=$dir/no-env.conf" "RABBITMQ_ENABLED_PLUGINS_FILE=$dir/enabled_plugins" "RABBITMQ_PID_FILE=$dir/pid"
    "RABBITMQ_GENERATED_CONFIG_DIR=$dir/config" "RABBITMQ_SCHEMA_DIR=$dir/schema" "RABBITMQ_FEATURE_FLAGS_FILE=$dir/feature_flags"
    "ERL_EPMD_PORT=${PORT[EPMD]}" ERL_EPMD_ADDRESS=127.0.0.1 RUNNING_UNDER_SYSTEMD=true
    "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}")
}

rabbitmq_start() {
  ! is_running rabbitmq || return 0
  require_free AMQP MQTT RABBITMQ_MANAGEMENT RABBITMQ_DIST
  step "RabbitMQ $RABBITMQ_VERSION on ports ${PORT[AMQP]} (AMQP), ${PORT[MQTT]} (MQTT)"
  rabbitmq_configure; rabbitmq_environment
  if ! is_running epmd; then
    require_free EPMD
    start_process epmd "$ERLANG_BIN/epmd" -address 127.0.0.1 -port "${PORT[EPMD]}"
    wait_until 5 port_answers "${PORT[EPMD]}" || { done_ failed; show_log_end epmd; die "epmd did not start"; }
  fi
  start_process rabbitmq "${RABBITMQ_ENVIRONMENT[@]}" "$RABBITMQ_HOME/sbin/rabbitmq-server"
  wait_until 90 rabbitmq_ready_or_gone && is_running rabbitmq ||
    { done_ failed; show_log_end rabbitmq; die "RabbitMQ did not start"; }
  done_
}

rabbitmq_ready_or_gone() { ! is_running rabbitmq || rabbitmq_ready; }
rabbitmq_ready() {
  local port
  for port in "${PORT[AMQP]}" "${PORT[MQTT]}"; do
    ask_broker "health/checks/port-listener/$port" >/dev/null 2>&1 || return 1
  done
}

rabbitmq_stop() { stop_process rabbitmq TERM 60; stop_process epmd; }

# ask_broker PATH [CURL OPTION...]: the management API as the one user that administers it.
ask_broker() {
  local path=$1; shift
  curl -fsS --max-time 5 -K - "$@" "$RABBITMQ_MANAGEMENT_URL/api/$path" <<<"user = \"bridge:$BRIDGE_RABBITMQ_PASSWORD\""
}

# Tests play every other part: they have a user that may do anything. It exists on test engines only.
rabbitmq_test_user() {
  local vhost
  ask_broker users/test -X PUT -d "{\"password_hash\":\"$TEST_RABBITMQ_HASH\",\"tags\":\"administrator\"}"
  for vhost in house devices; do
    ask_broker "permissions/$vhost/test" -X PUT -d '{"configure":".*","write":".*","read":".*"}'
  done
}
