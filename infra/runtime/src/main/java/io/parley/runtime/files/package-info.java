@NullMarked
package io.parley.runtime.files;

import org.jspecify.annotations.NullMarked;
