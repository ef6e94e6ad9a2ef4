# The CA of this installation, made once, and the certificate that the broker shows to devices.

# The name that devices call the broker by on this machine, and its other names and addresses.
PKI_SERVER=localhost
PKI_ADDRESSES=(127.0.0.1 ::1)

pki_settings() { PKI_DIR=$STATE/pki; }

pki_ca() { "$ROOT/pki/ca" "$@" --dir "$PKI_DIR" >/dev/null; }

pki_make() {
  if [ ! -s "$PKI_DIR/ca.pem" ]; then step "making a CA"; pki_ca init; finish; fi
  pki_ca verify "$PKI_SERVER" 2>/dev/null || pki_ca server "$PKI_SERVER" "${PKI_ADDRESSES[@]}"
  [ -s "$PKI_DIR/issuers/api/cert.pem" ] || pki_ca issuer api    # signs what is asked for over the API; the bridge has its key
  pki_ca crl
  # What pki/ca runs when it revoked something
  printf '#!/bin/sh\nIOT_STATE=%q exec %q disconnect "$@"\n' "$STATE" "$ROOT/iot" > "$PKI_DIR/after-revoke"
  chmod +x "$PKI_DIR/after-revoke"
}

# ./iot disconnect NAME...: closes the live connections of these devices. Who is not connected has none.
command_disconnect() {
  [ $# -gt 0 ] || die "usage: ./iot disconnect DEVICE..."
  local name
  for name; do [[ $name =~ ^[A-Za-z0-9._*-]+$ ]] || die "'$name' is not a device's id"; done
  use_state
  read_ports
  is_running rabbitmq || return 0
  engines_settings
  disconnect "$@"
}

disconnect() {
  { printf 'user = "bridge:%s"\nrequest = DELETE\n' "$BRIDGE_RABBITMQ_PASSWORD"
    printf "url = \"$RABBITMQ_MANAGEMENT_URL/api/connections/username/%s\"\n" "$@"
  } | curl -sS --max-time 30 -K - -o /dev/null || die "the broker's management does not answer"
}
