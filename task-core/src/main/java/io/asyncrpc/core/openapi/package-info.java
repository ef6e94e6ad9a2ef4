/** What the API says of itself. */
@NullMarked
package io.asyncrpc.core.openapi;

import org.jspecify.annotations.NullMarked;
