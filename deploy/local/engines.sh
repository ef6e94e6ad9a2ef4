# shellcheck shell=bash
# The two engines together, and the variables that name them.

engines_get() { mkdir -p "$PARTS"; postgres_get; rabbitmq_get; }

engines_settings() { postgres_settings; rabbitmq_settings; }

engines_start() { postgres_start; rabbitmq_start; }

engines_stop() { rabbitmq_stop; postgres_stop; }

# ./iot engines [down|restart postgres|restart rabbitmq]: PostgreSQL and RabbitMQ alone, for tests.
command_engines() {
  use_state "${IOT_STATE:-$IOT_HOME/test}"
  lock_state
  case "${1:-up} ${2:-}" in
    "up ") engines_for_tests ;;
    "down ") read_ports; engines_stop; return ;;
    "restart postgres" | "restart rabbitmq") engines_restart "$2" ;;
    *) die "usage: ./iot engines [down | restart postgres | restart rabbitmq]" ;;
  esac
}

engines_for_tests() {
  need curl openssl flock setsid tar
  read_ports
  is_running postgres || is_running rabbitmq || choose_free_ports
  make_secrets; engines_settings
  if ! { is_running postgres && is_running rabbitmq; }; then
    find_jdk; engines_get
    POSTGRES_OPTIONS=(-c fsync=off)
    engines_start
    rabbitmq_test_user
  fi
  engines_export
}

engines_restart() {
  read_ports; make_secrets; engines_settings; find_jdk; engines_get
  POSTGRES_OPTIONS=(-c fsync=off)
  "$1_stop"; "$1_start"
}

engines_export() {
  export RABBITMQ_USER=test RABBITMQ_PASSWORD=$TEST_RABBITMQ_PASSWORD CORE_RABBITMQ_USER=core BRIDGE_RABBITMQ_USER=bridge SCHEDULER_RABBITMQ_USER=scheduler
  export IOT_STATE=$STATE JWT_PRIVATE_KEY_FILE=$STATE/jwt-private.pem JWT_PUBLIC_KEY_FILE=$STATE/jwt-public.pem
  export JWT_ISSUER=https://asyncrpc.local JWT_AUDIENCE=asyncrpc
  local name
  for name in POSTGRES_{HOST,PORT,DB,USER,PASSWORD} RABBITMQ_{HOST,PORT,USER,PASSWORD,HOUSE_VHOST,DEVICE_VHOST,MANAGEMENT_URL} \
    {CORE,BRIDGE,SCHEDULER}_RABBITMQ_{USER,PASSWORD} MQTT_HOST MQTT_PORT JWT_{PRIVATE_KEY_FILE,PUBLIC_KEY_FILE,ISSUER,AUDIENCE} HOUSE_TOKEN IOT_STATE; do
    printf 'export %s=%q\n' "$name" "${!name}"
  done
}
