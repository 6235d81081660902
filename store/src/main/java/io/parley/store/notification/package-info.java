@NullMarked
package io.parley.store.notification;

import org.jspecify.annotations.NullMarked;
