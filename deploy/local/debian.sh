# shellcheck shell=bash
# Unpacks packages of a Debian release into a folder: no root, the machine unchanged. The programs run with the C library
# of that release, so the folder holds its own and cannot be moved (debian_part notices and unpacks again).

DEBIAN_SUITE=trixie
DEBIAN_RUNTIME="libc6 libgcc-s1 libstdc++6 patchelf"

# debian_part NAME PACKAGE...: prepares PARTS/NAME unless it is there already. Nothing half-done is ever left at that place.
debian_part() {
  local name=$1 dir=$PARTS/$1; shift
  if [ "$(cat "$dir/.unpacked-at" 2>/dev/null)" = "$dir" ]; then return 0; fi
  need apt-get dpkg-deb
  [ "$(dpkg --print-architecture)" = amd64 ] || die "no ready-made $name for this processor; install $name yourself"
  step "fetching $name from Debian $DEBIAN_SUITE"
  rm -rf "$dir" "$dir.new"; mkdir -p "$dir.new"
  { debian_fetch "$dir.new" "$@" && debian_relocate "$dir.new" "$dir"; } > "$PARTS/$name.log" 2>&1 ||
    { done_ failed; tail -n 5 "$PARTS/$name.log" >&2; rm -rf "$dir.new"; die "could not fetch $name; ./iot up tries again (whole log: $PARTS/$name.log)"; }
  printf '%s' "$dir" > "$dir.new/.unpacked-at"
  mv "$dir.new" "$dir"
  done_
}

# The machine's own mirror is asked for the other release.
debian_mirror() {
  local mirror
  mirror=${IOT_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' | grep -m 1 '/debian/\?$' || true)}
  [ -n "$mirror" ] || die "apt knows no Debian mirror; name one in IOT_DEBIAN_MIRROR"
  printf '%s' "$mirror"
}

debian_fetch() {
  local dir=$1 apt=$1/.apt deb mirror; shift
  mirror=$(debian_mirror) || return 1
  mkdir -p "$apt"/{lists,archives}/partial "$apt/empty"; : > "$apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $DEBIAN_SUITE main" > "$apt/sources.list"
  local options=(-q -o "Dir::Etc::sourcelist=$apt/sources.list" -o "Dir::Etc::sourceparts=$apt/empty"
    -o "Dir::Etc::preferences=$apt/empty/none" -o "Dir::Etc::preferencesparts=$apt/empty"
    -o "Dir::State::lists=$apt/lists" -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt" -o "Dir::Cache::archives=archives"
    -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none -o Acquire::Retries=2)
  apt-get "${options[@]}" -o APT::Update::Error-Mode=any update || return 1
  # shellcheck disable=SC2086  # a list of packages
  (cd "$apt/archives" && apt-get "${options[@]}" download "$@" $DEBIAN_RUNTIME) || return 1
  for deb in "$apt"/archives/*.deb; do dpkg-deb -x "$deb" "$dir" || return 1; done
  rm -rf "$apt"
}

# debian_relocate HERE THERE: makes the programs unpacked HERE use the libraries that will be THERE.
debian_relocate() {
  local here=$1 there=$2 lib=usr/lib/x86_64-linux-gnu loader file
  loader=$(cd "$here" && ls usr/lib64/ld-linux-x86-64.so.2 $lib/ld-linux-x86-64.so.2 2>/dev/null | head -n 1)
  patch_elf() { "$here/$loader" --library-path "$here/$lib" "$here/usr/bin/patchelf" "$@"; }
  find "$here/usr/bin" "$here/usr/lib/erlang" -type f ! -name patchelf \( -perm -u+x -o -name '*.so' \) 2>/dev/null |
    while read -r file; do
      [ "$(head -c 4 "$file" | tail -c 3)" = ELF ] || continue
      case $file in
        *.so) patch_elf --force-rpath --set-rpath "$there/$lib" "$file" || return 1 ;;
        *)    patch_elf --set-interpreter "$there/$loader" --force-rpath --set-rpath "$there/$lib" "$file" || return 1 ;;
      esac
    done || return 1
  # Erlang's start scripts carry their absolute root
  find "$here/usr/lib/erlang" -type f \( -name erl -o -name start \) -perm -u+x -exec sed -i "s#=/usr/lib/erlang#=$there/usr/lib/erlang#" {} + 2>/dev/null || true
}
