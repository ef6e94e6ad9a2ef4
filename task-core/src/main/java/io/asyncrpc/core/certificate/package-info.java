/** Certificates of devices over the API: issued, replaced, taken back. The bridge has the key; whose they are is known here. */
@NullMarked
package io.asyncrpc.core.certificate;

import org.jspecify.annotations.NullMarked;
