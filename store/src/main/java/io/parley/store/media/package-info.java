@NullMarked
package io.parley.store.media;

import org.jspecify.annotations.NullMarked;
