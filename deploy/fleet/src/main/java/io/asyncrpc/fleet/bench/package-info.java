/** Measures the whole system under load: scenarios, figures, and how they are shown. */
@NullMarked
package io.asyncrpc.fleet.bench;

import org.jspecify.annotations.NullMarked;
