/** Who did what when, written in the transaction that did it. */
@NullMarked
package io.asyncrpc.core.audit;

import org.jspecify.annotations.NullMarked;
