/** What devices say, as house messages to the core ({@code docs/contracts/report.v1.json}). */
@NullMarked
package io.asyncrpc.bridge.report;

import org.jspecify.annotations.NullMarked;
