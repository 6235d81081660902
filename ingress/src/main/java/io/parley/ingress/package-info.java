/** A provider's webhook in, an inbound message out. */
@NullMarked
package io.parley.ingress;

import org.jspecify.annotations.NullMarked;
