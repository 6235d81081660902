/**
 * A client of Evolution API's REST interface: sending, and the questions a hub asks about an instance.
 *
 * <p>It reads every dialect that versions 2.1 to 2.4 speak, repeats nothing by itself, and never shows a key.
 */
@NullMarked
package io.parley.evolution;

import org.jspecify.annotations.NullMarked;
