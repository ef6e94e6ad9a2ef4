/** The processes of an installation on this machine: which they are, signals to them, and who starts them again. */
@NullMarked
package io.asyncrpc.fleet.chaos.host;

import org.jspecify.annotations.NullMarked;
