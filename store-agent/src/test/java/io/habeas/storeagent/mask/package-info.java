/** Tests. */
@NullMarked
package io.habeas.storeagent.mask;

import org.jspecify.annotations.NullMarked;
