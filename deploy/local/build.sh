# Builds what is not built or older than its sources. One build at a time, whoever asks for it.

# build MODULE...
build() {
  local module stale=()
  exec 8>"$IOT_HOME/build.lock"; flock 8
  for module; do if is_stale "$module"; then stale+=("$module"); fi; done
  if [ ${#stale[@]} -gt 0 ]; then
    local list began=$SECONDS; list=$(IFS=,; echo "${stale[*]}")
    step "building ${list//,/, }"
    with_dots "$IOT_HOME/build.log" "$ROOT/mvnw" -f "$ROOT/pom.xml" -B -ntp package -pl "$list" -Dmaven.test.skip=true -Dspotless.check.skip=true ||
      { finish failed; grep -m 20 '^\[ERROR\]' "$IOT_HOME/build.log" >&2; die "the build failed; the whole log: $IOT_HOME/build.log"; }
    finish "$((SECONDS - began)) s"
  fi
  exec 8>&-
}

# is_stale MODULE [native]
is_stale() {
  local product; product=$(product_of "$@")
  [ ! -e "$product" ] || [ -n "$(find "$ROOT/$1/src/main" "$ROOT/$1/pom.xml" "$ROOT/pom.xml" "$ROOT/docs/contracts/openapi.yaml" -newer "$product" -print -quit)" ]
}

product_of() {
  case $1,${2:-} in
    *,native)      echo "$ROOT/$1/target/native/${1##*/}" ;;
    deploy/fleet,) echo "$ROOT/$1/target/fleet.jar" ;;
    *)             echo "$ROOT/$1/target/quarkus-app/quarkus-run.jar" ;;
  esac
}

# with_dots LOG COMMAND...: a dot every five seconds, so that a long step is seen to live.
with_dots() {
  local log=$1 command passed=0; shift
  "$@" > "$log" 2>&1 &
  command=$!
  while kill -0 $command 2>/dev/null; do
    sleep 1
    [ $((++passed % 5)) != 0 ] || printf . >&2
  done
  wait $command
}
