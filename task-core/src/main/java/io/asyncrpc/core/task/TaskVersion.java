package io.asyncrpc.core.task;

/** How far a task is: all that one needs to see that it is still the one that is known. */
record TaskVersion(int number, TaskState state) {}
