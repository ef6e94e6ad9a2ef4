/** Saying words to RabbitMQ so that they are said: confirmed publishing, and how old the oldest unsaid word is. */
@NullMarked
package io.asyncrpc.bridge.broker;

import org.jspecify.annotations.NullMarked;
