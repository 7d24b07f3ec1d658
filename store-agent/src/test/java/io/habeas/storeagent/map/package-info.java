/** Tests. */
@NullMarked
package io.habeas.storeagent.map;

import org.jspecify.annotations.NullMarked;
