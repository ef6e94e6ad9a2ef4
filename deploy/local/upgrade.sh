# ./iot test --upgrade [COMMIT]: the services of a release, the last tagged commit if none is named, and today's beside them on
# one database and one broker (UpgradeIT).

# v0.1.0, for clones without tags
RELEASED=b3dcc12

command_test_upgrade() {
  [ $# -le 1 ] || die "$TEST_USAGE"
  test_begin
  find_jdk
  release_get "${1:-}"
  build "${SERVICES[@]}" deploy/fleet
  # Today's services run from where they are built: nobody builds meanwhile
  exec 8>"$IOT_HOME/build.lock"; flock 8
  say "== services of $RELEASE beside today's"
  test_engines
  release_start
  nginx_get
  unlock_state
  export NGINX NGINX_MODULES API_URL
  API_URL=$(url_of api-gateway)
  # shellcheck disable=SC2086  # options are separated by blanks
  test_black_box $BLACK_BOX_ALONE -Dgroups=upgrade -DexcludedGroups=
  test_passed
}

# Its core makes the schema.
release_start() { local ROOT=$RELEASE_BUILD; services_start; }

# The last tagged commit. Of a release itself the one before: it would be compared with itself.
release_before() {
  local from=HEAD
  ! git -C "$ROOT" describe --tags --exact-match > /dev/null 2>&1 || from=HEAD^
  git -C "$ROOT" describe --tags --abbrev=0 "$from" 2>/dev/null
}

# Sets RELEASE to the name of what is upgraded from, and RELEASE_BUILD to the folder where that is built: once, elsewhere at
# first, so that what is there is whole.
release_get() {
  local commit new
  need git
  RELEASE=$1
  [ -n "$RELEASE" ] || RELEASE=$(release_before) || RELEASE=$RELEASED
  commit=$(git -C "$ROOT" rev-parse --verify --quiet --short=12 "$RELEASE^{commit}") || die "there is no commit '$RELEASE' here (a shallow clone: git fetch --unshallow)"
  RELEASE_BUILD=$IOT_HOME/releases/${RELEASE//\//-}-$commit
  if [ -d "$RELEASE_BUILD" ]; then return; fi
  new=$RELEASE_BUILD.new
  rm -rf "$new"; mkdir -p "$new"
  git -C "$ROOT" archive "$commit" | tar -x -C "$new"
  say "== $RELEASE is built once"
  (ROOT=$new; build "${SERVICES[@]}")
  mv "$new" "$RELEASE_BUILD"
}
