/** Visitors of websites: their tokens, and the stream of what they are told. */
@NullMarked
package io.parley.runtime.visitor;

import org.jspecify.annotations.NullMarked;
