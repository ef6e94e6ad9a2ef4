/** Holds the manifests against the models of Kubernetes, against each other, and against what the services read. */
@NullMarked
package io.asyncrpc.kubernetes;

import org.jspecify.annotations.NullMarked;
