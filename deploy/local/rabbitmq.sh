# RabbitMQ 4: an installed one, else unpacked from Debian. A plain process with a node, data and ports of its own.

RABBITMQ_PACKAGES=(rabbitmq-server erlang-{base,asn1,crypto,eldap,inets,mnesia,os-mon,parsetools,public-key,runtime-tools,ssl,syntax-tools,tools,xmerl}
  libtinfo6 zlib1g libsystemd0 libcap2 libssl3t64 libzstd1)

rabbitmq_settings() {
  # shellcheck disable=SC2153  # PORT is the table of ports.sh
  RABBITMQ_HOST=127.0.0.1 RABBITMQ_PORT=${PORT[AMQP]} RABBITMQ_HOUSE_VHOST=house RABBITMQ_DEVICE_VHOST=devices
  RABBITMQ_MANAGEMENT_URL=http://127.0.0.1:${PORT[RABBITMQ_MANAGEMENT]}
  MQTT_HOST=127.0.0.1 MQTT_PORT=${PORT[MQTT]} MQTTS_PORT=${PORT[MQTTS]}
  AMQPS_PORT=${PORT[AMQPS]} RABBITMQ_MANAGEMENT_TLS_PORT=${PORT[RABBITMQ_MANAGEMENT_TLS]}
  RABBITMQ_METRICS_URL=http://127.0.0.1:${PORT[RABBITMQ_METRICS]}
}

rabbitmq_get() {
  if command -v erl epmd >/dev/null && rabbitmq_find /usr/lib/rabbitmq/lib/rabbitmq_server-* /opt/rabbitmq; then
    ERLANG_BIN=$(dirname "$(command -v epmd)")
    return
  fi
  debian_part rabbitmq "${RABBITMQ_PACKAGES[@]}"
  rabbitmq_find "$PARTS"/rabbitmq/usr/lib/rabbitmq/lib/rabbitmq_server-* || die "$PARTS/rabbitmq is broken; delete it and try again"
  ERLANG_BIN=$PARTS/rabbitmq/usr/lib/erlang/bin
}

