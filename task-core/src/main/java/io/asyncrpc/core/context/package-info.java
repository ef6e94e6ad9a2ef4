/** What callbacks carry with them. */
@NullMarked
package io.asyncrpc.core.context;

import org.jspecify.annotations.NullMarked;
