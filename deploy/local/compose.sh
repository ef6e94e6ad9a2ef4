# ./iot up --compose: images from this source, run by a container engine (deploy/compose).

compose() { docker compose -f "$ROOT/deploy/compose/compose.yaml" "$@"; }

command_up_compose() {
  mkdir -p "$IOT_HOME"
  find_jdk
  images
  compose_start
  touch "$IOT_HOME/containers-run"
  say "Ready."
  cat <<END
HTTPS  https://localhost:${IOT_HTTPS_PORT:-8443}/api/v1
MQTTS  mqtts://localhost:${IOT_MQTTS_PORT:-8883}
CA     docker compose -f deploy/compose/compose.yaml run --rm -T setup ca.pem
Token  docker compose -f deploy/compose/compose.yaml run --rm -T setup token --org demo --role admin
END
}

# Waits until all is healthy.
compose_start() {
  step "starting containers"
  with_dots "$IOT_HOME/compose.log" compose up -d --wait || {
    finish failed; tail -n 20 "$IOT_HOME/compose.log" >&2
    die "not everything became healthy; docker compose -f deploy/compose/compose.yaml logs tells why"
  }
  finish
}

# In a project and on ports of its own, which are gone afterwards; with IOT_REPLICAS=2 two of each service, one of which is
# killed. Tests that need the launcher's processes (they have the tag) are left to `./iot test`.
command_test_compose() {
  unset IOT_STATE
  use_state compose
  lock_state
  find_jdk
  test_clients
  images
  choose_free_ports
  export COMPOSE_PROJECT_NAME=iot-check "IOT_HTTPS_PORT=${PORT[HTTPS]}" "IOT_MQTTS_PORT=${PORT[MQTTS]}"
  trap 'test_compose_end' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  compose down -v > "$LOGS/compose.log" 2>&1 || true  # what an earlier one left
  compose_start
  compose run --rm -T --entrypoint tar setup -C "$IN_CONTAINER" -c . | tar -x -C "$STATE" --no-same-owner || die "the set-up's files could not be read"
  export IOT_STATE=$STATE PKI_DIR=$STATE/pki "JWT_ISSUER=$JWT_ISSUER" "JWT_AUDIENCE=$JWT_AUDIENCE" \
    "JWT_PRIVATE_KEY_FILE=$STATE/jwt-private.pem" "JWT_PUBLIC_KEY_FILE=$STATE/jwt-public.pem" \
    "API_URL=http://$(address_of api-gateway):8080" "MQTT_HOST=$(address_of rabbitmq)" MQTT_PORT=1883 "MQTTS_PORT=${PORT[MQTTS]}"
  [ "${IOT_REPLICAS:-1}" = 1 ] || kill_one_of_each
  say "== black-box tests of the whole system"
  # shellcheck disable=SC2086  # options are separated by blanks
  test_black_box $BLACK_BOX_ALONE -DexcludedGroups=launcher
  test_passed
}
IN_CONTAINER=/var/lib/iot

# Under load: everything is answered all the same, and the checker finds nothing.
kill_one_of_each() {
  local name load killed=()
  for name in "${SERVICES[@]}"; do killed+=("$(compose ps -q "$name" | tail -n 1)"); done
  say "== one of each service is killed under load"
  build deploy/fleet
  (
    # shellcheck source=/dev/null
    . "$STATE/secrets"
    export "POSTGRES_HOST=$(address_of postgres)" POSTGRES_PORT=5432 POSTGRES_DB=iot POSTGRES_USER=iot "POSTGRES_PASSWORD=$LOCAL_POSTGRES_PASSWORD"
    fleet bench steady --devices 20 --rate 15 --seconds 40
  ) &
  load=$!
  sleep 25
  docker kill "${killed[@]}" >/dev/null
  wait $load || die "not everything was answered, or not truly"
  compose_start
}

# address_of SERVICE: of its first container, in the project's network
address_of() {
  docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$(compose ps -q "$1" | head -n 1)"
}

test_compose_end() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  [ $code = 0 ] || compose logs --no-color > "$LOGS/containers.log" 2>&1
  compose down -v > "$LOGS/compose.log" 2>&1
  [ $code = 0 ] || say "Tests FAILED (exit code $code); logs of the containers: $LOGS/containers.log"
  exit $code
}

# Native executables if there is one of each service, else the JVM variant. What the engine has is not built again.
images() {
  local name
  need docker
  docker compose version >/dev/null 2>&1 || die "docker has no compose plug-in"
  export IOT_VARIANT=native IOT_TAG SERVICE_BASE=${SERVICE_BASE:-debian:trixie-slim} IOT_VERSION IOT_REVISION
  IOT_VERSION=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$ROOT/pom.xml")
  IOT_REVISION=$(git -C "$ROOT" rev-parse HEAD 2>/dev/null || echo unknown)
  IOT_TAG=$IOT_VERSION
  for name in "${SERVICES[@]}"; do
    if [ ! -x "$ROOT/$name/target/native/$name" ]; then
      IOT_VARIANT=jvm IOT_TAG=$IOT_VERSION-jvm SERVICE_BASE=${JVM_BASE:-eclipse-temurin:21-jre}
    fi
  done
  [ $IOT_VARIANT = native ] || build "${SERVICES[@]}"
  boms
  step "building images ($IOT_VARIANT)"
  with_dots "$IOT_HOME/images.log" compose build ||
    { finish failed; tail -n 20 "$IOT_HOME/images.log" >&2; die "an image could not be built; the whole log: $IOT_HOME/images.log"; }
  finish
}

# What each service consists of, in CycloneDX: it goes into the image.
boms() {
  local name stale=()
  for name in "${SERVICES[@]}"; do
    [ -n "$(find "$ROOT/$name/target" -name '*-dependency-cyclonedx.json' -newer "$ROOT/$name/pom.xml" -newer "$ROOT/pom.xml")" ] || stale+=("$name")
  done
  [ ${#stale[@]} -gt 0 ] || return 0
  step "listing what they consist of"
  with_dots "$IOT_HOME/boms.log" "$ROOT/mvnw" -f "$ROOT/pom.xml" -B -ntp quarkus:dependency-sbom -pl "$(IFS=,; echo "${stale[*]}")" ||
    { finish failed; die "that failed; the whole log: $IOT_HOME/boms.log"; }
  finish
}

compose_down() {
  [ -e "$IOT_HOME/containers-run" ] || return 0
  step "stopping containers"
  compose down > "$IOT_HOME/compose.log" 2>&1 || { finish failed; tail -n 20 "$IOT_HOME/compose.log" >&2; die "they could not be stopped"; }
  rm -f "$IOT_HOME/containers-run"
  finish
}
