/** {@code ./iot demo}: a short play with four devices, every word of it shown as it is said. */
@NullMarked
package io.asyncrpc.fleet.demo;

import org.jspecify.annotations.NullMarked;
