@NullMarked
package io.parley.runtime.inbox;

import org.jspecify.annotations.NullMarked;
