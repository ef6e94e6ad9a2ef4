# shellcheck shell=bash
# Finds a JDK of at least 21: JAVA_HOME if it is one, else the newest below /usr/lib/jvm, else the java on the PATH.

jdk_version() {
  [ -x "$1/bin/javac" ] || return 1
  "$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'
}

find_jdk() {
  local home version best=0 found=""
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")"; do
    [ -n "$home" ] && version=$(jdk_version "$home") && [ "${version:-0}" -ge 21 ] || continue
    [ "$home" != "${JAVA_HOME:-}" ] || { found=$home best=$version; break; }
    [ "$version" -le "$best" ] || { found=$home best=$version; }
  done
  [ -n "$found" ] || die "no JDK of version 21 or newer found; install one (Debian 13: apt-get install openjdk-21-jdk-headless) or set JAVA_HOME"
  export JAVA_HOME=$found
  say "Java $best in $JAVA_HOME"
}

# Maven away from the project: for fetching parts.
maven() { (cd "$PARTS" && "$ROOT/mvnw" -q -B "$@"); }
