@NullMarked
package io.habeas.storeagent.ledger;

import org.jspecify.annotations.NullMarked;
