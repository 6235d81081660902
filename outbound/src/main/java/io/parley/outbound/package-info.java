/** A reply out, its delivery status back. */
@NullMarked
package io.parley.outbound;

import org.jspecify.annotations.NullMarked;
