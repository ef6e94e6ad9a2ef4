# ./iot status [--json]

command_status() {
  use_state
  read_ports
  POSTGRES_PASSWORD="" LOCAL_POSTGRES_PASSWORD=""
  pki_settings; postgres_settings; rabbitmq_settings
  case "${1:-}" in
    "")     status_table ;;
    --json) status_json ;;
    *) die "usage: ./iot status [--json]" ;;
  esac
}

status_addresses() {
  echo api "$(url_of api-gateway)"
  echo https "https://$PKI_SERVER:${PORT[HTTPS]}"
  echo mqtt "mqtt://127.0.0.1:$MQTT_PORT"
  echo mqtts "mqtts://$PKI_SERVER:$MQTTS_PORT"
  echo ca "$PKI_DIR/ca.pem"
  echo postgres "postgresql://$POSTGRES_USER@$POSTGRES_HOST:$POSTGRES_PORT/$POSTGRES_DB"
  echo rabbitmq "amqp://127.0.0.1:$RABBITMQ_PORT"
}

status_table() {
  local name address pid
  while read -r name address; do printf '%-10s %s\n' "$name" "$address"; done < <(status_addresses)
  echo
  for name in "${SERVICES[@]}"; do
    pid=$(pid_of "$name") || pid=-
    printf '%-14s %-10s port %-6s pid %s\n' "$name" "$(service_state "$name")" "${PORT[${PORT_OF[$name]}]}" "$pid"
  done
  [ -z "$POSTGRES_OURS" ] || engine_row postgres "$POSTGRES_PORT"
  engine_row rabbitmq "$RABBITMQ_PORT"
  engine_row nginx "${PORT[HTTPS]}"
}

engine_row() {
  local pid state=DOWN
  if pid=$(pid_of "$1"); then port_answers "$2" && state=UP || state=STARTING; else pid=-; fi
  printf '%-14s %-10s port %-6s pid %s\n' "$1" "$state" "$2" "$pid"
}

status_json() {
  local name value separator="" pid
  printf '{'
  while read -r name value; do
    printf '"%s":%s,' "$name" "$(json_string "$value")"
  done < <(status_addresses)
  printf '"services":{'
  for name in "${SERVICES[@]}"; do
    pid=$(pid_of "$name") || pid=null
    printf '%s"%s":{"state":"%s","pid":%s,"port":%s}' "$separator" "$name" "$(service_state "$name")" "$pid" "${PORT[${PORT_OF[$name]}]}"
    separator=,
  done
  printf '}}\n'
}

json_string() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}
