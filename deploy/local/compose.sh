# ./iot up --compose: images from this source, run by a container engine (deploy/compose).

compose() { docker compose -f "$ROOT/deploy/compose/compose.yaml" "$@"; }

command_up_compose() {
  need docker
  docker compose version >/dev/null 2>&1 || die "docker has no compose plug-in"
  mkdir -p "$IOT_HOME"
  find_jdk
  images
  step "starting containers"
  with_dots "$IOT_HOME/compose.log" docker compose -f "$ROOT/deploy/compose/compose.yaml" up -d --wait || {
    finish failed; tail -n 20 "$IOT_HOME/compose.log" >&2
    die "not everything became healthy; docker compose -f deploy/compose/compose.yaml logs tells why"
  }
  finish
  touch "$IOT_HOME/compose"
  say "Ready."
  cat <<END
HTTPS  https://localhost:${IOT_HTTPS_PORT:-8443}/api/v1
MQTTS  mqtts://localhost:${IOT_MQTTS_PORT:-8883}
CA     docker compose -f deploy/compose/compose.yaml run --rm -T setup ca.pem
Token  docker compose -f deploy/compose/compose.yaml run --rm -T setup token --org demo --role admin
END
}

# Native executables if there is one of each service, else the JVM variant. What the engine has is not built again.
images() {
  local name
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
  with_dots "$IOT_HOME/images.log" docker compose -f "$ROOT/deploy/compose/compose.yaml" build ||
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
  [ -e "$IOT_HOME/compose" ] || return 0
  step "stopping containers"
  compose down > "$IOT_HOME/compose.log" 2>&1 || { finish failed; tail -n 20 "$IOT_HOME/compose.log" >&2; die "they could not be stopped"; }
  rm -f "$IOT_HOME/compose"
  finish
}
