/** {@code ./habeas map}: what a data map comes to, before any agent is started with it. */
@NullMarked
package io.habeas.storeagent.map.cli;

import org.jspecify.annotations.NullMarked;
