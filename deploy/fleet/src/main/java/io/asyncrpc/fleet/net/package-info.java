/**
 * Many connections at little cost: HTTP calls and MQTT links of thousands of clients and devices on one event loop. All
 * of it is used on that loop's thread alone, so nothing here is locked.
 */
@NullMarked
package io.asyncrpc.fleet.net;

import org.jspecify.annotations.NullMarked;
