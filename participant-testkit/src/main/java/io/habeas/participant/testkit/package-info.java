/**
 * The contract of a {@link io.habeas.participant.DataHolder} as tests. Whoever implements one
 * extends {@link io.habeas.participant.testkit.DataHolderContract} and says in a {@link
 * io.habeas.participant.testkit.StoreUnderTest} how their store is filled and looked at.
 */
@NullMarked
package io.habeas.participant.testkit;

import org.jspecify.annotations.NullMarked;
