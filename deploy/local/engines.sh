# The two engines together, and the variables that name them to tests.

engines_settings() { make_secrets; pki_settings; postgres_settings; rabbitmq_settings; }

engines_start() {
  postgres_get; rabbitmq_get
  postgres_start; rabbitmq_start
}

engines_stop() { rabbitmq_stop; postgres_stop; }

# Engines that may be wiped: free ports, no waiting for the disk, a user for the tests.
engines_for_tests() {
  touch "$STATE/for-tests"; : > "$STATE/postgres-url"
  if any_running; then read_ports; else choose_free_ports; fi
  engines_settings
  if is_running postgres && is_running rabbitmq; then return; fi
  find_jdk
  engines_start
  rabbitmq_test_user
}

# Prints what a test has to know, for the shell.
engines_variables() {
  local name RABBITMQ_USER=test RABBITMQ_PASSWORD=$TEST_RABBITMQ_PASSWORD IOT_STATE=$STATE
  local CORE_RABBITMQ_USER=core BRIDGE_RABBITMQ_USER=bridge SCHEDULER_RABBITMQ_USER=scheduler GATEWAY_RABBITMQ_USER=gateway
  local JWT_PRIVATE_KEY_FILE=$STATE/jwt-private.pem JWT_PUBLIC_KEY_FILE=$STATE/jwt-public.pem
  for name in POSTGRES_{HOST,PORT,DB,USER,PASSWORD} RABBITMQ_{HOST,PORT,USER,PASSWORD,HOUSE_VHOST,DEVICE_VHOST,MANAGEMENT_URL} \
    {CORE,BRIDGE,SCHEDULER,GATEWAY}_RABBITMQ_{USER,PASSWORD} MQTT_{HOST,PORT} MQTTS_PORT AMQPS_PORT RABBITMQ_MANAGEMENT_TLS_PORT RABBITMQ_METRICS_URL PKI_DIR JWT_{PRIVATE_KEY_FILE,PUBLIC_KEY_FILE,ISSUER,AUDIENCE} \
    HOUSE_TOKEN IOT_STATE; do
    printf 'export %s=%q\n' "$name" "${!name}"
  done
}

# ./iot engines [down]: PostgreSQL and RabbitMQ alone, for a developer's tests.
command_engines() {
  use_state test
  lock_state
  case "${1:-up}" in
    up)      engines_for_tests; engines_variables ;;
    down)    engines_stop ;;
    restart) shift; command_restart "$@" ;;
    *) die "usage: ./iot engines [down | restart postgres | restart rabbitmq]" ;;
  esac
}
