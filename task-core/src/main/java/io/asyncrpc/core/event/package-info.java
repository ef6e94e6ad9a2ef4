/** What devices tell of their own accord: stored once, shown to clients. */
@NullMarked
package io.asyncrpc.core.event;

import org.jspecify.annotations.NullMarked;
