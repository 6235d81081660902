@NullMarked
package io.parley.contract.contact;

import org.jspecify.annotations.NullMarked;
