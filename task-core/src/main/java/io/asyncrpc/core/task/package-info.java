/** The life of a task: its rules are pure ({@link io.asyncrpc.core.task.Task}), its store is plain SQL, its HTTP face a resource. */
@NullMarked
package io.asyncrpc.core.task;

import org.jspecify.annotations.NullMarked;
