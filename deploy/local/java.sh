# Finds a JDK of at least 21: JAVA_HOME if it is one, else the newest below /usr/lib/jvm, else the one on the PATH.

find_jdk() {
  local home version newest=0 found="" on_path
  on_path=$(readlink -f "$(command -v javac)" || true)
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "${on_path%/bin/javac}"; do
    version=$(jdk_version "$home") || continue
    [ "$version" -ge 21 ] && [ "$version" -gt "$newest" ] || continue
    found=$home newest=$version
    [ "$home" != "${JAVA_HOME:-}" ] || break
  done
  [ -n "$found" ] || die "no JDK of version 21 or newer was found; install one (Debian 13: apt-get install openjdk-21-jdk-headless) or name one in JAVA_HOME"
  export JAVA_HOME=$found
  say "  Java $newest in $JAVA_HOME"
}

jdk_version() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | grep -m 1 .
}
