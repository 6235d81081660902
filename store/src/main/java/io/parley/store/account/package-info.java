@NullMarked
package io.parley.store.account;

import org.jspecify.annotations.NullMarked;
