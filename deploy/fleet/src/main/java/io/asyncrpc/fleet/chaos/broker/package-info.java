/** The broker as its administrator sees it: messages by hand, dead queues, alarms. */
@NullMarked
package io.asyncrpc.fleet.chaos.broker;

import org.jspecify.annotations.NullMarked;
