/** The client's side: the few calls of the public API that the tools need. */
@NullMarked
package io.asyncrpc.fleet.api;

import org.jspecify.annotations.NullMarked;
