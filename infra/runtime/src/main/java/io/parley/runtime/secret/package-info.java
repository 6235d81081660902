@NullMarked
package io.parley.runtime.secret;

import org.jspecify.annotations.NullMarked;
