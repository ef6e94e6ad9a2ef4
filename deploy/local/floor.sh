# ./iot bench floor: what this machine could do at best (deploy/fleet, package floor). The services stand still meanwhile, since
# they read the same queue.

command_bench_floor() {
  keep_up >&2
  build deploy/fleet
  fleet_environment
  ENVIRONMENT+=("RABBITMQ_HOST=$RABBITMQ_HOST" "RABBITMQ_PORT=$RABBITMQ_PORT" "RABBITMQ_DEVICE_VHOST=$RABBITMQ_DEVICE_VHOST"
    "BRIDGE_RABBITMQ_PASSWORD=$BRIDGE_RABBITMQ_PASSWORD")
  ( export "${ENVIRONMENT[@]}"; fleet floor register "$@" )   # the devices' accounts, as long as there is an API
  FLOOR_TOOL=""
  trap floor_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  step "stopping the services"
  services_stop
  finish
  # In the background: the shell hears a signal at once. Exported, since arguments of env would stand in the process list
  ( export "${ENVIRONMENT[@]}"; fleet floor "$@" ) &
  FLOOR_TOOL=$!
  wait $FLOOR_TOOL
}

# However it ends: the tool leaves nothing behind, and ./iot up makes the system what it was, of executables if it was that. The
# services may have been about to stop.
floor_end() {
  local code=$?
  trap - EXIT
  trap : INT TERM                                   # not ignored: the services would inherit that
  if [ "$FLOOR_TOOL" ]; then
    kill -TERM "$FLOOR_TOOL" 2>/dev/null || true
    while kill -0 "$FLOOR_TOOL" 2>/dev/null; do wait "$FLOOR_TOOL" || true; done
  fi
  services_stop
  unlock_state
  IOT_STATE=$STATE "$ROOT/iot" up ${NATIVE:+--native} >&2 || code=1
  exit $code
}
