# Native executables of the services and of the fleet, one after the other: each takes minutes and 5 GB of memory. A GraalVM or
# Mandrel builds them (GRAALVM_HOME), else Mandrel's builder image in a container engine.
NATIVE_BUILDER=${NATIVE_BUILDER:-quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25}

# ./iot native [NAME...]: all if none is named
command_native() {
  local name
  [ $# -gt 0 ] || set -- "${SERVICES[@]}" fleet
  for name; do
    [[ " ${SERVICES[*]} fleet " == *" $name "* ]] || die "usage: ./iot native [NAME...], of ${SERVICES[*]} fleet"
  done
  use_state
  mkdir -p "$IOT_HOME"
  find_jdk
  build_native "${@/#fleet/deploy/fleet}"
}

# build_native MODULE...: what is not built or older than its sources
build_native() {
  local name
  [[ " $* " != *" deploy/fleet "* ]] || build deploy/fleet
  exec 8>"$IOT_HOME/build.lock"; flock 8
  for name; do ! is_stale "$name" native || compile_native "$name"; done
  exec 8>&-
}

# In a folder of its own, as the JVM's build is
compile_native() {
  local began=$SECONDS name=${1##*/} log=$IOT_HOME/native-${1##*/}.log target=$ROOT/$1/target compile=compile_service made
  [ "$name" != fleet ] || compile=compile_fleet
  if [ -z "${GRAALVM_HOME:-}" ]; then
    NATIVE_ENGINE=$(command -v docker podman | head -n 1) || true
    [ "$NATIVE_ENGINE" ] || die "native executables are built by a GraalVM or Mandrel (name it in GRAALVM_HOME), or by a container engine (docker, podman); there is neither"
  elif [ ! -x "$GRAALVM_HOME/bin/native-image" ]; then
    die "there is no bin/native-image in GRAALVM_HOME=$GRAALVM_HOME"
  fi
  step "compiling $name (minutes)"
  rm -f "$target/"*-runner
  with_dots "$log" "$compile" "$name" && made=$(find "$target" -maxdepth 1 -name '*-runner') && [ -n "$made" ] ||
    { finish failed; tail -n 30 "$log" >&2; die "the build failed; the whole log: $log"; }
  mkdir -p "$target/native"
  mv -f "$made" "$target/native/$name"
  finish "$((SECONDS - began)) s, $(du -m "$target/native/$name" | cut -f1) MB"
}

compile_service() {
  local builder=()
  [ -n "${GRAALVM_HOME:-}" ] || builder=(-Dquarkus.native.container-build=true "-Dquarkus.native.builder-image=$NATIVE_BUILDER")
  "$ROOT/mvnw" -f "$ROOT/pom.xml" -B -ntp package -pl "$1" -Dnative -Dmaven.test.skip=true -Dspotless.check.skip=true \
    "-Dquarkus.native.native-image-xmx=${IOT_NATIVE_MEMORY:-5g}" "${builder[@]}"
}

compile_fleet() {
  local in=$ROOT/deploy/fleet/target compiler=("${GRAALVM_HOME:-}/bin/native-image")
  if [ -z "${GRAALVM_HOME:-}" ]; then
    compiler=("$NATIVE_ENGINE" run --rm --user "$(id -u):$(id -g)" -v "$in:/project:z" "$NATIVE_BUILDER")
    in=/project
  fi
  "${compiler[@]}" --no-fallback "-J-Xmx${IOT_NATIVE_MEMORY:-5g}" -cp "$in/fleet.jar:$in/lib/*" -o "$in/fleet-runner" io.asyncrpc.fleet.Fleet
}
