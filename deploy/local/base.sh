# Messages, the state folder and its lock.

IOT_HOME=$ROOT/.iot
PARTS=$IOT_HOME/parts

say() { printf '%s\n' "$*" >&2; }
die() { [ -z "$STEP" ] || finish failed; printf 'iot: %s\n' "$*" >&2; exit 1; }

# step ... finish: one line of progress. What ends in between (die, show_log_end) says "failed" first.
STEP=""
step()   { STEP=$*; printf '  %-56s' "$*" >&2; }
finish() { STEP=""; printf ' %s\n' "${1:-ok}" >&2; }

need() {
  local tool
  for tool; do command -v "$tool" >/dev/null || die "'$tool' is missing; on Debian it comes with the package ${PACKAGE_OF[$tool]:-$tool}"; done
}
declare -A PACKAGE_OF=([flock]=util-linux [setsid]=util-linux [setpriv]=util-linux [dpkg-deb]=dpkg [apt-get]=apt)

# use_state [NAME]: everything that belongs to one installation lives below its folder: .iot/run, or the one that
# IOT_STATE names; .iot/NAME for tests.
use_state() {
  STATE=$(realpath -m "${IOT_STATE:-$IOT_HOME/${1:-run}}")
  LOGS=$STATE/log
}

# One launcher at a time changes a state, the others wait. Long-lived children do not inherit the lock (start_process).
lock_state() {
  mkdir -p "$PARTS" "$LOGS" "$STATE/pid" 2>/dev/null && [ -w "$STATE" ] || die "cannot write $STATE; was it made by another user?"
  need flock setsid curl openssl tar
  exec 9>"$STATE/lock"
  flock -n 9 || { say "another ./iot is at work on this installation; waiting for it"; flock 9; }
}
unlock_state() { exec 9>&-; }

# wait_until SECONDS COMMAND...: tries again and again.
wait_until() {
  local end=$((SECONDS + $1)); shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# port_answers PORT [HOST]
port_answers() { (exec 3<>"/dev/tcp/${2:-127.0.0.1}/$1") 2>/dev/null; }
