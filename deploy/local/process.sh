# The processes we started. STATE/pid/NAME holds "pid start-time boot-id", so that a recycled pid is never taken for ours.

process_birth() {
  local line fields
  read -r line 2>/dev/null < "/proc/$1/stat" || return 1
  read -ra fields <<<"${line##*) }"      # what follows the name (which may hold blanks): state, parent, ...
  [ "${fields[0]}" != Z ] || return 1
  printf '%s %s' "${fields[19]}" "$(cat /proc/sys/kernel/random/boot_id)"
}

# pid_of NAME: prints the pid if that very process still lives.
pid_of() {
  local pid birth
  read -r pid birth 2>/dev/null < "$STATE/pid/$1" && [ "$(process_birth "$pid")" = "$birth" ] && printf '%s' "$pid"
}

is_running() { pid_of "$1" >/dev/null; }
is_gone()    { ! is_running "$1"; }

any_running() {
  local file
  for file in "$STATE"/pid/*; do
    if is_running "${file##*/}"; then return 0; fi
  done
  return 1
}

# start_process NAME COMMAND...: in a session of its own, so that Ctrl-C in the terminal does not reach it. It records
# itself before it becomes the command: a launcher killed at any moment leaves no process that `down` would not know.
start_process() {
  local name=$1 out=$LOGS/$1.out record=$STATE/pid/$1; shift
  [ "$(stat -c %s "$out" 2>/dev/null || echo 0)" -lt 5000000 ] || : > "$out"
  rm -f "$record"
  ( me=$BASHPID; echo "$me $(process_birth "$me")" > "$record"; exec setsid "$@" ) </dev/null >>"$out" 2>&1 6>&- 7>&- 8>&- 9>&- &
  wait_until 5 test -s "$record"
}

# start_batch NAME COMMAND...: as start_process, for what must not push the broker's one busy thread off its processor each time
# it wakes up (docs/adr/0029-batch.md). Where chrt is missing or forbidden, everything works all the same, only slower.
start_batch() {
  local name=$1; shift
  if chrt --batch 0 true 2>/dev/null; then set -- chrt --batch 0 "$@"; fi
  start_process "$name" "$@"
}

# stop_process NAME [SIGNAL [SECONDS]]: asks, waits, then insists.
stop_process() {
  local name=$1 signal=${2:-TERM} patience=${3:-20} pid
  if pid=$(pid_of "$name"); then
    kill "-$signal" "$pid" 2>/dev/null || true
    wait_until "$patience" is_gone "$name" || {
      kill -KILL "$pid" 2>/dev/null || true; wait_until 5 is_gone "$name"
      rm -f "$STATE/app/$name.jsa"                  # it may be half of one
    }
  fi
  rm -f "$STATE/pid/$name"
}

show_log_end() {
  local file
  [ -z "$STEP" ] || finish failed
  for file in "$LOGS/$1.log" "$LOGS/$1.out"; do
    [ ! -s "$file" ] || { say "--- the end of $file"; tail -n 25 "$file" >&2; }
  done
}
