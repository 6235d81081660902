@NullMarked
package io.parley.store.contact;

import org.jspecify.annotations.NullMarked;
