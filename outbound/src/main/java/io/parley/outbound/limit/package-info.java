/** Keeps one inbox's trouble from becoming the others'. */
@NullMarked
package io.parley.outbound.limit;

import org.jspecify.annotations.NullMarked;
