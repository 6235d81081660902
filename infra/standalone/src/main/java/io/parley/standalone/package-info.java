@NullMarked
package io.parley.standalone;

import org.jspecify.annotations.NullMarked;
