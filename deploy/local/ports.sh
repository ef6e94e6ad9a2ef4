# Ports. A variable IOT_<NAME>_PORT changes one. The ports in use are kept in STATE/ports.

PORT_NAMES="API CORE BRIDGE API_MANAGEMENT CORE_MANAGEMENT BRIDGE_MANAGEMENT SCHEDULER_MANAGEMENT
  HTTPS EDGE_MANAGEMENT POSTGRES AMQP AMQPS MQTT MQTTS RABBITMQ_MANAGEMENT RABBITMQ_MANAGEMENT_TLS RABBITMQ_METRICS RABBITMQ_DIST EPMD"
declare -A DEFAULT_PORT=(
  [API]=8080 [CORE]=8081 [BRIDGE]=8082
  [API_MANAGEMENT]=9080 [CORE_MANAGEMENT]=9081 [BRIDGE_MANAGEMENT]=9082 [SCHEDULER_MANAGEMENT]=9083
  [HTTPS]=8443 [EDGE_MANAGEMENT]=9084 [POSTGRES]=5433 [AMQP]=5673 [AMQPS]=5671 [MQTT]=1883 [MQTTS]=8883 [RABBITMQ_MANAGEMENT]=15673 [RABBITMQ_MANAGEMENT_TLS]=15671 [RABBITMQ_METRICS]=15692 [RABBITMQ_DIST]=25673 [EPMD]=4370)
declare -A PORT

# The ports last used in this state; what the variables say, else the defaults, where there are none.
read_ports() {
  local name value
  [ -r "$STATE/ports" ] || { ask_ports; return; }
  for name in $PORT_NAMES; do PORT[$name]=${DEFAULT_PORT[$name]}; done   # what an older launcher did not write down
  while IFS='=' read -r name value; do PORT[$name]=$value; done < "$STATE/ports"
}

ask_ports() {
  local name variable
  for name in $PORT_NAMES; do
    variable=IOT_${name}_PORT
    PORT[$name]=${!variable:-${DEFAULT_PORT[$name]}}
    if ! [[ ${PORT[$name]} =~ ^[1-9][0-9]{0,4}$ && ${PORT[$name]} -le 65535 ]]; then die "$variable=${PORT[$name]} is not a port"; fi
  done
}

# The ports for a start: those of this state while something of it runs, else asked anew.
choose_ports() {
  local name variable
  if ! any_running; then ask_ports; write_ports; return; fi
  read_ports
  for name in $PORT_NAMES; do
    variable=IOT_${name}_PORT
    [ "${!variable:-${PORT[$name]}}" = "${PORT[$name]}" ] || die "already running with ${name,,} on port ${PORT[$name]}; ./iot down first, then $variable counts"
  done
}

# The ports for tests: free ones away from the defaults, so that nothing running is disturbed, and below those the
# kernel gives to outgoing connections.
choose_free_ports() {
  local name port taken=" "
  for name in $PORT_NAMES; do
    port=$((DEFAULT_PORT[$name] < 15000 ? DEFAULT_PORT[$name] + 10001 : DEFAULT_PORT[$name] + 2))
    while port_answers $port || [[ $taken == *" $port "* ]]; do port=$((port + 7)); done
    PORT[$name]=$port taken+="$port "
  done
  write_ports
}

write_ports() {
  local name
  for name in $PORT_NAMES; do echo "$name=${PORT[$name]}"; done > "$STATE/ports"
}

# require_free NAME...: names the port that is taken and the variable that changes it.
require_free() {
  local name
  for name; do
    ! port_answers "${PORT[$name]}" || die "port ${PORT[$name]} (${name,,}) is taken by another program; choose another one with IOT_${name}_PORT=..."
  done
}
