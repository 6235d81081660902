@NullMarked
package io.parley.contract.id;

import org.jspecify.annotations.NullMarked;
