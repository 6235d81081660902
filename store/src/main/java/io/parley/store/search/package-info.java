/** Finds messages, conversations, contacts and articles by words and by meaning, and keeps the documents that takes. */
@NullMarked
package io.parley.store.search;

import org.jspecify.annotations.NullMarked;
