@NullMarked
package io.parley.contract;

import org.jspecify.annotations.NullMarked;
