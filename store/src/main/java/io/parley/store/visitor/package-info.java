/** What visitors of websites may see: their own line, and nothing else. */
@NullMarked
package io.parley.store.visitor;

import org.jspecify.annotations.NullMarked;
