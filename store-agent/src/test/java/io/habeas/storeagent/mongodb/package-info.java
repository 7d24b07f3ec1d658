/** Tests. */
@NullMarked
package io.habeas.storeagent.mongodb;

import org.jspecify.annotations.NullMarked;
