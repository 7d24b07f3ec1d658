/** How this agent says no over HTTP. */
@NullMarked
package io.habeas.storeagent.api;

import org.jspecify.annotations.NullMarked;
