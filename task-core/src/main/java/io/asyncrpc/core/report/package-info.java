/** What devices say: read from the house queue in batches, folded through the rules, answered. */
@NullMarked
package io.asyncrpc.core.report;

import org.jspecify.annotations.NullMarked;
