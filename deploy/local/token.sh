# ./iot token [--org O] [--role R] [--ttl S]: a bare token, signed with the key made at set-up.

command_token() {
  local org=demo role=admin ttl=3600 groups now claims signed
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || die "$TOKEN_USAGE"
    case $1 in
      --org) org=$2 ;; --role) role=$2 ;; --ttl) ttl=$2 ;;
      *) die "$TOKEN_USAGE" ;;
    esac
    shift 2
  done
  [[ $org =~ ^[A-Za-z0-9._-]{1,64}$ ]] || die "--org: 1 to 64 of A-Z a-z 0-9 . _ -"
  [[ $ttl =~ ^[1-9][0-9]{0,7}$ ]] || die "--ttl: seconds, 1 to 99999999"
  case $role in
    viewer)   groups='"viewer"' ;;
    operator) groups='"viewer","operator"' ;;
    admin)    groups='"viewer","operator","admin"' ;;
    *) die "--role: viewer, operator or admin" ;;
  esac
  use_state
  [ -s "$STATE/jwt-public.pem" ] || { lock_state; make_secrets; }
  now=$(date +%s)
  claims='{"iss":"%s","aud":"%s","sub":"%s","iat":%d,"exp":%d,"org":"%s","groups":[%s]}'
  # shellcheck disable=SC2059  # the format is above
  claims=$(printf "$claims" "$JWT_ISSUER" "$JWT_AUDIENCE" "$role@$org" "$now" $((now + ttl)) "$org" "$groups")
  signed=$(printf %s '{"alg":"RS256","typ":"JWT"}' | base64url).$(printf %s "$claims" | base64url)
  printf '%s.%s\n' "$signed" "$(printf %s "$signed" | openssl dgst -sha256 -sign "$STATE/jwt-private.pem" -binary | base64url)"
}
TOKEN_USAGE="usage: ./iot token [--org NAME] [--role viewer|operator|admin] [--ttl SECONDS]"

# ./iot key [--org O] [--role R] [--days N]: makes an API key over the API and prints it.
command_key() {
  local org=demo role=operator days=90
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || die "$KEY_USAGE"
    case $1 in
      --org) org=$2 ;; --role) role=$2 ;; --days) days=$2 ;;
      *) die "$KEY_USAGE" ;;
    esac
    shift 2
  done
  [[ $days =~ ^[1-9][0-9]{0,2}$ && $days -le 366 ]] || die "--days: 1 to 366"
  [[ $role =~ ^(viewer|operator|admin)$ ]] || die "--role: viewer, operator or admin"
  use_state
  read_ports
  local answer
  answer=$(printf 'header = "Authorization: Bearer %s"\n' "$(command_token --org "$org" --role admin --ttl 60)" |
    curl -sS --max-time 20 -K - -H 'Content-Type: application/json' -d "{\"role\":\"$role\",\"ttl\":$((days * 86400))}" "$(url_of api-gateway)/api/v1/keys") ||
    die "the API does not answer; ./iot up starts it"
  [[ $answer =~ \"key\":\"(ark_[A-Za-z0-9_-]+)\" ]] || die "no key was made: $answer"
  printf '%s\n' "${BASH_REMATCH[1]}"
}
KEY_USAGE="usage: ./iot key [--org NAME] [--role viewer|operator|admin] [--days N]"

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
