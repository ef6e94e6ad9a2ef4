#!/bin/sh
# fill.sh TEMPLATE FILE: what stands between @ signs becomes the value of the variable of that name, which has to be there.
set -eu
umask 027
trap 'rm -f "$2.sed"' EXIT
grep -o '@[A-Z_][A-Z_]*@' "$1" | tr -d @ | sort -u | while read -r name; do
  eval "value=\${$name?}"
  # shellcheck disable=SC2154  # set by eval
  printf 's#@%s@#%s#g\n' "$name" "$(printf %s "$value" | sed 's/[\\&#]/\\&/g')"
done > "$2.sed"
sed -f "$2.sed" "$1" > "$2"
