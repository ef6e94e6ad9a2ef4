# ./iot bench start: each service in turn is started five times; until it is ready, what it holds after half a minute of
# idleness, and its size on the disk. Of executables after `./iot up --native`, else of JVMs.

command_bench_start() {
  [ $# = 0 ] || die "usage: ./iot bench start"
  keep_up >&2
  local name kind=JVM run times
  [ -z "$NATIVE" ] || kind=native
  printf '%-14s %8s %18s %14s\n' "$kind" "MB" "ready ms (median)" "idle RSS MB"
  for name in "${SERVICES[@]}"; do
    times=()
    for run in 1 2 3 4 5; do times+=("$(measure_start "$name")"); done
    mapfile -t times < <(printf '%s\n' "${times[@]}" | sort -n)
    sleep 30
    printf '%-14s %8s %18s %14s\n' "$name" "$(du -sm "$STATE/app/$name" | cut -f1)" "${times[2]}" "$(resident_mb "$name")"
  done
}

# measure_start NAME: milliseconds from the start of its process until /q/health/ready says 200, asked every few milliseconds.
# The launcher's own preparations, which take some ten, are not the service's.
measure_start() {
  local began port=${PORT[${MANAGEMENT_OF[$1]}]} file=$STATE/started-$1
  services_stop "$1"
  rm -f "$file"
  ( until says_ready "$port"; do read -rt 0.003 _ <> <(:) || true; done; echo "$EPOCHREALTIME" > "$file" ) &
  service_start "$1"
  wait_until 60 test -s "$file" || { kill $! 2>/dev/null; die "$1 did not become ready"; }
  began=$(stat -c %.6Y "$STATE/pid/$1")            # it records itself before it becomes the service
  echo $(( ($(tr -d . < "$file") - ${began/./}) / 1000 ))
}

says_ready() {
  local status
  exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET /q/health/ready HTTP/1.0\r\n\r\n' >&3 && read -r _ status _ <&3 && [ "$status" = 200 ]
} 2>/dev/null

resident_mb() { awk '/^VmRSS/ {print int($2 / 1024 + 0.5)}' "/proc/$(pid_of "$1")/status"; }
