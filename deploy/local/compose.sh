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
HTTPS  https://localhost:$(port_of nginx 8443)/api/v1
MQTTS  mqtts://localhost:$(port_of rabbitmq 8883)
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
# killed, under load and again while the tests run. Tests that need the launcher's processes (they have the tag) are left to
# `./iot test`.
command_test_compose() {
  local again="" killing=""
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
  compose --profile demo down -v > "$LOGS/compose.log" 2>&1 || true  # what an earlier one left
  compose_start
  step "the demo"
  TOKEN=$(compose_token) compose run --rm -T demo > "$LOGS/demo.log" 2>&1 ||
    { finish failed; tail -n 40 "$LOGS/demo.log" >&2; die "the demo did not go round"; }
  finish "$(tail -n 1 "$LOGS/demo.log")"
  backed_up_and_restored
  tar -x -C "$STATE" -f "$LOGS/house.tar" --strip-components=3 --no-same-owner var/lib/iot || die "the set-up's files could not be read"
  export IOT_STATE=$STATE PKI_DIR=$STATE/pki "JWT_ISSUER=$JWT_ISSUER" "JWT_AUDIENCE=$JWT_AUDIENCE" \
    "JWT_PRIVATE_KEY_FILE=$STATE/jwt-private.pem" "JWT_PUBLIC_KEY_FILE=$STATE/jwt-public.pem" \
    "API_URL=http://$(address_of api-gateway):8080" "MQTT_HOST=$(address_of rabbitmq)" MQTT_PORT=1883 "MQTTS_PORT=${PORT[MQTTS]}"
  if [ "${IOT_REPLICAS:-1}" != 1 ]; then
    killed_under_load
    (sleep 60; say "== one of each service is killed"; kill_one_of_each) &
    killing=$!
    again=-Dfailsafe.rerunFailingTestsCount=1       # a request that it had in hand is answered 503
  fi
  say "== black-box tests of the whole system"
  # shellcheck disable=SC2086  # options are separated by blanks
  test_black_box $BLACK_BOX_ALONE -DexcludedGroups=launcher $again
  [ -z "$killing" ] || wait "$killing" || die "nothing was killed meanwhile"
  test_passed
}

# By the commands of docs/compose.md, into volumes that are new: what the demo left is there afterwards, to the byte.
backed_up_and_restored() {
  local before taken
  say "== backup and restore"
  before=$(compose_tasks)
  (umask 077; : > "$LOGS/accounts.json"; : > "$LOGS/house.tar")
  compose run --rm -T setup accounts > "$LOGS/accounts.json"
  taken=$(date -u +%FT%TZ)
  compose exec -T postgres /run/house/iot/deploy/compose/postgres backup > "$LOGS/database.dump"
  compose run --rm -T setup backup > "$LOGS/house.tar"
  compose down -v
  compose run --rm -T setup restore < "$LOGS/house.tar"
  compose up -d --wait postgres rabbitmq
  compose exec -T postgres /run/house/iot/deploy/compose/postgres restore "$taken" < "$LOGS/database.dump"
  compose exec -T rabbitmq /run/house/iot/deploy/compose/rabbitmq restore < "$LOGS/accounts.json"
  compose_start
  [ "$(compose_tasks)" = "$before" ] || die "the tasks are not what they were: $before"
}
compose_token() { compose run --rm -T setup token --org demo --role admin 2>/dev/null; }
compose_tasks() {
  curl -fsS --cacert <(compose run --rm -T setup ca.pem 2>/dev/null) -H "Authorization: Bearer $(compose_token)" \
    "https://localhost:${PORT[HTTPS]}/api/v1/tasks?limit=100"
}

# Everything is answered all the same, also to clients of the gateway that goes, for they come through nginx; and the checker
# finds nothing.
killed_under_load() {
  local load
  say "== one of each service is killed under load"
  rm -f "$STATE/trust.p12"
  "$JAVA_HOME/bin/keytool" -importcert -noprompt -alias ca -file "$STATE/pki/ca.pem" -keystore "$STATE/trust.p12" -storepass changeit 2>/dev/null
  (
    # shellcheck source=/dev/null
    . "$STATE/secrets"
    export "POSTGRES_HOST=$(address_of postgres)" POSTGRES_PORT=5432 POSTGRES_DB=iot POSTGRES_USER=iot "POSTGRES_PASSWORD=$LOCAL_POSTGRES_PASSWORD"
    export "API_URL=https://localhost:${PORT[HTTPS]}" "JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=$STATE/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"
    fleet bench steady --keyed --devices 20 --rate 15 --seconds 40
  ) &
  load=$!
  sleep 25
  kill_one_of_each
  wait $load || die "not everything was answered, or not truly"
  compose_start
}

# The second of each: the tests speak to the first gateway.
kill_one_of_each() {
  local name killed=()
  for name in "${SERVICES[@]}"; do killed+=("$(compose ps -q "$name" | tail -n 1)"); done
  docker kill "${killed[@]}" >/dev/null
}

# address_of SERVICE: of its first container, in the project's network
address_of() {
  docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$(compose ps -q "$1" | head -n 1)"
}

# port_of SERVICE PORT: where it is published on this machine
port_of() { compose port "$1" "$2" | sed 's/.*://'; }

test_compose_end() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  [ $code = 0 ] || compose logs --no-color > "$LOGS/containers.log" 2>&1
  compose --profile demo down -v > "$LOGS/compose.log" 2>&1
  [ $code = 0 ] || say "Tests FAILED (exit code $code); logs of the containers: $LOGS/containers.log"
  exit $code
}

# Native executables if there is a current one of each service, else the JVM variant; under one tag, so that what is said to
# compose afterwards needs no variables. What the engine has is not built again.
images() {
  local name old=()
  need docker
  docker compose version >/dev/null 2>&1 || die "docker has no compose plug-in"
  export IOT_VARIANT=native SERVICE_BASE=${SERVICE_BASE:-debian:trixie-slim} IOT_VERSION IOT_REVISION
  IOT_VERSION=$(product_version)
  IOT_REVISION=$(git -C "$ROOT" rev-parse HEAD 2>/dev/null || echo unknown)
  for name in "${SERVICES[@]}"; do
    is_stale "$name" native || continue
    IOT_VARIANT=jvm SERVICE_BASE=${JVM_BASE:-eclipse-temurin:21-jre}
    [ ! -x "$(product_of "$name" native)" ] || old+=("$name")
  done
  [ ${#old[@]} = 0 ] || say "Executables older than the source: ${old[*]}; ./iot native makes them anew. The images are of the JVM variant."
  [ $IOT_VARIANT = native ] || build "${SERVICES[@]}"
  build deploy/fleet
  boms
  step "building images ($IOT_VARIANT)"
  with_dots "$IOT_HOME/images.log" compose --profile demo build ||
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
