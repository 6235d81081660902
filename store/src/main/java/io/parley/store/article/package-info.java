/** The knowledge base: articles, and what they are imported from. */
@NullMarked
package io.parley.store.article;

import org.jspecify.annotations.NullMarked;
