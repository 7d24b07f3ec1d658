/** Tests. */
@NullMarked
package io.habeas.storeagent.map.scaffold;

import org.jspecify.annotations.NullMarked;
