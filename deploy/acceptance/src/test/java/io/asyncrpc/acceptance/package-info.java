/**
 * The whole system as seen from outside: over the gateway and the broker, to the letter of docs/protocol.md. Nothing here
 * knows a service, a table or a queue. Every test makes its own organisation and devices.
 */
@NullMarked
package io.asyncrpc.acceptance;

import org.jspecify.annotations.NullMarked;
