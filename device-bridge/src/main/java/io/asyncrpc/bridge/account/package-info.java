/** The broker accounts of devices, and the internal HTTP API by which the core has them made and removed. */
@NullMarked
package io.asyncrpc.bridge.account;

import org.jspecify.annotations.NullMarked;
