/** Stand-ins for processors, and what goes wrong with them. */
@NullMarked
package io.habeas.storeagent.processor;

import org.jspecify.annotations.NullMarked;
