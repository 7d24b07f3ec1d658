/** Drafts of data maps from what a live store is like. Reads names and types, tells no values. */
@NullMarked
package io.habeas.storeagent.map.scaffold;

import org.jspecify.annotations.NullMarked;
