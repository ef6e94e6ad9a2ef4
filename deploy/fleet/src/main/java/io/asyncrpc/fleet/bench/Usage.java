package io.asyncrpc.fleet.bench;

/**
 * What a process and its children have used.
 *
 * @param pid another one than before means that it was started anew
 */
record Usage(long pid, double cpuSeconds, double rssMb) {}
