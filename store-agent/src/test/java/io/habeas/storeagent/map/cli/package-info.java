/** Tests. */
@NullMarked
package io.habeas.storeagent.map.cli;

import org.jspecify.annotations.NullMarked;
