/** How messages of the house come in: consumers that start again by themselves, and whether they hear anything. */
@NullMarked
package io.asyncrpc.core.intake;

import org.jspecify.annotations.NullMarked;
