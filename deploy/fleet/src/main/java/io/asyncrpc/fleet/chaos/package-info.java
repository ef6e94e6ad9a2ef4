/** Faults, one after another, while the system is under load; how long until all is normal again; and a report. */
@NullMarked
package io.asyncrpc.fleet.chaos;

import org.jspecify.annotations.NullMarked;
