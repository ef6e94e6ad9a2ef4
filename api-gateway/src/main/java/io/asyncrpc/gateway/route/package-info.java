/** Where what is asked for lives: the route table, the way to the service and back, and whether it is there. */
@NullMarked
package io.asyncrpc.gateway.route;

import org.jspecify.annotations.NullMarked;
