/** The rules of the house, held by tests. */
@NullMarked
package io.habeas.architecture;

import org.jspecify.annotations.NullMarked;
