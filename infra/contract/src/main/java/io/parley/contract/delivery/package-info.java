@NullMarked
package io.parley.contract.delivery;

import org.jspecify.annotations.NullMarked;
