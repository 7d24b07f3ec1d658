/** Documents without a store. */
@NullMarked
package io.habeas.storeagent.document;

import org.jspecify.annotations.NullMarked;
