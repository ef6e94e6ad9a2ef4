# shellcheck shell=bash
# Processes we started, recorded as "pid start-time boot-id", so that a recycled pid is never taken for ours.

process_birth() {
  local line fields
  line=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -ra fields <<<"${line##*) }"      # what follows the name, which may hold blanks: state, parent, ...
  [ "${fields[0]}" != Z ] || return 1
  printf '%s %s' "${fields[19]}" "$(cat /proc/sys/kernel/random/boot_id)"
}

# pid_of NAME: prints the pid if that very process still lives.
pid_of() {
  local pid birth
  read -r pid birth 2>/dev/null < "$STATE/pid/$1" || return 1
  [ "$(process_birth "$pid")" = "$birth" ] && printf '%s' "$pid"
}

is_running() { pid_of "$1" >/dev/null; }

# start_process NAME COMMAND...: in its own session, so that Ctrl-C in the terminal does not reach it.
start_process() {
  local name=$1 log=$LOGS/$1.out; shift
  [ "$(stat -c %s "$log" 2>/dev/null || echo 0)" -lt 10000000 ] || : > "$log"
  setsid "$@" </dev/null >>"$log" 2>&1 9>&- &
  printf '%s %s\n' "$!" "$(process_birth $!)" > "$STATE/pid/$name"
  disown
}

# stop_process NAME [SIGNAL [SECONDS]]: asks, waits, then insists.
stop_process() {
  local name=$1 signal=${2:-TERM} patience=${3:-30} pid
  if pid=$(pid_of "$name"); then
    kill "-$signal" "$pid" 2>/dev/null
    wait_until "$patience" has_stopped "$name" || { kill -KILL "$pid" 2>/dev/null; wait_until 5 has_stopped "$name"; }
  fi
  rm -f "$STATE/pid/$name"
}
has_stopped() { ! is_running "$1"; }

show_log_end() {
  local file
  for file in "$LOGS/$1.log" "$LOGS/$1.out"; do
    [ ! -s "$file" ] || { say "--- the end of $file"; tail -n 25 "$file" >&2; }
  done
}
