@NullMarked
package io.habeas.storeagent.outbound;

import org.jspecify.annotations.NullMarked;
