/**
 * Where an agent remembers whose connector has no store of its own to remember in: one for people,
 * or for processors beyond the network. MongoDB, one document at a time.
 */
@NullMarked
package io.habeas.storeagent.ledger;

import org.jspecify.annotations.NullMarked;
