# ./iot chaos: faults under load (deploy/fleet, package chaos). The services lead their connections through ports of
# the tool then: STATE/chaos/NAME.env holds what it changes in their environment.

command_chaos() {
  use_state
  mkdir -p "$STATE"
  exec 6>"$STATE/chaos.lock"
  flock -n 6 || die "another ./iot chaos is at work on this installation"
  CHAOS_IS_OURS=yes
  keep_up >&2
  [ "$POSTGRES_OURS" ] || die "there are no faults of a PostgreSQL that is not ours (IOT_POSTGRES_URL)"
  build deploy/fleet
  local faketime=""
  ! chaos_sets_clocks "$@" || faketime=$(faketime_get)
  mkdir -p "$STATE/chaos"
  CHAOS_TOOL=""
  trap chaos_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  unlock_state                                      # the tool restarts parts with ./iot
  fleet_environment
  # In the background: the shell hears a signal at once. Exported, since arguments of env would stand in the process list
  ( export "${ENVIRONMENT[@]}" "RABBITMQ_PORT=$RABBITMQ_PORT" "RABBITMQ_MANAGEMENT_URL=$RABBITMQ_MANAGEMENT_URL" \
      "BRIDGE_RABBITMQ_PASSWORD=$BRIDGE_RABBITMQ_PASSWORD" "CORE_URL=$(url_of task-core)" \
      "CORE_MANAGEMENT_URL=$(management_url_of task-core)" "BRIDGE_URL=$(url_of device-bridge)" \
      "IOT_LAUNCHER=$ROOT/iot" "LIBFAKETIME=$faketime"
    fleet chaos "$@" ) &
  CHAOS_TOOL=$!
  wait $CHAOS_TOOL
}

# Faults of clocks are among those without a choice.
chaos_sets_clocks() { [[ " $* " != *" --faults "* || $* == *clock-* ]]; }

chaos_is_elsewhere() {
  [ -z "${CHAOS_IS_OURS:-}" ] && [ -e "$STATE/chaos.lock" ] && ! (flock -n 6) 6>"$STATE/chaos.lock"
}

# However it ends: the tool undoes its fault, and ./iot up makes the system what it was, of executables if it was that.
chaos_end() {
  local code=$?
  trap - EXIT
  trap : INT TERM                                   # not ignored: the services would inherit that
  if [ "$CHAOS_TOOL" ]; then
    kill -TERM "$CHAOS_TOOL" 2>/dev/null || true
    while kill -0 "$CHAOS_TOOL" 2>/dev/null; do wait "$CHAOS_TOOL" || true; done
  fi
  if rmdir "$STATE/chaos" 2>/dev/null; then exit $code; fi      # nothing was begun
  exec 6>&-
  IOT_STATE=$STATE "$ROOT/iot" up ${NATIVE:+--native} >&2 || code=1
  exit $code
}

# What a run leaves behind: nothing stands still or is in want of memory any more, and no service is left that has ports
# of the tool, or another time.
chaos_undo() {
  local name pid
  step "undoing faults"
  for name in postgres rabbitmq "${SERVICES[@]}"; do
    # shellcheck disable=SC2046  # the children
    ! pid=$(pid_of "$name") || kill -CONT "$pid" $(cat "/proc/$pid/task/$pid/children" 2>/dev/null) 2>/dev/null || true
  done
  services_stop
  rm -rf "$STATE/chaos"
  if is_running rabbitmq && ! ask_broker health/checks/local-alarms >/dev/null 2>&1; then
    (command_rabbitmqctl set_vm_memory_high_watermark 0.3) >/dev/null 2>&1 || true
  fi
  finish
}

# Prints the path of libfaketime, which gives processes another time: the machine's own, else its package, unpacked. It
# must fit the machine's C library, so it is not one of debian_part. Prints nothing if there is none.
faketime_get() {
  local dir=$PARTS/libfaketime
  faketime_find /usr/lib /usr/lib64 "$dir" || {
    need apt-get dpkg-deb
    step "fetching libfaketime"
    rm -rf "$dir"; mkdir -p "$dir"
    (cd "$dir" && apt-get -q download libfaketime && dpkg-deb -x ./*.deb .) > "$PARTS/libfaketime.log" 2>&1 &&
      finish && faketime_find "$dir" || { finish failed; rm -rf "$dir"; say "no faults of clocks: there is no libfaketime (log: $PARTS/libfaketime.log)"; }
  }
}

faketime_find() { find "$@" -path '*faketime/libfaketime.so.1' 2>/dev/null | grep -m 1 .; }
