/** What is said about tasks to those who wait for them, after it was committed. */
@NullMarked
package io.asyncrpc.core.feed;

import org.jspecify.annotations.NullMarked;
