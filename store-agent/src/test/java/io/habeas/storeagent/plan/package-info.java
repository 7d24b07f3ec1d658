/** Tests. */
@NullMarked
package io.habeas.storeagent.plan;

import org.jspecify.annotations.NullMarked;