# rabbitmq_find FOLDER...: the first that holds RabbitMQ 4 or newer.
rabbitmq_find() {
  local home core
  for home; do
    core=$(find "$home/plugins" -maxdepth 1 -name 'rabbit-[0-9]*' 2>/dev/null | head -n 1)
    RABBITMQ_VERSION=${core##*/rabbit-} RABBITMQ_VERSION=${RABBITMQ_VERSION%.ez} RABBITMQ_HOME=$home
    [[ $RABBITMQ_VERSION =~ ^([4-9]|[1-9][0-9])\. && -x $home/sbin/rabbitmq-server ]] && return
  done
  return 1
}

rabbitmq_start() {
  if is_running rabbitmq; then return; fi
  require_free AMQP AMQPS MQTT MQTTS RABBITMQ_MANAGEMENT RABBITMQ_MANAGEMENT_TLS RABBITMQ_METRICS RABBITMQ_DIST
  pki_make
  rabbitmq_configure; rabbitmq_environment
  is_running epmd || epmd_start
  step "RabbitMQ $RABBITMQ_VERSION on ports ${PORT[AMQP]} (AMQP), ${PORT[MQTT]} (MQTT), ${PORT[MQTTS]} (MQTTS)"
  start_process rabbitmq "${RABBITMQ_ENVIRONMENT[@]}" "$RABBITMQ_HOME/sbin/rabbitmq-server"
  wait_until 90 rabbitmq_ready_or_gone && is_running rabbitmq || { show_log_end rabbitmq; die "RabbitMQ did not start"; }
  finish
}

# Erlang's name service, which would outlive the broker: ours has a port of its own, and ends with it.
epmd_start() {
  require_free EPMD
  start_process epmd "$ERLANG_BIN/epmd" -address 127.0.0.1 -port "${PORT[EPMD]}"
  wait_until 5 port_answers "${PORT[EPMD]}" || { show_log_end epmd; die "epmd did not start"; }
}

# The templates of deploy/rabbitmq, filled in.
rabbitmq_configure() {
  local dir=$STATE/rabbitmq name hash fill=("s#@LISTEN_HOST@#${RABBITMQ_LISTEN_HOST:-127.0.0.1}#" "s#@DEFINITIONS@#$STATE/rabbitmq/definitions.json#"
    "s#@PKI@#$PKI_DIR#" "s#@SERVER@#$PKI_SERVER#" "s#@MQTTS_HOST@#${IOT_MQTTS_HOST:-127.0.0.1}#")
  for name in AMQP AMQPS MQTT MQTTS RABBITMQ_MANAGEMENT RABBITMQ_MANAGEMENT_TLS RABBITMQ_METRICS; do fill+=("s#@${name}_PORT@#${PORT[$name]}#"); done
  for name in CORE BRIDGE SCHEDULER GATEWAY; do hash=${name}_RABBITMQ_HASH; fill+=("s#@$hash@#${!hash}#"); done
  (umask 077; mkdir -p "$dir"
    cp "$ROOT/deploy/rabbitmq/enabled_plugins" "$dir/"
    for name in rabbitmq.conf advanced.config definitions.json; do
      # Not as arguments, which stand in the process list
      sed -f <(printf '%s\n' "${fill[@]}") "$ROOT/deploy/rabbitmq/$name" > "$dir/$name"
    done)
  rabbitmq_compile
}

# The one thing that the broker cannot do by configuration. It always has a compiler with it, for its own store needs it.
rabbitmq_compile() {
  local source=$ROOT/deploy/rabbitmq/iot_client_id.erl code=$STATE/rabbitmq/code
  [ "$code/iot_client_id.beam" -nt "$source" ] || {
    mkdir -p "$code"
    (cd "$code" && HOME=$code "$ERLANG_BIN/erl" -noinput -pa "$RABBITMQ_HOME"/plugins/rabbit_common-*/ebin \
      -eval "halt(case compile:file(\"$source\", [report, warnings_as_errors]) of {ok, _} -> 0; _ -> 1 end).") || die "could not compile $source"
  }
}

# Everything of our own node, and nothing of the machine's. RUNNING_UNDER_SYSTEMD makes the script become the server.
rabbitmq_environment() {
  local dir=$STATE/rabbitmq
  RABBITMQ_ENVIRONMENT=(env "PATH=$ERLANG_BIN:$PATH" "HOME=$dir" LANG=C.UTF-8 SYS_PREFIX= RUNNING_UNDER_SYSTEMD=true
    "RABBITMQ_HOME=$RABBITMQ_HOME" RABBITMQ_NODENAME=iot@localhost "RABBITMQ_DIST_PORT=${PORT[RABBITMQ_DIST]}"
    "RABBITMQ_MNESIA_BASE=$dir/data" "RABBITMQ_LOG_BASE=$LOGS" "RABBITMQ_PID_FILE=$dir/pid"
    "RABBITMQ_CONFIG_FILE=$dir/rabbitmq.conf" "RABBITMQ_CONFIG_FILES=$dir/none.d" "RABBITMQ_ADVANCED_CONFIG_FILE=$dir/advanced.config" "RABBITMQ_CONF_ENV_FILE=$dir/none"
    "RABBITMQ_ENABLED_PLUGINS_FILE=$dir/enabled_plugins"
    "RABBITMQ_GENERATED_CONFIG_DIR=$dir/config" "RABBITMQ_SCHEMA_DIR=$dir/schema" "RABBITMQ_FEATURE_FLAGS_FILE=$dir/feature_flags"
    "ERL_EPMD_PORT=${PORT[EPMD]}" ERL_EPMD_ADDRESS=127.0.0.1
    "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=+S $(half_the_processors) -pa $dir/code -kernel inet_dist_use_interface {127,0,0,1}")
}

rabbitmq_ready_or_gone() { is_gone rabbitmq || rabbitmq_ready; }
rabbitmq_ready() {
  ask_broker "health/checks/port-listener/${PORT[AMQP]}" && ask_broker "health/checks/port-listener/${PORT[MQTT]}" &&
    ask_broker "health/checks/port-listener/${PORT[MQTTS]}"
} >/dev/null 2>&1

# ask_broker PATH [CURL OPTION...]: the management API, as the user who administers it.
ask_broker() {
  local path=$1; shift
  curl -fsS --max-time 5 -K - "$@" "$RABBITMQ_MANAGEMENT_URL/api/$path" <<<"user = \"bridge:$BRIDGE_RABBITMQ_PASSWORD\""
}

# All users and what they may, with the hashes of their passwords: only the broker has those.
broker_accounts() {
  printf '{"vhosts":' && ask_broker 'vhosts?columns=name' && printf ',"users":' && ask_broker users --max-time 600 &&
    printf ',"permissions":' && ask_broker permissions --max-time 600 &&
    printf ',"topic_permissions":' && ask_broker topic-permissions --max-time 600 && printf '}\n'
}

# broker_takes FILE: what the function above wrote, into the broker of this machine. By the tool, since the management API
# bounds what it takes, and with as much time as it needs: 100000 accounts are minutes.
broker_takes() {
  rabbitmq_environment
  "${RABBITMQ_ENVIRONMENT[@]}" "$RABBITMQ_HOME/sbin/rabbitmqctl" -q import_definitions "$1"
}

# ./iot rabbitmqctl ARGUMENT...: the broker's own administration, on our node.
command_rabbitmqctl() {
  use_state
  read_ports; find_jdk; engines_settings
  rabbitmq_get; rabbitmq_environment
  is_running rabbitmq || die "RabbitMQ does not run"
  exec "${RABBITMQ_ENVIRONMENT[@]}" "$RABBITMQ_HOME/sbin/rabbitmqctl" "$@"
}

rabbitmq_stop() {
  stop_process rabbitmq TERM 60
  stop_process epmd
}

# Tests play every other part: they have a user that may do anything. It exists on test engines only.
rabbitmq_test_user() {
  local vhost
  ask_broker users/test -X PUT -d @<(printf '{"password_hash":"%s","tags":"administrator"}' "$TEST_RABBITMQ_HASH")
  for vhost in house devices; do
    ask_broker "permissions/$vhost/test" -X PUT -d '{"configure":".*","write":".*","read":".*"}'
  done
}
