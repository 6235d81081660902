@NullMarked
package io.parley.contract.event;

import org.jspecify.annotations.NullMarked;
