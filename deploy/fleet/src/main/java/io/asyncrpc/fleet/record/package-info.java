/**
 * What happened in a run, as the load generator saw it: every client call, every word of a device, with its time. A run
 * has a folder with {@code record.jsonl}, one {@link io.asyncrpc.fleet.record.Line} a line, and {@code run.json}, one
 * {@link io.asyncrpc.fleet.record.Run}.
 */
@NullMarked
package io.asyncrpc.fleet.record;

import org.jspecify.annotations.NullMarked;
