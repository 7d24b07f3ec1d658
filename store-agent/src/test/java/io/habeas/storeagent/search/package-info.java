/** The agent on a real cluster of one node. */
@NullMarked
package io.habeas.storeagent.search;

import org.jspecify.annotations.NullMarked;
