/** How much somebody may ask for. */
@NullMarked
package io.parley.runtime.limit;

import org.jspecify.annotations.NullMarked;
