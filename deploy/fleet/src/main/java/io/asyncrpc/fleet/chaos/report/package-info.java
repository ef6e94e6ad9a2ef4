/** What faults did to the system, for readers. */
@NullMarked
package io.asyncrpc.fleet.chaos.report;

import org.jspecify.annotations.NullMarked;
