/** What is said to devices, after it was committed. */
@NullMarked
package io.asyncrpc.core.dispatch;

import org.jspecify.annotations.NullMarked;
