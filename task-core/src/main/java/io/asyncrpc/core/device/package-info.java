/** The registry of devices and what is known of their connections. */
@NullMarked
package io.asyncrpc.core.device;

import org.jspecify.annotations.NullMarked;
