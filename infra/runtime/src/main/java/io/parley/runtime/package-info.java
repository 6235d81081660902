@NullMarked
package io.parley.runtime;

import org.jspecify.annotations.NullMarked;
