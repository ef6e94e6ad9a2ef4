# ./iot test: everything, on engines and ports of its own. A system started by `./iot up` is not disturbed.
# ./iot test --native: the black-box tests against native executables.
# ./iot test --compose: those of them that need nothing of the launcher, against containers (compose.sh).
# ./iot test --upgrade: a release's services beside today's (upgrade.sh).

command_test() {
  [ "${1:-}" != --upgrade ] || { shift; command_test_upgrade "$@"; return; }
  [ $# -le 1 ] || die "$TEST_USAGE"
  case ${1:-} in
    "") ;;
    --native) NATIVE=native ;;
    --compose) command_test_compose; return ;;
    *) die "$TEST_USAGE" ;;
  esac
  test_begin
  find_jdk
  test_clients; test_kustomize; test_rules
  if [ "$NATIVE" ]; then build_native "${SERVICES[@]}"; build deploy/fleet; else test_modules; fi
  say "== black-box tests of the whole system"
  lock_state
  test_engines
  services_start; nginx_start
  exec 8>&-
  unlock_state
  export API_URL HTTPS_URL EDGE_MANAGEMENT_URL NGINX NGINX_MODULES
  API_URL=$(url_of api-gateway) HTTPS_URL=https://$PKI_SERVER:${PORT[HTTPS]} EDGE_MANAGEMENT_URL=http://127.0.0.1:${PORT[EDGE_MANAGEMENT]}
  test_black_box ${NATIVE:+$BLACK_BOX_ALONE}
  [ -z "$NATIVE" ] || test_executables
  test_passed
}

# In a state of its own, one test at a time; whatever was started is ended, however the test ends.
test_begin() {
  unset IOT_STATE
  use_state check
  lock_state
  exec 7>"$IOT_HOME/check.lock"; flock -n 7 || die "another ./iot test is at work"
  trap 'test_end' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}
test_passed() { say "All tests passed in $((SECONDS / 60)) min $((SECONDS % 60)) s."; }

# The whole system is named by the environment.
test_black_box() { (cd "$ROOT" && ./mvnw -B -ntp -pl deploy/acceptance verify -Pacceptance "$@"); }
# Without the module's tests that need no system
BLACK_BOX_ALONE="-Dtest=none -Dsurefire.failIfNoSpecifiedTests=false"

# Whatever a test stopped and started: none went over to a JVM.
test_executables() {
  local name pid
  for name in "${SERVICES[@]}"; do
    pid=$(pid_of "$name") && [ "/proc/$pid/exe" -ef "$STATE/app/$name/$name" ] || die "$name does not run as an executable any more"
  done
}

TEST_USAGE="usage: ./iot test [--native|--compose|--upgrade [COMMIT]]"

test_modules() {
  test_engines
  # One build at a time: `./iot up` waits until the black-box tests have what they need
  exec 8>"$IOT_HOME/build.lock"; flock 8
  say "== tests of the modules"
  unlock_state                                      # tests restart engines with ./iot
  (cd "$ROOT" && ./mvnw -B -ntp verify)
}

# Fresh engines: nothing is left of an earlier run.
test_engines() {
  nginx_stop; services_stop; engines_stop
  rm -rf "$STATE/postgres" "$STATE/rabbitmq" "$STATE/app" "$LOGS"; mkdir -p "$LOGS"
  engines_for_tests
  eval "$(engines_variables)"
}

# The tests use MQTT clients that are not ours.
test_clients() {
  if command -v mosquitto_pub mosquitto_sub >/dev/null; then return; fi
  debian_part mosquitto mosquitto-clients libmosquitto1 libcjson1 libssl3t64 zlib1g libzstd1
  export PATH=$PARTS/mosquitto/usr/bin:$PATH
}

# Renders the Kubernetes manifests. kubectl can do it too.
test_kustomize() {
  if command -v kustomize >/dev/null || command -v kubectl >/dev/null; then return; fi
  debian_part kustomize kustomize
  export KUSTOMIZE=$PARTS/kustomize/usr/bin/kustomize
}

# Prometheus' own tool reads its configuration and tries the rules (rules-test.yml).
test_rules() {
  local dir=$ROOT/deploy/observability promtool
  promtool=$(command -v promtool) || { debian_part promtool promtool; promtool=$PARTS/promtool/usr/bin/promtool; }
  step "trying the rules of Prometheus"
  { "$promtool" check rules "$dir/rules.yml" && "$promtool" check config "$dir/prometheus.yml" && "$promtool" test rules "$dir/rules-test.yml"; } \
    > "$LOGS/rules.log" 2>&1 || { show_log_end rules; die "the rules of deploy/observability are wrong, or do not do what rules-test.yml says"; }
  finish
}

test_end() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  lock_state
  nginx_stop; services_stop; engines_stop
  [ $code = 0 ] || say "Tests FAILED (exit code $code); logs of the parts: $LOGS"
  exit $code
}
