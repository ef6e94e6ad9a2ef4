/** The house around the core, for tests: engines, the other services, clients. */
package io.asyncrpc.core.house;
