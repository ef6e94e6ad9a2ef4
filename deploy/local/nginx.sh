# The edge, nginx with njs: an installed one, else unpacked from Debian. TLS and HTTP/2 in front of the gateway.

NGINX_PACKAGES=(nginx libnginx-mod-http-js libpcre2-8-0 libssl3t64 zlib1g libzstd1 libcrypt1 libxml2 liblzma5)

nginx_get() {
  local modules=/usr/lib/nginx/modules
  NGINX=$(command -v nginx || echo /usr/sbin/nginx) NGINX_MODULES=$modules
  if [ -x "$NGINX" ] && [ -e "$modules/ngx_http_js_module.so" ] && nginx_is_new; then return; fi
  debian_part nginx "${NGINX_PACKAGES[@]}"
  NGINX=$PARTS/nginx/usr/sbin/nginx NGINX_MODULES=$PARTS/nginx$modules
}

# The directive http2 came with 1.25.1.
nginx_is_new() {
  local version; version=$("$NGINX" -v 2>&1) && [[ $version =~ nginx/1\.([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -ge 26 ]
}

# Takes over another configuration: stops nginx if it runs with an older one.
nginx_start() {
  nginx_get
  nginx_configure
  if is_running nginx; then
    if nginx_is_current; then return; fi
    nginx_stop
  fi
  require_free HTTPS EDGE_MANAGEMENT
  rm -rf "$STATE/nginx/used"; cp -a "$STATE/nginx/filled" "$STATE/nginx/used"
  step "nginx on port ${PORT[HTTPS]} (HTTPS)"
  ( export JWT_ALGORITHMS=RS256 "JWT_ISSUER=$JWT_ISSUER" "JWT_AUDIENCE=$JWT_AUDIENCE"
    start_process nginx "$NGINX" -e stderr -c "$STATE/nginx/used/nginx.conf" )
  wait_until 15 nginx_ready_or_gone && is_running nginx || { show_log_end nginx; die "nginx did not start"; }
  finish
}
nginx_is_current() { diff -r "$STATE/nginx/filled" "$STATE/nginx/used"; } >/dev/null 2>&1

nginx_configure() {
  local dir=$STATE/nginx filled=$STATE/nginx/filled
  [ -s "$PKI_DIR/servers/$PKI_SERVER/key.pem" ] || pki_make
  mkdir -p "$filled"
  cp "$ROOT/deploy/nginx/edge.js" "$filled/"
  printf '{"keys":[{"spki":"%s"}]}\n' "$(sed '/^-/d' "$STATE/jwt-public.pem" | tr -d '\n')" > "$filled/keys.json"
  sed -e "s#@MODULES@#$NGINX_MODULES#" -e "s#@CODE@#$dir/used#" -e "s#@STATE@#$dir#" -e "s#@WORKERS@#${IOT_EDGE_WORKERS:-1}#" \
    -e "s#@LISTEN_HOST@#${IOT_HTTPS_HOST:-127.0.0.1}#" -e "s#@PORT@#${PORT[HTTPS]}#" \
    -e "s#@MANAGEMENT_HOST@#${IOT_EDGE_MANAGEMENT_HOST:-127.0.0.1}#" -e "s#@GATEWAYS@#${IOT_EDGE_GATEWAYS:-server 127.0.0.1:${PORT[API]};}#" -e "s#@MANAGEMENT_PORT@#${PORT[EDGE_MANAGEMENT]}#" \
    -e "s#@TOKEN_KEYS@#$dir/used/keys.json#" -e "s#@GATEWAY_SCHEME@#http#" -e "s#@GATEWAY_NAME@#$PKI_SERVER#" -e "s#@CA@#$PKI_DIR/ca.pem#" \
    -e "s#@CERTIFICATE@#$PKI_DIR/servers/$PKI_SERVER/chain.pem#" -e "s#@KEY@#$PKI_DIR/servers/$PKI_SERVER/key.pem#" \
    -e "s#@REQUESTS_PER_SECOND@#${IOT_EDGE_REQUESTS_PER_SECOND:-1000}#" -e "s#@REQUESTS_AT_ONCE@#${IOT_EDGE_REQUESTS_AT_ONCE:-2000}#" \
    -e "s#@CONNECTIONS@#${IOT_EDGE_CONNECTIONS:-2000}#" "$ROOT/deploy/nginx/nginx.conf" > "$filled/nginx.conf"
}

nginx_ready_or_gone() { is_gone nginx || nginx_ready; }
nginx_ready() { curl -fs -o /dev/null --max-time 3 "http://127.0.0.1:${PORT[EDGE_MANAGEMENT]}/q/health/live"; }

nginx_stop() { stop_process nginx; }
