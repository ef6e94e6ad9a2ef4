/** The device protocol ({@code docs/protocol.md}). Three-letter words and wire numbers live here and nowhere else. */
@NullMarked
package io.asyncrpc.bridge.mqtt;

import org.jspecify.annotations.NullMarked;
