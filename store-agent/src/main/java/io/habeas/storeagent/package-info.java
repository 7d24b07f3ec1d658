/** A participant for stores that have no service of their own. */
@NullMarked
package io.habeas.storeagent;

import org.jspecify.annotations.NullMarked;
