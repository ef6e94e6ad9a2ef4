# ./iot bench [SCENARIO] [options]: what it prints but --json's one object goes where it does not disturb that.

command_bench() {
  case ${1:-} in start | floor | poll) "command_bench_$1" "${@:2}"; return ;; esac
  keep_up >&2
  build deploy/fleet
  fleet_environment
  export "${ENVIRONMENT[@]}"
  fleet bench "$@"
}

# One organisation reads as fast as it goes, so the door lets it, for this run alone.
command_bench_poll() {
  local most=1000000
  keep_up >&2
  build deploy/fleet
  fleet_environment
  bench_among api-gateway
  ( export GATEWAY_RATE_{,CALLER_}{PER_SECOND,BURST}=$most; services_restart api-gateway >&2 )
  bench_tool bench poll "$@"
}

# What a plain program can do here in the services' place (deploy/fleet, package floor). They stand still meanwhile, since they read
# the same queue.
command_bench_floor() {
  keep_up >&2
  build deploy/fleet
  fleet_environment
  ENVIRONMENT+=("RABBITMQ_HOST=$RABBITMQ_HOST" "RABBITMQ_PORT=$RABBITMQ_PORT" "RABBITMQ_DEVICE_VHOST=$RABBITMQ_DEVICE_VHOST"
    "BRIDGE_RABBITMQ_PASSWORD=$BRIDGE_RABBITMQ_PASSWORD")
  ( export "${ENVIRONMENT[@]}"; fleet floor register "$@" )   # the devices' accounts, as long as there is an API
  bench_among "${SERVICES[@]}"
  step "stopping the services"
  services_stop
  finish
  bench_tool floor "$@"
}

# bench_among NAME...: whatever comes, these services are what they were when it is over.
bench_among() {
  BENCH_CHANGED=("$@") BENCH_TOOL=""
  trap bench_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# In the background: the shell hears a signal at once. Exported, since arguments of env would stand in the process list
bench_tool() {
  ( export "${ENVIRONMENT[@]}"; fleet "$@" ) &
  BENCH_TOOL=$!
  wait $BENCH_TOOL
}

# However it ends: the tool leaves nothing behind, and ./iot up makes the system what it was, of executables if it was that. The
# services may have been about to stop.
bench_end() {
  local code=$?
  trap - EXIT
  trap : INT TERM                                   # not ignored: the services would inherit that
  if [ "$BENCH_TOOL" ]; then
    kill -TERM "$BENCH_TOOL" 2>/dev/null || true
    while kill -0 "$BENCH_TOOL" 2>/dev/null; do wait "$BENCH_TOOL" || true; done
  fi
  services_stop "${BENCH_CHANGED[@]}" || services_stop "${BENCH_CHANGED[@]}" || true   # another signal ends a wait
  unlock_state
  IOT_STATE=$STATE "$ROOT/iot" up ${NATIVE:+--native} >&2 || code=1
  exit $code
}
