@NullMarked
package io.parley.contract.message;

import org.jspecify.annotations.NullMarked;
