# What the launcher's functions (deploy/local) have to know inside a container.
# shellcheck disable=SC2034  # read by them

ROOT=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
for part in base secrets pki process ports postgres rabbitmq nginx services token; do
  # shellcheck source=/dev/null
  . "$ROOT/deploy/local/$part.sh"
done

HOUSE=/run/house                                    # what this part alone may know, made by the set-up
EVERYWHERE=0.0.0.0
PORT=([API]=8080 [HTTPS]=8443 [EDGE_MANAGEMENT]=9080 [POSTGRES]=5432 [AMQP]=5672 [AMQPS]=5671 [MQTT]=1883 [MQTTS]=8883
  [RABBITMQ_MANAGEMENT]=15672 [RABBITMQ_MANAGEMENT_TLS]=15671 [RABBITMQ_METRICS]=15692 [RABBITMQ_DIST]=25672 [EPMD]=4369)
RABBITMQ_MANAGEMENT_URL=http://rabbitmq:${PORT[RABBITMQ_MANAGEMENT]}
