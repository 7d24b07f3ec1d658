/** The data map: what a fideslang file says, with our rules under {@code habeas:} beside it. */
@NullMarked
package io.habeas.storeagent.map;

import org.jspecify.annotations.NullMarked;
