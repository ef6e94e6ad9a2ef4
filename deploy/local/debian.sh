# Unpacks packages of a Debian release into a folder: no root, the machine unchanged. The programs run with the C library
# of that release, so the folder holds its own and cannot be moved (debian_part notices and unpacks again).

DEBIAN_SUITE=trixie
DEBIAN_RUNTIME=(libc6 libgcc-s1 libstdc++6 patchelf)
DEBIAN_LIBRARIES=usr/lib/x86_64-linux-gnu

# debian_part NAME PACKAGE...: prepares PARTS/NAME unless it is there. Nothing half-done is ever left at that place.
debian_part() {
  local name=$1 dir=$PARTS/$1; shift
  if [ "$(cat "$dir/.unpacked-at" 2>/dev/null)" = "$dir" ]; then return; fi
  need apt-get dpkg dpkg-deb
  [ "$(dpkg --print-architecture)" = amd64 ] || die "there is no ready-made $name for this processor; please install $name"
  step "fetching $name from Debian $DEBIAN_SUITE"
  rm -rf "$dir" "$dir.new"; mkdir -p "$dir.new"
  { debian_fetch "$dir.new" "$@" && debian_relocate "$dir.new" "$dir"; } > "$PARTS/$name.log" 2>&1 || {
    finish failed; tail -n 5 "$PARTS/$name.log" >&2
    rm -rf "$dir.new"
    die "could not fetch $name; the next start tries again (the whole log: $PARTS/$name.log)"
  }
  echo "$dir" > "$dir.new/.unpacked-at"
  mv "$dir.new" "$dir"
  finish
}

debian_fetch() {
  local dir=$1 apt=$1/.apt mirror deb options; shift
  mirror=$(debian_mirror) || return
  mkdir -p "$apt"/{lists,archives}/partial "$apt/empty"; : > "$apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $DEBIAN_SUITE main" > "$apt/sources.list"
  options=(-q -o "Dir::Etc::sourcelist=$apt/sources.list" -o "Dir::Etc::sourceparts=$apt/empty"
    -o "Dir::Etc::preferences=$apt/empty/none" -o "Dir::Etc::preferencesparts=$apt/empty"
    -o "Dir::State::lists=$apt/lists" -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt" -o Dir::Cache::archives=archives
    -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none -o Acquire::Retries=2)
  apt-get "${options[@]}" -o APT::Update::Error-Mode=any update || return
  (cd "$apt/archives" && apt-get "${options[@]}" download "$@" "${DEBIAN_RUNTIME[@]}") || return
  for deb in "$apt"/archives/*.deb; do dpkg-deb -x "$deb" "$dir" || return; done
  rm -rf "$apt"
}

# The mirror this machine uses is asked for the other release. (Without --no-release-info apt tells it only after an update.)
# shellcheck disable=SC2016  # $(REPO_URI) is apt's
debian_mirror() {
  local mirror=${IOT_DEBIAN_MIRROR:-}
  [ -n "$mirror" ] || mirror=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' | grep '/debian/\?$' | head -n 1)
  [ -n "$mirror" ] || { echo "apt knows no Debian mirror on this machine; name one in IOT_DEBIAN_MIRROR"; return 1; } >&2
  printf '%s' "$mirror"
}

# debian_relocate HERE THERE: the programs unpacked HERE will find loader and libraries THERE.
debian_relocate() {
  local here=$1 there=$2 loader=usr/lib64/ld-linux-x86-64.so.2 file
  [ -e "$here/$loader" ] || loader=$DEBIAN_LIBRARIES/ld-linux-x86-64.so.2
  find "$here/usr/bin" "$here/usr/sbin" "$here/usr/lib/erlang" "$here/usr/lib/nginx" "$here/usr/lib/postgresql" -type f ! -name patchelf \( -perm -u+x -o -name '*.so' \) > "$here/.programs" 2>/dev/null
  while read -r file; do
    [ "$(head -c 4 "$file" | tail -c 3)" = ELF ] || continue
    debian_patch --force-rpath --set-rpath "$there/$DEBIAN_LIBRARIES" "$file" || return
    [[ $file == *.so ]] || debian_patch --set-interpreter "$there/$loader" "$file" || return
  done < "$here/.programs"
  # Erlang's start scripts carry their absolute root
  grep -l '=/usr/lib/erlang' "$here"/usr/lib/erlang/bin/* "$here"/usr/lib/erlang/erts-*/bin/* 2>/dev/null > "$here/.scripts"
  xargs -r -a "$here/.scripts" sed -i "s#=/usr/lib/erlang#=$there/usr/lib/erlang#"
}

debian_patch() { "$here/$loader" --library-path "$here/$DEBIAN_LIBRARIES" "$here/usr/bin/patchelf" "$@"; }
