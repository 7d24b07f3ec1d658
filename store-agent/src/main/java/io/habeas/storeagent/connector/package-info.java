/** What a kind of store has to offer in order to take part. */
@NullMarked
package io.habeas.storeagent.connector;

import org.jspecify.annotations.NullMarked;
