/** One OpenAPI document for the whole house, put together from the services' own. */
@NullMarked
package io.asyncrpc.gateway.openapi;

import org.jspecify.annotations.NullMarked;
