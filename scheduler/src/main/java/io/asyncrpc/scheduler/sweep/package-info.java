/**
 * The tick that makes the core look for overdue rows. A tick is worth nothing once the next one is due, so it is not
 * persistent, expires after one interval and is never sent again; only that the broker got it is made sure of.
 */
@NullMarked
package io.asyncrpc.scheduler.sweep;

import org.jspecify.annotations.NullMarked;
