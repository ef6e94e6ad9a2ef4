# Made once for each state and kept in it: passwords, their broker hashes, and the key pairs that sign tokens.

make_secrets() {
  [ -s "$STATE/secrets" ] || (umask 077; new_secrets > "$STATE/secrets.new" && mv "$STATE/secrets.new" "$STATE/secrets")
  add_secrets
  [ -s "$STATE/jwt-public.pem" ] || (umask 077; new_key_pair)
  [ -s "$STATE/gateway-keys.json" ] || (umask 077; new_gateway_key)
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

# What the gateway signs with: the private and the public key in one file, and for the core the set (RFC 7517) with the latter.
new_gateway_key() {
  local key=$STATE/gateway-key.pem open x y name
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$key.new" 2>/dev/null
  open=$(openssl pkey -in "$key.new" -pubout)
  printf '%s\n' "$open" >> "$key.new"
  x=$(openssl pkey -in "$key.new" -pubout -outform DER | tail -c 64 | head -c 32 | base64url)
  y=$(openssl pkey -in "$key.new" -pubout -outform DER | tail -c 32 | base64url)
  name=$(printf '{"crv":"P-256","kty":"EC","x":"%s","y":"%s"}' "$x" "$y" | openssl dgst -sha256 -binary | base64url)  # RFC 7638
  mv "$key.new" "$key"
  printf '{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"%s","x":"%s","y":"%s"}]}\n' "$name" "$x" "$y" > "$STATE/gateway-keys.json.new"
  mv "$STATE/gateway-keys.json.new" "$STATE/gateway-keys.json"
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
