# shellcheck shell=bash disable=SC2034
# Paths, messages, secrets and the lock shared by all parts of the launcher.

IOT_HOME=$ROOT/.iot
PARTS=$IOT_HOME/parts

say()  { printf '%s\n' "$*" >&2; }
step() { printf '  %-52s' "$*" >&2; }
done_() { printf ' %s\n' "${1:-ok}" >&2; }
die()  { printf 'iot: %s\n' "$*" >&2; exit 1; }

need() {
  local tool
  for tool; do
    command -v "$tool" >/dev/null || die "'$tool' is missing; on Debian: apt-get install ${PACKAGE_OF[$tool]:-$tool}"
  done
}
declare -A PACKAGE_OF=([flock]=util-linux [setsid]=util-linux [setpriv]=util-linux [dpkg-deb]=dpkg)

# use_state FOLDER: everything that belongs to one running installation lives below it.
use_state() {
  STATE=$(realpath -m "$1")
  LOGS=$STATE/log
  mkdir -p "$LOGS" "$STATE/pid" || die "cannot write $STATE; did another user start it?"
  chmod 700 "$STATE/pid"
}

# One launcher at a time changes a state; the others wait. The descriptor is closed in every child (see start_process).
lock_state() {
  exec 9>"$STATE/lock"
  flock -n 9 || { say "waiting for another ./iot to finish"; flock -w 900 9 || die "gave up waiting for $STATE/lock"; }
}

random_secret() { openssl rand -hex 24; }

# RabbitMQ's salted SHA-256: base64(salt + sha256(salt + password))
rabbit_hash() {
  local salt; salt=$(openssl rand -hex 4)
  local digest; digest=$({ unhex "$salt"; printf %s "$1"; } | openssl dgst -sha256 -r | cut -d' ' -f1)
  unhex "$salt$digest" | openssl base64 -A
}
# shellcheck disable=SC2059,SC2001  # the escapes are the point
unhex() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }

# Made once per state: passwords, their broker hashes, the key pair that signs tokens.
make_secrets() {
  local file=$STATE/secrets key=$STATE/jwt-private.pem user
  if [ ! -s "$file" ]; then
    ( umask 077
      { echo "POSTGRES_PASSWORD_LOCAL=$(random_secret)"
        echo "HOUSE_TOKEN=$(random_secret)"
        for user in CORE BRIDGE SCHEDULER TEST; do
          pass=$(random_secret)
          printf '%s_RABBITMQ_PASSWORD=%s\n%s_RABBITMQ_HASH=%s\n' "$user" "$pass" "$user" "$(rabbit_hash "$pass")"
        done
      } > "$file.new" && mv "$file.new" "$file" )
  fi
  if [ ! -s "$STATE/jwt-public.pem" ]; then
    ( umask 077; openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$key" 2>/dev/null )
    openssl pkey -in "$key" -pubout -out "$STATE/jwt-public.pem.new" && mv "$STATE/jwt-public.pem.new" "$STATE/jwt-public.pem"
  fi
  # shellcheck source=/dev/null
  . "$file"
}

# wait_until SECONDS COMMAND...: tries every 0.2 s.
wait_until() {
  local end=$((SECONDS + $1)); shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}
