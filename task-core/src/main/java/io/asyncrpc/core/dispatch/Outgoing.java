package io.asyncrpc.core.dispatch;

import com.rabbitmq.client.AMQP.BasicProperties;

/** One message on its way to the broker. */
record Outgoing(String exchange, String routingKey, BasicProperties properties, byte[] body) {}
