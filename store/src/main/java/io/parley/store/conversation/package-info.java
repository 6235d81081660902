@NullMarked
package io.parley.store.conversation;

import org.jspecify.annotations.NullMarked;
