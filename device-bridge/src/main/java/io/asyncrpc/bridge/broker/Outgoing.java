package io.asyncrpc.bridge.broker;

import com.rabbitmq.client.AMQP.BasicProperties;

/** One message on its way to the broker. */
public record Outgoing(String exchange, String routingKey, BasicProperties properties, byte[] body) {}
