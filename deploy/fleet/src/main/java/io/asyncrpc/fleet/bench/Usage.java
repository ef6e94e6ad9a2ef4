package io.asyncrpc.fleet.bench;

/** What a process and its children have used. */
record Usage(double cpuSeconds, double rssMb) {}
