/** The main path: what the store asks for is done once, and what became of it is reported. */
@NullMarked
package io.parley.outbound.delivery;

import org.jspecify.annotations.NullMarked;
