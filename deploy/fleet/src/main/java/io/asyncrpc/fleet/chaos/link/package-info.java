/** Connections between two parts that can be made slow, lossy, dead or cut, without leave of the operating system. */
@NullMarked
package io.asyncrpc.fleet.chaos.link;

import org.jspecify.annotations.NullMarked;
