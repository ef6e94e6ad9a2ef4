/** What the core wants said to devices ({@code docs/contracts/dispatch.v1.json}). */
@NullMarked
package io.asyncrpc.bridge.dispatch;

import org.jspecify.annotations.NullMarked;
