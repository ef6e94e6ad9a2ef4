/** The issuing CA of the API: signs what devices ask for, and the list of what was taken back. It keeps nothing but that list. */
@NullMarked
package io.asyncrpc.bridge.certificate;

import org.jspecify.annotations.NullMarked;
