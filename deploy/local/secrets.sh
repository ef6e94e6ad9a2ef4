# Made once for each state and kept in it: passwords, their broker hashes, and the key pair that signs tokens.

make_secrets() {
  [ -s "$STATE/secrets" ] || (umask 077; new_secrets > "$STATE/secrets.new" && mv "$STATE/secrets.new" "$STATE/secrets")
  add_secrets
  [ -s "$STATE/jwt-public.pem" ] || (umask 077; new_key_pair)
  # shellcheck source=/dev/null
  . "$STATE/secrets"
}

new_secrets() {
  local name
  echo "LOCAL_POSTGRES_PASSWORD=$(openssl rand -hex 24)"
  echo "HOUSE_TOKEN=$(openssl rand -hex 24)"
  for name in $BROKER_USERS; do broker_secret "$name"; done
}

# What a state made by an older launcher does not have yet.
add_secrets() {
  local name
  for name in $BROKER_USERS; do
    grep -q "^${name}_RABBITMQ_HASH=" "$STATE/secrets" || broker_secret "$name" >> "$STATE/secrets"
  done
}

BROKER_USERS="CORE BRIDGE SCHEDULER GATEWAY TEST"
broker_secret() {
  local password
  password=$(openssl rand -hex 24)
  printf '%s_RABBITMQ_PASSWORD=%s\n%s_RABBITMQ_HASH=%s\n' "$1" "$password" "$1" "$(rabbitmq_hash "$password")"
}

new_key_pair() {
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$STATE/jwt-private.pem" 2>/dev/null &&
    openssl pkey -in "$STATE/jwt-private.pem" -pubout -out "$STATE/jwt-public.pem.new" &&
    mv "$STATE/jwt-public.pem.new" "$STATE/jwt-public.pem"
}

# RabbitMQ's salted SHA-256: base64(salt + sha256(salt + password))
rabbitmq_hash() {
  local salt digest
  salt=$(openssl rand -hex 4)
  digest=$({ bytes "$salt"; printf %s "$1"; } | openssl dgst -sha256 -r | cut -d' ' -f1)
  bytes "$salt$digest" | openssl base64 -A
}

# bytes HEX: the bytes themselves.
# shellcheck disable=SC2059,SC2001  # the escapes are the point
bytes() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }
