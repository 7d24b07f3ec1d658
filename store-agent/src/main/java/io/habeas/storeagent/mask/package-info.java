/** What values become that stay without saying whose they are. Pure; the same for every store. */
@NullMarked
package io.habeas.storeagent.mask;

import org.jspecify.annotations.NullMarked;
